"""A raster of classes as polygons with natural edges, which follow no parcel."""

import geopandas as gpd
import numpy as np
import shapely
from rasterio.features import shapes, sieve

from lnrs.sketch.coverage import meet
from lnrs.sketch.grid import Grid
from lnrs.sketch.noise import noise_at, stream

STRAY_CELLS, WAVE_CELLS = 0.35, 5
"""How far edges wander from the raster's own, and over what length: too gently for one to cross another."""


def patches(
    grid: Grid, classes: np.ndarray, within: shapely.Geometry, *, least_cells: int, seed: int, skip: int = -1
) -> gpd.GeoDataFrame:
    """One row a patch: its class (`value`) and a MultiPolygon cut to `within`; patches do not overlap.

    Patches of fewer than `least_cells` cells join a neighbour; the class `skip` is left out.
    """
    smooth = sieve(classes.astype(np.uint8), least_cells, connectivity=4)
    found = [
        (shapely.geometry.shape(outline), int(value)) for outline, value in shapes(smooth, transform=grid.transform)
    ]
    value = np.array([number for _, number in found])
    tiles, was = meet(np.array([polygon for polygon, _ in found], dtype=object), weld_m=0.0)
    eased = shapely.segmentize(shapely.coverage_simplify(tiles, grid.cell_m * 0.9), grid.cell_m)
    wandered = shapely.transform(eased, lambda corners: _wandered(grid, corners, seed))
    kept = value[was] != skip
    return _cut(wandered[kept], value[was][kept], within)


def _wandered(grid: Grid, corners: np.ndarray, seed: int) -> np.ndarray:
    """Corners moved a little by smooth noise: the same corner always by the same."""
    x, y = np.round(corners, 2).T
    wave_m = WAVE_CELLS * grid.cell_m
    shift = [noise_at(grid, stream(seed, "patch edges", axis), wave_m, x, y, octaves=1) for axis in ("east", "north")]
    return np.round(corners + np.clip(np.stack(shift, axis=1), -2, 2) * STRAY_CELLS * grid.cell_m, 2)


def _cut(polygons: np.ndarray, value: np.ndarray, within: shapely.Geometry) -> gpd.GeoDataFrame:
    """Polygons cut to an area; only those that reach its edge are overlaid with it."""
    shapely.prepare(within)
    reach = np.flatnonzero(shapely.intersects(within, polygons) & ~shapely.contains_properly(within, polygons))
    inside = np.flatnonzero(shapely.contains_properly(within, polygons))
    cut, source = shapely.get_parts(shapely.intersection(polygons[reach], within, grid_size=0.01), return_index=True)
    cut, part = shapely.get_parts(cut, return_index=True)
    is_land = (shapely.get_type_id(cut) == 3) & (shapely.area(cut) > 1)
    geometry = np.concatenate([polygons[inside], cut[is_land]])
    number = np.r_[value[inside], value[reach][source][part][is_land]]
    return gpd.GeoDataFrame({"value": number}, geometry=shapely.multipolygons(geometry[:, None]), crs=27700)
