"""Focal nodes of any network: how far apart they are in ohms, and what flows through each node between them."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lnrs.ecology.circuits.current import through, through_all_pairs
from lnrs.ecology.circuits.graph import Floats, Graph, Ints
from lnrs.ecology.circuits.solve import TOLERANCE, potentials

UNJOINED = -1.0
"""The resistance between focal nodes that no current can flow between, and of a pair that was not asked for."""

Wanted = npt.NDArray[np.bool_]


class PairFlow(NamedTuple):
    """1 A that goes from focal node `other` to `one`, by their places in the list that was given: the resistance
    between them, and the `voltage` (n,) and `current` (n,) of every node. `one` is at 0 V; nodes that the current
    cannot come to have 0 of both."""

    one: int
    other: int
    ohms: float
    voltage: Floats
    current: Floats


def network_resistances(graph: Graph, nodes: Ints, *, tolerance: float = TOLERANCE) -> Floats:
    """Effective resistances (p, p) in ohms between focal nodes (p,): 0 from one to itself, -1 where no current flows.

    R_jk = v_j - v_k with 1 A from k to j (Klein and Randic 1993, Journal of Mathematical Chemistry 12:81-95). One
    solve for each focal node. A node below 0 is nowhere. Raises ValueError where a node is not in the graph.
    """
    nodes = _checked(graph, nodes)
    ohms = _start(nodes)
    for part in potentials(graph, nodes, only_focal=True, tolerance=tolerance):
        ohms[np.ix_(part.which, part.which)] = _ohms(part.volts)
    return ohms


def network_flows(
    graph: Graph, nodes: Ints, *, wanted: Wanted | None = None, tolerance: float = TOLERANCE
) -> Iterator[PairFlow]:
    """What flows between each pair of focal nodes (p,) that a current can join, or of those `wanted` (p, p); nothing
    between two that are the same node.

    There is one solve for each focal node, not one for each pair; meanwhile a voltage for each of them and every node
    is held in memory: 8 p n bytes.
    """
    nodes = _checked(graph, nodes)
    for j, k in np.argwhere(np.triu(_start(nodes) == 0, 1)):
        if wanted is None or wanted[j, k]:
            yield PairFlow(int(j), int(k), 0.0, np.zeros(graph.nodes), np.zeros(graph.nodes))
    for part in potentials(graph, nodes, tolerance=tolerance):
        for j, k in _pairs_of(part.at, None if wanted is None else wanted[np.ix_(part.which, part.which)]):
            volts = part.volts[:, k] - part.volts[:, j]
            volts -= volts[part.at[j]]
            voltage, current = np.zeros(graph.nodes), np.zeros(graph.nodes)
            voltage[part.part.node] = volts
            current[part.part.node] = through(part.part.graph, volts)
            yield PairFlow(int(part.which[j]), int(part.which[k]), float(volts[part.at[k]]), voltage, current)


def network_cumulative(
    graph: Graph, nodes: Ints, *, wanted: Wanted | None = None, tolerance: float = TOLERANCE
) -> tuple[Floats, Floats]:
    """(resistances (p, p), the current through each node (n,) summed over the pairs `wanted` (p, p), or over all).

    Over all pairs the time is that of one pair for each focal node, not for each pair.
    """
    nodes = _checked(graph, nodes)
    ohms, current = _start(nodes), np.zeros(graph.nodes)
    for part in potentials(graph, nodes, tolerance=tolerance):
        ohms[np.ix_(part.which, part.which)] = _ohms(part.volts[part.at])
        asked = None if wanted is None else wanted[np.ix_(part.which, part.which)]
        if asked is None or (asked | np.eye(len(asked), dtype=bool)).all():
            current[part.part.node] += through_all_pairs(part.part.graph, part.volts, part.at)
        else:
            for j, k in _pairs_of(part.at, asked):
                current[part.part.node] += through(part.part.graph, part.volts[:, k] - part.volts[:, j])
    return (ohms if wanted is None else np.where(wanted | (ohms == 0), ohms, UNJOINED)), current


def _checked(graph: Graph, nodes: Ints) -> Ints:
    nodes = np.asarray(nodes)
    if nodes.ndim != 1 or (nodes >= graph.nodes).any():
        raise ValueError(f"A focal node is not among the {graph.nodes} numbered from 0.")
    return nodes


def _start(nodes: Ints) -> Floats:
    """0 ohms between focal nodes that are the same node, unjoined otherwise."""
    same = (nodes[:, None] == nodes) & (nodes >= 0)
    return np.where(same | np.eye(len(nodes), dtype=bool), 0.0, UNJOINED)


def _ohms(volts: Floats) -> Floats:
    """Resistances (p, p) from the focal nodes' potentials at the focal nodes (p, p)."""
    own = np.diag(volts)
    ohms = own[:, None] + own - volts - volts.T
    return np.maximum((ohms + ohms.T) / 2, 0.0)


def _pairs_of(at: Ints, wanted: Wanted | None) -> Iterator[tuple[int, int]]:
    for j in range(len(at)):
        for k in range(j + 1, len(at)):
            if at[j] != at[k] and (wanted is None or wanted[j, k]):
                yield j, k
