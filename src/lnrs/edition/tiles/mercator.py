"""Web Mercator, which web maps are drawn in: metres on its plane, and the size of a pixel of the screen."""

import math
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

Geometries = npt.NDArray[Any]

EQUATOR_M = 40_075_016.685578488
RADIUS_M = EQUATOR_M / (2 * math.pi)
PIXELS_A_TILE = 512
"""Width at which web maps draw a vector tile."""
PLANE = pyproj.CRS(3857)
GROUND_M = 0.6
"""Metres on the ground for a metre of the plane in the middle of England (the cosine of 53 degrees)."""


def pixel_m(zoom: int) -> float:
    """Side of a pixel at a zoom, in metres of the plane.

    >>> round(pixel_m(9), 1)
    152.9
    """
    return EQUATOR_M / 2**zoom / PIXELS_A_TILE


def to_mercator(shapes: Geometries) -> Geometries:
    """Shapes from the national grid (EPSG:27700) to the plane (EPSG:3857)."""
    return shapely.transform(shapes, _from_national_grid().transform, interleaved=False)


def to_degrees(shapes: Geometries) -> Geometries:
    """Shapes from the plane to degrees of longitude and latitude (EPSG:4326)."""
    return shapely.transform(shapes, _degrees, interleaved=False)


def bounds_deg(shapes: Geometries) -> tuple[float, float, float, float]:
    """West, south, east and north edge, in degrees, of shapes on the national grid."""
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(to_degrees(to_mercator(shapes))))
    return west, south, east, north


@cache
def _from_national_grid() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(27700, 3857, always_xy=True)


def _degrees(x: npt.NDArray[Any], y: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    return np.degrees(x / RADIUS_M), np.degrees(2 * np.arctan(np.exp(y / RADIUS_M)) - math.pi / 2)
