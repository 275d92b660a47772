"""As much of a shape as a screen can show: finer than half a pixel nothing is kept.

Two ways, by zoom. In detail (zoom 10 and up) each shape is simplified by itself. In overview (up to 9) shapes that are
alike are gathered into cells of half a pixel: as many cells as they cover, the fullest first, so that scattered small
pieces neither vanish nor swell and their area stays true at every zoom.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from lnrs.ecology.burn import covered
from lnrs.ecology.grid import Grid, grid_over
from lnrs.edition.tiles.mercator import GROUND_M, PLANE, pixel_m, to_mercator
from lnrs.edition.tiles.outline import outlines_of

Geometries = npt.NDArray[Any]

OVERVIEW_ZOOMS = (6, 7, 8, 9)
DETAIL_ZOOMS = (12, 11, 10)
"""Finest first: each zoom is simplified from the one before."""
ENLARGED = 1
"""Web maps enlarge the finest level for every zoom beyond it, so it has the detail of a level so many zooms on."""
FINEST_CELL_M = 50.0
"""Cell of the overview at zoom 9, about half a pixel on the ground; it doubles with each zoom outward."""
SMALLEST_PIXELS = 1.0
"""Polygons smaller than this many square pixels are left out of the detail."""


def detail(frame: gpd.GeoDataFrame, zooms: Sequence[int] = DETAIL_ZOOMS) -> Iterator[tuple[int, gpd.GeoDataFrame]]:
    """The frame (EPSG:27700) at each zoom, finest first, on the Mercator plane: polygons, lines or points."""
    finest = zooms[0] + ENLARGED
    shapes = frame.geometry.to_numpy()
    shapes = to_mercator(shapely.simplify(shapes, pixel_m(finest) / 2 * GROUND_M, preserve_topology=False))
    kept = np.arange(len(frame))
    for zoom in zooms:
        if zoom != zooms[0]:
            shapes = shapely.simplify(shapes, pixel_m(zoom) / 2, preserve_topology=False)
        shapes = sound(shapes)
        large = is_visible(shapes, finest if zoom == zooms[0] else zoom)
        shapes, kept = shapes[large], kept[large]
        yield zoom, frame.iloc[kept].set_geometry(gpd.GeoSeries(shapes, crs=PLANE, index=frame.index[kept]))


def is_visible(shapes: Geometries, zoom: int) -> npt.NDArray[np.bool_]:
    """Which shapes are large enough to be seen at a zoom; points always are."""
    areal, linear = shapely.get_dimensions(shapes) == 2, shapely.get_dimensions(shapes) == 1
    large = shapely.area(shapes) >= SMALLEST_PIXELS * pixel_m(zoom) ** 2
    long = shapely.length(shapes) >= pixel_m(zoom)
    return np.where(areal, large, np.where(linear, long, True)) & ~shapely.is_empty(shapes)


def sound(shapes: Geometries) -> Geometries:
    """The shapes with those mended that simplification made cross themselves."""
    bad = ~shapely.is_valid(shapes)
    if bad.any():
        shapes = shapes.copy()
        shapes[bad] = shapely.buffer(shapes[bad], 0)
    return shapes


def overview_grid(bounds_m: tuple[float, float, float, float]) -> Grid:
    """The grid that overviews of this land are made on; it divides into the cells of every overview zoom."""
    coarsest = grid_over(bounds_m, cell_m=cell_m(OVERVIEW_ZOOMS[0]))
    times = int(coarsest.cell_m / FINEST_CELL_M)
    return Grid(coarsest.west_m, coarsest.north_m, coarsest.rows * times, coarsest.cols * times, FINEST_CELL_M)


def overview(shapes: Geometries, grid: Grid) -> Iterator[tuple[int, Geometries]]:
    """Polygons (EPSG:27700) that stand for shapes that are alike, at each overview zoom."""
    row, col = np.divmod(np.flatnonzero(covered(shapes, grid).view(bool)), grid.cols)
    for zoom in OVERVIEW_ZOOMS:
        times = int(cell_m(zoom) / grid.cell_m)
        coarse = coarser(grid, times)
        fill = np.bincount(row // times * coarse.cols + col // times, minlength=coarse.rows * coarse.cols)
        cells = fullest(fill, round(len(row) / times**2)).reshape(coarse.shape)
        yield zoom, smoothed(outlines_of(cells, coarse), coarse.cell_m)


def cell_m(zoom: int) -> float:
    """Side of an overview's cell at a zoom."""
    return FINEST_CELL_M * 2.0 ** (OVERVIEW_ZOOMS[-1] - zoom)


def coarser(grid: Grid, times: int) -> Grid:
    """The grid with cells so many times as wide."""
    return Grid(grid.west_m, grid.north_m, grid.rows // times, grid.cols // times, grid.cell_m * times)


def fullest(fill: npt.NDArray[np.intp], count: int) -> npt.NDArray[np.bool_]:
    """The `count` fullest cells, at least one where there is any; of equally full ones the first."""
    held = np.flatnonzero(fill)
    best = held[np.argsort(-fill[held], kind="stable")][: max(count, 1)]
    chosen = np.zeros(len(fill), bool)
    chosen[best] = True
    return chosen


def smoothed(outlines: Geometries, cell_m: float) -> Geometries:
    """Outlines of cells with their steps taken off; one that would lose its shape keeps it."""
    smooth = shapely.simplify(outlines, cell_m * 0.75, preserve_topology=False)
    whole = ~shapely.is_empty(smooth) & shapely.is_valid(smooth)
    return np.where(whole, smooth, outlines)
