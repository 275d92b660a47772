"""How far apart focal nodes are in ohms, and where the current between them flows: Circuitscape's pairwise mode."""

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from lnrs.ecology.circuits.graph import Floats, Ints
from lnrs.ecology.circuits.network import (
    UNJOINED,
    Wanted,
    network_cumulative,
    network_flows,
    network_resistances,
)
from lnrs.ecology.circuits.raster import NO_NODE, Circuit, Landscape, circuit
from lnrs.ecology.circuits.solve import TOLERANCE

Cells = npt.NDArray[np.int64]
Pairs = Collection[tuple[int, int]]


class Resistances(NamedTuple):
    """Effective resistances `ohms` (p, p) between the focal nodes of these `numbers` (p,), ascending."""

    numbers: npt.NDArray[np.int64]
    ohms: Floats


class PairMap(NamedTuple):
    """1 A from focal node `other` to `one`, by their numbers; `one` is at 0 V. Rasters (rows, cols), 0 where the
    current cannot come."""

    one: int
    other: int
    ohms: float
    voltage: Floats
    current: Floats


class Cumulative(NamedTuple):
    """Resistances, as in `Resistances`, and the `current` (rows, cols) through each cell, summed over the pairs."""

    numbers: npt.NDArray[np.int64]
    ohms: Floats
    current: Floats


def focal_cells(raster: npt.NDArray[Any]) -> Cells:
    """(m, 3): number, row and column of each cell of a raster whose number is above 0, ordered by number.

    >>> focal_cells(np.array([[2, 0], [1, 2]])).tolist()
    [[1, 1, 0], [2, 0, 0], [2, 1, 1]]
    """
    row, col = np.nonzero(np.nan_to_num(raster) > 0)
    found = np.stack([raster[row, col].astype(np.int64), row, col], axis=1)
    return found[np.lexsort((col, row, found[:, 0]))]


def resistances(
    landscape: Landscape, focal: Cells, *, pairs: Pairs | None = None, tolerance: float = TOLERANCE
) -> Resistances:
    """Effective resistances between focal nodes: 0 from one to itself, -1 where no current can flow.

    `focal` (m, 3) is as `focal_cells` gives it. A number that stands for several cells is a focal region: its cells
    become one node, in those pairs only that it is one of, and every pair is a circuit of its own; without regions
    there is one solve for each focal node, whatever the number of pairs. `pairs`, if given, are the pairs of numbers
    that are wanted; the others get -1. `tolerance` is as `lnrs.ecology.circuits.solve.TOLERANCE` says.

    McRae 2006, Evolution 60:1551-1561; McRae, Dickson, Keitt and Shah 2008, Ecology 89:2712-2724. Raises ValueError
    where a focal cell lies beyond the landscape or a pair names a number that is no focal node.
    """
    numbers, wanted = _wanted(landscape, focal, pairs)
    ohms = _nothing_yet(numbers)
    for which, joined, nodes in _settings(landscape, focal, numbers, wanted):
        ohms[np.ix_(which, which)] = network_resistances(joined.graph, nodes, tolerance=tolerance)
    return Resistances(numbers, _asked(ohms, wanted))


def pair_maps(
    landscape: Landscape, focal: Cells, *, pairs: Pairs | None = None, tolerance: float = TOLERANCE
) -> Iterator[PairMap]:
    """Voltage and current of each pair of focal nodes that a current can join, one after another.

    Arguments, errors and source as for `resistances`. The cells of a focal region or short-circuit region all have
    their one node's voltage and current.
    """
    numbers, wanted = _wanted(landscape, focal, pairs)
    for which, joined, nodes in _settings(landscape, focal, numbers, wanted):
        for flow in network_flows(joined.graph, nodes, wanted=wanted[np.ix_(which, which)], tolerance=tolerance):
            yield PairMap(
                int(numbers[which[flow.one]]),
                int(numbers[which[flow.other]]),
                flow.ohms,
                joined.map_of(flow.voltage),
                joined.map_of(flow.current),
            )


