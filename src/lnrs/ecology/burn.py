"""Put shapes on to the grid."""

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from lnrs.ecology.grid import Grid
from lnrs.ecology.shapes import outlines
from lnrs.ecology.spans import spans


def burn(geometries: npt.NDArray[Any], codes: npt.NDArray[np.int32], grid: Grid) -> npt.NDArray[np.int32]:
    """Cells by centre: each cell takes the code of the last polygon that holds its centre, else 0."""
    cells = np.zeros(grid.shape, np.int32)
    _paint(*spans(geometries, grid), codes.astype(np.int32), cells)
    return cells


def covered(geometries: npt.NDArray[Any], grid: Grid) -> npt.NDArray[np.uint8]:
    """1 where a polygon holds the cell's centre, else 0."""
    cells = np.zeros(grid.shape, np.uint8)
    _paint(*spans(geometries, grid), np.ones(len(geometries), np.uint8), cells)
    return cells


def touched(geometries: npt.NDArray[Any], grid: Grid) -> npt.NDArray[np.uint8]:
    """1 where a polygon, line or point touches the cell, else 0: nothing is too small to be near."""
    cells = covered(geometries, grid)
    lines = outlines(geometries)
    _walk(lines.xy, lines.ring_start, cells, grid.west_m, grid.north_m, grid.cell_m)
    return cells


@njit(cache=True, nogil=True)
def _paint(start, row, begin, end, codes, cells):
    for shape in range(len(start) - 1):
        for k in range(start[shape], start[shape + 1]):
            cells[row[k], begin[k] : end[k]] = codes[shape]


@njit(cache=True, nogil=True)
def _walk(xy, ring_start, cells, west_m, north_m, cell_m):
    """Mark the cells under each line in steps of at most a quarter of a cell."""
    rows, cols = cells.shape
    for line in range(len(ring_start) - 1):
        first, last = ring_start[line], ring_start[line + 1]
        for k in range(first, max(last - 1, first + 1)):
            nxt = min(k + 1, last - 1)
            dx, dy = xy[nxt, 0] - xy[k, 0], xy[nxt, 1] - xy[k, 1]
            steps = int(max(abs(dx), abs(dy)) * 4.0 / cell_m) + 1
            for step in range(steps + 1):
                row = int(np.floor((north_m - xy[k, 1] - dy * step / steps) / cell_m))
                col = int(np.floor((xy[k, 0] + dx * step / steps - west_m) / cell_m))
                if 0 <= row < rows and 0 <= col < cols:
                    cells[row, col] = 1
