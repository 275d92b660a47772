"""Scan conversion: the cells of a grid whose centre lies in a shape, as runs of cells in a row."""

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit, prange

from lnrs.ecology.grid import Grid
from lnrs.ecology.shapes import polygon_rings

FEW_VERTICES = 20_000
"""Below this one core is quicker: to set several to work takes longer than the work."""


class Spans(NamedTuple):
    """Runs of cells: run `k` is columns `begin[k]` up to `end[k]` of row `row[k]`; shape `i` has the runs
    `start[i]` up to `start[i + 1]`. A run may be empty."""

    start: npt.NDArray[np.int64]
    row: npt.NDArray[np.int32]
    begin: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]


def spans(geometries: npt.NDArray[Any], grid: Grid) -> Spans:
    """Runs of cells by centre for polygons and multipolygons.

    An edge counts for centre lines at or above its lower end and below its upper end: a vertex exactly on a line is
    counted once, and two shapes that share an edge share no cell and leave none out.
    """
    rings = polygon_rings(geometries)
    place = (grid.west_m, grid.north_m, grid.cell_m)
    start = np.zeros(len(geometries) + 1, np.int64)
    count, fill = (_count_alone, _fill_alone) if len(rings.xy) < FEW_VERTICES else (_count, _fill)
    np.cumsum(count(*rings, *place[1:], grid.rows) // 2, out=start[1:])
    row, begin, end = (np.zeros(start[-1], np.int32) for _ in range(3))
    fill(*rings, *place, *grid.shape, start, row, begin, end)
    return Spans(start, row, begin, end)


@njit(cache=True, nogil=True, inline="always")
def _rows_of_edge(y0, y1, north_m, cell_m, rows):
    """Rows whose centre line crosses the edge: from the first up to, not including, the last."""
    first = math.floor((north_m - max(y0, y1)) / cell_m - 0.5) + 1
    last = math.floor((north_m - min(y0, y1)) / cell_m - 0.5) + 1
    return min(max(first, 0), rows), min(max(last, 0), rows)


@njit(cache=True, nogil=True, parallel=True)
def _count(xy, ring_start, shape_start, north_m, cell_m, rows):
    count = np.zeros(len(shape_start) - 1, np.int64)
    for shape in prange(len(shape_start) - 1):
        count[shape] = _crossings(shape, xy, ring_start, shape_start, north_m, cell_m, rows)
    return count


@njit(cache=True, nogil=True)
def _count_alone(xy, ring_start, shape_start, north_m, cell_m, rows):
    count = np.zeros(len(shape_start) - 1, np.int64)
    for shape in range(len(shape_start) - 1):
        count[shape] = _crossings(shape, xy, ring_start, shape_start, north_m, cell_m, rows)
    return count


@njit(cache=True, nogil=True, parallel=True)
def _fill(xy, ring_start, shape_start, west_m, north_m, cell_m, rows, cols, start, row, begin, end):
    for shape in prange(len(shape_start) - 1):
        _fill_shape(shape, xy, ring_start, shape_start, west_m, north_m, cell_m, rows, cols, start, row, begin, end)


@njit(cache=True, nogil=True)
def _fill_alone(xy, ring_start, shape_start, west_m, north_m, cell_m, rows, cols, start, row, begin, end):
    for shape in range(len(shape_start) - 1):
        _fill_shape(shape, xy, ring_start, shape_start, west_m, north_m, cell_m, rows, cols, start, row, begin, end)


@njit(cache=True, nogil=True)
def _crossings(shape, xy, ring_start, shape_start, north_m, cell_m, rows):
    """How often the edges of a shape cross the centre lines of rows."""
    total = 0
    for ring in range(shape_start[shape], shape_start[shape + 1]):
        for k in range(ring_start[ring], ring_start[ring + 1] - 1):
            first, last = _rows_of_edge(xy[k, 1], xy[k + 1, 1], north_m, cell_m, rows)
            total += last - first
    return total


@njit(cache=True, nogil=True)
def _fill_shape(shape, xy, ring_start, shape_start, west_m, north_m, cell_m, rows, cols, start, row, begin, end):
    many = 2 * (start[shape + 1] - start[shape])
    if many == 0:
        return
    crossed, easting = np.empty(many, np.int32), np.empty(many, np.float64)
    n = 0
    for ring in range(shape_start[shape], shape_start[shape + 1]):
        for k in range(ring_start[ring], ring_start[ring + 1] - 1):
            x0, y0, x1, y1 = xy[k, 0], xy[k, 1], xy[k + 1, 0], xy[k + 1, 1]
            if y0 > y1:  # the same edge crosses at the same place whichever way its ring runs
                x0, y0, x1, y1 = x1, y1, x0, y0
            first, last = _rows_of_edge(y0, y1, north_m, cell_m, rows)
            for r in range(first, last):
                crossed[n] = r
                easting[n] = x0 + (north_m - (r + 0.5) * cell_m - y0) * (x1 - x0) / (y1 - y0)
                n += 1
    _sort_by_row_then_easting(crossed, easting)
    for k in range(many // 2):
        row[start[shape] + k] = crossed[2 * k]
        begin[start[shape] + k] = _first_col(easting[2 * k], west_m, cell_m, cols)
        end[start[shape] + k] = _first_col(easting[2 * k + 1], west_m, cell_m, cols)


@njit(cache=True, nogil=True)
def _sort_by_row_then_easting(crossed, easting):
    """In place: counting sort by row, then by easting within each row, where there are few."""
    low, high = crossed.min(), crossed.max()
    start = np.zeros(high - low + 2, np.int64)
    for r in crossed:
        start[r - low + 1] += 1
    for r in range(high - low + 1):
        start[r + 1] += start[r]
    filled = start[:-1].copy()
    sorted_easting = np.empty_like(easting)
    for k in range(len(crossed)):
        sorted_easting[filled[crossed[k] - low]] = easting[k]
        filled[crossed[k] - low] += 1
    for r in range(high - low + 1):
        for k in range(start[r] + 1, start[r + 1]):
            value, j = sorted_easting[k], k
            while j > start[r] and sorted_easting[j - 1] > value:
                sorted_easting[j] = sorted_easting[j - 1]
                j -= 1
            sorted_easting[j] = value
        crossed[start[r] : start[r + 1]] = r + low
    easting[:] = sorted_easting


@njit(cache=True, nogil=True, inline="always")
def _first_col(easting_m, west_m, cell_m, cols):
    """The first column whose centre is at or east of `easting_m`, kept within the grid."""
    return min(cols, max(0, math.ceil((easting_m - west_m) / cell_m - 0.5)))
