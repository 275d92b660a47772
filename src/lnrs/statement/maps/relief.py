"""The lie of the land as light and shade."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from lnrs.statement.maps.frame import Frame

HEIGHTENED = 7.0
"""Times that heights are stretched before the light falls on them: lowland hills are slight."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Heights:
    """Metres above sea level in square cells, north row first; NaN where the height is not known."""

    height_m: Floats
    west_m: float
    north_m: float
    cell_m: float


def hillshade(heights: Heights) -> Floats:
    """Light (up to 1) and shade (down to -1) under a sun in the north-west, 45 degrees high; 0 on level ground and
    where heights are not known.

    Horn 1981, Proceedings of the IEEE 69(1):14-47, less the light of level ground.
    """
    from scipy import ndimage  # takes a while to load, and is seldom needed

    unknown = np.isnan(heights.height_m)
    ground = heights.height_m
    if unknown.any():
        nearest = ndimage.distance_transform_edt(unknown, return_distances=False, return_indices=True)
        ground = ground[tuple(nearest)]
    smooth = ndimage.gaussian_filter(ground, 1.0) * np.float32(HEIGHTENED)
    south, east = np.gradient(smooth, heights.cell_m)
    level = np.sqrt(0.5)
    light = (level + 0.5 * (south + east)) / np.sqrt(1 + south**2 + east**2)
    return np.where(unknown, 0, np.clip((light - level) / (1 - level), -1, 1)).astype(np.float32)


def on_frame(values: Floats, heights: Heights, frame: Frame) -> Floats:
    """Values of the heights' cells, put on to the frame's cells; 0 beyond the edge."""
    grid = frame.grid
    step = grid.cell_m / heights.cell_m
    across = (grid.west_m - heights.west_m) / heights.cell_m
    down = (heights.north_m - grid.north_m) / heights.cell_m
    picture = Image.fromarray(values.astype(np.float32), "F").transform(
        (grid.cols, grid.rows),
        Image.Transform.AFFINE,
        (step, 0.0, across, 0.0, step, down),
        Image.Resampling.BILINEAR,
    )
    return np.asarray(picture, np.float32)
