"""Coarser and coarser circuits: nodes that are joined strongly become one node, twice over at every level."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from lnrs.ecology.circuits.graph import Graph, Ints

STRONG = 0.25
"""A node is paired only across a link that carries at least this share of its strongest one's conductance."""


class Level(NamedTuple):
    """A circuit, in single precision but for the one that conjugate gradients run on. `group` (n,) is the node of the
    next, coarser level that each node is part of; `inverse` (n,) is one over the sum of a node's conductances, those to
    ground (`leak`) among them. Numbers are unsigned, so that a sweep need not ask of each whether it counts from the
    end."""

    start: npt.NDArray[np.uint64]
    other: npt.NDArray[np.uint32]
    conductance: npt.NDArray[np.floating]
    leak: npt.NDArray[np.floating]
    inverse: npt.NDArray[np.float32]
    group: npt.NDArray[np.uint32]


def coarsened(graph: Graph, leak: npt.NDArray[np.float64], least: int) -> list[Level]:
    """Levels from the circuit itself down to one of about `least` nodes, or to where nothing more can be joined.

    Nodes are matched in pairs along their strongest link, the pairs are matched again, and a node left over joins the
    group of its strongest neighbour: plain aggregation by double pairing (Notay 2010, Electronic Transactions on
    Numerical Analysis 37:123-146), so that groups do not reach across a barrier.
    """
    levels = []
    while True:
        count, group = _paired_twice(graph, leak)
        levels.append(_level(graph, leak, group))
        if graph.nodes <= least or count > 0.8 * graph.nodes:
            return levels
        graph, leak = _joined(graph, leak, group, count)


def _level(graph: Graph, leak: npt.NDArray[np.float64], group: Ints) -> Level:
    total = _total(graph, leak)
    inverse = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    single = np.float32
    return Level(
        graph.start.view(np.uint64),
        graph.other.view(np.uint32),
        graph.conductance.astype(single),
        leak.astype(single),
        inverse.astype(single),
        group.view(np.uint32),
    )


def _paired_twice(graph: Graph, leak: npt.NDArray[np.float64]) -> tuple[int, Ints]:
    pair = np.empty(graph.nodes, np.int32)
    pairs = _paired(graph, pair)
    halved, _ = _joined(graph, leak, pair, pairs)
    four = np.empty(pairs, np.int32)
    count = _paired(halved, four)
    return count, four[pair]


def _joined(
    graph: Graph, leak: npt.NDArray[np.float64], group: Ints, count: int
) -> tuple[Graph, npt.NDArray[np.float64]]:
    """The circuit of groups: what joins two groups is the sum of what joins their nodes (the Galerkin product)."""
    room = np.empty(len(graph.other), np.int32), np.empty(len(graph.other))
    start = np.zeros(count + 1, np.int64)
    held = _join(graph, group, count, start, *room)
    leaks = np.bincount(group, leak, minlength=count).astype(np.float64)
    return Graph(start, room[0][:held].copy(), room[1][:held].copy()), leaks


@njit(cache=True, nogil=True)
def _total(graph, leak):
    total = leak.copy()
    for i in range(len(total)):
        for k in range(graph.start[i], graph.start[i + 1]):
            total[i] += graph.conductance[k]
    return total


@njit(cache=True, nogil=True)
def _paired(graph, group):
    """Pair each node, in order, with the free neighbour that it is joined to most strongly; returns how many groups.

    A node without neighbours needs no coarser level, since a sweep finds its voltage outright: all share one group.
    """
    group[:] = -1
    count, lonely = 0, -1
    for i in range(len(group)):
        if group[i] >= 0:
            continue
        best, free, most, most_free = -1, -1, 0.0, 0.0
        for k in range(graph.start[i], graph.start[i + 1]):
            j, joins = graph.other[k], graph.conductance[k]
            if joins > most:
                best, most = j, joins
            if joins > most_free and group[j] < 0:
                free, most_free = j, joins
        if free >= 0 and most_free >= STRONG * most:
            group[i] = group[free] = count
            count += 1
        elif best >= 0 and group[best] >= 0:
            group[i] = group[best]
        elif best < 0 and lonely >= 0:
            group[i] = lonely
        else:
            lonely = count if best < 0 else lonely
            group[i] = count
            count += 1
    return count


@njit(cache=True, nogil=True)
def _join(graph, group, count, start, other, conductance):
    """Fill in the links between groups, each once from either end; returns how many."""
    begin = np.zeros(count + 2, np.int64)
    for i in range(len(group)):
        begin[group[i] + 2] += 1
    for i in range(count):
        begin[i + 2] += begin[i + 1]
    member = np.empty(len(group), np.int32)
    for i in range(len(group)):
        member[begin[group[i] + 1]] = i
        begin[group[i] + 1] += 1
    seen = np.full(count, -1, np.int64)
    n = 0
    for here in range(count):
        row = n
        for m in range(begin[here], begin[here + 1]):
            i = member[m]
            for k in range(graph.start[i], graph.start[i + 1]):
                there = group[graph.other[k]]
                if there == here:
                    continue
                if seen[there] < row:
                    seen[there] = n
                    other[n], conductance[n] = there, 0.0
                    n += 1
                conductance[seen[there]] += graph.conductance[k]
        start[here + 1] = n
    return n
