"""From any declared coordinate system to the National Grid (EPSG:27700), saying how exactly."""

import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyproj
import shapely
from pyproj import CRS, Transformer
from pyproj.transformer import AreaOfInterest, TransformerGroup

from lnrs.layers.store import Bounds

NATIONAL_GRID = CRS.from_epsg(27700)
WGS84 = CRS.from_epsg(4326)
BRITAIN = AreaOfInterest(-9.0, 49.0, 3.0, 61.5)

OSTN15_ACCURACY_M = 1.0
"""The grid is exact to 0.1 m from ETRS89; WGS 84 and ETRS89 have drifted apart by some 0.8 m since 1989."""


@dataclass(frozen=True)
class Projected:
    """Geometry in EPSG:27700, and the way it came there."""

    geometries: np.ndarray
    way: str
    accuracy_m: float
    """How far a point may be out, as the publishers of the steps say."""


def to_national_grid(geometries: np.ndarray, crs: CRS, ostn15: Path | None = None) -> Projected:
    """Geometries in metres of EPSG:27700.

    `ostn15` is the Ordnance Survey's grid file (uk_os_OSTN15_NTv2_OSGBtoETRS.tif). Without it PROJ uses the grid where
    it has been installed, and otherwise a seven-parameter shift that is good to about two metres.
    """
    if is_national_grid(crs):
        return Projected(geometries, "already on the National Grid", 0.0)
    if on_british_datum(crs):
        return Projected(_moved(geometries, best_transformer(crs, NATIONAL_GRID)), "the same datum", 0.0)
    to_wgs84 = best_transformer(crs, WGS84)
    shift, way, accuracy = _datum_shift(ostn15)
    moved = _moved(_moved(geometries, to_wgs84), shift)
    return Projected(moved, way, accuracy + max(to_wgs84.accuracy, 0.0))


def is_national_grid(crs: CRS) -> bool:
    """Whether coordinates in this system are already eastings and northings of the National Grid in metres."""
    return crs.to_2d().equals(NATIONAL_GRID, ignore_axis_order=True) or crs.to_2d().to_epsg() == 27700


def on_british_datum(crs: CRS) -> bool:
    """Whether the system is on the datum of the National Grid (OSGB36), so that nothing has to be shifted."""
    base = crs.to_2d().geodetic_crs
    return base is not None and base.datum == NATIONAL_GRID.datum


def best_transformer(source: CRS, target: CRS) -> Transformer:
    """The most exact transformation that works without a network, east before north."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Best transformation is not available", UserWarning)
        group = TransformerGroup(source.to_2d(), target, always_xy=True, area_of_interest=BRITAIN)
    return group.transformers[0]


def bounds_in(bounds: Bounds, crs: CRS, spare_m: float) -> tuple[float, float, float, float]:
    """The box in another coordinate system, east before north, around bounds in EPSG:27700 with metres to spare."""
    west, south, east, north = bounds
    wider = west - spare_m, south - spare_m, east + spare_m, north + spare_m
    if is_national_grid(crs):
        return wider
    left, bottom, right, top = best_transformer(NATIONAL_GRID, crs.to_2d()).transform_bounds(*wider)
    return left, bottom, right, top


def parse_crs(text: str) -> CRS:
    """A coordinate system from `EPSG:4326`, `27700` or WKT. Raises ValueError in plain words."""
    try:
        return CRS.from_user_input(int(text) if text.strip().isdigit() else text)
    except pyproj.exceptions.CRSError:
        raise ValueError(f"{text!r} is not a coordinate system; write it like EPSG:27700 or EPSG:4326") from None


def is_on_earth(crs: CRS | None) -> bool:
    """Whether a declared system says where on the Earth its coordinates are, rather than being a placeholder."""
    return crs is not None and (crs.to_2d().is_geographic or crs.to_2d().is_projected)


def _datum_shift(ostn15: Path | None) -> tuple[Transformer, str, float]:
    """From WGS 84 to the National Grid: how, in words, and how far out it may be in metres."""
    if ostn15 is None:
        transformer = best_transformer(WGS84, NATIONAL_GRID)
        gridded = any(operation.grids for operation in transformer.operations or ())
        way = "grid installed with PROJ" if gridded else "seven-parameter shift (no OSTN15 grid was given)"
        return transformer, way, float(transformer.accuracy)
    grid = Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
        f'+step +inv +proj=hgridshift +grids="{ostn15.resolve()}" '
        "+step +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy"
    )
    return grid, "Ordnance Survey OSTN15 grid", OSTN15_ACCURACY_M


def _moved(geometries: np.ndarray, transformer: Transformer) -> np.ndarray:
    return shapely.transform(geometries, transformer.transform, interleaved=False)
