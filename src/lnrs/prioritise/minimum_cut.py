"""The minimum cut between a source and a sink in a large sparse graph, by incremental breadth-first search.

Goldberg, Hed, Kaplan, Tarjan and Werneck 2011, "Maximum flows by incremental breadth-first search", ESA 2011, LNCS
6942:457-468. A tree grows from the source and another from the sink, level by level. Where they meet, flow is sent;
branches that it cuts off are hung elsewhere in their tree, as near the root as can be. Where the paper keeps its place
among a node's arcs, all are searched again: nodes of a map have few. Steps are inlined because the arrays that each
would be handed cost more than its work.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

Numbers = npt.NDArray[np.int64] | npt.NDArray[np.float64]
Whole = npt.NDArray[np.integer]

ROOT = np.uint32(2**32 - 1)
ORPHAN = np.uint32(2**32 - 2)


class MinimumCut(NamedTuple):
    """The capacity that is cut, and which nodes (n,) are on the source's side."""

    value: float
    source_side: npt.NDArray[np.bool_]


class Arcs(NamedTuple):
    """The edges, each way of one an arc, in the order of the nodes they leave: those of node `v` are `start[v]` up to
    `start[v + 1]`. `mate` is the arc the other way, `room` what an arc can still carry, and `spare` what a node can
    still take from the source or, below 0, give to the sink."""

    start: npt.NDArray[np.int64]
    head: npt.NDArray[np.uint32]
    mate: npt.NDArray[np.uint32]
    room: Numbers
    spare: Numbers


class Trees(NamedTuple):
    """The source's tree (levels above 0) and the sink's (below 0); nodes at level 0 are in neither. `parent` is the arc
    to the parent, or ROOT, or ORPHAN. Each tree's nodes at its last level, its `depth` (2,), wait in a ring (2, n) that
    begins at `first` (2,) and has `length` (2,); `waits` (2, n) says which nodes are in it."""

    level: npt.NDArray[np.int32]
    parent: npt.NDArray[np.uint32]
    depth: npt.NDArray[np.int32]
    ring: npt.NDArray[np.uint32]
    first: npt.NDArray[np.int64]
    length: npt.NDArray[np.int64]
    waits: npt.NDArray[np.bool_]


def minimum_cut(
    from_source: Numbers, to_sink: Numbers, one: Whole, other: Whole, forward: Numbers, backward: Numbers
) -> MinimumCut:
    """The cheapest set of arcs to cut so that nothing flows from the source to the sink.

    Nodes 0 to n - 1 have an arc `from_source` (n,) and one `to_sink` (n,); edges (m,) join `one` and `other` and carry
    `forward` that way and `backward` the other way; several may join the same nodes. Capacities are in any unit, not
    below 0. If all are whole numbers (of an integer type) the answer is exact; otherwise they are taken as float64, and
    the cut is the least but for rounding. Of several least cuts it is the one with the fewest nodes on the source's
    side (they are part of that side in every other), so the answer does not depend on the method.

    Raises ValueError for capacities below 0, infinite, missing or too large to add up, arrays of unlike lengths, and
    nodes that are not there.
    """
    given: list[npt.NDArray[Any]] = [np.asarray(amounts) for amounts in (from_source, to_sink, forward, backward)]
    one, other = np.asarray(one, np.int64), np.asarray(other, np.int64)
    whole = all(amounts.dtype.kind in "iu" for amounts in given)
    _check(given, one, other, whole)
    source, sink, there, back = (amounts.astype(np.int64 if whole else np.float64) for amounts in given)
    side = _source_side(*_arcs(source - sink, one, other, there, back))
    inside, outside = side[one] & ~side[other], side[other] & ~side[one]
    cut = source[~side].sum() + sink[side].sum() + there[inside].sum() + back[outside].sum()
    return MinimumCut(cut.item(), side)


