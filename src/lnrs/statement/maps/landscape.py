"""What lies under every map of one area: land, relief, sea, built-up land, water, boundaries and names."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from lnrs.statement.maps.relief import Heights

Geometries = npt.NDArray[Any]


def none() -> Geometries:
    """No shapes."""
    return np.empty(0, object)


@dataclass(frozen=True)
class Town:
    """A place that is named on the map."""

    name: str
    easting_m: float
    northing_m: float
    population: int


@dataclass(frozen=True)
class Landscape:
    """The shapes of an area, EPSG:27700. Only `area` is needed; whatever else there is is drawn."""

    area: Geometries
    outline: Geometries = field(default_factory=none)
    """The area in outline with its estuaries, as polygons: `area` may end at high water."""
    neighbours: Geometries = field(default_factory=none)
    """The outlines of what lies beyond the area."""
    coast: Geometries = field(default_factory=none)
    """The parts of all outlines that face the sea, as lines; without it no sea is drawn."""
    districts: Geometries = field(default_factory=none)
    parcels: Geometries = field(default_factory=none)
    """All the land in parcels; what they leave of the area is taken for water."""
    land_cover: npt.NDArray[Any] = field(default_factory=none)
    """One for each parcel, in the words of the layer."""
    rivers: Geometries = field(default_factory=none)
    river_names: tuple[str, ...] = ()
    """One for each of `rivers`; may be empty text."""
    motorways: Geometries = field(default_factory=none)
    towns: tuple[Town, ...] = ()
    heights: Heights | None = None
    invented: bool = False
    """True where nothing here is real: every map then says so."""
