"""The cheapest way between two places over how much of each cell is network, and the corridor around it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lnrs.ecology.corridors import least_cost_corridor, path
from lnrs.ecology.least_cost import least_cost
from lnrs.network.along import EXTRA, Floats, metres_in


@dataclass(frozen=True)
class Way:
    """The cheapest way: its cells (n, 2) by row and column, how many metres of it are in each, its cost, and the cells
    of the corridor (rows, cols)."""

    cells: npt.NDArray[np.int64]
    metres: Floats
    cost: float
    corridor: npt.NDArray[np.bool_]


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
