"""Blocks of land: what lies between lanes, rivers, main roads, railways and the shore."""

import numpy as np
import shapely
from scipy.spatial import Voronoi, cKDTree

from lnrs.sketch.coverage import absorb
from lnrs.sketch.grid import Grid, cell_centres
from lnrs.sketch.noise import stream

NORTH_SOUTH_STRETCH = 0.8
"""Droves run more north to south than east to west: blocks are that much longer."""


def blocks(
    outline: shapely.MultiPolygon, edges: np.ndarray, grid: Grid, weight: np.ndarray, count: int, seed: int
) -> np.ndarray:
    """About `count` polygons that tile the outline and keep to `edges` (lines), smaller where `weight` is greater.

    Pieces much smaller than a block should be are joined to a neighbour.
    """
    seeds = _seeds(grid, weight, count, stream(seed, "blocks"))
    lines = np.concatenate([_lanes(seeds, stream(seed, "lanes")), shapely.get_parts(outline.boundary), edges])
    net = shapely.union_all(lines, grid_size=0.01)
    cells = shapely.get_parts(shapely.polygonize(shapely.get_parts(net)))
    shapely.prepare(outline)
    return cells[shapely.contains(outline, shapely.point_on_surface(cells))]


def without_slivers(cells: np.ndarray, wanted_m2: np.ndarray, kind: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cells and kinds with those much under the wanted area, or too thin to be a field, joined to one of their kind."""
    area = shapely.area(cells)
    thin = area / shapely.length(cells) ** 2 < 0.012
    return absorb(cells, (area < wanted_m2 / 3) | (thin & (area < wanted_m2 * 2)), kind)


def _seeds(grid: Grid, weight: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    """Points spread evenly by weight: drawn by chance, then twice moved to the middle of the land nearest to each."""
    x, y = (axis.ravel() for axis in np.broadcast_arrays(*cell_centres(grid)))
    land = np.flatnonzero(weight.ravel() > 0)
    places = np.stack([x[land], y[land] * NORTH_SOUTH_STRETCH], axis=1)
    pull = weight.ravel()[land].astype(float)
    points = places[random.choice(len(land), size=min(count, len(land)), replace=False, p=pull / pull.sum())]
    points = points + random.uniform(-0.5, 0.5, points.shape) * grid.cell_m
    for _ in range(2):
        nearest = cKDTree(points).query(places)[1]
        mass = np.bincount(nearest, pull, len(points))
        middle = np.stack([np.bincount(nearest, pull * axis, len(points)) for axis in places.T], axis=1)
        points = np.where(mass[:, None] > 0, middle / np.maximum(mass, 1e-9)[:, None], points)
    return points


def _lanes(seeds: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Winding lines between the land nearest to each seed; `seeds` lie in the stretched plane."""
    span = np.ptp(seeds, axis=0).max() + 1000
    middle = seeds.mean(axis=0)
    frame = middle + span * 3 * np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])
    diagram = Voronoi(np.vstack([seeds, frame]))
    ridges = np.array(diagram.ridge_vertices)
    ridges = ridges[(ridges >= 0).all(axis=1)]
    corners = diagram.vertices / [1, NORTH_SOUTH_STRETCH]
    return _winding(corners[ridges[:, 0]], corners[ridges[:, 1]], random)


def _winding(start: np.ndarray, end: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Lines from start to end that stray to the side at the middle, and less at the quarters."""
    side = np.stack([-(end - start)[:, 1], (end - start)[:, 0]], axis=1)
    middle = (start + end) / 2 + side * random.uniform(-0.12, 0.12, (len(start), 1))
    quarters = [(near + middle) / 2 + side * random.uniform(-0.05, 0.05, (len(start), 1)) for near in (start, end)]
    return shapely.linestrings(np.stack([start, quarters[0], middle, quarters[1], end], axis=1))
