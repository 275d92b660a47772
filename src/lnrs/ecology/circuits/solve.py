"""Voltages for given currents: a factorisation where the circuit is small, multigrid where it is large."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt
from scipy.sparse.linalg import splu

from lnrs.ecology.circuits import multigrid
from lnrs.ecology.circuits.graph import Floats, Graph, Ints, Part, components, laplacian, part
from lnrs.ecology.circuits.sweeps import WIDTH

TOLERANCE = 1e-9
"""Where no other is asked for: the norm of the currents that the voltages leave unexplained, over that of all."""

DIRECT_NODES = 50_000
"""Up to this many nodes a factorisation is as quick, and as exact as double precision allows."""

Solver = Callable[[Floats], Floats]
"""From currents (n, 4) put into the nodes, in amperes, to voltages (n, 4)."""


def solver(graph: Graph, leak: Floats | None = None, *, tolerance: float = TOLERANCE) -> Solver:
    """Make a circuit ready, once, for any number of currents.

    `leak` (n,) is each node's conductance to ground, in siemens. Either the circuit hangs together and nothing leaks,
    and then the currents must add up to 0 and the voltages have the mean 0; or every part of it leaks somewhere.
    """
    leak = np.zeros(graph.nodes) if leak is None else leak
    if graph.nodes > DIRECT_NODES:
        ready = multigrid.multigrid(graph, leak)
        return lambda current: multigrid.solve(ready, current, tolerance)
    return _factorised(graph, leak)


def _factorised(graph: Graph, leak: Floats) -> Solver:
    matrix = laplacian(graph, leak)
    floats = not (leak > 0).any()
    held = 1 if floats else 0  # a circuit without ground is held at its first node
    if graph.nodes == held:
        return np.zeros_like
    factors = splu(
        matrix[held:, held:].tocsc(), permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True}
    )

    def voltages(current: Floats) -> Floats:
        found = np.zeros(current.shape)
        found[held:] = factors.solve(current[held:])
        return found - found.mean(axis=0) if floats else found

    return voltages


class Potentials(NamedTuple):
    """A part of a circuit that hangs together, and its focal nodes. `which` (p,) are the places of those in the list
    that was given, `at` (p,) their nodes in the part, and `volts[:, k]` (m, p) is what 1 A put in at focal node `k` and
    taken out at the first does to every node: any current between focal nodes is a sum of these."""

    part: Part
    which: npt.NDArray[np.intp]
    at: Ints
    volts: Floats


def potentials(
    graph: Graph, nodes: Ints, *, only_focal: bool = False, tolerance: float = TOLERANCE
) -> list[Potentials]:
    """The potentials of each part of the circuit that holds two focal nodes or more.

    `nodes` (p,) are the focal nodes, below 0 for one that is nowhere; a node may be given twice. With `only_focal`,
    `volts` has only the rows of the focal nodes, (p, p), and no memory is spent on the rest. Takes one solve for each
    focal node but the first, four at a time, on as many cores as Numba may use; the answer does not depend on them.
    """
    _, label = components(graph)
    of = np.where(nodes >= 0, np.append(label, -1)[nodes], -1)
    found = []
    for one in np.unique(of[of >= 0]):
        which = np.flatnonzero(of == one)
        if len(np.unique(nodes[which])) > 1:
            piece = part(graph, label == one)
            at = np.searchsorted(piece.node, nodes[which]).astype(np.int32)
            found.append(Potentials(piece, which, at, _responses(piece.graph, at, only_focal, tolerance)))
    return found


def _responses(graph: Graph, at: Ints, only_focal: bool, tolerance: float) -> Floats:
    distinct, place = np.unique(at, return_inverse=True)
    answer = solver(graph, tolerance=tolerance)
    rows = at if only_focal else slice(None)
    volts = np.zeros((len(at) if only_focal else graph.nodes, len(distinct)))

    def work(columns: range) -> tuple[range, Floats]:
        current = np.zeros((graph.nodes, WIDTH))
        for k, column in enumerate(columns):
            current[distinct[0], k], current[distinct[column], k] = -1.0, 1.0
        return columns, answer(current)[rows, : len(columns)]

    for columns, found in side_by_side(
        work, [range(1, len(distinct))[k : k + WIDTH] for k in range(0, len(distinct) - 1, WIDTH)]
    ):
        volts[:, columns.start : columns.stop] = found
    return volts[:, place]


def side_by_side(work: Callable, on: list) -> Iterator:
    """What `work` gives for each of the list, in its order, on as many cores as Numba may use; only as many answers
    wait in memory as there are cores."""
    cores = numba.get_num_threads()
    if cores == 1 or len(on) == 1:
        yield from map(work, on)
        return
    with ThreadPoolExecutor(cores) as pool:
        for k in range(0, len(on), cores):
            yield from pool.map(work, on[k : k + cores])
