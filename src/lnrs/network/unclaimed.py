"""Land that no area claims although areas enclose it, found square by square.

England is cut into squares of 10 km. In each, what the areas leave over is a few small pieces; pieces that continue
across the edge of a square are one. What hangs together with the frame around all squares is sea, or another country:
it is open. Every other piece is enclosed, whatever its shape and however many areas it lies between. No step looks at
more of England than a square and its neighbours.
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from lnrs.habitat_map.overlay import Geometries, polygons_of
from lnrs.network.squares import SIDE_M

GRID_M = 0.01
"""Coordinates of what is cut lie on this grid, as those of the areas do, so that pieces meet exactly."""
PASSAGE_M = 1.0
"""Two pieces are one where they share at least so much of the edge of a square."""


@dataclass(frozen=True)
class _Pieces:
    """What is left over in every square."""

    polygons: Geometries
    square: npt.NDArray[np.intp]
    """The number of each piece's square."""
    outermost: npt.NDArray[np.bool_]
    """Whether a piece lies in a square of the frame."""


def unclaimed(areas: Geometries, square_m: float = SIDE_M) -> Geometries:
    """Single polygons of land that none of the areas covers and that areas enclose, from west to east.

    `areas` are valid polygons in EPSG:27700 metres, with coordinates on a grid of 1 cm.
    """
    parts, _ = polygons_of(np.asarray(areas))
    if len(parts) == 0:
        return parts
    left = _left_over(parts, square_m)
    group = _hanging_together(left)
    enclosed = np.setdiff1d(np.unique(group), np.unique(group[left.outermost]))
    wanted = [shapely.union_all(left.polygons[group == one], grid_size=GRID_M) for one in enclosed]
    found, _ = polygons_of(np.array(wanted, dtype=object))
    return found[np.lexsort(shapely.bounds(found).T[::-1])]


def _left_over(parts: Geometries, square_m: float) -> _Pieces:
    west, south, east, north = gpd.GeoSeries(parts).total_bounds
    columns = np.arange(np.floor(west / square_m) - 1, np.ceil(east / square_m) + 1) * square_m
    rows = np.arange(np.floor(south / square_m) - 1, np.ceil(north / square_m) + 1) * square_m
    tree = shapely.STRtree(parts)
    pieces, squares, outer = [], [], []
    for column, x in enumerate(columns):
        strip = shapely.box(x, rows[0], x + square_m, rows[-1] + square_m)
        inside, _ = polygons_of(shapely.intersection(parts[tree.query(strip)], strip, grid_size=GRID_M))
        within = shapely.STRtree(inside)
        for row, y in enumerate(rows):
            box = shapely.box(x, y, x + square_m, y + square_m)
            left = _less(box, inside[within.query(box)])
            pieces.append(left)
            squares += [column * len(rows) + row] * len(left)
            outer += [column in (0, len(columns) - 1) or row in (0, len(rows) - 1)] * len(left)
    return _Pieces(np.concatenate(pieces), np.array(squares, np.intp), np.array(outer, bool))


def _less(box: shapely.Polygon, areas: Geometries) -> Geometries:
    """What is left of a square without the areas, as single polygons."""
    if len(areas) == 0:
        return np.array([box], dtype=object)
    within, _ = polygons_of(shapely.intersection(areas, box, grid_size=GRID_M))  # areas may touch the edge from outside
    covered = shapely.union_all(within, grid_size=GRID_M)
    return polygons_of(np.array([shapely.difference(box, covered, grid_size=GRID_M)], dtype=object))[0]


def _hanging_together(left: _Pieces) -> npt.NDArray[np.intp]:
    """The number of the group of each piece: pieces of neighbouring squares that share a stretch of edge."""
    one, other = shapely.STRtree(left.polygons).query(left.polygons, predicate="intersects")
    across = left.square[one] < left.square[other]
    one, other = one[across], other[across]
    shared = shapely.length(shapely.intersection(left.polygons[one], left.polygons[other], grid_size=GRID_M))
    met = shared >= PASSAGE_M
    count = len(left.polygons)
    edges = coo_array((np.ones(met.sum(), np.int8), (one[met], other[met])), shape=(count, count))
    _, group = connected_components(edges, directed=False)
    return np.asarray(group, np.intp)
