"""Which pieces of land adjoin, and the patches that they make together."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

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


class Neighbours(NamedTuple):
    """The neighbours of piece `i` are `piece[start[i]:start[i + 1]]`."""

    start: npt.NDArray[np.int64]
    piece: npt.NDArray[np.int32]


def neighbours(pairs: Pairs, count: int) -> Neighbours:
    """The neighbours of each of `count` pieces, from the pairs that adjoin."""
    both = np.concatenate([pairs, pairs[:, ::-1]])
    both = both[np.lexsort(both.T[::-1])]
    return Neighbours(np.searchsorted(both[:, 0], np.arange(count + 1)), np.ascontiguousarray(both[:, 1]))


def patch_areas_ha(
    land: npt.NDArray[np.bool_], pairs: Pairs, area_ha: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Area of each patch that adjoining pieces of the land (flags over the pieces) make together, in no order."""
    return _patch_areas(land, pairs, area_ha)


@njit(cache=True, nogil=True)
def _patch_areas(land, pairs, area_ha):
    parent = np.arange(len(area_ha))
    patch_ha = area_ha.copy()
    for k in range(len(pairs)):
        if land[pairs[k, 0]] and land[pairs[k, 1]]:
            one, other = root_of(parent, pairs[k, 0]), root_of(parent, pairs[k, 1])
            if one != other:
                parent[other] = one
                patch_ha[one] += patch_ha[other]
    return patch_ha[land & (parent == np.arange(len(area_ha)))]


def grow(
    ranked: npt.NDArray[np.intp],
    area_ha: npt.NDArray[np.float64],
    beside: Neighbours,
    *,
    wanted_ha: float,
    min_patch_ha: float,
) -> npt.NDArray[np.intp]:
    """Take pieces, best first, until those in patches of `min_patch_ha` or more come to `wanted_ha`.

    A piece whose patch is still too small waits: it counts as soon as lower-ranked neighbours make the patch large
    enough, and is left out if none do. Returns positions in ascending order.
    """
    taken = _grow(ranked, area_ha, *beside, wanted_ha, min_patch_ha)
    return np.sort(ranked[taken])


@njit(cache=True, nogil=True)
def root_of(parent, piece):
    """The piece that stands for all that are joined with this one (union-find with halved paths)."""
    while parent[piece] != piece:
        parent[piece] = parent[parent[piece]]
        piece = parent[piece]
    return piece


@njit(cache=True, nogil=True)
def _grow(ranked, area_ha, start, beside, wanted_ha, min_patch_ha):
    parent = np.full(len(area_ha), -1, np.int64)
    patch_ha = area_ha.copy()
    enough_ha = 0.0
    count = 0
    for piece in ranked:
        if enough_ha >= wanted_ha:
            break
        parent[piece] = piece
        enough_ha += patch_ha[piece] if patch_ha[piece] >= min_patch_ha else 0.0
        for k in range(start[piece], start[piece + 1]):
            if parent[beside[k]] < 0:
                continue
            one, other = root_of(parent, piece), root_of(parent, beside[k])
            if one != other:
                joined = patch_ha[one] + patch_ha[other]
                for part in (one, other):
                    enough_ha -= patch_ha[part] if patch_ha[part] >= min_patch_ha else 0.0
                enough_ha += joined if joined >= min_patch_ha else 0.0
                parent[other] = one
                patch_ha[one] = joined
        count += 1
    taken = np.zeros(len(ranked), np.bool_)
    for k in range(count):
        taken[k] = patch_ha[root_of(parent, ranked[k])] >= min_patch_ha
    return taken