def cumulative_current(
    landscape: Landscape, focal: Cells, *, pairs: Pairs | None = None, tolerance: float = TOLERANCE
) -> Cumulative:
    """The current through each cell in amperes, summed over pairs of focal nodes with 1 A between them.

    Arguments, errors and source as for `resistances`.
    """
    numbers, wanted = _wanted(landscape, focal, pairs)
    ohms, current = _nothing_yet(numbers), np.zeros(landscape.conductance.shape)
    for which, joined, nodes in _settings(landscape, focal, numbers, wanted):
        found, through = network_cumulative(
            joined.graph, nodes, wanted=wanted[np.ix_(which, which)], tolerance=tolerance
        )
        ohms[np.ix_(which, which)] = found
        current += joined.map_of(through)
    return Cumulative(numbers, _asked(ohms, wanted), current)


def checked_focal(landscape: Landscape, focal: Cells) -> npt.NDArray[np.int64]:
    """The numbers of the focal nodes, ascending. Raises ValueError where one lies beyond the landscape."""
    if focal.ndim != 2 or focal.shape[1] != 3:
        raise ValueError("Focal cells are rows of three: number, row and column.")
    rows, cols = landscape.conductance.shape
    if len(focal) and not ((focal[:, 1:] >= 0).all() and (focal[:, 1] < rows).all() and (focal[:, 2] < cols).all()):
        raise ValueError("A focal cell lies beyond the landscape.")
    return np.unique(focal[:, 0])


def nodes_of(joined: Circuit, focal: Cells, numbers: npt.NDArray[np.int64]) -> Ints:
    """The node of each focal node (p,): that of its first cell that has one, `NO_NODE` where none has."""
    there = focal[np.isin(focal[:, 0], numbers) & (joined.node[focal[:, 1], focal[:, 2]] != NO_NODE)]
    found, first = np.unique(there[:, 0], return_index=True)
    nodes = np.full(len(numbers), NO_NODE, np.int32)
    nodes[np.searchsorted(numbers, found)] = joined.node[there[first, 1], there[first, 2]]
    return nodes


def paired(numbers: npt.NDArray[np.int64], pairs: Pairs | None) -> Wanted:
    """(p, p) which pairs are wanted, either way round. Raises ValueError where one names what is no focal node."""
    if pairs is None:
        return ~np.eye(len(numbers), dtype=bool)
    wanted = np.zeros((len(numbers), len(numbers)), bool)
    for one, other in pairs:
        if one not in numbers or other not in numbers:
            raise ValueError(f"The pair ({one}, {other}) names a number that is no focal node.")
        j, k = np.searchsorted(numbers, [one, other])
        wanted[j, k] = wanted[k, j] = j != k
    return wanted


def _wanted(landscape: Landscape, focal: Cells, pairs: Pairs | None) -> tuple[npt.NDArray[np.int64], Wanted]:
    numbers = checked_focal(landscape, focal)
    return numbers, paired(numbers, pairs)


def _settings(
    landscape: Landscape, focal: Cells, numbers: npt.NDArray[np.int64], wanted: Wanted
) -> Iterator[tuple[npt.NDArray[np.intp], Circuit, Ints]]:
    """Each circuit to be solved: (which focal nodes are in it, the circuit, their nodes)."""
    if len(focal) == len(numbers):
        joined = circuit(landscape)
        yield np.arange(len(numbers)), joined, nodes_of(joined, focal, numbers)
        return
    for pair in np.argwhere(np.triu(wanted)):
        here = focal[np.isin(focal[:, 0], numbers[pair])]
        joined = circuit(landscape, here)
        yield pair, joined, nodes_of(joined, here, numbers[pair])


def _nothing_yet(numbers: npt.NDArray[np.int64]) -> Floats:
    return np.where(np.eye(len(numbers), dtype=bool), 0.0, UNJOINED)


def _asked(ohms: Floats, wanted: Wanted) -> Floats:
    return np.where(wanted | np.eye(len(ohms), dtype=bool), ohms, UNJOINED)
