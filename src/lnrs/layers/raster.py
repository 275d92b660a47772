"""Elevation on disk: `elevation.tif`, metres on cells of the national grid (origin 0, 0)."""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from rasterio.errors import RasterioError
from rasterio.transform import Affine
from rasterio.windows import Window

from lnrs.errors import NotFound, Problem
from lnrs.layers.record import LayerRecord
from lnrs.layers.sniff import refusal
from lnrs.layers.store import Bounds, seal
from lnrs.layers.writing import cannot_write, replacing

NATIONAL = "EPSG:27700"


@dataclass(frozen=True)
class Elevation:
    """Heights in metres on the national grid, northernmost row first; NaN where there is none."""

    heights: np.ndarray
    west: float
    north: float
    cell_m: int
    notes: tuple[str, ...] = ()

    @property
    def transform(self) -> Affine:
        """From column and row to easting and northing."""
        return Affine(self.cell_m, 0.0, self.west, 0.0, -self.cell_m, self.north)


def write_raster(elevation: Elevation, folder: Path, record: LayerRecord) -> LayerRecord:
    """Write elevation.tif (float32, compressed) and its record, and return the record with its hash.

    Raises CannotWrite, leaving what was there, where the disk is full.
    """
    target = folder / "elevation.tif"
    rows, columns = elevation.heights.shape
    with replacing(target.with_suffix(".toml")) as beside, replacing(target) as draft:
        try:
            with rasterio.open(
                draft,
                "w",
                driver="GTiff",
                width=columns,
                height=rows,
                count=1,
                dtype="float32",
                crs=NATIONAL,
                transform=elevation.transform,
                nodata=math.nan,
                compress="deflate",
                predictor=3,
                tiled=True,
                blockxsize=256,
                blockysize=256,
            ) as grid:
                grid.write(elevation.heights.astype("float32"), 1)
        except RasterioError as error:
            raise cannot_write(target, str(error)) from error
        return seal(draft, record, beside)


def read_raster(file: Path, bounds: Bounds | None = None) -> Elevation:
    """Read elevation.tif, or the cells of it that meet the bounds. Raises NotFound, LayerRefused."""
    if not file.exists():
        advice = "Add it with `lnrs add` or `lnrs fetch`."
        raise NotFound([Problem(file.name, "is a layer, and is not there.", advice)])
    try:
        with rasterio.open(file) as grid:
            cell = round(grid.transform.a)
            west, south, east, north = outward(bounds or tuple(grid.bounds), cell)
            left, top = round((west - grid.transform.c) / cell), round((grid.transform.f - north) / cell)
            heights = _cut_out(grid, left, top, round((east - west) / cell), round((north - south) / cell))
    except RasterioError as error:
        raise refusal(file, f"cannot be read: {error}.", "Add the layer again.") from error
    return Elevation(heights, west, north, cell)


def _cut_out(grid: rasterio.DatasetReader, left: int, top: int, columns: int, rows: int) -> np.ndarray:
    """Cells of a grid by column and row, NaN beyond its edges."""
    cells = np.full((rows, columns), math.nan, dtype="float32")
    first_column, first_row = max(left, 0), max(top, 0)
    end_column, end_row = min(left + columns, grid.width), min(top + rows, grid.height)
    if first_column < end_column and first_row < end_row:
        window = Window(first_column, first_row, end_column - first_column, end_row - first_row)
        there = np.s_[first_row - top : end_row - top, first_column - left : end_column - left]
        cells[there] = grid.read(1, window=window)
    return cells


def outward(bounds: Bounds, cell: int) -> Bounds:
    """Bounds widened to whole cells counted from the grid's origin."""
    west, south, east, north = (edge / cell for edge in bounds)
    return math.floor(west) * cell, math.floor(south) * cell, math.ceil(east) * cell, math.ceil(north) * cell
