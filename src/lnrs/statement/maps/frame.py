"""The rectangle of ground that a map shows, and how ground becomes pixels."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from lnrs.ecology.grid import Grid

FINENESS = 2
"""Cells to a pixel each way: drawn twice as fine and then halved, so that edges are smooth."""

MARGIN_SHARE = 0.035


@dataclass(frozen=True)
class Frame:
    """A map's rectangle: `grid` has FINENESS cells to a pixel each way; sizes are in pixels."""

    grid: Grid
    width_px: int
    height_px: int

    @property
    def metres_a_pixel(self) -> float:
        """Ground metres across one pixel of the finished picture."""
        return self.grid.cell_m * FINENESS


def frame_over(bounds_m: tuple[float, float, float, float], *, width_px: int = 1600, most_px: int = 1700) -> Frame:
    """The frame over (west, south, east, north) in metres with a margin; a tall area is as tall as `most_px`."""
    west, south, east, north = bounds_m
    margin_m = MARGIN_SHARE * max(east - west, north - south)
    wide_m, tall_m = east - west + 2 * margin_m, north - south + 2 * margin_m
    pixel_m = max(wide_m / width_px, tall_m / most_px)
    width, height = max(round(wide_m / pixel_m), width_px * 5 // 8), max(round(tall_m / pixel_m), width_px // 2)
    left = (west + east - width * pixel_m) / 2
    top = (south + north + height * pixel_m) / 2
    grid = Grid(left, top, height * FINENESS, width * FINENESS, pixel_m / FINENESS)
    return Frame(grid, width, height)


def to_cells(geometry: Any, frame: Frame) -> npt.NDArray[np.float64]:
    """The coordinates of a geometry as (column, row) of the frame's grid, in fractions of a cell; shape (n, 2)."""
    xy = shapely.get_coordinates(geometry)
    grid = frame.grid
    return np.column_stack([(xy[:, 0] - grid.west_m) / grid.cell_m, (grid.north_m - xy[:, 1]) / grid.cell_m])


def to_pixels(geometry: Any, frame: Frame) -> npt.NDArray[np.float64]:
    """The coordinates of a geometry as (x, y) pixels of the finished picture; shape (n, 2)."""
    return to_cells(geometry, frame) / FINENESS
