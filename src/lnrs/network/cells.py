"""How much of each cell of the national grid is habitat, counted on its 10 m cells."""

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from lnrs.ecology.grid import Grid
from lnrs.ecology.spans import spans
from lnrs.network.squares import SIDE_M

FINE_M = 10


def counts_in(parts: npt.NDArray[Any], corner_m: tuple[int, int], cell_m: int) -> npt.NDArray[np.int32]:
    """How many 10 m cells have their centre in polygons that do not overlap: (rows, cols) of the cells of side `cell_m`
    in a square of 10 km, rows from the north. `cell_m` is a multiple of 10 m that divides 10 km.
    """
    west, south = corner_m
    fine = SIDE_M // FINE_M
    grid = Grid(west, south + SIDE_M, fine, fine, cell_m=float(FINE_M))
    across = SIDE_M // cell_m
    counts = np.zeros((across, across), np.int32)
    if len(parts):
        _, row, begin, end = spans(parts, grid)
        _add(row, begin, end, cell_m // FINE_M, counts)
    return counts


@njit(cache=True, nogil=True)
def _add(row, begin, end, times, counts):
    for k in range(len(row)):
        at, stop = begin[k], end[k]
        down = row[k] // times
        while at < stop:
            along = at // times
            until = min(stop, (along + 1) * times)
            counts[down, along] += until - at
            at = until
