"""The cheapest way between two places over how much of each cell is network, the corridor around it, and its gaps."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lnrs.ecology.corridors import least_cost_corridor, path
from lnrs.ecology.least_cost import least_cost

Floats = npt.NDArray[np.float64]

HARDEST = 10.0
"""Cost of a metre without any network; a metre in a cell that is all network costs 1."""

EXTRA = 0.05
"""The corridor holds ways that cost up to this share more than the cheapest."""

LEAST_SHARE = 0.1
"""A cell with less network than this is part of a gap."""


@dataclass(frozen=True)
class Way:
    """The cheapest way: its cells (n, 2) by row and column, how many metres of it are in each, its cost, and the cells
    of the corridor (rows, cols)."""

    cells: npt.NDArray[np.int64]
    metres: Floats
    cost: float
    corridor: npt.NDArray[np.bool_]


def resistance(share: Floats, passable: npt.NDArray[np.bool_]) -> Floats:
    """Cost of a metre in each cell, from 1 where all of it is network to `HARDEST`; NaN where there is no way."""
    return np.where(passable, HARDEST - (HARDEST - 1) * np.clip(share, 0.0, 1.0), np.nan)


def way(cost_per_m: Floats, start: tuple[int, int], end: tuple[int, int], cell_m: float) -> Way | None:
    """The cheapest way from one cell to another; nothing where there is none."""
    from_each = []
    for cell in (start, end):
        source = np.zeros(cost_per_m.shape, np.int32)
        source[cell] = 1
        from_each.append(least_cost(cost_per_m, source, cell_m=cell_m))
    cost = float(from_each[1].cost[start])
    if not np.isfinite(cost):
        return None
    cells = path(from_each[1], start)
    corridor = least_cost_corridor(from_each[0].cost, from_each[1].cost, extra=EXTRA * cost)
    return Way(cells, metres_in(cells, cell_m), cost, corridor)


def metres_in(cells: npt.NDArray[np.int64], cell_m: float) -> Floats:
    """Metres of a path in each of its cells: half of each step to it and from it."""
    steps = np.hypot(*np.diff(cells, axis=0).T) * cell_m
    return (np.r_[0.0, steps] + np.r_[steps, 0.0]) / 2


def gaps(share: Floats) -> list[tuple[int, int]]:
    """First and last position of each run of cells along a path with less network than `LEAST_SHARE`, in order.

    >>> gaps(np.array([0.5, 0.0, 0.05, 0.4, 0.0]))
    [(1, 2), (4, 4)]
    """
    bare = np.r_[False, np.asarray(share) < LEAST_SHARE, False]
    edges: Any = np.flatnonzero(bare[1:] != bare[:-1])
    return [(int(first), int(last) - 1) for first, last in zip(edges[::2], edges[1::2], strict=True)]
