"""30 by 30 as rows of data: places with the owners and designations in them, and candidates."""

from collections.abc import Iterable, Iterator

from lnrs.thirty_by_thirty.counting import Count, Tally
from lnrs.thirty_by_thirty.pieces import Piece
from lnrs.thirty_by_thirty.standing import Lack

PLACES = ("place_kind", "place_code", "place", "realm", "by", "of", "place_ha", "counts_ha", "could_ha", "fails_ha")
CANDIDATES = ("ref", "name", "designation", "owner", "realm", "status", "lacks", "until", "own_ha")
WHY = {"no": "no", "unknown": "not known", "expired": "the answer has run out"}
EXACT = 4
"""Decimal places of hectares in data: a square metre."""


def place_rows(counts: Iterable[Count]) -> Iterator[tuple[object, ...]]:
    """A row for each place, and for each owner and designation in it, in the columns of PLACES."""
    for one in counts:
        yield _row(one, "all", "", one.total)
        for owner, tally in one.by_owner.items():
            yield _row(one, "owner", owner, tally)
        for code, tally in one.by_designation.items():
            yield _row(one, "designation", code, tally)


def _row(one: Count, by: str, of: str, tally: Tally) -> tuple[object, ...]:
    place = one.place
    size = None if place.of_ha is None else round(place.of_ha, EXACT)
    parts = (tally.counts_ha, tally.could_ha, tally.fails_ha)
    return place.kind, place.code, place.name, place.realm, by, of, size, *(round(part, EXACT) for part in parts)


def candidate_row(piece: Piece) -> tuple[object, ...]:
    """A candidate with the hectares that are counted as its own, in the columns of CANDIDATES."""
    one, stands = piece.candidate, piece.standing
    said = (one.ref, one.name, one.designation, one.owner, one.realm, stands.status, lacks(stands.lacks))
    return *said, stands.until, round(piece.own_ha, EXACT)


def lacks(found: tuple[Lack, ...]) -> str:
    """What is lacking, in words: `management (not known)`."""
    return ", ".join(f"{one.test} ({WHY[one.why]})" for one in found)
