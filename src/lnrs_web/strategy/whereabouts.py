"""What a reader types to say where: a grid reference, or an easting and a northing."""

import re
from dataclasses import dataclass

from lnrs import gridref

WIDEST_M = 1_000
"""The widest square that its middle is taken to stand for."""

_METRES = r"(\d{1,7}(?:\.\d{1,3})?)"
_TWO_NUMBERS = re.compile(rf"^{_METRES}\s*(?:,|\s)\s*{_METRES}$", re.ASCII)


@dataclass(frozen=True)
class Whereabouts:
    """A place, in metres of EPSG:27700."""

    easting_m: float
    northing_m: float
    side_m: int
    """Side of the square of which it is the middle; 0 where the place was given exactly."""

    @property
    def grid_reference(self) -> str:
        """Its grid reference to 100 m, as people write it."""
        return gridref.place_name(self.easting_m, self.northing_m)


def read(text: str) -> Whereabouts:
    """The place that a reader named: `TR 150 579`, or `615000, 157900`.

    Raises ValueError, in words for the reader.
    """
    if numbers := _TWO_NUMBERS.match(text.strip()):
        return _of_numbers(float(numbers[1]), float(numbers[2]))
    square = gridref.parse(text)
    if square.side_m > WIDEST_M:
        raise ValueError(
            f"{text.strip()!r} is a square of {square.side_m // 1000} km, which is too wide to be one place. "
            "Give at least four figures, or better six"
        )
    return Whereabouts(*square.centre, side_m=square.side_m)


def _of_numbers(easting_m: float, northing_m: float) -> Whereabouts:
    if not gridref.place_name(easting_m, northing_m):
        raise ValueError(f"{easting_m:,.0f}, {northing_m:,.0f} lies outside the National Grid")
    return Whereabouts(easting_m, northing_m, side_m=0)
