"""Exact Euclidean distance from every cell to the nearest marked cell, up to a limit."""

import numpy as np
import numpy.typing as npt
from numba import njit, prange


def distance_m(marked: npt.NDArray[np.uint8], *, cell_m: float, limit_m: float) -> npt.NDArray[np.uint16]:
    """Distance in whole metres between cell centres; `limit_m` where it is that or more (at most 65,535).

    Two passes, linear in cells: down and up each column, then the lower envelope of parabolas along each row
    (Felzenszwalb and Huttenlocher 2012, Theory of Computing 8:415-428).
    """
    limit = min(limit_m, 65_535.0)
    vertical = _columns(marked, int(limit / cell_m) + 2)
    return _rows(vertical, int(limit / cell_m) + 2, cell_m, limit)


@njit(cache=True, nogil=True, parallel=True)
def _columns(marked, far):
    rows, cols = marked.shape
    cells = np.empty((rows, cols), np.uint16)
    block = 512
    for b in prange((cols + block - 1) // block):
        left, right = b * block, min(cols, (b + 1) * block)
        for col in range(left, right):
            cells[0, col] = 0 if marked[0, col] else far
        for row in range(1, rows):
            for col in range(left, right):
                cells[row, col] = 0 if marked[row, col] else min(far, cells[row - 1, col] + 1)
        for row in range(rows - 2, -1, -1):
            for col in range(left, right):
                cells[row, col] = min(cells[row, col], cells[row + 1, col] + 1)
    return cells


@njit(cache=True, nogil=True, parallel=True)
def _rows(vertical, far, cell_m, limit_m):
    rows, cols = vertical.shape
    out = np.empty((rows, cols), np.uint16)
    for row in prange(rows):
        site = np.empty(cols, np.int64)
        begin = np.empty(cols + 1, np.float64)
        last = -1
        for col in range(cols):
            if vertical[row, col] >= far:
                continue
            height = float(vertical[row, col]) ** 2 + float(col) ** 2
            while last >= 0:
                rival = site[last]
                meet = (height - float(vertical[row, rival]) ** 2 - float(rival) ** 2) / (2.0 * (col - rival))
                if meet > begin[last]:
                    break
                last -= 1
            last += 1
            site[last] = col
            begin[last] = -np.inf if last == 0 else meet
        k = 0
        for col in range(cols):
            if last < 0:
                out[row, col] = np.uint16(limit_m)
                continue
            while k < last and begin[k + 1] < col:
                k += 1
            away = float(col - site[k]) ** 2 + float(vertical[row, site[k]]) ** 2
            out[row, col] = np.uint16(min(limit_m, np.rint(np.sqrt(away) * cell_m)))
    return out
