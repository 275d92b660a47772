"""Where a table lies: its coordinate system as declared, or as its coordinates show where that cannot be."""

from dataclasses import dataclass, replace

import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from lnrs.errors import LayerRefused, Problem
from lnrs.gridref import EAST_END_M, NORTH_END_M
from lnrs.layers.projection import NATIONAL_GRID, WGS84, is_on_earth, to_national_grid
from lnrs.network.published.note import Note
from lnrs.network.published.tables import Table, pieces

SAMPLE = 500
"""Rows at the beginning of a table by which it is judged where it lies."""
WEB_MERCATOR = CRS.from_epsg(3857)
SPARE_M = 50_000.0
"""Around an outline: a table that lies within is of the area."""


@dataclass(frozen=True)
class Placing:
    """How coordinates of a table become metres of EPSG:27700."""

    crs: CRS
    swapped: bool
    """Whether north stands before east in it."""
    notes: tuple[Note, ...]
    middles: np.ndarray
    """Points (EPSG:27700) in the first rows, by which the area can be told; may be none."""

    def moved(self, shapes: np.ndarray) -> np.ndarray:
        """Shapes of the table in EPSG:27700."""
        ordered = shapely.transform(shapes, lambda xy: xy[:, ::-1]) if self.swapped else shapes
        return to_national_grid(ordered, self.crs).geometries


def placing_of(table: Table, outline: BaseGeometry | None = None) -> Placing:
    """Where a table lies; judged by its first rows, so that single rows elsewhere change nothing.

    Raises LayerRefused where it declares no coordinate system and its coordinates do not show one.
    """
    points = _middles(table)
    declared = table.crs if is_on_earth(table.crs) else None
    if not len(points):
        return Placing(declared or NATIONAL_GRID, False, (), points)
    crs, swapped, told = _judged(table, points, declared, outline)
    placing = Placing(crs, swapped, (), points)
    moved = placing.moved(points)
    return replace(placing, notes=(*told, *_exactness(table, crs, points[:1])), middles=moved)


def _middles(table: Table) -> np.ndarray:
    for piece in pieces(table, [], SAMPLE):
        shapes = piece.shapes.to_numpy()
        there = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
        bounds = shapely.bounds(there)
        bounds = bounds[np.isfinite(bounds).all(axis=1)]
        return shapely.points((bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2)
    return shapely.points(np.empty((0, 2)))


def _judged(
    table: Table, points: np.ndarray, declared: CRS | None, outline: BaseGeometry | None
) -> tuple[CRS, bool, tuple[Note, ...]]:
    """The system, whether north stands first in it, and what was guessed."""
    if declared is not None and _fits(points, declared, outline):
        return declared, False, ()
    for crs, words in _others(declared):
        for swapped in (False, True):
            tried = shapely.transform(points, lambda xy: xy[:, ::-1]) if swapped else points
            if _fits(tried, crs, outline):
                return crs, swapped, (_guess(table, declared, words, swapped),)
    if declared is not None:
        return declared, False, ()
    x, y = float(np.median(shapely.get_x(points))), float(np.median(shapely.get_y(points)))
    what = f"does not say which coordinate system it is in, and {x:.6g}, {y:.6g} is in England in none that is usual."
    raise LayerRefused([Problem(table.label, what, "Ask its publisher, and export it again in EPSG:27700.")])


def _others(declared: CRS | None) -> list[tuple[CRS, str]]:
    usual = [
        (NATIONAL_GRID, "metres of the National Grid"),
        (WGS84, "degrees (WGS 84)"),
        (WEB_MERCATOR, "metres of Web Mercator (EPSG:3857)"),
    ]
    return usual if declared is None else [(declared, declared.name), *usual]


def _fits(points: np.ndarray, crs: CRS, outline: BaseGeometry | None) -> bool:
    """Whether most of the points, taken for this system, lie in Great Britain, and near the outline if one is given."""
    moved = to_national_grid(points, crs).geometries
    x, y = shapely.get_x(moved), shapely.get_y(moved)
    with np.errstate(invalid="ignore"):
        inside = (x > 0) & (x < EAST_END_M) & (y > 0) & (y < NORTH_END_M)
        if outline is not None:
            west, south, east, north = outline.bounds
            inside &= (x > west - SPARE_M) & (x < east + SPARE_M) & (y > south - SPARE_M) & (y < north + SPARE_M)
    return bool(inside.mean() > 0.5) and not (crs.is_geographic and _are_metres(points))


def _are_metres(points: np.ndarray) -> bool:
    return bool((np.abs(shapely.get_coordinates(points)) > 360).any())


def _guess(table: Table, declared: CRS | None, words: str, swapped: bool) -> Note:
    said = "no coordinate system is declared" if declared is None else f"{declared.name} is declared and does not fit"
    order = ", north before east" if swapped else ""
    return Note(table.label, None, "guess", f"{said}; the coordinates are taken for {words}{order}")


def _exactness(table: Table, crs: CRS, points: np.ndarray) -> tuple[Note, ...]:
    projected = to_national_grid(points, crs)
    if projected.accuracy_m == 0.0:
        return ()
    says = f"moved from {crs.name} to the National Grid by {projected.way}: good to {projected.accuracy_m:g} m"
    return (Note(table.label, None, "repair", says),)
