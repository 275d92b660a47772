"""The cheapest way over cells is what Dijkstra's algorithm finds over a plain graph of them."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays
from scipy.sparse import dok_array
from scipy.sparse.csgraph import dijkstra

from lnrs.network import along, corridor

SHAPE = (6, 7)


@settings(max_examples=40)
@given(arrays(float, SHAPE, elements=some.sampled_from([0.0, 0.2, 0.5, 1.0])), arrays(bool, SHAPE))
def test_the_way_costs_what_the_plain_graph_says(share: np.ndarray, sea: np.ndarray) -> None:  # type: ignore[type-arg]
    land = ~sea
    start, end = (0, 0), (5, 6)
    land[start] = land[end] = True
    cost_per_m = along.resistance(share, land)
    found = corridor.way(cost_per_m, start, end, 500.0)
    from_start, from_end = (_plain(cost_per_m, cell) for cell in (start, end))
    if not np.isfinite(from_start[end]):
        assert found is None
        return
    assert found is not None
    assert found.cost == pytest.approx(from_start[end])
    assert found.cells[0].tolist() == [*start]
    assert found.cells[-1].tolist() == [*end]
    assert sum(found.metres * cost_per_m[tuple(found.cells.T)]) == pytest.approx(found.cost)
    over = from_start + from_end - found.cost * (1 + along.EXTRA)
    clear = ~(np.abs(over) < 1e-6)
    assert (found.corridor == (over < 0))[clear].all()


def _plain(cost_per_m: np.ndarray, start: tuple[int, int]) -> np.ndarray:  # type: ignore[type-arg]
    graph = dok_array((cost_per_m.size, cost_per_m.size))
    for (row, col), cost in np.ndenumerate(cost_per_m):
        for down, across in ((0, 1), (1, 0), (1, 1), (1, -1)):
            to = (row + down, col + across)
            if to[0] < SHAPE[0] and 0 <= to[1] < SHAPE[1] and np.isfinite(cost + cost_per_m[to]):
                step = (cost + cost_per_m[to]) / 2 * math.hypot(down, across) * 500.0
                graph[row * SHAPE[1] + col, to[0] * SHAPE[1] + to[1]] = step
    return np.asarray(dijkstra(graph.tocsr(), directed=False, indices=start[0] * SHAPE[1] + start[1])).reshape(SHAPE)
