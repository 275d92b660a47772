"""Land given by its corners, one a line."""

import shapely

from lnrs.errors import Problem
from lnrs_web.boundaries import limits
from lnrs_web.boundaries.parcels import LandRefused, Note, Parcel, numbered_apart, parcel, told, within_limits
from lnrs_web.places import whereabouts

FIELD = "typed"
WIDEST_M = 10
"""The widest square that is taken for a corner, by its middle."""


def read_typed(text: str) -> list[Parcel]:
    """Parcels from corners, one a line, in order round the edge: an easting and a northing, a grid reference of at
    least eight figures, or a latitude and a longitude. An empty line begins another parcel; a line that ends with a
    colon names the one that follows.

    Raises LandRefused with every line that is wrong.
    """
    lines = text.replace("\x00", "").splitlines()
    if len(lines) > limits.TYPED_CORNERS:
        do = "Upload it as a file."
        raise LandRefused([Problem(FIELD, f"There are more than {limits.TYPED_CORNERS:,} lines.", do)])
    problems: list[Problem] = []
    parcels = []
    for number, (ref, corners) in enumerate(_blocks(lines), start=1):
        places = [place for line, words in corners if (place := _corner(line, words, problems))]
        notes = (Note.DEGREES,) if any(_in_degrees(words) for _, words in corners) else ()
        if len(places) == len(corners):
            try:
                parcels.append(_parcel(ref or str(number), places, notes))
            except ValueError as error:
                problems.append(Problem(FIELD, f"Parcel {ref or number} {error}.", "Look at its corners again."))
    if problems:
        raise LandRefused(told(problems, FIELD))
    if not parcels:
        raise LandRefused([Problem(FIELD, "No corner has been typed.", "Give three or more, one a line.")])
    return within_limits(numbered_apart(parcels), FIELD)


def _blocks(lines: list[str]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Each parcel's name, and its corners with the number of the line."""
    blocks: list[tuple[str, list[tuple[int, str]]]] = []
    fresh, name = True, ""
    for number, line in enumerate(lines, start=1):
        words = line.strip()
        if not words:
            fresh = True
        elif words.endswith(":"):
            fresh, name = True, " ".join(words[:-1].split())[: limits.NAME_LETTERS]
        else:
            if fresh:
                blocks.append((name, []))
                fresh, name = False, ""
            blocks[-1][1].append((number, words))
    return blocks


def _corner(line: int, words: str, problems: list[Problem]) -> tuple[float, float] | None:
    try:
        place = whereabouts.read(words)
    except ValueError as error:
        problems.append(Problem(FIELD, f"Line {line}: {error}."))
        return None
    if place.side_m > WIDEST_M:
        what = f"Line {line}: {words!r} is a square of {place.side_m:,} m, which is too wide to be a corner."
        problems.append(Problem(FIELD, what, "Give a grid reference of eight or ten figures."))
        return None
    return place.easting_m, place.northing_m


def _in_degrees(words: str) -> bool:
    """Whether a line that is a place gives it as a latitude and a longitude."""
    numbers = words.replace(",", " ").split()
    return len(numbers) == 2 and numbers[0].count(".") == 1 and len(numbers[0].partition(".")[0]) == 2


def _parcel(ref: str, corners: list[tuple[float, float]], notes: tuple[Note, ...]) -> Parcel:
    if len(set(corners)) < 3:
        raise ValueError("has fewer than three corners")
    return parcel(ref, shapely.Polygon(corners), notes)
