"""From declared coordinate systems to the National Grid."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyproj
import shapely
from pyproj.exceptions import CRSError, ProjError

from lnrs import gridref
from lnrs.errors import Problem
from lnrs_web.boundaries.parcels import LandRefused

FIELD = "upload"
NATIONAL_GRID = 27700


def to_national_grid(shapes: Sequence[shapely.Geometry], system: Any) -> tuple[list[shapely.Geometry], bool]:
    """Shapes of a coordinate system in EPSG:27700, and whether they had to be moved. `system` is anything that pyproj
    reads; heights are left out.

    Raises LandRefused for a system that is unknown, and for shapes that lie outside the National Grid.
    """
    known = _known(system)
    flat = [shape if shape is None else shapely.force_2d(shape) for shape in shapes]
    moved = known.to_epsg(min_confidence=25) != NATIONAL_GRID
    if moved:
        try:
            moving = pyproj.Transformer.from_crs(known, NATIONAL_GRID, always_xy=True, allow_ballpark=False)
            flat = [
                shape if shape is None else shapely.transform(shape, moving.transform, interleaved=False)
                for shape in flat
            ]
        except ProjError as error:
            raise _unknown(f"Its coordinates ({known.name}) cannot be moved to the National Grid.") from error
    _inside_the_grid([shape for shape in flat if shape is not None])
    return flat, moved


def _known(system: Any) -> pyproj.CRS:
    if not system:
        raise _unknown("It does not say which coordinate system its coordinates are in.")
    try:
        known = pyproj.CRS.from_user_input(system)
    except CRSError as error:
        raise _unknown("It names a coordinate system that is not known here.") from error
    if known.datum is None or known.is_engineering or known.is_geocentric or "undefined" in known.name.lower():
        raise _unknown(f"Its coordinate system is {known.name!r}, which says nothing of where on Earth it is.")
    return known


def _unknown(what: str) -> LandRefused:
    do = (
        "Save it with British National Grid (EPSG:27700) or latitudes and longitudes (EPSG:4326). "
        "A shapefile says so in its .prj file."
    )
    return LandRefused([Problem(FIELD, what, do)])


def _inside_the_grid(shapes: list[shapely.Geometry]) -> None:
    corners = shapely.get_coordinates(shapes)
    on_it = (corners >= 0) & (corners < (gridref.EAST_END_M, gridref.NORTH_END_M))
    if not np.all(on_it):  # also where a corner is no number
        raise LandRefused(
            [
                Problem(
                    FIELD,
                    "Some of it lies outside Great Britain.",
                    "Look whether eastings and northings, or latitudes and longitudes, have changed places, and "
                    "whether the file names the right coordinate system.",
                )
            ]
        )
