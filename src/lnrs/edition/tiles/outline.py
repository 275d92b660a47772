"""The outline of cells as polygons: cells side by side join, cells that only meet at a corner do not."""

from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from numba import njit

from lnrs.ecology.grid import Grid


def outlines_of(cells: npt.NDArray[np.bool_], grid: Grid) -> npt.NDArray[Any]:
    """Polygons of the cells that are true, in the order in which their first cell is met from the north-west."""
    from scipy import ndimage  # takes a while to load, and is seldom needed

    label, count = ndimage.label(cells)
    if count == 0:
        return np.empty(0, object)
    corners, ring_start, ring_label = _trace(label.astype(np.int32))
    order = np.argsort(ring_label, kind="stable")  # within a label the outer ring was met first
    sizes = np.diff(ring_start)[order]
    vertex = np.concatenate([np.arange(ring_start[k], ring_start[k + 1]) for k in order])
    xy = np.stack(
        [grid.west_m + corners[vertex, 1] * grid.cell_m, grid.north_m - corners[vertex, 0] * grid.cell_m], axis=1
    )
    rings = np.concatenate([[0], np.cumsum(sizes)])
    polygons = np.searchsorted(ring_label[order], np.arange(1, count + 2))
    return shapely.from_ragged_array(shapely.GeometryType.POLYGON, xy, (rings, polygons))


@njit(cache=True, nogil=True)
def _label_at(label, row, col):
    rows, cols = label.shape
    return label[row, col] if 0 <= row < rows and 0 <= col < cols else 0


@njit(cache=True, nogil=True)
def _edges(label):
    """How many sides of cells lie on an outline: no outline can have more corners, with one more a ring to close it."""
    rows, cols = label.shape
    count = 0
    for row in range(rows):
        for col in range(cols):
            if label[row, col]:
                for dr, dc in ((-1, 0), (0, 1), (1, 0), (0, -1)):
                    count += _label_at(label, row + dr, col + dc) != label[row, col]
    return count


@njit(cache=True, nogil=True)
def _trace(label):
    """Walk each outline with the patch on the right: (corners as row and column, start of each ring, its label).

    Every ring has a side that runs east along the top of a cell: walks begin there, and each such side is walked once.
    `right` and `left` are the cells ahead on either hand of the corner that was reached. Where a patch meets itself at
    a corner the walk crosses over, so that what it encloses is a hole of its own and no ring touches itself.
    """
    rows, cols = label.shape
    most = _edges(label)
    corners = np.empty((2 * most, 2), np.int32)
    starts, labels = [0], [0]
    walked = np.zeros((rows, cols), np.bool_)
    n = 0
    for row in range(rows):
        for col in range(cols):
            own = label[row, col]
            if own == 0 or walked[row, col] or _label_at(label, row - 1, col) == own:
                continue
            first, r, c, dr, dc = n, row, col, 0, 1
            while True:
                if dc == 1:
                    if walked[r, c]:
                        break
                    walked[r, c] = True
                r, c = r + dr, c + dc
                right = _label_at(label, r + (dr + dc - 1) // 2, c + (dc - dr - 1) // 2) == own
                left = _label_at(label, r + (dr - dc - 1) // 2, c + (dc + dr - 1) // 2) == own
                if right and not left:
                    continue
                corners[n, 0], corners[n, 1] = r, c
                n += 1
                dr, dc = (-dc, dr) if left else (dc, -dr)
            corners[n] = corners[first]
            n += 1
            starts.append(n)
            labels.append(own)
    return corners[:n], np.array(starts), np.array(labels[1:])
