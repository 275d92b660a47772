"""Shapes that are known before the fields are drawn: salt water, the tide's edge, saltmarsh, cliffs and lakes."""

import numpy as np
import shapely
from rasterio.features import shapes
from scipy.ndimage import distance_transform_edt, maximum_filter
from shapely import MultiPolygon

from lnrs.sketch.grid import Grid, burn, pick
from lnrs.sketch.ground import Ground
from lnrs.sketch.noise import noise, stream
from lnrs.sketch.setting import polygons_only

LAND, FORESHORE, CHANNEL, SALTMARSH, CLIFF, LAKE = range(6)
CLIFF_HEIGHT_M = 16.0
CLIFF_WIDTH_M = 70.0


def known_shapes(ground: Ground, seed: int) -> dict[int, MultiPolygon]:
    """The shapes by kind, from the least to the most particular: a later one lies on top of an earlier."""
    setting = ground.setting
    return {
        FORESHORE: setting.tidal,
        SALTMARSH: _saltmarsh(ground, seed),
        CHANNEL: setting.channels,
        CLIFF: _cliffs(ground),
        LAKE: _lakes(ground, seed),
    }


def kind_of(polygons: np.ndarray, known: dict[int, MultiPolygon]) -> np.ndarray:
    """Which of the known shapes each polygon lies in, by a point inside it; LAND where none."""
    inside = shapely.point_on_surface(polygons)
    kind = np.full(len(polygons), LAND)
    for number, shape in known.items():
        shapely.prepare(shape)
        kind[shapely.contains(shape, inside)] = number
    return kind


def _outlined(grid: Grid, mask: np.ndarray) -> np.ndarray:
    """Polygons around the true cells of a mask, with corners cut so that no one sees the cells."""
    found = shapes(mask.astype(np.uint8), mask=mask, transform=grid.transform)
    rings = [shapely.Polygon(outline["coordinates"][0]) for outline, _ in found]
    return shapely.simplify(np.array(rings, dtype=object), grid.cell_m * 0.75)


def _saltmarsh(ground: Ground, seed: int) -> MultiPolygon:
    """Saltmarsh: where it is certain, and in patches along sheltered shores, near to land and to a channel."""
    grid, setting = ground.grid, ground.setting
    tidal = burn(grid, np.array([setting.tidal]))
    channel = burn(grid, np.array([setting.channels]), all_touched=True)
    to_land = distance_transform_edt(tidal | setting.sea, sampling=grid.cell_m)
    to_channel = distance_transform_edt(~channel, sampling=grid.cell_m) if channel.any() else np.full(grid.shape, 9e9)
    patches = noise(grid, stream(seed, "saltmarsh"), 1200, 3) - to_land / 250 > -0.35
    parts = _outlined(grid, tidal & patches & (to_land < 500) & (to_channel < 1500))
    return polygons_only(shapely.intersection(setting.tidal, shapely.union_all([*parts, setting.saltings])))


def _cliffs(ground: Ground) -> MultiPolygon:
    """A strip of land along the shore wherever the ground behind stands high."""
    grid, setting = ground.grid, ground.setting
    land = shapely.difference(setting.outline, setting.tidal)
    near_sea = burn(grid, shapely.get_parts(setting.tidal), all_touched=True) | setting.sea
    high = maximum_filter(ground.elevation_m * ~near_sea, 3) > CLIFF_HEIGHT_M
    steps = shapely.get_coordinates(shapely.segmentize(land.boundary, grid.cell_m))
    start, end = steps[:-1], steps[1:]
    middle = (start + end) / 2
    shore = pick(grid, maximum_filter(setting.sea | near_sea, 3), *middle.T) & pick(grid, high, *middle.T)
    short = np.hypot(*(end - start).T) <= grid.cell_m * 1.01
    chosen = shapely.linestrings(np.stack([start, end], axis=1)[shore & short])
    return polygons_only(
        shapely.intersection(land, shapely.union_all(shapely.buffer(chosen, CLIFF_WIDTH_M, quad_segs=2)))
    )


def _lakes(ground: Ground, seed: int) -> MultiPolygon:
    """Lakes of irregular outline where the setting has them."""
    setting = ground.setting
    lakes = setting.features[setting.features["kind"] == "lake"]
    rings = [
        _irregular(x, y, radius, stream(seed, "lake", name))
        for name, x, y, radius in zip(
            lakes["name"], lakes["easting_m"], lakes["northing_m"], lakes["radius_m"], strict=True
        )
    ]
    dry = shapely.difference(setting.outline, setting.tidal)
    return polygons_only(shapely.intersection(dry, shapely.union_all(np.array(rings, dtype=object))))


def _irregular(x: float, y: float, radius_m: float, random: np.random.Generator) -> shapely.Geometry:
    """A rounded shape with bays, a little wider than it is high."""
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    reach = np.ones(48)
    for wave in range(2, 7):
        reach += random.normal(0, 0.34 / wave**0.7) * np.cos(wave * angle + random.uniform(0, 2 * np.pi))
    reach = radius_m * np.clip(reach, 0.25, 2)
    ring = np.stack([x + reach * np.cos(angle), y + reach * np.sin(angle) * 0.8], axis=1)
    return shapely.make_valid(shapely.Polygon(ring))
