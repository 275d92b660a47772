"""The cheapest way between two places over the cells of an England edition, and the corridor around it.

The same question as `lnrs network corridor` asks, over the same cells and with the same costs, answered by Dijkstra's
algorithm over a plain graph: the site runs no engine. Of ways that cost the same it may choose another.
"""

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from lnrs.network.along import EXTRA, Along, metres_in, resistance
from lnrs.network.corridor_cells import Window

STEPS = ((0, 1), (1, 0), (1, 1), (1, -1))
"""Rows and columns from a cell to half of its neighbours: each step goes both ways."""

ROUNDING = 1e-9
"""By how much of its cost the cheapest way may differ from itself, added up from its other end."""


def way(window: Window) -> Along | None:
    """The cheapest way between the ends of a window; nothing where no land joins them."""
    cost_per_m = resistance(window.delivered, window.passable)
    start, end = (int(np.ravel_multi_index(cell, cost_per_m.shape)) for cell in window.ends)
    costs, before = dijkstra(
        _graph(cost_per_m, window.side_m), directed=False, indices=[start, end], return_predecessors=True
    )
    least = costs[0, end]
    if not np.isfinite(least):
        return None
    cells = _cells(before[0], start, end, cost_per_m.shape)
    corridor = costs[0] + costs[1] <= least * (1 + EXTRA + ROUNDING)
    return window.along(cells, metres_in(cells, window.side_m), corridor.reshape(cost_per_m.shape))


def _graph(cost_per_m: npt.NDArray[np.float64], side_m: float) -> csr_array:
    """Cells as nodes; a step costs its length times the mean of what a metre costs in its two cells."""
    rows, cols = cost_per_m.shape
    nodes = np.arange(rows * cols).reshape(rows, cols)
    ones, others, costs = [], [], []
    for down, across in STEPS:
        low, high = max(0, -across), cols - max(0, across)
        one = nodes[: rows - down, low:high]
        other = nodes[down:, low + across : high + across]
        cost = (cost_per_m.flat[one] + cost_per_m.flat[other]) / 2 * np.hypot(down, across) * side_m
        there = np.isfinite(cost)
        ones.append(one[there])
        others.append(other[there])
        costs.append(cost[there])
    ends = (np.concatenate(ones), np.concatenate(others))
    return csr_array((np.concatenate(costs), ends), shape=(nodes.size, nodes.size))


def _cells(before: npt.NDArray[np.int32], start: int, end: int, shape: tuple[int, ...]) -> npt.NDArray[np.int64]:
    """Rows and columns (n, 2) from the start to the end, by what comes before each on the cheapest way to it."""
    found = [end]
    while found[-1] != start:
        found.append(int(before[found[-1]]))
    return np.stack(np.unravel_index(found[::-1], shape), axis=1).astype(np.int64)
