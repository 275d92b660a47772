"""Land in pieces: a lattice whose corners and edges wander, its cells joined by twos, threes and fours.

A block is two by two cells. How it is cut into pieces, and where its corners lie, depends on its place in the lattice
alone, so that any part of the mesh can be drawn without the rest and still meets it corner to corner.
"""

import itertools
from dataclasses import dataclass

import numpy as np
import shapely

from lnrs.sketch.england.chance import chance

WANDER = 0.18
"""How far a corner may lie from its place, in steps of the lattice: no piece can then cross itself."""
BEND = 0.06
"""How far the middle of an edge may lie from the straight, as a share of the edge."""
REACH = 1.9
"""No corner of a block lies farther from its middle, in steps."""
GRAIN_M = 0.25
"""Corners lie on multiples of this, which makes files smaller."""

CELLS = ((0, 0), (0, 1), (1, 0), (1, 1))
SHAPES: tuple[tuple[tuple[int, int], ...], ...] = (
    *((cell,) for cell in CELLS),
    ((0, 0), (0, 1)),
    ((1, 0), (1, 1)),
    ((0, 0), (1, 0)),
    ((0, 1), (1, 1)),
    ((0, 0), (0, 1), (1, 0)),
    ((0, 1), (1, 0), (1, 1)),
    CELLS,
)
"""The shapes that a piece can have, as cells (row, column) of its block."""
WHOLE = len(SHAPES) - 1
CUTS = ((0, 1, 2, 3), (0, 1, 2, 3), (0, 1, 2, 3), (4, 5), (4, 5), (6, 7), (6, 7), (10,), (8, 3), (9, 0))
"""The ways to cut a block, each as likely as the others: the shapes that it falls into."""
PIECES_A_BLOCK = sum(map(len, CUTS)) / len(CUTS)


