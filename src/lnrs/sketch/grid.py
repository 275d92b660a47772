"""A raster over an area: the paper the sketch is drawn on."""

from dataclasses import dataclass

import numpy as np
import shapely
from rasterio.features import rasterize
from rasterio.transform import Affine
from scipy.ndimage import map_coordinates


@dataclass(frozen=True)
class Grid:
    """Square cells counted from the north-west corner; corners lie on multiples of `cell_m` from the origin (0, 0)."""

    west_m: float
    north_m: float
    cell_m: float
    rows: int
    columns: int

    @property
    def shape(self) -> tuple[int, int]:
        return self.rows, self.columns

    @property
    def transform(self) -> Affine:
        return Affine(self.cell_m, 0.0, self.west_m, 0.0, -self.cell_m, self.north_m)


def grid_over(bounds: tuple[float, float, float, float], cell_m: float, margin_m: float = 1000.0) -> Grid:
    """The aligned grid that covers `bounds` (west, south, east, north) with a margin on every side."""
    west, south = (np.floor((edge - margin_m) / cell_m) * cell_m for edge in bounds[:2])
    east, north = (np.ceil((edge + margin_m) / cell_m) * cell_m for edge in bounds[2:])
    return Grid(float(west), float(north), cell_m, round((north - south) / cell_m), round((east - west) / cell_m))


def cell_centres(grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    """Eastings (one row) and northings (one column) of the cell centres, ready to broadcast."""
    x = grid.west_m + (np.arange(grid.columns) + 0.5) * grid.cell_m
    y = grid.north_m - (np.arange(grid.rows) + 0.5) * grid.cell_m
    return x[None, :], y[:, None]


def sample(grid: Grid, values: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Values at points, interpolated between cell centres."""
    place = _place(grid, x, y)
    return map_coordinates(values, place, order=1, mode="nearest", output=np.float64)


def pick(grid: Grid, values: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Values of the cells that points fall in; for classes, where nothing may be interpolated."""
    row, column = np.rint(_place(grid, x, y)).astype(int)
    return values[np.clip(row, 0, grid.rows - 1), np.clip(column, 0, grid.columns - 1)]


def burn(grid: Grid, geometries: np.ndarray, *, all_touched: bool = False) -> np.ndarray:
    """True where a cell's centre lies in any of the geometries (or where one touches it)."""
    kept = [geometry for geometry in np.atleast_1d(geometries) if not shapely.is_empty(geometry)]
    if not kept:
        return np.zeros(grid.shape, dtype=bool)
    return rasterize(kept, grid.shape, transform=grid.transform, all_touched=all_touched, dtype="uint8") == 1


def _place(grid: Grid, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    column = (np.asarray(x) - grid.west_m) / grid.cell_m - 0.5
    row = (grid.north_m - np.asarray(y)) / grid.cell_m - 0.5
    return np.stack([row, column])
