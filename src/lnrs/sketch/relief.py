"""The shape of the ground: a surface through known heights, then valleys cut into it by rivers and streams."""

import numpy as np
import pandas as pd
import shapely
from rasterio.features import rasterize
from scipy.interpolate import LinearNDInterpolator, NearestNDInterpolator
from scipy.ndimage import distance_transform_edt, gaussian_filter, map_coordinates

from lnrs.sketch.grid import Grid, cell_centres

SMOOTHING_M = 180.0
STEP = 2
"""Heights are interpolated at every so many cells, and between those in straight lines."""


def surface(grid: Grid, heights: np.ndarray) -> np.ndarray:
    """Heights in metres on the grid, through points (n x 3: easting, northing, height)."""
    easting, northing = (axis.ravel() for axis in cell_centres(grid))
    x, y = np.meshgrid(easting[::STEP], northing[::STEP])
    coarse = LinearNDInterpolator(heights[:, :2], heights[:, 2])(x, y)
    missing = np.isnan(coarse)
    coarse[missing] = NearestNDInterpolator(heights[:, :2], heights[:, 2])(x[missing], y[missing])
    row, column = np.indices(grid.shape, dtype=np.float32) / STEP
    fine = map_coordinates(coarse, [row, column], order=1, mode="nearest", output=np.float32)
    return gaussian_filter(fine, SMOOTHING_M / grid.cell_m)


def valley_floor(grid: Grid, relief_m: np.ndarray, rivers: pd.DataFrame) -> np.ndarray:
    """Relief lowered so that land beside a river is little above it: a flat floor, then sides that steepen."""
    level_m, away_m = river_level(grid, rivers)
    side = 0.6 + np.maximum(away_m - 120, 0) ** 1.7 / 3200
    return np.minimum(relief_m, level_m + side).astype(np.float32)


def river_level(grid: Grid, rivers: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Height of the nearest river in metres, and the distance to it, for every cell."""
    if rivers.empty:
        return np.zeros(grid.shape), np.full(grid.shape, 1e6)
    points = np.vstack([_densified(points, grid.cell_m / 2) for points in rivers["points"]])
    row = np.floor((grid.north_m - points[:, 1]) / grid.cell_m).astype(int)
    column = np.floor((points[:, 0] - grid.west_m) / grid.cell_m).astype(int)
    inside = (row >= 0) & (row < grid.rows) & (column >= 0) & (column < grid.columns)
    level = np.full(grid.shape, np.inf)
    np.minimum.at(level, (row[inside], column[inside]), points[inside, 2])
    away, nearest = distance_transform_edt(np.isinf(level), sampling=grid.cell_m, return_indices=True)
    return level[tuple(nearest)], away


def _densified(points: np.ndarray, step_m: float) -> np.ndarray:
    """Points (easting, northing, height) along a line at most `step_m` apart."""
    far = np.r_[0, np.cumsum(np.hypot(*np.diff(points[:, :2], axis=0).T))]
    at = np.linspace(0, far[-1], max(2, int(far[-1] / step_m) + 1))
    return np.stack([np.interp(at, far, column) for column in points.T], axis=1)


def dissected(
    grid: Grid, relief_m: np.ndarray, valleys: pd.DataFrame, depth_m: np.ndarray, half_width_m: np.ndarray
) -> np.ndarray:
    """Relief with valleys cut into it: deeper and wider the more land they drain (`km2`), as the country allows.

    `depth_m` and `half_width_m` are rasters of what a valley that drains much land would have.
    """
    lines = [shapely.LineString(points) for points in valleys["points"]]
    drained = rasterize(
        zip(lines, np.log1p(valleys["km2"]), strict=True), grid.shape, transform=grid.transform, dtype="float32"
    )
    away, nearest = distance_transform_edt(drained == 0, sampling=grid.cell_m, return_indices=True)
    strength = 1 - np.exp(-drained[tuple(nearest)] / 1.2)
    cut = depth_m * strength * np.exp(-((away / (half_width_m * (0.5 + strength))) ** 1.5))
    return gaussian_filter(relief_m - cut, 0.7).astype(np.float32)
