"""Ordnance Survey grid references for the reader: what a person types for a place, and what an answer says back.

`lnrs.layers.gridref` reads every form that biological records come in, but its package needs the engine.
Source of the lettering: Ordnance Survey, A guide to coordinate systems in Great Britain, section 6.
"""

import re

LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
"""Squares by five in rows of five from the north-west, without I: of 500 km, and in each of 100 km."""

HUNDRED_KM = 100_000
EAST_END_M, NORTH_END_M = 700_000, 1_300_000


def centre_of(reference: str) -> tuple[float, float]:
    """Easting and northing of the middle of the square that a reference such as `TR 054 469` names, in metres.

    Raises ValueError in plain words for anything else.
    """
    compact = re.sub(r"\s+", "", reference).upper()
    shape = re.fullmatch(rf"([{LETTERS}])([{LETTERS}])(\d{{0,10}})", compact)
    if not shape or len(shape[3]) % 2:
        raise ValueError(f"{reference!r} has not two letters and as many figures for its easting as for its northing")
    (down, across), (down_within, across_within) = (divmod(LETTERS.index(letter), 5) for letter in shape.groups()[:2])
    column, row = across * 5 + across_within - 10, (4 - down) * 5 + (4 - down_within) - 5
    half = len(shape[3]) // 2
    side = HUNDRED_KM // 10**half
    figures = shape[3] or "00"
    east, north = int(figures[: half or 1]), int(figures[half or 1 :])
    place = column * HUNDRED_KM + (east + 0.5) * side, row * HUNDRED_KM + (north + 0.5) * side
    if not is_on_grid(*place):
        raise ValueError(f"the square {compact[:2]} is not in Great Britain")
    return place


def reference_of(easting: float, northing: float) -> str:
    """The reference of the 100 m square that a place lies in: `TR 054 469`; empty off the National Grid."""
    if not is_on_grid(easting, northing):
        return ""
    column, row = int(easting // HUNDRED_KM) + 10, int(northing // HUNDRED_KM) + 5
    first = LETTERS[(4 - row // 5) * 5 + column // 5]
    second = LETTERS[(4 - row % 5) * 5 + column % 5]
    return f"{first}{second} {int(easting % HUNDRED_KM) // 100:03d} {int(northing % HUNDRED_KM) // 100:03d}"


def is_on_grid(easting: float, northing: float) -> bool:
    """Whether a place lies on the National Grid."""
    return 0 <= easting < EAST_END_M and 0 <= northing < NORTH_END_M
