"""From rasters of conductance and of regions to a circuit: which cell is which node, and what joins them."""

import math
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit
from scipy import sparse
from scipy.sparse import csgraph

from lnrs.ecology.circuits.graph import Floats, Graph, Ints

NO_NODE = -1
"""The node of a cell that no current can enter."""

Average = Literal["resistance", "conductance"]


@dataclass(frozen=True, eq=False)
class Landscape:
    """A raster that current can cross.

    `conductance` (rows, cols), in siemens, is how easily a cell is crossed; NaN or 0 is a cell that nothing enters.
    `regions` (rows, cols) has whole numbers above 0 for cells that are short-circuited, those of one number into one
    node even where they do not touch; 0 elsewhere. A cell joins its 4 or 8 `neighbours` through a resistor that has
    the mean resistance of the two, or the mean conductance, as `average` says; a diagonal is sqrt(2) as long
    (McRae 2006; the conventions of Circuitscape).

    Raises ValueError where a conductance is negative or infinite, or the rasters differ in shape.
    """

    conductance: npt.NDArray[np.floating]
    regions: npt.NDArray[np.integer] | None = None
    neighbours: Literal[4, 8] = 8
    average: Average = "conductance"

    def __post_init__(self) -> None:
        if self.conductance.ndim != 2:
            raise ValueError("A landscape is a raster of rows and columns.")
        if (self.conductance < 0).any() or np.isinf(self.conductance).any():
            raise ValueError("A conductance is 0 or more and finite; NaN or 0 where nothing can pass.")
        if self.regions is not None and self.regions.shape != self.conductance.shape:
            raise ValueError("The raster of regions must have the landscape's rows and columns.")
        if self.neighbours not in (4, 8):
            raise ValueError("A cell has 4 neighbours or 8.")
        if self.average not in ("resistance", "conductance"):
            raise ValueError("A link averages the resistance or the conductance of its two cells.")


def conductance_of(resistance: npt.NDArray[np.floating]) -> Floats:
    """The conductance, in siemens, of cells of this resistance in ohms: 1 / r, and 0 where it is NaN.

    Raises ValueError where a resistance is 0 or less: free passage is drawn as a region, not as a resistance.

    >>> conductance_of(np.array([[2.0, np.nan]])).tolist()
    [[0.5, 0.0]]
    """
    if (resistance <= 0).any():
        raise ValueError("A resistance must be above 0; draw a short-circuit region where movement is free.")
    return np.nan_to_num(1.0 / np.asarray(resistance, np.float64))


class Circuit(NamedTuple):
    """A landscape's `graph`, and the `node` (rows, cols) that each cell belongs to, `NO_NODE` where nothing enters."""

    graph: Graph
    node: Ints

    def map_of(self, values: Floats) -> Floats:
        """A raster of what each cell's node has of `values` (n,), 0 where there is none."""
        return np.append(values, 0.0)[self.node]  # -1 is the last


def circuit(landscape: Landscape, focal: npt.NDArray[Any] | None = None) -> Circuit:
    """The landscape as a circuit.

    `focal` (m, 3), if given, has the number, row and column of cells to be collapsed beside the landscape's regions,
    those of one number into one node; a region that one of them overlaps joins it. A cell of conductance 0 belongs to
    a region's node where the region also has a cell that can be crossed.
    """
    g = np.nan_to_num(np.asarray(landscape.conductance, np.float64))
    node, count = _nodes(g, landscape.regions, focal)
    diagonal = 1 / math.sqrt(2) if landscape.neighbours == 8 else 0.0
    by_resistance = landscape.average == "resistance"
    start = np.zeros(count + 1, np.int64)
    uncounted = Graph(start, np.empty(0, np.int32), np.empty(0))
    _links(g, node, diagonal, by_resistance, uncounted, start[1:])
    np.cumsum(start, out=start)
    graph = Graph(start, np.empty(start[-1], np.int32), np.empty(start[-1]))
    _links(g, node, diagonal, by_resistance, graph, start[:-1].copy())
    return Circuit(graph, node)


def _nodes(g: Floats, regions: npt.NDArray[Any] | None, focal: npt.NDArray[Any] | None) -> tuple[Ints, int]:
    """(the node of each cell, how many there are), numbered from north-west to south-east by their first cell."""
    label = np.where(g > 0, np.arange(g.size).reshape(g.shape), NO_NODE).ravel()
    cells, group = _grouped(g.shape, regions, focal)
    if len(cells):
        held, cell = np.unique(cells, return_inverse=True)
        width = len(held) + int(group.max()) + 1
        ties = sparse.coo_array((np.ones(len(cells)), (cell, len(held) + group)), shape=(width, width))
        merged = csgraph.connected_components(ties, directed=False)[1][: len(held)]
        first = np.full(merged.max() + 1, g.size)
        crossed = g.ravel()[held] > 0
        np.minimum.at(first, merged[crossed], held[crossed])
        label[held] = np.where(first == g.size, NO_NODE, first)[merged]
    used = np.zeros(g.size, np.int32)
    used[label[label != NO_NODE]] = 1
    count = int(used.sum())
    renamed = np.cumsum(used, dtype=np.int32) - 1
    return np.where(label == NO_NODE, np.int32(NO_NODE), renamed[label]).reshape(g.shape), count


def _grouped(shape: tuple[int, ...], regions: npt.NDArray[Any] | None, focal: npt.NDArray[Any] | None) -> tuple:
    """Cells, by their place in the flat raster, and the group that each is in; a cell may be in several."""
    cells, groups = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    if regions is not None:
        cells.append(np.flatnonzero(regions > 0))
        groups.append(np.unique(regions.ravel()[cells[-1]], return_inverse=True)[1])
    if focal is not None and len(focal):
        before = int(groups[-1].max(initial=-1)) + 1
        cells.append(np.ravel_multi_index((focal[:, 1], focal[:, 2]), shape))
        groups.append(before + np.unique(focal[:, 0], return_inverse=True)[1])
    return np.concatenate(cells), np.concatenate(groups)


@njit(cache=True, nogil=True)
def between(one, other, by_resistance):
    """The conductance of the link between neighbours in a row or column."""
    if not by_resistance:
        return 0.5 * (one + other)
    return 2.0 * one * other / (one + other) if one > 0 and other > 0 else 0.0


@njit(cache=True, nogil=True)
def _links(g, node, diagonal, by_resistance, graph, place):
    """Go through every link once, and move on the `place` of both its nodes; where the graph has room, put it there."""
    rows, cols = g.shape
    for row in range(rows):
        for col in range(cols):
            here = node[row, col]
            if here < 0:
                continue
            for step in range(2 if diagonal == 0 else 4):
                r, c = row + (step != 0), col + (1, 0, 1, -1)[step]
                if r >= rows or c < 0 or c >= cols:
                    continue
                there = node[r, c]
                if there < 0 or there == here:
                    continue
                joins = between(g[row, col], g[r, c], by_resistance) * (diagonal if step > 1 else 1.0)
                if joins > 0:
                    if len(graph.other):
                        graph.other[place[here]], graph.conductance[place[here]] = there, joins
                        graph.other[place[there]], graph.conductance[place[there]] = here, joins
                    place[here] += 1
                    place[there] += 1