@dataclass(frozen=True)
class Mesh:
    """A lattice that begins at a point and is turned by an angle; blocks are numbered by row and column."""

    east_m: float
    north_m: float
    step_m: float
    turn: float
    """Radians, anticlockwise."""
    salted: np.uint64

    def blocks_near(self, land: shapely.Geometry) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rows and columns of blocks that may touch the land, and which of them lie wholly inside it."""
        corners = self._lattice(shapely.get_coordinates(land)) / (2 * self.step_m)
        low, high = np.floor(corners.min(axis=0)).astype(int) - 2, np.ceil(corners.max(axis=0)).astype(int) + 2
        row, column = (axis.ravel() for axis in np.mgrid[low[1] : high[1], low[0] : high[0]])
        x, y = self.middles(row, column)
        wide, inner = (shapely.buffer(land, way * REACH * self.step_m) for way in (1, -1))
        shapely.prepare(wide)
        near = np.flatnonzero(shapely.contains_xy(wide, x, y))
        shapely.prepare(inner)
        return row[near], column[near], shapely.contains_xy(inner, x[near], y[near])

    def middles(self, row: np.ndarray, column: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where the middles of blocks are."""
        return self._ground(2 * self.step_m * (column + 0.5), 2 * self.step_m * (row + 0.5))

    def cut(self, row: np.ndarray, column: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The pieces of blocks: for each the position of its block in the arrays given, and its shape."""
        way = (chance(self.salted ^ np.uint64(7), row, column) * len(CUTS)).astype(int)
        table = np.full((len(CUTS), 4), -1)
        for number, shapes in enumerate(CUTS):
            table[number, : len(shapes)] = shapes
        shape = table[way]
        block, _ = found = np.nonzero(shape >= 0)
        return block, shape[found]

    def polygons(self, row: np.ndarray, column: np.ndarray, shape: np.ndarray) -> np.ndarray:
        """The polygon of each piece: the row and column of its block, and its shape."""
        drawn = np.empty(len(row), object)
        for number, cells in enumerate(SHAPES):
            these = np.flatnonzero(shape == number)
            ring = _ring(cells)
            across = 4 * column[these, None] + ring[None, :, 0]
            up = 4 * row[these, None] + ring[None, :, 1]
            drawn[these] = shapely.polygons(self._nodes(across, up))
        return drawn

    def _nodes(self, across: np.ndarray, up: np.ndarray) -> np.ndarray:
        """Points (..., 2) of the half-lattice: corners where both numbers are even, the middle of an edge where one
        is odd."""
        odd_across, odd_up = across & 1, up & 1
        first = self._corners((across - odd_across) // 2, (up - odd_up) // 2)
        middle = (odd_across | odd_up).astype(bool)
        second = self._corners((across[middle] + odd_across[middle]) // 2, (up[middle] + odd_up[middle]) // 2)
        edge = second - first[middle]
        bent = (2 * chance(self.salted ^ np.uint64(5), across[middle], up[middle]) - 1) * BEND
        first[middle] += edge / 2 + np.stack([-edge[:, 1], edge[:, 0]], axis=1) * bent[:, None]
        points = np.stack(self._ground(first[..., 0], first[..., 1]), axis=-1)
        return np.round(points / GRAIN_M) * GRAIN_M

    def _corners(self, across: np.ndarray, up: np.ndarray) -> np.ndarray:
        strays = [2 * chance(self.salted ^ np.uint64(axis), across, up) - 1 for axis in (1, 2)]
        return self.step_m * np.stack([across + WANDER * strays[0], up + WANDER * strays[1]], axis=-1)

    def _ground(self, along: np.ndarray, up: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        cosine, sine = np.cos(self.turn), np.sin(self.turn)
        return self.east_m + along * cosine - up * sine, self.north_m + along * sine + up * cosine

    def _lattice(self, points: np.ndarray) -> np.ndarray:
        cosine, sine = np.cos(self.turn), np.sin(self.turn)
        x, y = points[:, 0] - self.east_m, points[:, 1] - self.north_m
        return np.stack([x * cosine + y * sine, y * cosine - x * sine], axis=1)


def clipped(shapes: np.ndarray, land: shapely.Geometry, least_m2: float) -> np.ndarray:
    """The part of each shape on the land, as polygons or multipolygons; None where it is smaller than `least_m2`."""
    parts = shapely.intersection(shapes, land)
    odd = np.flatnonzero(shapely.get_type_id(parts) == shapely.GeometryType.GEOMETRYCOLLECTION)
    for at in odd:
        pieces = shapely.get_parts(parts[at])
        parts[at] = shapely.union_all(pieces[shapely.get_dimensions(pieces) == 2])
    small = ~(shapely.area(parts) >= least_m2)
    parts[small] = None
    return parts


def dissolved(shapes: np.ndarray, exact: np.ndarray, group: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Shapes joined where they touch within a group: polygons, and the group of each, in order of the group.

    `exact` says which shapes meet their neighbours corner to corner; groups of such alone are joined quickly.
    """
    order = np.argsort(group, kind="stable")
    groups, begins = np.unique(group[order], return_index=True)
    ends = np.r_[begins, len(order)][1:]
    joined = np.empty(len(groups), object)
    for at, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        these = order[begin:end]
        union = shapely.coverage_union_all if exact[these].all() else shapely.union_all
        joined[at] = shapes[these[0]] if len(these) == 1 else union(shapes[these])
    parts, owner = shapely.get_parts(joined, return_index=True)
    flat = shapely.get_dimensions(parts) == 2
    return parts[flat], groups[owner[flat]]


def _ring(cells: tuple[tuple[int, int], ...]) -> np.ndarray:
    """The nodes (across, up) around some cells of a block, in half steps, anticlockwise."""
    sides: dict[tuple[tuple[int, int], tuple[int, int]], None] = {}
    for row, column in cells:
        x, y = 2 * column, 2 * row
        round_it = [(x, y), (x + 2, y), (x + 2, y + 2), (x, y + 2), (x, y)]
        sides |= dict.fromkeys(itertools.pairwise(round_it))
    after = {one: two for one, two in sides if (two, one) not in sides}
    node = start = min(after)
    ring = []
    while True:
        onward = after[node]
        ring += [node, ((node[0] + onward[0]) // 2, (node[1] + onward[1]) // 2)]
        node = onward
        if node == start:
            return np.array(ring)
