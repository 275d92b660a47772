"""Whether a layer lies where it says: in Great Britain, and in the strategy area; with a hint where it does not."""

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from lnrs.errors import Problem
from lnrs.gridref import EAST_END_M, NORTH_END_M
from lnrs.layers.origin import Origin, rows_problem
from lnrs.layers.projection import NATIONAL_GRID, WGS84, is_on_earth, to_national_grid

TOUCHING_M2 = 1.0
"""Polygons that share less than this with the area only touch its edge."""


def crs_problems(crs: CRS | None, origin: Origin) -> list[Problem]:
    """A layer whose coordinate system is not declared cannot be placed."""
    if is_on_earth(crs):
        return []
    advice = "Declare it with --crs, such as --crs EPSG:27700 for the National Grid."
    return [Problem(origin.name, "does not say which coordinate system it is in.", advice)]


def britain_problems(came: np.ndarray, moved: gpd.GeoSeries, crs: CRS, origin: Origin) -> list[Problem]:
    """Features outside the National Grid, or in degrees that were taken for metres; `came` is as in the file."""
    if _are_degrees(came, crs):
        advice = "Declare it with --crs EPSG:4326."
        return [Problem(origin.name, f"says {crs.name}, and its coordinates are degrees.", advice)]
    bounds = shapely.bounds(moved.values)
    with np.errstate(invalid="ignore"):
        inside = (bounds[:, :2] >= 0).all(axis=1) & (bounds[:, 2] < EAST_END_M) & (bounds[:, 3] < NORTH_END_M)
    present = ~(moved.isna() | moved.is_empty).to_numpy()
    outside = ~inside & present
    if not outside.any():
        return []
    what = f"outside Great Britain, from {_spoken(came[outside], crs)}."
    return [rows_problem(origin, moved.index[outside], what, _hint(came[outside], crs))]


def within(frame: gpd.GeoDataFrame, area: BaseGeometry) -> np.ndarray:
    """Which features lie in the area at least in part; polygons that only touch its edge do not."""
    shapely.prepare(area)
    geometries = frame.geometry.values
    meets = shapely.intersects(area, geometries)
    doubtful = meets & ~shapely.contains_properly(area, geometries) & (shapely.get_dimensions(geometries) == 2)
    if doubtful.any():
        shared = shapely.area(shapely.intersection(geometries[doubtful], area))
        meets[np.flatnonzero(doubtful)[shared < TOUCHING_M2]] = False
    return meets


def area_problem(frame: gpd.GeoDataFrame, area: BaseGeometry, origin: Origin) -> Problem:
    """The problem of a layer with nothing in the strategy area, with where it lies and what may have happened."""
    west, south, east, north = frame.total_bounds
    swapped = shapely.transform(frame.geometry.values, lambda xy: xy[:, ::-1])
    if shapely.intersects(area, swapped).any():
        advice = "Northings stand before eastings in it: swap them."
    else:
        advice = "Check that it is the right file and the right coordinate system."
    place = f"eastings {west:.0f} to {east:.0f}, northings {south:.0f} to {north:.0f}"
    return Problem(origin.name, f"has nothing in the strategy area: it lies at {place}.", advice)


def _are_degrees(came: np.ndarray, crs: CRS) -> bool:
    """Whether a system in metres holds numbers that only degrees have."""
    bounds = shapely.bounds(came)
    finite = bounds[np.isfinite(bounds).all(axis=1)]
    return bool(crs.to_2d().is_projected and len(finite) and (np.abs(finite) <= 180).all())


def _hint(came: np.ndarray, crs: CRS) -> str:
    """What probably happened, tried out on the features themselves."""
    corner = shapely.points(shapely.bounds(came)[:, :2])
    swapped = shapely.transform(corner, lambda xy: xy[:, ::-1])
    if _in_britain(swapped, crs):
        return "Its coordinates are in the wrong order: put east before north."
    if not crs.to_2d().equals(NATIONAL_GRID) and _in_britain(corner, NATIONAL_GRID):
        return "They look like National Grid metres: declare it with --crs EPSG:27700."
    if _in_britain(corner, WGS84):
        return "They look like degrees: declare it with --crs EPSG:4326."
    return "Check its coordinate system, and that it is a map of England."


def _in_britain(points: np.ndarray, crs: CRS) -> bool:
    moved = to_national_grid(points, crs, None).geometries
    x, y = shapely.get_x(moved), shapely.get_y(moved)
    with np.errstate(invalid="ignore"):
        return bool(((x > 0) & (x < EAST_END_M) & (y > 0) & (y < NORTH_END_M)).all())


def _spoken(came: np.ndarray, crs: CRS) -> str:
    west, south, east, north = shapely.total_bounds(came)
    return f"{west:.6g}, {south:.6g} to {east:.6g}, {north:.6g} in {crs.name}"
