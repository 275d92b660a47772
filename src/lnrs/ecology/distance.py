"""Exact Euclidean distance from every cell to the nearest marked cell, up to a limit."""

import numpy as np
import numpy.typing as npt
from numba import njit, prange


def distance_m(marked: npt.NDArray[np.uint8], *, cell_m: float, limit_m: float) -> npt.NDArray[np.uint16]:
    """Distance in whole metres between cell centres; `limit_m` where it is that or more (at most 65,535).

    Two passes, linear in cells: down and up each column, then the lower envelope of parabolas along each row
    (Felzenszwalb and Huttenlocher 2012, Theory of Computing 8:415-428). What lies beyond the limit is passed over.
    """
    limit = min(limit_m, 65_535.0)
    reach = int(limit / cell_m) + 1
    narrow = np.uint8 if reach < 255 else np.uint16  # the passes wait for memory: half the bytes is half the time
    vertical = np.full(marked.shape, reach + 1, narrow)
    _columns(marked, vertical)
    return _rows(vertical, reach, cell_m, limit)


@njit(cache=True, nogil=True, parallel=True)
def _columns(marked, cells):
    """Cells to the nearest marked one in the same column; `cells` comes filled with the most that is counted."""
    rows, cols = marked.shape
    far = cells[0, 0]
    one = cells.dtype.type(1)
    block = 512
    for b in prange((cols + block - 1) // block):
        left, right = b * block, min(cols, (b + 1) * block)
        for col in range(left, right):
            cells[0, col] = 0 if marked[0, col] else far
        for row in range(1, rows):
            for col in range(left, right):
                above = cells[row - 1, col]
                cells[row, col] = 0 if marked[row, col] else (far if above == far else above + one)
        for row in range(rows - 2, -1, -1):
            for col in range(left, right):
                below = cells[row + 1, col]
                cells[row, col] = min(cells[row, col], far if below == far else below + one)


@njit(cache=True, nogil=True, parallel=True)
def _rows(vertical, reach, cell_m, limit_m):
    rows, cols = vertical.shape
    out = np.full((rows, cols), np.uint16(limit_m), np.uint16)
    half = np.empty(cols, np.float64)  # a product is several times quicker than the division it stands for
    half[1:] = 0.5 / np.arange(1, cols)
    for row in prange(rows):
        site = np.empty(cols, np.int64)
        height = np.empty(cols, np.float64)
        begin = np.empty(cols + 1, np.float64)
        last = -1
        for col in range(cols):
            if vertical[row, col] > reach:
                continue
            here = float(vertical[row, col]) ** 2 + float(col) ** 2
            meet = -np.inf
            while last >= 0:
                meet = (here - height[last]) * half[col - site[last]]
                if meet > begin[last]:
                    break
                last -= 1
            last += 1
            site[last], height[last] = col, here
            begin[last] = -np.inf if last == 0 else meet
        if last < 0:
            continue
        begin[last + 1] = np.inf
        k = 0
        for col in range(max(0, site[0] - reach), min(cols, site[last] + reach + 1)):
            while begin[k + 1] < col:
                k += 1
            away = height[k] + float(col) * (float(col) - 2.0 * float(site[k]))
            out[row, col] = np.uint16(min(limit_m, np.rint(np.sqrt(away) * cell_m)))
    return out
