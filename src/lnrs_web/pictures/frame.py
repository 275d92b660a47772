"""The rectangle of ground that a picture shows, and how ground becomes pixels."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

Box = tuple[float, float, float, float]
"""West, south, east and north in metres of EPSG:27700."""

GRAINS = 2
"""Drawn shapes have their corners on a grid of so many steps to a pixel: finer than half a pixel nothing is kept."""
MARGIN_SHARE = 0.03
LOWEST, TALLEST = 0.5, 0.9
"""Height of a picture beside its width, where nothing else is asked for."""
NARROWEST_M = 600.0
"""Ground that a picture shows at least, from side to side."""


@dataclass(frozen=True)
class Frame:
    """A rectangle of ground on `width_px` by `height_px` pixels."""

    west_m: float
    north_m: float
    metres_a_pixel: float
    width_px: int
    height_px: int

    @property
    def box_m(self) -> Box:
        """The ground that is shown."""
        return self.beyond_m(0)

    def beyond_m(self, edge_px: float) -> Box:
        """The ground that is shown and an edge around it."""
        edge_m = edge_px * self.metres_a_pixel
        east_m = self.west_m + self.width_px * self.metres_a_pixel
        south_m = self.north_m - self.height_px * self.metres_a_pixel
        return self.west_m - edge_m, south_m - edge_m, east_m + edge_m, self.north_m + edge_m

    def to_grains(self, shapes: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Shapes on the ground as shapes on the picture: grains from its left and top."""
        grain_m = self.metres_a_pixel / GRAINS
        return shapely.transform(shapes, lambda xy: (xy - (self.west_m, self.north_m)) * (1 / grain_m, -1 / grain_m))

    def to_pixel(self, easting_m: float, northing_m: float) -> tuple[float, float]:
        """A point on the ground as pixels from the left and the top."""
        return (easting_m - self.west_m) / self.metres_a_pixel, (self.north_m - northing_m) / self.metres_a_pixel


def fitted(box_m: Box, width_px: int, height_px: int | None = None) -> Frame:
    """The frame of a width that shows a box with a margin; as tall as the box needs, or as `height_px` says."""
    west, south, east, north = box_m
    margin_m = MARGIN_SHARE * max(east - west, north - south)
    wide_m = max(east - west + 2 * margin_m, NARROWEST_M)
    tall_m = max(north - south + 2 * margin_m, 1.0)
    height = height_px or round(float(np.clip(tall_m / wide_m, LOWEST, TALLEST)) * width_px)
    pixel_m = max(wide_m / width_px, tall_m / height)
    left, top = (west + east - width_px * pixel_m) / 2, (south + north + height * pixel_m) / 2
    return Frame(left, top, pixel_m, width_px, height)
