"""Land parcels, and what is true of each: its country, height, slope, water and distance from things."""

from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from lnrs.sketch.coverage import meet
from lnrs.sketch.grid import Grid, burn, pick, sample
from lnrs.sketch.ground import Ground
from lnrs.sketch.lanes import blocks, without_slivers
from lnrs.sketch.noise import stream
from lnrs.sketch.parcels import subdivide
from lnrs.sketch.setting import rounded
from lnrs.sketch.shore import CHANNEL, FORESHORE, LAND, SALTMARSH, kind_of, known_shapes
from lnrs.sketch.zones import painted

PARCELS_A_BLOCK = 24


@dataclass(frozen=True)
class Land:
    """Parcels in rows, the salt water between them, and which block each parcel belongs to."""

    parcels: gpd.GeoDataFrame
    water: np.ndarray


def land(ground: Ground, count: int, seed: int, progress: Callable[[float], None]) -> Land:
    """About `count` parcels that tile the area but for salt water: a clean coverage, with what the ground is there."""
    grid, setting = ground.grid, ground.setting
    known = known_shapes(ground, seed)
    usual_m2 = _usual_m2(ground)
    weight = np.where(burn(grid, np.array([setting.outline])), 1 / usual_m2, 0)
    scale = setting.outline.area / count / (setting.outline.area / (weight.sum() * grid.cell_m**2))
    cells = blocks(setting.outline, _edges(ground, known), grid, weight, max(4, count // PARCELS_A_BLOCK), seed)
    wanted_m2 = _at_middle(grid, usual_m2, cells) * scale * PARCELS_A_BLOCK / 4
    cells, kind = without_slivers(cells, wanted_m2, kind_of(cells, known))
    dry = kind != CHANNEL
    pieces = subdivide(
        cells[dry], lambda polygons: _at_middle(grid, usual_m2, polygons), count, stream(seed, "hedges"), progress
    )
    tiles, was = meet(np.concatenate([pieces, cells[~dry]]), border=setting.outline.boundary)
    is_parcel = was < len(pieces)
    parcels = tiles[is_parcel]
    order = _north_to_south(parcels)
    return Land(_attributes(ground, parcels[order], known), tiles[~is_parcel])


def _usual_m2(ground: Ground) -> np.ndarray:
    """The usual size of a parcel in each cell: its country's fields, town blocks, broad reaches of mud."""
    usual = painted(ground.setting.zone, "field_ha") * 1e4
    usual[ground.built] = 0.75e4
    usual[burn(ground.grid, np.array([ground.setting.tidal]))] = 9e4
    return usual


def _edges(ground: Ground, known: dict[int, shapely.MultiPolygon]) -> np.ndarray:
    """Lines that parcels keep to: the known shapes, main rivers, motorways and railways."""
    setting = ground.setting
    main = setting.rivers.loc[setting.rivers["kind"] == "main river", "points"]
    rivers = [shapely.LineString(rounded(points[:, :2], 3)) for points in main]
    routes = setting.routes.loc[setting.routes["kind"] != "primary", "geometry"]
    lines = np.array([*(shape.boundary for shape in known.values()), *rivers, *routes], dtype=object)
    inside = shapely.get_parts(shapely.intersection(lines, setting.outline))
    return inside[shapely.get_dimensions(inside) == 1]


def _at_middle(grid: Grid, values: np.ndarray, polygons: np.ndarray) -> np.ndarray:
    middle = shapely.centroid(polygons)
    return pick(grid, values, shapely.get_x(middle), shapely.get_y(middle))


def _north_to_south(polygons: np.ndarray) -> np.ndarray:
    """Order by rows of five-kilometre squares, so that numbers near each other are near on the ground."""
    middle = shapely.get_coordinates(shapely.centroid(polygons))
    return np.lexsort((middle[:, 0], -middle[:, 1], middle[:, 0] // 5000, -(middle[:, 1] // 5000)))


def _attributes(ground: Ground, parcels: np.ndarray, known: dict[int, shapely.MultiPolygon]) -> gpd.GeoDataFrame:
    grid = ground.grid
    middle = shapely.get_coordinates(shapely.centroid(parcels))
    x, y = middle.T
    kind = kind_of(parcels, known)
    salt = np.isin(kind, [FORESHORE, SALTMARSH])
    columns = {
        "kind": kind,
        "x": x,
        "y": y,
        "area_m2": shapely.area(parcels),
        "zone": pick(grid, ground.setting.zone, x, y),
        "elevation_m": sample(grid, ground.elevation_m, x, y),
        "slope_deg": sample(grid, ground.slope_deg, x, y),
        "above_water_m": sample(grid, ground.above_water_m, x, y),
        "valley_m": sample(grid, ground.valley_m, x, y),
        "shore_m": sample(grid, ground.shore_m, x, y),
        "channel_m": sample(grid, ground.channel_m, x, y),
        "built": pick(grid, ground.built, x, y) & (kind == LAND) & ~salt,
    }
    return gpd.GeoDataFrame(columns, geometry=parcels, crs=27700)
