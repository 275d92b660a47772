"""How much of each cell of the national grid is habitat, counted on its 10 m cells."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from lnrs.ecology.grid import Grid
from lnrs.ecology.spans import spans
from lnrs.network.squares import SIDE_M

FINE_M = 10


def counts_in(groups: Sequence[npt.NDArray[Any]], corner_m: tuple[int, int], cell_m: int) -> npt.NDArray[np.int32]:
    """How many 10 m cells have their centre in the polygons of each group, of which no two of one group overlap:
    (groups, rows, cols) of the cells of side `cell_m` in a square of 10 km, rows from the north. `cell_m` is a multiple
    of 10 m that divides 10 km.

    All groups are scanned at once: to begin a scan costs more than a square of few polygons.
    """
    west, south = corner_m
    fine = SIDE_M // FINE_M
    across = SIDE_M // cell_m
    counts = np.zeros((len(groups), across, across), np.int32)
    shapes = np.concatenate([np.array([], object), *groups])
    if len(shapes):
        found = spans(shapes, Grid(west, south + SIDE_M, fine, fine, cell_m=float(FINE_M)))
        group = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
        _add(*found, group, cell_m // FINE_M, counts)
    return counts


@njit(cache=True, nogil=True)
def _add(start, row, begin, end, group, times, counts):
    for shape in range(len(start) - 1):
        for k in range(start[shape], start[shape + 1]):
            at, stop = begin[k], end[k]
            down = row[k] // times
            while at < stop:
                along = at // times
                until = min(stop, (along + 1) * times)
                counts[group[shape], down, along] += until - at
                at = until
