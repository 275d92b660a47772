"""The coordinate systems that shapes are given and asked for in. Everything is kept in EPSG:27700.

Axes are in the order that each system's own definition has: northings come first in EPSG:4326 alone.
"""

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from pyproj.transformer import TransformerGroup

STEP_DEG = 0.01
"""Straight lines in degrees are bent in the National Grid: by at most 2 cm between points so far apart."""
WITHOUT_SHIFTS_M = 5.0
"""How well degrees are known without Ordnance Survey's grid of shifts, OSTN15 (its guide to coordinate systems in
Great Britain, section 6)."""


@dataclass(frozen=True)
class Crs:
    """A coordinate system. `domain` is the box (x, y, x, y) in which it can be turned into the National Grid."""

    uri: str
    name: str
    code: str
    """As PROJ knows it; its x is always the easting or longitude."""
    north_first: bool
    decimals: int
    unit: str
    step: float
    domain: tuple[float, float, float, float]


_DEGREES = (-9.01, 49.75, 2.01, 61.01)
_OGC, _EPSG = "http://www.opengis.net/def/crs/OGC/1.3/CRS84", "http://www.opengis.net/def/crs/EPSG/0/"

CRS84 = Crs(_OGC, "Longitude and latitude, WGS 84", "OGC:CRS84", False, 7, "degrees", STEP_DEG, _DEGREES)
GRID = Crs(f"{_EPSG}27700", "British National Grid", "EPSG:27700", False, 3, "metres", 0.0, (-1e9, -1e9, 1e9, 1e9))
WGS84 = Crs(f"{_EPSG}4326", "Latitude and longitude, WGS 84", "EPSG:4326", True, 7, "degrees", STEP_DEG, _DEGREES)
MERCATOR = Crs(
    *(f"{_EPSG}3857", "Web Mercator", "EPSG:3857", False, 3, "metres", 1_000.0),
    (-1_002_988.6, 6_402_746.9, 223_752.2, 8_625_990.4),
)
OFFERED = {crs.uri: crs for crs in (CRS84, GRID, WGS84, MERCATOR)}
"""By their address, the one that answers are in by default first."""


@cache
def _from_grid(code: str) -> Transformer:
    return Transformer.from_crs("EPSG:27700", code, always_xy=True)


@cache
def accuracy_m() -> float:
    """How well coordinates in degrees are known on this machine, in metres."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the best way is not there is what is asked
        ways = TransformerGroup("EPSG:27700", CRS84.code, always_xy=True)
    return ways.transformers[0].accuracy if ways.best_available else WITHOUT_SHIFTS_M


def from_grid(shapes: Any, crs: Crs) -> Any:
    """Shapes of EPSG:27700 in another system, with its order of axes, rounded to its decimals; an array or one."""

    def moved(xy: np.ndarray) -> np.ndarray:
        if crs is not GRID:
            xy = np.column_stack(_from_grid(crs.code).transform(xy[:, 0], xy[:, 1]))
        return np.round(xy[:, ::-1] if crs.north_first else xy, crs.decimals)

    return shapely.transform(shapes, moved)


def to_grid(shape: shapely.Geometry, crs: Crs) -> shapely.Geometry:
    """A shape whose x is the easting or longitude, in EPSG:27700: the part of it that lies in or near Great Britain."""
    shape = shapely.force_2d(shape)
    if crs is GRID:
        return shape
    near = shapely.segmentize(shapely.intersection(shape, shapely.box(*crs.domain)), crs.step)
    inverse = _from_grid(crs.code)
    return shapely.transform(
        near, lambda xy: np.column_stack(inverse.transform(xy[:, 0], xy[:, 1], direction="INVERSE"))
    )


def in_xy(shape: shapely.Geometry, crs: Crs) -> shapely.Geometry:
    """A shape that was given in the order of its system's axes, with its x first."""
    return shapely.transform(shape, lambda xy: xy[:, ::-1]) if crs.north_first else shape


def bounds_in(box: Iterable[float], crs: Crs) -> list[float]:
    """The box (in the order of the system's axes) around a box (west, south, east, north) of EPSG:27700."""
    edge = shapely.segmentize(shapely.box(*box), 1_000.0)
    return [float(value) for value in shapely.bounds(from_grid(edge, crs))]
