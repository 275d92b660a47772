"""Rivers, streams, ponds and the land that floods."""

import geopandas as gpd
import numpy as np
import shapely

from lnrs.sketch.grid import burn, pick
from lnrs.sketch.ground import LEVELS, Ground
from lnrs.sketch.names import numbered, site_names
from lnrs.sketch.noise import noise, stream
from lnrs.sketch.patches import patches
from lnrs.sketch.setting import rounded
from lnrs.sketch.zones import is_zone, painted

STREAM_KM2 = 1.4
"""A valley that drains this much carries a stream, where the country holds water."""
PONDS_A_PARCEL = 0.04
POND_COUNTRY = {"clay vale": 4.0, "wooded hills": 4.0, "vale clay": 2.0, "london clay": 2.0, "sandstone ridge": 1.0}


def rivers(ground: Ground, seed: int) -> gpd.GeoDataFrame:
    """The rivers of the setting and the streams that run to them: ref, name, kind, MultiLineString."""
    known = ground.setting.rivers
    lines = [shapely.LineString(rounded(points[:, :2], 3)) for points in known["points"]]
    brooks = _brooks(ground)
    names = site_names(stream(seed, "brooks"), ["Brook/Bourne/Stream/Gill"] * len(brooks))
    geometry = shapely.intersection(np.array([*lines, *brooks], dtype=object), ground.setting.outline)
    table = gpd.GeoDataFrame(
        {"name": [*known["name"], *names], "kind": [*known["kind"], *["stream"] * len(brooks)]},
        geometry=_multi_lines(geometry),
        crs=27700,
    )
    table = table[table.length > 0].reset_index(drop=True)
    table.insert(0, "ref", numbered("R", len(table)))
    return table


def _brooks(ground: Ground) -> list[shapely.LineString]:
    """The part of each wet valley that lies in country that holds water."""
    wet = ground.valleys[ground.valleys["km2"] >= STREAM_KM2]
    carries = painted(ground.setting.zone, "streams") * ~(ground.shore_m == 0)
    brooks = []
    for points in wet["points"]:
        held = np.flatnonzero(pick(ground.grid, carries, *points.T) > 0)
        if len(held) > 3 and held[-1] - held[0] > 3:
            brooks.append(shapely.LineString(points[held[0] : held[-1] + 1]))
    return brooks


def _multi_lines(geometry: np.ndarray) -> np.ndarray:
    snapped = shapely.transform(geometry, lambda corners: np.round(corners, 2))
    parts = [[part for part in shapely.get_parts(one) if part.length > 0] for one in snapped]
    return np.array([shapely.MultiLineString(lines) for lines in parts], dtype=object)


def flood_zones(ground: Ground, seed: int) -> gpd.GeoDataFrame:
    """Land likely to flood from rivers or the sea: zone (3 the likelier), MultiPolygon; the two do not overlap."""
    grid, zone = ground.grid, ground.setting.zone
    levels = is_zone(zone, *LEVELS)
    wander = noise(grid, stream(seed, "flood"), 900, 3)
    height = ground.above_water_m + 0.25 * wander + np.where(levels, -1.6 + 0.3 * wander, 0)
    likely = np.select([height < 1.25, height < 2.2], [3, 2], 0)
    likely[ground.built & (likely == 3) & (wander > 0)] = 2
    likely[burn(grid, np.array([ground.setting.tidal])) | ground.setting.sea] = 3
    zones = patches(grid, likely.astype(np.uint8), _dry_land(ground), least_cells=6, seed=seed, skip=0)
    return zones.assign(zone=zones["value"].astype(str))[["zone", "geometry"]]


def _dry_land(ground: Ground) -> shapely.Geometry:
    return shapely.difference(ground.setting.outline, ground.setting.tidal)


def ponds(parcels: gpd.GeoDataFrame, count: int, seed: int) -> gpd.GeoDataFrame:
    """Small ponds in fields, woods and gardens, most on clay: ref, Polygon."""
    random = stream(seed, "ponds")
    zone = parcels["zone"].to_numpy()
    likely = 0.15 + sum(weight * is_zone(zone, name) for name, weight in POND_COUNTRY.items())
    fields = ["arable", "improved grassland", "semi-natural grassland", "broadleaved woodland", "parks and gardens"]
    likely = likely * parcels["land_cover"].isin(fields).to_numpy() * np.sqrt(parcels["area_m2"].to_numpy())
    number = min(round(count * PONDS_A_PARCEL), int((likely > 0).sum()))
    chosen = np.sort(random.choice(len(parcels), number, replace=False, p=likely / likely.sum()))
    middle = shapely.get_coordinates(shapely.point_on_surface(parcels.geometry.to_numpy()[chosen]))
    angle = np.linspace(0, 2 * np.pi, 10, endpoint=False) + random.uniform(0, 1, (number, 1))
    reach = random.lognormal(2.25, 0.4, (number, 1)).clip(4, 32) * random.uniform(0.75, 1.25, (number, 10))
    corners = middle[:, None, :] + np.stack([reach * np.cos(angle), reach * np.sin(angle) * 0.75], axis=2)
    shape = shapely.polygons(np.round(corners, 2))
    whole = shapely.contains(parcels.geometry.to_numpy()[chosen], shape) & shapely.is_valid(shape)
    return gpd.GeoDataFrame({"ref": numbered("P", int(whole.sum()))}, geometry=shape[whole], crs=27700)
