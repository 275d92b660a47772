"""How near each shape comes to the nearest marked cell of the grid, exactly, up to a limit."""

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt
from numba import njit, prange

from lnrs.ecology.zonal import NOWHERE, Zones


@dataclass(frozen=True)
class Rows:
    """The shapes' cells row by row, made once and used for every target: row `i` of the grid has the runs `start[i]` up
    to `start[i + 1]`, from west to east, each of columns `begin` up to `end` in the shape `shape`."""

    start: npt.NDArray[np.int64]
    shape: npt.NDArray[np.int32]
    begin: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]
    nowhere: npt.NDArray[np.bool_]
    """Which shapes are empty."""


def row_by_row(within: Zones, rows: int) -> Rows:
    """The zones' cells in the order of the grid's rows; a shape too small to hold a cell counts where it is."""
    cells = np.zeros(len(within.inner_row), np.int64)
    shape = np.repeat(np.arange(len(cells), dtype=np.int32), np.diff(within.start))
    np.add.at(cells, shape, within.end - within.begin)
    nowhere = within.inner_row == NOWHERE
    small = np.flatnonzero((cells == 0) & ~nowhere).astype(np.int32)
    inner = within.inner_col[small]
    row = np.concatenate([within.row, within.inner_row[small]])
    begin, end = np.concatenate([within.begin, inner]), np.concatenate([within.end, inner + 1])
    order = np.lexsort((begin, row))
    order = order[end[order] > begin[order]]
    start = np.searchsorted(row[order], np.arange(rows + 1))
    return Rows(start, np.concatenate([shape, small])[order], begin[order], end[order], nowhere)


def nearest_m(within: Rows, marked: npt.NDArray[np.uint8], *, cell_m: float, limit_m: float) -> npt.NDArray[np.float64]:
    """Distance in whole metres from each shape to the nearest marked cell, between centres of cells: 0 where it holds
    one, `limit_m` where it is that or more, NaN for an empty shape.

    Two passes, linear in cells: down and up each column, then the lower envelope of parabolas along each row
    (Felzenszwalb and Huttenlocher 2012, Theory of Computing 8:415-428). A run of a shape looks at each parabola above
    it once, at its lowest point there, so no raster of distances is ever written.
    """
    reach = int(limit_m / cell_m) + 1
    narrow = np.uint8 if reach < 255 else np.uint16  # the passes wait for memory: half the bytes is half the time
    vertical = np.empty(marked.shape, narrow)
    _down_and_up(marked, vertical, narrow(reach + 1), -(-marked.shape[1] // numba.get_num_threads()))
    blocks = np.linspace(0, marked.shape[0], numba.get_num_threads() + 1).astype(np.int64)
    square = np.full((len(blocks) - 1, len(within.nowhere)), np.iinfo(np.int32).max, np.int32)
    _along_rows(vertical, reach, blocks, within.start, within.shape, within.begin, within.end, square)
    away = np.minimum(np.rint(np.sqrt(square.min(axis=0).astype(float)) * cell_m), limit_m)
    return np.where(within.nowhere, np.nan, away)


@njit(cache=True, nogil=True, parallel=True)
def _down_and_up(marked, vertical, far, width):
    """Cells to the nearest marked one in the same column, at most `far`, in blocks of columns of this width."""
    rows, cols = marked.shape
    for block in prange((cols + width - 1) // width):
        west, east = block * width, min(cols, (block + 1) * width)
        run = np.full(east - west, far, vertical.dtype)
        for row in range(rows):
            here, out = marked[row, west:east], vertical[row, west:east]
            for k in range(len(run)):  # without a branch, many columns at once
                run[k] = (run[k] + (run[k] < far)) * (here[k] == 0)
                out[k] = run[k]
        for row in range(rows - 1, -1, -1):
            out = vertical[row, west:east]
            for k in range(len(run)):
                run[k] = min(run[k] + (run[k] < far), out[k])
                out[k] = run[k]


@njit(cache=True, nogil=True, parallel=True)
def _along_rows(vertical, reach, blocks, start, shape, begin, end, square):
    """The least squared distance, in cells, of each shape within each block of rows."""
    cols = vertical.shape[1]
    half = np.empty(cols, np.float64)  # a product is several times quicker than the division it stands for
    half[1:] = 0.5 / np.arange(1, cols)
    for block in prange(len(blocks) - 1):
        site = np.empty(cols, np.int64)
        height = np.empty(cols, np.float64)
        since = np.empty(cols + 1, np.float64)
        for row in range(blocks[block], blocks[block + 1]):
            if start[row] == start[row + 1]:
                continue
            last = _envelope(vertical[row], reach, half, site, height, since)
            if last < 0:
                continue
            k = 0
            for r in range(start[row], start[row + 1]):
                while since[k + 1] < begin[r]:
                    k += 1
                least = _lowest(vertical[row], begin[r], end[r], k, site, since)
                square[block, shape[r]] = min(square[block, shape[r]], least)


@njit(cache=True, nogil=True)
def _envelope(vertical, reach, half, site, height, since):
    """Fill in the parabolas that are lowest somewhere along a row: parabola `k` is lowest between `since[k]` and
    `since[k + 1]`. Returns the last one's number, -1 where there is none."""
    last = -1
    for col in range(len(vertical)):
        if vertical[col] > reach:
            continue
        here = float(vertical[col]) ** 2 + float(col) ** 2
        meet = -np.inf
        while last >= 0:
            meet = (here - height[last]) * half[col - site[last]]
            if meet > since[last]:
                break
            last -= 1
        last += 1
        site[last], height[last] = col, here
        since[last] = -np.inf if last == 0 else meet
    since[last + 1] = np.inf
    return last


@njit(cache=True, nogil=True)
def _lowest(vertical, begin, end, k, site, since):
    """The lowest point of the envelope in columns `begin` up to `end`; parabola `k` is the lowest at `begin`."""
    least = np.iinfo(np.int32).max
    col = begin
    while col < end:
        stop = min(float(end - 1), np.floor(since[k + 1]))
        if stop >= col:
            away = min(max(site[k], col), int(stop)) - site[k]
            least = min(least, away**2 + np.int64(vertical[site[k]]) ** 2)
            col = int(stop) + 1
        k += 1
    return least
