"""A grid of heights at the door: any coordinate system, laid on the cells of the national grid (origin 0, 0)."""

import math
import warnings
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import rasterio
from rasterio.enums import Resampling
from rasterio.errors import CRSError, NotGeoreferencedWarning, RasterioError
from rasterio.transform import Affine
from rasterio.warp import reproject, transform_bounds

from lnrs.errors import LayerRefused, Problem
from lnrs.gridref import EAST_END_M, NORTH_END_M
from lnrs.layers.raster import NATIONAL, Elevation, outward
from lnrs.layers.sniff import refusal
from lnrs.layers.store import Bounds
from lnrs.layers.terrain import grids_in

CELL_M = 10
LOWEST_M, HIGHEST_M = -60.0, 1_400.0
"""Of land in Great Britain, with its quarries: Ben Nevis is 1,345 m, the fens are 3 m below the sea."""
MOST_CELLS = 400_000_000


def admit_elevation(file: Path, *, crs: str | None = None, bounds: Bounds | None = None) -> Elevation:
    """Read a GeoTIFF or ASCII grid, or a zip of one or of OS Terrain 50, on to the national grid.

    `bounds` (west, south, east, north in metres) cuts out what is wanted. Cells are as large as the source's, rounded
    up to a multiple of 10 m. Raises LayerRefused with every problem, NotFound where the file is not there.
    """
    try:
        with grids_in(file, bounds) as paths, ExitStack() as opened, warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            grids = [opened.enter_context(rasterio.open(path)) for path in paths]
            _refuse(_grid_problems(grids, file, crs))
            elevation = _on_national_grid(grids, file, crs, bounds)
    except RasterioError as error:
        raise refusal(file, f"cannot be read: {error}.", "Export it again.") from error
    _refuse(_height_problems(elevation.heights, file))
    return elevation


def _grid_problems(grids: Sequence[rasterio.DatasetReader], file: Path, crs: str | None) -> list[Problem]:
    problems = []
    if any(grid.count != 1 for grid in grids):
        problems.append(Problem(file.name, f"has {grids[0].count} bands.", "Save the heights alone, as one band."))
    if any(np.dtype(grid.dtypes[0]).kind not in "iuf" for grid in grids):
        problems.append(Problem(file.name, f"holds {grids[0].dtypes[0]}, not heights.", "Save it as numbers."))
    if crs is None and any(grid.crs is None for grid in grids):
        advice = "Declare it with --crs, such as --crs EPSG:27700 for the National Grid."
        problems.append(Problem(file.name, "does not say which coordinate system it is in.", advice))
    if crs is not None and not _known(crs):
        problems.append(Problem("--crs", f"{crs!r} is not a coordinate system.", "Write it like EPSG:27700."))
    if any(grid.transform.is_identity for grid in grids):
        problems.append(Problem(file.name, "does not say where it lies.", "Export it with its position."))
    return problems


def _known(crs: str) -> bool:
    try:
        rasterio.crs.CRS.from_user_input(crs)
    except CRSError:
        return False
    return True


def _height_problems(heights: np.ndarray, file: Path) -> list[Problem]:
    if not np.isfinite(heights).any():
        return [Problem(file.name, "has no height in the strategy area.", "Check that it is the right file.")]
    low, high = float(np.nanmin(heights)), float(np.nanmax(heights))
    if low >= LOWEST_M and high <= HIGHEST_M:
        return []
    advice = "Heights have to be in metres, and cells without one marked as no data."
    return [Problem(file.name, f"has heights from {low:.0f} to {high:.0f}, which is not land here.", advice)]


def _on_national_grid(
    grids: Sequence[rasterio.DatasetReader], file: Path, crs: str | None, bounds: Bounds | None
) -> Elevation:
    system = crs or grids[0].crs
    resolution_m = _resolution_m(grids[0], system)
    cell = max(CELL_M, math.ceil(resolution_m / CELL_M - 1e-6) * CELL_M)
    whole = _union([transform_bounds(system, NATIONAL, *grid.bounds) for grid in grids])
    west, south, east, north = outward(bounds or whole, cell)
    if not _meet(whole, (0, 0, EAST_END_M, NORTH_END_M)):
        raise refusal(file, "lies outside Great Britain.", "Check its coordinate system.")
    rows, columns = round((north - south) / cell), round((east - west) / cell)
    if rows * columns > MOST_CELLS:
        raise refusal(file, f"would make {rows * columns:,} cells.", "Cut out the strategy area first.")
    heights = np.full((rows, columns), math.nan, dtype="float32")
    aligned = all(_is_aligned(grid, system, cell) for grid in grids)
    for grid in grids:
        _lay(
            grid, system, heights, Affine(cell, 0.0, west, 0.0, -cell, north), _resampling(aligned, resolution_m, cell)
        )
    note = "cells kept as they came" if aligned else f"cells of {resolution_m:.1f} m laid on cells of {cell} m"
    return Elevation(heights, west, north, cell, (note,))


def _lay(
    grid: rasterio.DatasetReader, system: object, heights: np.ndarray, transform: Affine, resampling: Resampling
) -> None:
    """Fill in the cells of `heights` that this grid knows."""
    laid = np.full_like(heights, math.nan)
    reproject(
        rasterio.band(grid, 1),
        laid,
        src_crs=system,
        dst_transform=transform,
        dst_crs=NATIONAL,
        src_nodata=grid.nodata,
        dst_nodata=math.nan,
        resampling=resampling,
        num_threads=1,
    )
    np.copyto(heights, laid, where=np.isfinite(laid))


def _resampling(aligned: bool, resolution_m: float, cell: int) -> Resampling:
    """Cells that fit are taken as they are, finer ones averaged, others interpolated."""
    if aligned:
        return Resampling.nearest
    return Resampling.average if resolution_m < cell / 1.5 else Resampling.bilinear


def _resolution_m(grid: rasterio.DatasetReader, system: object) -> float:
    """Side of a square as large as one cell, in metres on the ground."""
    west, south, east, north = transform_bounds(system, NATIONAL, *grid.bounds)
    return math.sqrt((east - west) * (north - south) / (grid.width * grid.height))


def _is_aligned(grid: rasterio.DatasetReader, system: object, cell: int) -> bool:
    at = grid.transform
    return _is_national(system) and at.a == cell == -at.e and at.c % cell == 0 and at.f % cell == 0


def _is_national(system: object) -> bool:
    return rasterio.crs.CRS.from_user_input(system).to_epsg() == 27700


def _union(boxes: Sequence[Bounds]) -> Bounds:
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _meet(one: Bounds, other: Bounds) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise LayerRefused(problems)
