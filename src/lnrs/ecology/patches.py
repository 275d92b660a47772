"""Which pieces of land adjoin, and the patches that they make together."""

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from lnrs.ecology.burn import burn
from lnrs.ecology.grid import Grid

Pairs = npt.NDArray[np.int32]

STRIP_ROWS = 1024


def adjoining(geometries: npt.NDArray[Any], bounds_m: npt.NDArray[np.float64], grid: Grid) -> Pairs:
    """Pairs (n, 2) of positions whose cells lie side by side on the grid, each pair once, lower position first.

    `bounds_m` holds west, south, east, north of each geometry. Worked in strips of rows, so memory does not grow with
    the height of the area.
    """
    found = [np.empty((0, 2), np.int64)]
    for top in range(0, grid.rows, STRIP_ROWS):
        rows = min(STRIP_ROWS + 1, grid.rows - top)  # one row more, so that the strips meet
        strip = Grid(grid.west_m, grid.north_m - top * grid.cell_m, rows, grid.cols, grid.cell_m)
        south = strip.north_m - rows * grid.cell_m
        here = np.flatnonzero((bounds_m[:, 3] >= south) & (bounds_m[:, 1] <= strip.north_m))
        cells = burn(geometries[here], np.arange(1, len(here) + 1, dtype=np.int32), strip)
        keys = np.unique(_borders(cells, np.empty(_most_borders(cells), np.int64)))
        found.append(here[np.stack([keys >> 32, keys & 0xFFFFFFFF], axis=1) - 1])
    return np.unique(np.concatenate(found), axis=0).astype(np.int32)


@njit(cache=True, nogil=True)
def _key(one, other):
    if one == other or one == 0 or other == 0:
        return np.int64(0)
    return (np.int64(min(one, other)) << 32) | np.int64(max(one, other))


@njit(cache=True, nogil=True)
def _most_borders(cells):
    rows, cols = cells.shape
    most = 0
    for row in range(rows):
        for col in range(cols):
            if cells[row, col]:
                most += (col > 0 and cells[row, col - 1] != cells[row, col]) + (
                    row > 0 and cells[row - 1, col] != cells[row, col]
                )
    return most


@njit(cache=True, nogil=True)
def _borders(cells, keys):
    """The pair on each border between cells, leaving out most repeats along the same border."""
    rows, cols = cells.shape
    n = 0
    before = np.zeros(cols, np.int64)
    for row in range(rows):
        along = np.int64(0)
        for col in range(cols):
            if row > 0:
                key = _key(cells[row - 1, col], cells[row, col])
                if key and key != along:
                    keys[n] = key
                    n += 1
                along = key
            if col > 0:
                key = _key(cells[row, col - 1], cells[row, col])
                if key and key != before[col] and key != before[col - 1]:
                    keys[n] = key
                    n += 1
                before[col] = key
    return keys[:n]


def patch_of(members: npt.NDArray[np.bool_], pairs: Pairs) -> npt.NDArray[np.int32]:
    """Number of the patch that each member belongs to, -1 for those that are not members."""
    joined = pairs[members[pairs[:, 0]] & members[pairs[:, 1]]]
    count = len(members)
    graph = coo_array((np.ones(len(joined), np.int8), (joined[:, 0], joined[:, 1])), shape=(count, count))
    _, patch = connected_components(graph, directed=False)
    return np.where(members, patch, -1).astype(np.int32)