def _check(given: list[npt.NDArray[Any]], one: Whole, other: Whole, whole: bool) -> None:
    nodes, edges = {len(given[0]), len(given[1])}, {len(given[2]), len(given[3]), len(one), len(other)}
    if len(nodes) > 1 or len(edges) > 1:
        raise ValueError(
            "Capacities of nodes must be as many as each other, and so must those of edges and their ends."
        )
    if not all((amounts >= 0).all() for amounts in given):
        raise ValueError("Capacities must be 0 or more.")
    total = sum(float(amounts.sum(dtype=np.float64)) for amounts in given)
    if not total < (2.0**62 if whole else np.inf):
        raise ValueError("Capacities must be finite and small enough to add up.")
    if len(one) and (min(one.min(), other.min()) < 0 or max(one.max(), other.max()) >= nodes.pop()):
        raise ValueError("Edges must join nodes that are there.")


@njit(cache=True, nogil=True)
def _arcs(spare, one, other, forward, backward):
    start = np.zeros(len(spare) + 1, np.int64)
    for e in range(len(one)):
        if one[e] != other[e]:  # a loop carries nothing anywhere
            start[one[e] + 1] += 1
            start[other[e] + 1] += 1
    start = np.cumsum(start)
    place, count = start[:-1].copy(), start[-1]
    head, mate, room = np.empty(count, np.uint32), np.empty(count, np.uint32), np.empty(count, spare.dtype)
    for e in range(len(one)):
        if one[e] != other[e]:
            a, b = place[one[e]], place[other[e]]
            head[a], mate[a], room[a] = other[e], b, forward[e]
            head[b], mate[b], room[b] = one[e], a, backward[e]
            place[one[e]] += 1
            place[other[e]] += 1
    return start, head, mate, room, spare


@njit(cache=True, nogil=True)
def _source_side(start, head, mate, room, spare):
    """Which nodes the source can still reach when no more can be sent: its whole tree, once that cannot grow."""
    count = len(spare)
    arcs = Arcs(start, head, mate, room, spare)
    trees = Trees(
        np.zeros(count, np.int32),
        np.full(count, ORPHAN, np.uint32),
        np.ones(2, np.int32),
        np.empty((2, count), np.uint32),
        np.zeros(2, np.int64),
        np.zeros(2, np.int64),
        np.zeros((2, count), np.bool_),
    )
    orphans = np.empty(count, np.uint32)
    _send_next_door(arcs)
    for v in range(count):
        if spare[v] != 0:
            side = 1 if spare[v] > 0 else -1
            trees.level[v], trees.parent[v] = side, ROOT
            _wait(trees, v, side)
    while trees.length[0] > 0:
        side = -1 if trees.length[1] > 0 and trees.depth[1] <= trees.depth[0] else 1
        _grow(arcs, trees, orphans, side)
    return trees.level > 0


@njit(cache=True, nogil=True)
def _send_next_door(arcs):
    """Send what goes from source to sink over a single edge, for which no trees are needed."""
    spare, room = arcs.spare, arcs.room
    for v in range(len(spare)):
        for a in range(arcs.start[v], arcs.start[v + 1]):
            u = arcs.head[a]
            if spare[v] > 0 and spare[u] < 0:
                most = min(spare[v], -spare[u], room[a])
                spare[v] -= most
                spare[u] += most
                room[a] -= most
                room[arcs.mate[a]] += most


@njit(cache=True, nogil=True, inline="always")
def _wait(trees, v, side):
    """Put a node in its tree's queue unless it is there."""
    tree, size = 0 if side > 0 else 1, len(trees.level)
    if not trees.waits[tree, v]:
        trees.waits[tree, v] = True
        place = trees.first[tree] + trees.length[tree]
        trees.ring[tree, place if place < size else place - size] = v
        trees.length[tree] += 1


