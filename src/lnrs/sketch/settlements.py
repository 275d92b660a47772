"""Where people live: built-up land around towns and along the roads between them, and hamlets in the country."""

from dataclasses import replace

import numpy as np
import pandas as pd
import shapely
from scipy.ndimage import distance_transform_edt
from scipy.spatial import cKDTree

from lnrs.sketch.grid import Grid, burn, pick
from lnrs.sketch.names import place_names
from lnrs.sketch.noise import noise, stream
from lnrs.sketch.setting import Setting
from lnrs.sketch.zones import is_zone

PEOPLE_PER_HA = 38.0
"""People to a hectare of built-up land, parks and works included."""


WILFULNESS = np.array([1.0, 0.7, 0.85, 0.6, 0.95])
"""Hamlets are not spread evenly: some candidates count as nearer than they are."""


def built_up(grid: Grid, towns: pd.DataFrame, roads: np.ndarray, allowed: np.ndarray, seed: int) -> np.ndarray:
    """True where land is built on: as much as the towns' people need, near the centres, on land that is `allowed`."""
    pull = np.zeros(grid.shape, dtype=np.float32)
    radius_m = built_radius_m(towns)
    for x, y, radius in zip(towns["easting_m"], towns["northing_m"], radius_m, strict=True):
        _add_pull(pull, grid, x, y, radius)
    road_m = distance_transform_edt(~burn(grid, roads, all_touched=True), sampling=grid.cell_m)
    pull *= np.exp(0.3 * noise(grid, stream(seed, "built-up"), 900, 3)) * (1 + 0.6 * np.exp(-road_m / 350))
    pull[~allowed] = 0
    cells = round(towns["population"].sum() / PEOPLE_PER_HA * 1e4 / grid.cell_m**2)
    return (pull > np.partition(pull.ravel(), -cells)[-cells]) & allowed


def built_radius_m(towns: pd.DataFrame) -> np.ndarray:
    """Radius in metres of the built-up land that each town's people would fill if it were round."""
    return np.sqrt(towns["population"].to_numpy() / PEOPLE_PER_HA * 1e4 / np.pi)


def with_hamlets(setting: Setting, grid: Grid, count: int, seed: int) -> Setting:
    """The setting with up to `count` invented hamlets in dry country, away from every town and each other."""
    if count <= 0:
        return setting
    random = stream(seed, "hamlets")
    country = burn(grid, np.array([shapely.difference(setting.outline, setting.tidal)])) & ~setting.sea
    country &= ~is_zone(setting.zone, "shingle", "dunes", "estuary marsh")
    candidates = random.choice(np.flatnonzero(country), min(count * 20, int(country.sum())), replace=False)
    row, column = np.divmod(candidates, grid.columns)
    places = np.stack([grid.west_m + (column + 0.5) * grid.cell_m, grid.north_m - (row + 0.5) * grid.cell_m], axis=1)
    found = _spread(places, setting.towns[["easting_m", "northing_m"]].to_numpy(float), count)
    hamlets = pd.DataFrame(found, columns=["easting_m", "northing_m"])
    hamlets["name"] = place_names(random, setting.towns["name"])[: len(hamlets)]
    hamlets["kind"] = "village"
    hamlets["population"] = random.integers(12, 90, len(hamlets)) * 10
    return replace(setting, towns=pd.concat([setting.towns, hamlets], ignore_index=True))


def distance_to_built_m(grid: Grid, built: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Metres from points to the nearest built-up cell."""
    return pick(grid, distance_transform_edt(~built, sampling=grid.cell_m), x, y)


def _add_pull(pull: np.ndarray, grid: Grid, x: float, y: float, radius_m: float) -> None:
    """Adds one town's pull, which falls to 1/e at its radius, to the cells within three radii."""
    column, row = (x - grid.west_m) / grid.cell_m - 0.5, (grid.north_m - y) / grid.cell_m - 0.5
    reach = 3 * radius_m / grid.cell_m + 1
    rows = slice(max(0, int(row - reach)), max(0, int(row + reach) + 2))
    columns = slice(max(0, int(column - reach)), max(0, int(column + reach) + 2))
    window = pull[rows, columns]
    down = np.arange(rows.start, rows.start + window.shape[0])[:, None] - row
    across = np.arange(columns.start, columns.start + window.shape[1])[None, :] - column
    window += np.exp(-((np.hypot(down, across) * grid.cell_m / radius_m) ** 1.7)).astype(np.float32)


def _spread(candidates: np.ndarray, taken: np.ndarray, count: int) -> np.ndarray:
    """Up to `count` candidates, each in turn the one that is farthest from all that are taken."""
    far = cKDTree(taken).query(candidates)[0]
    chosen = []
    for _ in range(min(count, len(candidates))):
        chosen.append(int(np.argmax(far * WILFULNESS[np.arange(len(far)) % len(WILFULNESS)])))
        far = np.minimum(far, np.hypot(*(candidates - candidates[chosen[-1]]).T))
    return candidates[chosen]
