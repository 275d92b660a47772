"""Ordnance Survey grid references: TR147580 and its relations, as squares of the National Grid.

The grid's squares of 500 km and 100 km are lettered A-Z without I, five by five, from the north-west. Source: Ordnance
Survey, A guide to coordinate systems in Great Britain, section 6.
"""

import re
from dataclasses import dataclass

LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
TETRADS = "ABCDEFGHIJKLMNPQRSTUVWXYZ"
"""Squares of 2 km in a square of 10 km, by columns from the south-west (the DINTY system of biological recorders)."""
EAST_END_M = 700_000
NORTH_END_M = 1_300_000

_SHAPE = re.compile(r"^([A-Z]{2})(\d*)([A-Z]{1,2})?$")


@dataclass(frozen=True)
class GridSquare:
    """A square of the National Grid: its south-west corner and its side, in metres."""

    easting: int
    northing: int
    side_m: int

    @property
    def centre(self) -> tuple[float, float]:
        """Easting and northing of the middle of the square, in metres."""
        return self.easting + self.side_m / 2, self.northing + self.side_m / 2


def parse(text: str) -> GridSquare:
    """The square that a grid reference names: `TR`, `TR15`, `TR15P` (2 km), `TR15NW` (5 km) to `TR1478357918`.

    Spaces and lower case are allowed. Raises ValueError in plain words for anything else.
    """
    compact = re.sub(r"\s+", "", text).upper()
    shape = _SHAPE.match(compact)
    if not shape:
        raise ValueError(f"{text!r} is not an Ordnance Survey grid reference such as TR 147 580")
    letters, digits, suffix = shape.groups()
    if len(digits) % 2 or len(digits) > 10:
        raise ValueError(f"{text!r} needs as many figures for its northing as for its easting, five at most")
    square = _within(_hundred_km_square(letters, text), digits)
    return _part(square, suffix, text) if suffix else square


def format_reference(easting: float, northing: float, figures: int = 6) -> str:
    """The reference of the square that a point lies in, with 0, 2, 4, 6, 8 or 10 figures: `TR147580`.

    Raises ValueError for a point outside the National Grid.
    """
    if figures not in (0, 2, 4, 6, 8, 10):
        raise ValueError("a grid reference has 0, 2, 4, 6, 8 or 10 figures")
    if not (0 <= easting < EAST_END_M and 0 <= northing < NORTH_END_M):
        raise ValueError(f"{easting:g}, {northing:g} lies outside the National Grid")
    half = figures // 2
    side = 10 ** (5 - half)
    east, north = int(easting % 100_000) // side, int(northing % 100_000) // side
    numbers = f"{east:0{half}d}{north:0{half}d}" if half else ""
    return letters_of(int(easting // 100_000), int(northing // 100_000)) + numbers


def place_name(easting: float, northing: float) -> str:
    """The reference of a place to 100 m as people write it, `TR 054 469`; empty outside the National Grid."""
    if not (0 <= easting < EAST_END_M and 0 <= northing < NORTH_END_M):
        return ""
    reference = format_reference(easting, northing)
    return f"{reference[:2]} {reference[2:5]} {reference[5:]}"


def letters_of(column: int, row: int) -> str:
    """The two letters of the 100 km square in this column and row, counted from the grid's origin."""
    column, row = column + 10, row + 5  # the lettering begins 1,000 km west and 500 km south of the origin
    first = (4 - row // 5) * 5 + column // 5
    second = (4 - row % 5) * 5 + column % 5
    return LETTERS[first] + LETTERS[second]


def _hundred_km_square(letters: str, text: str) -> GridSquare:
    if "I" in letters:
        raise ValueError(f"{text!r}: the letter I is not used in grid references")
    first, second = (LETTERS.index(letter) for letter in letters)
    column = first % 5 * 5 + second % 5 - 10
    row = (4 - first // 5) * 5 + (4 - second // 5) - 5
    if not (0 <= column < EAST_END_M // 100_000 and 0 <= row < NORTH_END_M // 100_000):
        raise ValueError(f"{text!r}: the square {letters} lies outside Great Britain")
    return GridSquare(column * 100_000, row * 100_000, 100_000)


def _within(square: GridSquare, digits: str) -> GridSquare:
    half = len(digits) // 2
    if not half:
        return square
    side = 10 ** (5 - half)
    east, north = int(digits[:half]), int(digits[half:])
    return GridSquare(square.easting + east * side, square.northing + north * side, side)


def _part(square: GridSquare, suffix: str, text: str) -> GridSquare:
    """The 2 km or 5 km square that a suffix names within a 10 km square."""
    if square.side_m != 10_000:
        raise ValueError(f"{text!r}: letters after the figures belong to a 10 km square such as TR15P or TR15NW")
    if len(suffix) == 1 and suffix in TETRADS:
        column, row = divmod(TETRADS.index(suffix), 5)
        return GridSquare(square.easting + column * 2000, square.northing + row * 2000, 2000)
    if suffix in ("NW", "NE", "SW", "SE"):
        east, north = 5000 * (suffix[1] == "E"), 5000 * (suffix[0] == "N")
        return GridSquare(square.easting + east, square.northing + north, 5000)
    raise ValueError(f"{text!r}: {suffix} is neither a 2 km square (A-Z without O) nor NW, NE, SW or SE")
