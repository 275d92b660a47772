"""Measure a raster within each shape: its mean over the cells whose centre the shape holds.

A shape too small or too thin to hold a cell's centre takes the value of the cell at a point inside it; an empty shape
has none (NaN).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from numba import njit, prange

from lnrs.ecology.grid import Grid
from lnrs.ecology.spans import spans

Floats = npt.NDArray[np.float64]

NOWHERE = -1
"""The row of a shape that is empty and of a cell beyond the raster: they have no figure."""


@dataclass(frozen=True)
class Zones:
    """Shapes made ready once, to be measured against many rasters on the same grid: the runs of `Spans`, and for each
    shape the cell at a point inside it."""

    start: npt.NDArray[np.int64]
    row: npt.NDArray[np.int32]
    begin: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]
    inner_row: npt.NDArray[np.int32]
    inner_col: npt.NDArray[np.int32]


def zones(geometries: npt.NDArray[Any], grid: Grid) -> Zones:
    """Make polygons ready for `mean`."""
    nowhere = shapely.is_empty(geometries)
    points = np.where(nowhere, shapely.Point(0, 0), shapely.point_on_surface(geometries))
    east, north = shapely.get_x(points), shapely.get_y(points)
    row = np.clip((grid.north_m - north) // grid.cell_m, 0, grid.rows - 1).astype(np.int32)
    col = np.clip((east - grid.west_m) // grid.cell_m, 0, grid.cols - 1).astype(np.int32)
    row[nowhere] = NOWHERE
    return Zones(*spans(geometries, grid), inner_row=row, inner_col=col)


def mean(within: Zones, raster: npt.NDArray[Any]) -> Floats:
    """Mean of the raster in each shape (n,), leaving out cells that are NaN; NaN where none is left."""
    rows, cols = raster.shape
    every = np.arange(rows, dtype=np.int32), np.arange(cols, dtype=np.int32)
    return _mean_at(within, raster, *every)


def mean_on_coarser(within: Zones, grid: Grid, raster: npt.NDArray[np.floating], coarser: Grid) -> Floats:
    """Mean in each shape of a raster on a coarser grid, looked up at the centre of each cell of `grid`.

    Up to one of its cells beyond the raster its edge is repeated, since a shore seldom keeps to a grid; farther out
    nothing is known.
    """
    north = grid.north_m - (np.arange(grid.rows) + 0.5) * grid.cell_m
    east = grid.west_m + (np.arange(grid.cols) + 0.5) * grid.cell_m
    row = _place((coarser.north_m - north) / coarser.cell_m, coarser.rows)
    col = _place((east - coarser.west_m) / coarser.cell_m, coarser.cols)
    return _mean_at(within, raster, row, col)


def _place(cells: npt.NDArray[np.floating], count: int) -> npt.NDArray[np.int32]:
    """The row or column, of `count`, that lies so many cells from the edge; NOWHERE beyond one cell outside."""
    beyond = (cells < -1) | (cells > count + 1)
    return np.where(beyond, NOWHERE, np.clip(np.floor(cells), 0, count - 1)).astype(np.int32)


def _mean_at(within: Zones, raster: npt.NDArray[Any], row_of: npt.NDArray, col_of: npt.NDArray) -> Floats:
    runs = within.start, within.row, within.begin, within.end
    return _mean(runs, within.inner_row, within.inner_col, raster, row_of, col_of)


@njit(cache=True, nogil=True, parallel=True)
def _mean(runs, inner_row, inner_col, raster, row_of, col_of):
    start, row, begin, end = runs
    out = np.empty(len(start) - 1, np.float64)
    for shape in prange(len(start) - 1):
        total, count, cells = 0.0, 0, 0
        for k in range(start[shape], start[shape + 1]):
            cells += end[k] - begin[k]
            for col in range(begin[k], end[k]):
                at = row_of[row[k]], col_of[col]
                value = raster[at]
                if at[0] != NOWHERE and at[1] != NOWHERE and value == value:  # NaN is unlike itself
                    total += value
                    count += 1
        if inner_row[shape] == NOWHERE:
            out[shape] = np.nan
        elif cells == 0:
            at = row_of[inner_row[shape]], col_of[inner_col[shape]]
            out[shape] = np.nan if NOWHERE in at else raster[at]
        else:
            out[shape] = total / count if count else np.nan
    return out
