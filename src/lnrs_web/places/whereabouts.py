"""What a reader types to say where: a grid reference, an easting and a northing, or a latitude and a longitude.

`places.finding` looks postcodes and names up as well.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from pyproj import Transformer

from lnrs import gridref
from lnrs_web.places import postcode as postcodes

WIDEST_M = 1_000
"""The widest square that its middle is taken to stand for."""
LONGEST = 40
"""Letters that any way to write a place may have."""

_BETWEEN = r"(?:\s*,\s*|\s+)"
_TWO_NUMBERS = re.compile(rf"(\d{{1,7}}(?:\.\d+)?){_BETWEEN}(-?\d{{1,7}}(?:\.\d+)?)", re.ASCII)
_LATITUDES, _LONGITUDES = (49.0, 61.0), (-9.0, 2.1)
"""Degrees of Great Britain. As an easting and a northing in metres they would lie in the sea off Cornwall."""
_DECIMALS = 3
"""Decimals that a degree needs to name a place: a thousandth of one is 111 m from north to south."""


@dataclass(frozen=True)
class Whereabouts:
    """A place, in metres of EPSG:27700."""

    easting_m: float
    northing_m: float
    side_m: int
    """Side of the square of which it is the middle; 0 where the place was given exactly."""
    called: str = ""
    """The postcode or name that it was found by; nothing where it was given by itself."""
    ended: str = ""
    """Year and month since when the postcode that it was found by is no longer used, `2015-06`."""

    @property
    def ended_in_words(self) -> str:
        """That month as people write it: `June 2015`."""
        return f"{date.fromisoformat(f'{self.ended}-01'):%B %Y}" if self.ended else ""

    @property
    def grid_reference(self) -> str:
        """Its grid reference to 100 m, as people write it."""
        return gridref.place_name(self.easting_m, self.northing_m)


def read(text: str) -> Whereabouts:
    """The place that a reader named: `TR 150 579`, `615000, 157900`, or `51.2802, 1.0789` as a telephone gives it.

    Raises ValueError, in words for the reader.
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise ValueError("It is longer than a grid reference can be")
    if numbers := _TWO_NUMBERS.fullmatch(text):
        return _of_numbers(numbers[1], numbers[2])
    if postcodes.canonical(text):
        raise ValueError(f"{text!r} is a postcode, where a grid reference is asked for")
    square = gridref.parse(text)
    if square.side_m > WIDEST_M:
        raise ValueError(
            f"{text!r} is a square of {square.side_m // 1000} km, which is too wide to be one place. "
            "Give at least four figures, or better six"
        )
    return Whereabouts(*square.centre, side_m=square.side_m)


def _of_numbers(first: str, second: str) -> Whereabouts:
    x, y = float(first), float(second)
    if _LATITUDES[0] <= x <= _LATITUDES[1] and _LONGITUDES[0] <= y <= _LONGITUDES[1]:
        if min(len(number.partition(".")[2]) for number in (first, second)) < _DECIMALS:
            raise ValueError(f"{first}, {second} is too rough to be one place. Give at least {_DECIMALS} decimals")
        x, y = _grid().transform(x, y)
    if not gridref.place_name(x, y):
        raise ValueError(f"{first}, {second} lies outside the National Grid")
    return Whereabouts(x, y, side_m=0)


@cache
def _grid() -> Transformer:
    """From WGS 84, as telephones have it, to the National Grid: to about 5 m without Ordnance Survey's grid of
    shifts (its guide to coordinate systems in Great Britain, section 6)."""
    return Transformer.from_crs(4326, 27700)
