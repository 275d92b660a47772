"""Currents put in anywhere and let out anywhere: Circuitscape's advanced mode, on rasters and on networks."""

from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from lnrs.ecology.circuits.current import through
from lnrs.ecology.circuits.graph import Floats, Graph, components, part
from lnrs.ecology.circuits.raster import NO_NODE, Circuit, Landscape, circuit
from lnrs.ecology.circuits.solve import TOLERANCE, solver
from lnrs.ecology.circuits.sweeps import WIDTH

Conflict = Literal["keep_all", "remove_source", "remove_ground", "remove_both"]
"""What becomes of a node that has both a source and a ground. Whatever is chosen, a source that is left at a node tied
straight to ground takes that ground away, for all of its current would go there."""


class Flow(NamedTuple):
    """`voltage` and `current` in volts and amperes: arrays (n,) over nodes, or rasters (rows, cols)."""

    voltage: Floats
    current: Floats


def network_flow(
    graph: Graph, source: Floats, ground: Floats, *, conflict: Conflict = "keep_all", tolerance: float = TOLERANCE
) -> Flow:
    """Voltage of, and current through, each node (n,) of a network.

    `source` (n,) is the current put in, in amperes, below 0 where it is taken out; `ground` (n,) the conductance to
    ground in siemens, infinite where a node is tied straight to it and 0 where it is not. A part of the network
    without a source, or without a ground, has 0 volts and amperes throughout (McRae and Shah 2009, Circuitscape user
    guide). Raises ValueError where a source is not finite, a ground is below 0 or NaN, or either has the wrong length.
    """
    source, ground = _checked(graph, source), _checked(graph, ground)
    if not np.isfinite(source).all():
        raise ValueError("A source is a finite current in amperes.")
    if not (ground >= 0).all():
        raise ValueError("A ground is a conductance of 0 siemens or more, infinite where a node is tied to ground.")
    source, ground = _settled(source, ground, conflict)
    voltage, current = np.zeros(graph.nodes), np.zeros(graph.nodes)
    alive = _alive(graph, source, ground)
    free = part(graph, alive & np.isfinite(ground))
    # A node held at 0 V is ground itself: what leads to it leaks. Nodes that are no longer alive lead nowhere.
    leak = free.to_rest + ground[free.node]
    if free.graph.nodes:
        volts = np.zeros((free.graph.nodes, WIDTH))
        volts[:, 0] = source[free.node]
        voltage[free.node] = _voltages(free.graph, leak, volts, tolerance)[:, 0]
    finite = np.where(np.isfinite(ground), ground, 0.0)
    current[alive] = through(graph, voltage, finite)[alive]
    return Flow(voltage, current)


def flow(
    landscape: Landscape,
    source: npt.NDArray[Any],
    ground: npt.NDArray[Any],
    *,
    conflict: Conflict = "keep_all",
    tolerance: float = TOLERANCE,
) -> Flow:
    """Voltage of, and current through, each cell of a landscape.

    `source` and `ground` (rows, cols) are as in `network_flow`, NaN or 0 where there is none; within a short-circuit
    region they add up, and a cell that nothing enters is passed over. Raises ValueError as `network_flow`, and where a
    raster differs in shape.
    """
    joined = circuit(landscape)
    of_nodes = [_by_node(joined, raster) for raster in (source, ground)]
    found = network_flow(joined.graph, *of_nodes, conflict=conflict, tolerance=tolerance)
    return Flow(joined.map_of(found.voltage), joined.map_of(found.current))


def _by_node(joined: Circuit, raster: npt.NDArray[Any]) -> Floats:
    if raster.shape != joined.node.shape:
        raise ValueError("The rasters of sources and grounds must have the landscape's rows and columns.")
    values = np.where(np.isnan(raster), 0.0, raster)
    there = (joined.node != NO_NODE) & (values != 0)
    return np.bincount(joined.node[there], values[there], minlength=joined.graph.nodes).astype(np.float64)


def _checked(graph: Graph, values: Floats) -> Floats:
    values = np.asarray(values, np.float64)
    if values.shape != (graph.nodes,):
        raise ValueError("Every node needs its source and its ground, 0 where it has none.")
    return values


def _settled(source: Floats, ground: Floats, conflict: Conflict) -> tuple[Floats, Floats]:
    if conflict not in ("keep_all", "remove_source", "remove_ground", "remove_both"):
        raise ValueError(f"There is no way {conflict!r} of settling a source and a ground at one node.")
    both = (source != 0) & (ground != 0)
    if conflict in ("remove_source", "remove_both"):
        source = np.where(both, 0.0, source)
    if conflict in ("remove_ground", "remove_both"):
        ground = np.where(both, 0.0, ground)
    return source, np.where((source != 0) & np.isinf(ground), 0.0, ground)


def _alive(graph: Graph, source: Floats, ground: Floats) -> npt.NDArray[np.bool_]:
    """The nodes of parts with both a source and a ground."""
    count, label = components(graph)
    sourced, grounded = np.zeros(count, bool), np.zeros(count, bool)
    sourced[label[source != 0]] = True
    grounded[label[ground > 0]] = True
    return (sourced & grounded)[label]


def _voltages(graph: Graph, leak: Floats, current: Floats, tolerance: float) -> Floats:
    """Nodes that are cut off by held ones, with no source among them, stay at 0 V."""
    count, label = components(graph)
    if count == 1:
        return solver(graph, leak, tolerance=tolerance)(current)
    sourced = np.zeros(count, bool)
    sourced[label[current[:, 0] != 0]] = True
    reached = part(graph, sourced[label])
    voltage = np.zeros_like(current)
    voltage[reached.node] = solver(reached.graph, leak[reached.node], tolerance=tolerance)(current[reached.node])
    return voltage
