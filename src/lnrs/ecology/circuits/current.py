"""The current that flows through each node: what comes in, which is also what goes out."""

import numpy as np
from numba import njit

from lnrs.ecology.circuits.graph import Floats, Graph, Ints


def through(graph: Graph, voltage: Floats, leak: Floats | None = None) -> Floats:
    """The current in amperes through each node (n,) at these voltages (n,): the greater of all that comes in through
    links and all that goes out through links and through its `leak` (n,), a conductance to ground.

    Where current is neither put in nor taken out the two are equal, and either is half the sum of the absolute
    currents of its links; where it is, the greater is half of that sum and of what is put in or taken out.
    """
    return _through(graph, voltage, np.zeros(graph.nodes) if leak is None else leak, np.empty(graph.nodes))


@njit(cache=True, nogil=True)
def _through(graph, voltage, leak, out):
    for i in range(len(out)):
        falls = leak[i] * voltage[i]
        comes, goes = max(0.0, -falls), max(0.0, falls)
        for k in range(graph.start[i], graph.start[i + 1]):
            flows = graph.conductance[k] * (voltage[i] - voltage[graph.other[k]])
            comes += max(0.0, -flows)
            goes += max(0.0, flows)
        out[i] = max(comes, goes)
    return out


def through_all_pairs(graph: Graph, volts: Floats, at: Ints) -> Floats:
    """The currents through each node (n,), summed over every pair of focal nodes with 1 A between them.

    `volts` (n, p) are the focal nodes' potentials and `at` (p,) their nodes. A link carries for the pair (j, k) the
    difference of its drops d_j and d_k; the sum of |d_j - d_k| over all pairs follows from the sorted drops, so p
    focal nodes cost p log p a link and not p^2.
    """
    total = _sorted_drops(graph, volts, np.zeros(graph.nodes))
    np.add.at(total, at, (at[:, None] != at).sum(axis=1))
    return total / 2


@njit(cache=True, nogil=True)
def _sorted_drops(graph, volts, total):
    focal = volts.shape[1]
    drop = np.empty(focal)
    for i in range(len(total)):
        for k in range(graph.start[i], graph.start[i + 1]):
            j = graph.other[k]
            if j < i:
                continue
            for f in range(focal):
                drop[f] = volts[i, f] - volts[j, f]
            drop.sort()
            flows = 0.0
            for f in range(focal):
                flows += (2 * f + 1 - focal) * drop[f]
            flows *= graph.conductance[k]
            total[i] += flows
            total[j] += flows
    return total


def links(graph: Graph, voltage: Floats) -> tuple[Ints, Ints, Floats]:
    """Each link once: (its lower node, its higher, the absolute current through it in amperes)."""
    one = np.repeat(np.arange(graph.nodes, dtype=np.int32), np.diff(graph.start))
    once = one < graph.other
    one, other = one[once], graph.other[once]
    return one, other, np.abs(graph.conductance[once] * (voltage[one] - voltage[other]))
