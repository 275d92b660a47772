"""Nodes joined by conductances: the circuit that every mode solves, and its parts that hang together."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit
from scipy import sparse

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]


class Graph(NamedTuple):
    """The neighbours of node `i` are `other[start[i]:start[i + 1]]`, each joined to it by a `conductance` in siemens.

    Every link stands twice, once from either end. Two nodes may share several links, which then work side by side; no
    node is its own neighbour and every conductance is above 0.
    """

    start: npt.NDArray[np.int64]
    other: Ints
    conductance: Floats

    @property
    def nodes(self) -> int:
        """How many nodes there are, those without a neighbour among them."""
        return len(self.start) - 1


def graph_of_links(one: npt.NDArray[Any], other: npt.NDArray[Any], conductance: npt.NDArray[Any], nodes: int) -> Graph:
    """A graph of `nodes` nodes, numbered from 0, from links (m,) between them with conductances (m,) in siemens.

    A pair given twice, in either order, is two resistors side by side: their conductances add. A link from a node to
    itself carries nothing and is left out, and so is one of conductance 0.

    Raises ValueError where a link names a node that is not there or a conductance is negative, infinite or NaN.
    """
    one, other, conductance = np.asarray(one), np.asarray(other), np.asarray(conductance, np.float64)
    if not one.shape == other.shape == conductance.shape or one.ndim != 1:
        raise ValueError("A link needs two nodes and one conductance.")
    if len(one) and (min(one.min(), other.min()) < 0 or max(one.max(), other.max()) >= nodes):
        raise ValueError(f"A link names a node that is not among the {nodes} numbered from 0.")
    if not np.isfinite(conductance).all() or (conductance < 0).any():
        raise ValueError("A link's conductance is a finite number of siemens, 0 or more.")
    carries = (one != other) & (conductance > 0)
    one, other, conductance = one[carries], other[carries], conductance[carries]
    ends = np.concatenate([one, other]), np.concatenate([other, one])
    joined = sparse.coo_array((np.concatenate([conductance, conductance]), ends), shape=(nodes, nodes)).tocsr()
    return Graph(joined.indptr.astype(np.int64), joined.indices.astype(np.int32), joined.data)


def components(graph: Graph) -> tuple[int, Ints]:
    """(how many parts hang together, which of them each node (n,) is in), numbered by their first node."""
    label = np.full(graph.nodes, -1, np.int32)
    return _spread(graph.start, graph.other, label), label


@njit(cache=True, nogil=True)
def _spread(start, other, label):
    count = 0
    waiting = np.empty(len(label), np.int32)
    for seed in range(len(label)):
        if label[seed] >= 0:
            continue
        label[seed] = count
        waiting[0], held = seed, 1
        while held:
            held -= 1
            node = waiting[held]
            for k in range(start[node], start[node + 1]):
                if label[other[k]] < 0:
                    label[other[k]] = count
                    waiting[held] = other[k]
                    held += 1
        count += 1
    return count


class Part(NamedTuple):
    """Some nodes of a graph as a graph of their own: `node` (m,) are their numbers in the whole, and `to_rest` (m,) is
    the conductance, in siemens, that each had to nodes left out."""

    node: Ints
    graph: Graph
    to_rest: Floats


def part(graph: Graph, keep: npt.NDArray[np.bool_]) -> Part:
    """The nodes marked in `keep` (n,) and the links between them."""
    node = np.flatnonzero(keep).astype(np.int32)
    if len(node) == graph.nodes:
        return Part(node, graph, np.zeros(len(node)))
    renamed = np.full(graph.nodes, -1, np.int32)
    renamed[node] = np.arange(len(node), dtype=np.int32)
    start = np.zeros(len(node) + 1, np.int64)
    to_rest = np.zeros(len(node))
    _count_kept(graph, node, renamed, start, to_rest)
    np.cumsum(start, out=start)
    kept = Graph(start, np.empty(start[-1], np.int32), np.empty(start[-1]))
    _fill_kept(graph, node, renamed, kept)
    return Part(node, kept, to_rest)


@njit(cache=True, nogil=True)
def _count_kept(graph, node, renamed, start, to_rest):
    for i in range(len(node)):
        for k in range(graph.start[node[i]], graph.start[node[i] + 1]):
            if renamed[graph.other[k]] >= 0:
                start[i + 1] += 1
            else:
                to_rest[i] += graph.conductance[k]


@njit(cache=True, nogil=True)
def _fill_kept(graph, node, renamed, kept):
    n = 0
    for i in range(len(node)):
        for k in range(graph.start[node[i]], graph.start[node[i] + 1]):
            if renamed[graph.other[k]] >= 0:
                kept.other[n] = renamed[graph.other[k]]
                kept.conductance[n] = graph.conductance[k]
                n += 1


def laplacian(graph: Graph, leak: Floats | None = None) -> sparse.csc_array:
    """The graph's Laplacian (n, n), plus on its diagonal each node's `leak` (n,) to ground; siemens."""
    outward = sparse.csr_array((graph.conductance, graph.other, graph.start), shape=(graph.nodes, graph.nodes))
    diagonal = outward.sum(axis=1) + (0 if leak is None else leak)
    return (sparse.diags_array(diagonal) - outward).tocsc()
