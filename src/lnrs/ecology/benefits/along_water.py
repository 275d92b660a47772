"""Add up along the way that water takes: all that comes down to a cell, or all that lies on the way from it."""

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit, prange

from lnrs.ecology.benefits.drainage import Drainage
from lnrs.ecology.benefits.steps import COL_STEP, OUT, ROW_STEP, UNKNOWN
from lnrs.units import HA_M2

Floats = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]

DONE = 255
"""More neighbours than any cell has: this one has been added to the next."""


def upstream(water: Drainage, each: npt.NDArray[Any], *, until: Marks | None = None) -> Floats:
    """Sum of `each` (rows, cols) over the cells whose water comes through a cell, itself among them; 0 where UNKNOWN.

    What reaches a cell marked in `until` stays there: it is in that cell's sum, and in no sum further down. Each cell
    is added to the next once all above it are in (Zhou, Wei and Fu 2019, Frontiers of Earth Science 13:317-326), so the
    time is linear in cells and the order of adding always the same.

    Raises ValueError where the rasters differ in shape or `each` is not known on land.
    """
    _require(water, each, until)
    return _upstream(water.step, each, _stops(water, until), _count_above(water.step))


def downstream(water: Drainage, each: npt.NDArray[Any], *, until: Marks | None = None) -> Floats:
    """Sum of `each` (rows, cols) over a cell and all that its water then comes through, to where it leaves the raster;
    0 where UNKNOWN.

    With `until`, up to but not with the first cell marked, so 0 at the marked cells. Linear in cells.

    Raises ValueError where the rasters differ in shape or `each` is not known on land.
    """
    _require(water, each, until)
    return _downstream(water.step, each, _stops(water, until))


def upstream_ha(water: Drainage) -> Floats:
    """Hectares (rows, cols) that drain through each cell, its own among them."""
    return upstream(water, np.ones(water.step.shape, np.uint8)) * (water.cell_m**2 / HA_M2)


def _stops(water: Drainage, until: Marks | None) -> Marks:
    return np.zeros(water.step.shape, np.bool_) if until is None else until.astype(np.bool_)


def _require(water: Drainage, each: npt.NDArray[Any], until: Marks | None) -> None:
    if each.shape != water.step.shape or (until is not None and until.shape != water.step.shape):
        raise ValueError("What is added up along the water must be on the same grid as the heights.")
    if np.isnan(each[water.step != UNKNOWN]).any():
        raise ValueError("What is added up along the water must be known wherever the height is.")


@njit(cache=True, nogil=True, parallel=True)
def _count_above(step):
    """How many of its neighbours drain to each cell."""
    rows, cols = step.shape
    above = np.zeros(step.shape, np.uint8)
    for row in prange(rows):
        for col in range(cols):
            count = 0
            for k in range(8):
                from_row, from_col = row + ROW_STEP[k], col + COL_STEP[k]
                if 0 <= from_row < rows and 0 <= from_col < cols and step[from_row, from_col] == (k + 4) % 8:
                    count += 1
            above[row, col] = count
    return above


@njit(cache=True, nogil=True)
def _upstream(step, each, until, above):
    """`above` counts down the neighbours that are still to come."""
    rows, cols = step.shape
    total = np.zeros(step.shape, np.float64)
    for row in range(rows):
        for col in range(cols):
            if step[row, col] != UNKNOWN:
                total[row, col] = each[row, col]
    for first_row in range(rows):
        for first_col in range(cols):
            if above[first_row, first_col] != 0 or step[first_row, first_col] >= OUT:
                continue
            row, col = first_row, first_col
            while step[row, col] < OUT:
                k = step[row, col]
                to_row, to_col = row + ROW_STEP[k], col + COL_STEP[k]
                above[row, col] = DONE
                if not until[row, col]:
                    total[to_row, to_col] += total[row, col]
                row, col = to_row, to_col
                above[row, col] -= 1
                if above[row, col]:
                    break
    return total


@njit(cache=True, nogil=True)
def _downstream(step, each, until):
    """Go down from each cell to one whose sum is known, and back up the same way."""
    rows, cols = step.shape
    total = np.zeros(step.shape, np.float64)
    known = np.zeros(step.shape, np.bool_)
    way = np.empty(1024, np.int64)
    for first_row in range(rows):
        for first_col in range(cols):
            row, col, length = first_row, first_col, 0
            while not known[row, col] and not until[row, col] and step[row, col] < OUT:
                if length == len(way):
                    longer = np.empty(2 * length, np.int64)
                    longer[:length] = way
                    way = longer
                way[length] = row * cols + col
                length += 1
                k = step[row, col]
                row, col = row + ROW_STEP[k], col + COL_STEP[k]
            if not known[row, col]:
                known[row, col] = True
                if step[row, col] != UNKNOWN and not until[row, col]:
                    total[row, col] = each[row, col]
            here = total[row, col]
            while length:
                length -= 1
                row, col = way[length] // cols, way[length] % cols
                here += each[row, col]
                total[row, col] = here
                known[row, col] = True
    return total
