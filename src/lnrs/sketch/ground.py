"""The bare country: its height, the streams that cut it, how wet it is and where it is built on."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from scipy.ndimage import distance_transform_edt

from lnrs.sketch.drainage import valleys
from lnrs.sketch.grid import Grid, burn
from lnrs.sketch.noise import noise, stream
from lnrs.sketch.relief import dissected, river_level, valley_floor
from lnrs.sketch.setting import Setting, rounded
from lnrs.sketch.settlements import built_up
from lnrs.sketch.zones import is_zone, painted

LEVELS = ("wet levels", "estuary marsh", "romney marsh", "shingle", "dunes")
LEAST_VALLEY_KM2 = 0.5
WINDING_M = 70.0


@dataclass(frozen=True)
class Ground:
    """Rasters on one grid, and the valleys that were cut."""

    grid: Grid
    setting: Setting
    elevation_m: np.ndarray
    slope_deg: np.ndarray
    above_water_m: np.ndarray
    """Height above the nearest river, stream or the sea."""
    valley_m: np.ndarray
    """Distance to the nearest valley line, dry ones too."""
    shore_m: np.ndarray
    """Distance to salt water at high tide."""
    channel_m: np.ndarray
    """Distance to a tidal channel."""
    built: np.ndarray
    valleys: pd.DataFrame
    """points, km2"""


def ground(setting: Setting, grid: Grid, seed: int) -> Ground:
    """The country of a setting: rough, then cut by its rivers and by the streams that would run to them."""
    rough = setting.relief_m + noise(grid, stream(seed, "relief"), 2200, 4) * painted(
        setting.zone, "roughness_m", blur_cells=4
    )
    height = np.where(setting.sea, 0, valley_floor(grid, rough, setting.rivers)).astype(np.float32)
    lines = _valleys(setting, grid, height, seed)
    depth, half_width = (painted(setting.zone, f"valley_{part}_m", blur_cells=3) for part in ("depth", "half_width"))
    height = valley_floor(grid, dissected(grid, height, lines, depth, half_width), setting.rivers)
    level = is_zone(setting.zone, *LEVELS)
    height = np.where(setting.sea, 0.0, np.maximum(height, np.where(level, 1.0, 1.6)))
    tidal = burn(grid, np.array([setting.tidal]))
    height = np.where(tidal, np.minimum(height, 1.2), height).astype(np.float32)
    down, across = np.gradient(height, grid.cell_m)
    return Ground(
        grid=grid,
        setting=setting,
        elevation_m=height,
        slope_deg=np.degrees(np.arctan(np.hypot(down, across))),
        above_water_m=_above_water(setting, grid, height, tidal),
        valley_m=_distance(grid, burn(grid, _lines(lines))),
        shore_m=_distance(grid, tidal | setting.sea),
        channel_m=_distance(grid, burn(grid, np.array([setting.channels]), all_touched=True)),
        built=_built(setting, grid, height, tidal, seed),
        valleys=lines,
    )


def _valleys(setting: Setting, grid: Grid, height: np.ndarray, seed: int) -> pd.DataFrame:
    """Valley lines on a grid of twice the cell, smoothed."""
    rows, columns = grid.rows // 2, grid.columns // 2
    coarse = Grid(grid.west_m, grid.north_m, grid.cell_m * 2, rows, columns)
    mean = height[: rows * 2, : columns * 2].reshape(rows, 2, columns, 2).mean(axis=(1, 3))
    rough = painted(setting.zone, "roughness_m", blur_cells=4)[: rows * 2 : 2, : columns * 2 : 2]
    wander = (9 + 0.7 * rough) * noise(coarse, stream(seed, "valleys"), 1500, 3)
    wander += 6 * noise(coarse, stream(seed, "rills"), 500, 1)
    rivers = burn(coarse, _lines(setting.rivers), all_touched=True)
    outlets = setting.sea[: rows * 2 : 2, : columns * 2 : 2] | rivers
    lines = valleys(coarse, mean + wander, outlets, LEAST_VALLEY_KM2)
    random = stream(seed, "windings")
    return lines.assign(points=lines["points"].map(lambda points: rounded(_eased(points, random), 2)))


def _eased(points: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A line of cell centres that winds a little instead of stepping from cell to cell; its ends stay."""
    eased = points.copy()
    eased[1:-1] += random.normal(0, WINDING_M, (max(len(points) - 2, 0), 2))
    for _ in range(2):
        eased[1:-1] = (eased[:-2] + 2 * eased[1:-1] + eased[2:]) / 4
    return eased


def _lines(table: pd.DataFrame) -> np.ndarray:
    return np.array([shapely.LineString(points[:, :2]) for points in table["points"]], dtype=object)


def _distance(grid: Grid, mask: np.ndarray) -> np.ndarray:
    """Metres from each cell to the nearest true one; very far where there is none."""
    if not mask.any():
        return np.full(grid.shape, 1e6)
    return distance_transform_edt(~mask, sampling=grid.cell_m)


def _above_water(setting: Setting, grid: Grid, height: np.ndarray, tidal: np.ndarray) -> np.ndarray:
    """Height above the nearest river or salt water, whichever is the less far."""
    level, away = river_level(grid, setting.rivers)
    to_sea = _distance(grid, tidal | setting.sea)
    return np.where(to_sea < away, height, height - level).clip(min=0)


def _built(setting: Setting, grid: Grid, height: np.ndarray, tidal: np.ndarray, seed: int) -> np.ndarray:
    """Built-up land keeps off the tide, the marshes and the lakes."""
    area = burn(grid, np.array([setting.outline]))
    wet = is_zone(setting.zone, "wet levels", "estuary marsh", "shingle") & (height < 4.5)
    roads = setting.routes.loc[setting.routes["kind"] == "primary", "geometry"].to_numpy()
    return built_up(grid, setting.towns, roads, area & ~tidal & ~setting.sea & ~wet, seed)
