"""The ground of the invented England, on one raster: height, rivers, coast, towns, rock.

Only the rough lie of the hills, the levels and the great cities is England's own; all else is chance.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from scipy.ndimage import distance_transform_edt

from lnrs.model import areas
from lnrs.outlines import coast, outline
from lnrs.sketch.drainage import valleys
from lnrs.sketch.england.lie import CHALK, CITIES, HILLS, LEVELS, Swell
from lnrs.sketch.grid import Grid, burn, cell_centres, grid_over, sample
from lnrs.sketch.noise import noise, stream

CELL_M = 500.0
DRAINAGE_CELL_M = 2000.0
RIVER_KM2 = 60.0
"""A valley that drains this much has a river with a flood plain."""
BEYOND_M = 900.0
"""Height of land that is not England's, so that no river leaves by it."""


@dataclass(frozen=True)
class Ground:
    """What the ground is like at n points; every field is a float array (n,)."""

    height_m: np.ndarray
    river_m: np.ndarray
    """Distance to the nearest river."""
    sea_m: np.ndarray
    """Distance to the coast."""
    town: np.ndarray
    """How built-up the surroundings are, 0 to 1."""
    lime: np.ndarray
    """Lime-rich above 0, acid below."""
    damp: np.ndarray
    """Wetter than usual above 0."""
    wild: np.ndarray
    """Where much of nature has lasted, above 0."""
    whim: np.ndarray
    """Nothing but chance, by which strategies choose between places that suit them alike; mean 0, deviation 1."""


@dataclass(frozen=True)
class Country:
    """The whole ground: a grid and a raster (rows, columns) of each field of `Ground`."""

    grid: Grid
    fields: dict[str, np.ndarray]

    def at(self, x: np.ndarray, y: np.ndarray) -> Ground:
        """The ground at points (EPSG:27700, metres)."""
        return Ground(**{name: sample(self.grid, values, x, y) for name, values in self.fields.items()})


@cache
def country(seed: int) -> Country:
    """The ground of a seed; about a second of work, kept in memory (60 MB)."""
    shapes = [outline(area.lnrs_id) for area in areas()]
    shores = np.array([shore for area in areas() if not (shore := coast(area.lnrs_id)).is_empty])
    grid = grid_over(tuple(shapely.total_bounds(shapes)), CELL_M, margin_m=5_000)

    def chance(name: str, wavelength_m: float, octaves: int = 3) -> np.ndarray:
        return noise(grid, stream(seed, "england", name), wavelength_m, octaves)

    height = np.maximum(
        2.0, _swells(grid, HILLS) * (1 + 0.2 * chance("crags", 12_000)) + 45 + 30 * chance("folds", 30_000)
    )
    height = height * (1 - np.clip(_swells(grid, LEVELS), 0, 0.95))
    town = np.clip(_swells(grid, CITIES) * (1 + 0.3 * chance("suburbs", 6_000)), 0, 1)
    sea = distance_transform_edt(~burn(grid, shores, all_touched=True), sampling=CELL_M)
    fields = {
        "height_m": height,
        "river_m": _away_from_rivers(grid, height, np.array(shapes), shores, seed),
        "sea_m": np.maximum(sea, 0),
        "town": np.maximum(town, 0.9 * (chance("villages", 9_000, 2) > 2.3)),
        "lime": 1.6 * np.clip(_swells(grid, CHALK), 0, 1) - 0.5 + 0.6 * chance("rock", 25_000),
        "damp": chance("damp", 5_000),
        "wild": chance("wild", 5_000, 4) + np.clip((height - 200) / 500, 0, 0.5),
        "whim": chance("whim", 4_000, 4),
    }
    return Country(grid, {name: values.astype(np.float32) for name, values in fields.items()})


def _swells(grid: Grid, swells: tuple[Swell, ...]) -> np.ndarray:
    """The sum of swells on a grid."""
    east, north = cell_centres(grid)
    total = np.zeros(grid.shape)
    for one in swells:
        turn = np.radians(one.bearing_deg)
        x, y = east - 1000 * one.east_km, north - 1000 * one.north_km
        along, across = x * np.sin(turn) + y * np.cos(turn), x * np.cos(turn) - y * np.sin(turn)
        total += one.rises * np.exp(-((along / (1000 * one.long_km)) ** 2) - (across / (1000 * one.wide_km)) ** 2)
    return total


def _away_from_rivers(grid: Grid, height: np.ndarray, shapes: np.ndarray, shores: np.ndarray, seed: int) -> np.ndarray:
    """Distance to the nearest river; rivers run to the coast by the low ground, and meander."""
    coarse = grid_over(tuple(shapely.total_bounds(shapes)), DRAINAGE_CELL_M, margin_m=5_000)
    east, north = cell_centres(coarse)
    x, y = (axis.ravel() for axis in np.broadcast_arrays(east, north))
    level = sample(grid, height, x, y).reshape(coarse.shape)
    level = level / 4 + 6 * noise(coarse, stream(seed, "england", "courses"), 8_000)
    outlets = burn(coarse, shores, all_touched=True)
    land = burn(coarse, shapes, all_touched=True)
    lines = valleys(coarse, np.where(land | outlets, level, BEYOND_M), outlets, RIVER_KM2)
    wet = np.zeros(grid.shape, bool)
    wander = np.stack([noise(grid, stream(seed, "england", "meander", axis), 5_000, 2) for axis in "xy"]) * 700
    for points in lines["points"]:
        far = np.r_[0, np.cumsum(np.hypot(*np.diff(points, axis=0).T))]
        at = np.arange(0, far[-1] + 1, CELL_M / 2)
        line = np.stack([np.interp(at, far, points[:, axis]) for axis in (0, 1)])
        x, y = line + np.stack([sample(grid, shift, *line) for shift in wander])
        row = np.clip(((grid.north_m - y) / CELL_M).astype(int), 0, grid.rows - 1)
        column = np.clip(((x - grid.west_m) / CELL_M).astype(int), 0, grid.columns - 1)
        wet[row, column] = True
    return distance_transform_edt(~(wet & burn(grid, shapes, all_touched=True)), sampling=CELL_M)
