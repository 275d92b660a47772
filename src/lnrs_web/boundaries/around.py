"""Land given as a place and a size."""

import math
import re
from collections.abc import Callable

import shapely

from lnrs.errors import Problem
from lnrs.units import HA_M2
from lnrs_web.boundaries.parcels import LandRefused, Note, Parcel, parcel
from lnrs_web.places import whereabouts

ACRE_HA = 0.40468564224
"""Weights and Measures Act 1985, schedule 1."""
SMALLEST_HA, LARGEST_HA = 0.1, 2_000.0
"""Beyond the largest a circle says little of anybody's land."""
_SIZE = re.compile(r"(\d{1,7}(?:\.\d{1,4})?)\s*(ha|hectares?|acres?|ac)?", re.ASCII | re.IGNORECASE)


PlaceOf = Callable[[str], whereabouts.Whereabouts]
"""What finds the place that a reader names; it raises ValueError in words for the reader."""


def read_around(place: str, size: str, place_of: PlaceOf = whereabouts.read) -> list[Parcel]:
    """A circle of a size around a place: `TR 054 469` or anything else that `place_of` finds, and `12`, `12 ha` or
    `30 acres`. It has the size exactly.

    Raises LandRefused with all that is wrong.
    """
    problems = []
    middle, size_ha = None, 0.0
    try:
        if not place.strip():
            raise ValueError("Say where the land is")
        middle = place_of(place)
    except ValueError as error:
        problems.append(Problem("place", f"{error}."))
    try:
        size_ha = _hectares(size)
    except ValueError as error:
        problems.append(Problem("size", f"{error}."))
    if problems or middle is None:
        raise LandRefused(problems)
    circle = shapely.Point(middle.easting_m, middle.northing_m).buffer(1, quad_segs=32)
    stretch = math.sqrt(size_ha * HA_M2 / circle.area)
    here = (middle.easting_m, middle.northing_m)
    shape = shapely.transform(circle, lambda corners: here + (corners - here) * stretch)
    return [parcel(place.strip(), shape, (Note.AROUND,))]


def _hectares(text: str) -> float:
    size = _SIZE.fullmatch(text.strip())
    if not size:
        raise ValueError("Give the size as a number of hectares, such as 12 or 12.5")
    size_ha = float(size[1]) * (ACRE_HA if (size[2] or "").lower().startswith("ac") else 1)
    if not SMALLEST_HA <= size_ha <= LARGEST_HA:
        raise ValueError(f"Give a size from {SMALLEST_HA} to {LARGEST_HA:,.0f} hectares")
    return size_ha