@njit(cache=True, nogil=True, inline="always")
def _grow(arcs, trees, orphans, side):
    """Add a level to the tree of this side, sending flow wherever it meets the other."""
    tree, size = 0 if side > 0 else 1, len(trees.level)
    last = trees.depth[tree]
    trees.depth[tree] += 1
    for _ in range(trees.length[tree]):
        v = trees.ring[tree, trees.first[tree]]
        trees.first[tree] = trees.first[tree] + 1 if trees.first[tree] + 1 < size else 0
        trees.length[tree] -= 1
        trees.waits[tree, v] = False
        if trees.level[v] == side * (last + 1):  # hung lower while it waited: its turn is in the next level
            _wait(trees, v, side)
        a = arcs.start[v]
        while a < arcs.start[v + 1] and trees.level[v] == side * last:
            u = arcs.head[a]
            way = a if side > 0 else arcs.mate[a]
            if side * trees.level[u] > 0 or arcs.room[way] == 0:
                a += 1
            elif trees.level[u] == 0:
                trees.level[u], trees.parent[u] = side * (last + 1), arcs.mate[a]
                _wait(trees, u, side)
                a += 1
            else:  # the same arc may carry more by another route, so it is looked at again
                _send(arcs, trees, orphans, way)


@njit(cache=True, nogil=True, inline="always")
def _send(arcs, trees, orphans, middle):
    """Send all that can go from root to root by this arc, which joins the trees."""
    most = arcs.room[middle]
    for side in (1, -1):
        most = _narrowest(arcs, trees, arcs.head[arcs.mate[middle] if side > 0 else middle], most, side)
    arcs.room[middle] -= most
    arcs.room[arcs.mate[middle]] += most
    for side in (1, -1):
        end = arcs.head[arcs.mate[middle] if side > 0 else middle]
        _adopt(arcs, trees, orphans, _take(arcs, trees, orphans, end, most, side), side)


@njit(cache=True, nogil=True, inline="always")
def _narrowest(arcs, trees, v, most, side):
    """How much of `most` can go between a node and its root, and by way of the root."""
    while trees.parent[v] != ROOT:
        up = trees.parent[v]
        most = min(most, arcs.room[arcs.mate[up] if side > 0 else up])
        v = arcs.head[up]
    return min(most, abs(arcs.spare[v]))


@njit(cache=True, nogil=True, inline="always")
def _take(arcs, trees, orphans, v, most, side):
    """Take what is sent off the arcs between a node and its root; returns how many are left without a parent, which are
    listed from the root down."""
    length, up = 0, trees.parent[v]
    while True:
        if up == ROOT:
            arcs.spare[v] -= side * most
            full = arcs.spare[v] == 0
        else:
            way, back = (arcs.mate[up], up) if side > 0 else (up, arcs.mate[up])
            arcs.room[way] -= most
            arcs.room[back] += most
            full = arcs.room[way] == 0
        if full:
            trees.parent[v] = ORPHAN
            orphans[length] = v
            length += 1
        if up == ROOT:
            break
        v = arcs.head[up]
        up = trees.parent[v]
    for k in range(length // 2):
        orphans[k], orphans[length - 1 - k] = orphans[length - 1 - k], orphans[k]
    return length


@njit(cache=True, nogil=True, inline="always")
def _adopt(arcs, trees, orphans, length, side):
    """Hang each orphan from the neighbour nearest the root, or let it go. A parent is always a level above its child,
    so no node can hang from its own branch; if an orphan's level changes, its children are orphans too."""
    start, head, mate, room = arcs.start, arcs.head, arcs.mate, arcs.room
    level, parent, last = trees.level, trees.parent, trees.depth[0 if side > 0 else 1]
    first, size = 0, len(orphans)
    while length > 0:
        v = orphans[first]
        first, length = first + 1 if first + 1 < size else 0, length - 1
        before, best, found = side * level[v], last, -1
        for a in range(start[v], start[v + 1]):
            above = side * level[head[a]]
            if 0 < above < best and room[mate[a] if side > 0 else a] > 0:
                best, found = above, a
                if above == before - 1:
                    break
        parent[v] = ORPHAN if found < 0 else np.uint32(found)
        if found >= 0 and best == before - 1:
            continue
        level[v] = 0 if found < 0 else side * (best + 1)
        if found >= 0 and best + 1 == last:
            _wait(trees, v, side)
        for a in range(start[v], start[v + 1]):
            u = head[a]
            if parent[u] == mate[a]:
                parent[u] = ORPHAN
                place = first + length
                orphans[place if place < size else place - size] = u
                length += 1
