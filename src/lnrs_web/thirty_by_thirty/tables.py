"""Tables to take away: places with their hectares, candidates with how they stand, and their shapes."""

import json
from collections.abc import Iterator
from typing import Any

import shapely

from lnrs.thirty_by_thirty.counting import Count, Tally
from lnrs.thirty_by_thirty.standing import Lack
from lnrs_web.boundaries.text import NATIONAL_GRID
from lnrs_web.thirty_by_thirty.account import Account

PLACES = (
    "place_kind",
    "place_code",
    "place",
    "realm",
    "by",
    "of",
    "place_ha",
    "counts_ha",
    "could_ha",
    "fails_ha",
    "on",
)
CANDIDATES = ("ref", "name", "designation", "owner", "realm", "status", "lacks", "until", "counted_ha", "on")
WHY = {"no": "no", "unknown": "not known", "expired": "the answer has run out"}
EXACT = 4
"""Decimal places of hectares: a square metre."""


def places(found: Account) -> Iterator[tuple[object, ...]]:
    """A row for each place, and for each owner and designation in it."""
    marine = [found.sea] if found.sea else []
    for one in (found.whole, *marine, *found.districts, *(beacon.count for beacon in found.beacons)):
        yield _row(found, one, "all", "", one.total)
        for owner, tally in one.by_owner.items():
            yield _row(found, one, "owner", owner, tally)
        for code, tally in one.by_designation.items():
            yield _row(found, one, "designation", code, tally)


def _row(found: Account, one: Count, by: str, of: str, tally: Tally) -> tuple[object, ...]:
    place = one.place
    size = None if place.of_ha is None else round(place.of_ha, EXACT)
    parts = (tally.counts_ha, tally.could_ha, tally.fails_ha)
    return place.kind, place.code, place.name, place.realm, by, of, size, *(round(ha, EXACT) for ha in parts), found.on


def candidates(found: Account) -> Iterator[tuple[object, ...]]:
    """A row for each candidate, in the order in which land is counted."""
    for piece in found.pieces:
        one, stands = piece.candidate, piece.standing
        size = round(piece.own_ha, EXACT)
        kind = (one.designation, one.owner, one.realm)
        yield one.ref, one.name, *kind, stands.status, lacks(stands.lacks), stands.until, size, found.on


def lacks(found: tuple[Lack, ...]) -> str:
    """What is lacking, in words: `management (not known)`."""
    return ", ".join(f"{one.test} ({WHY[one.why]})" for one in found)


def geojson(found: Account) -> dict[str, Any]:
    """The land that is counted as each candidate's own, as GeoJSON on the National Grid, which it names."""
    features = [
        {
            "type": "Feature",
            "id": row[0],
            "properties": {
                name: None if value is None else str(value) for name, value in zip(CANDIDATES, row, strict=True)
            },
            "geometry": json.loads(shapely.to_geojson(piece.own)),
        }
        for row, piece in zip(candidates(found), found.pieces, strict=True)
    ]
    system = {"type": "name", "properties": {"name": NATIONAL_GRID}}
    return {"type": "FeatureCollection", "crs": system, "features": features}
