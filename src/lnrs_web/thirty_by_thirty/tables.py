"""Tables to take away: places with their hectares, candidates with how they stand, and their shapes."""

import json
from collections.abc import Iterator
from typing import Any

import shapely

from lnrs.thirty_by_thirty import rows
from lnrs_web.boundaries.text import NATIONAL_GRID
from lnrs_web.thirty_by_thirty.account import Account

PLACES = (*rows.PLACES, "on")
CANDIDATES = (*rows.CANDIDATES[:-1], "counted_ha", "on")


def places(found: Account) -> Iterator[tuple[object, ...]]:
    """A row for each place, and for each owner and designation in it."""
    marine = [found.sea] if found.sea else []
    counts = (found.whole, *marine, *found.districts, *(beacon.count for beacon in found.beacons))
    return ((*row, found.on) for row in rows.place_rows(counts))


def candidates(found: Account) -> Iterator[tuple[object, ...]]:
    """A row for each candidate, in the order in which land is counted."""
    return ((*rows.candidate_row(piece), found.on) for piece in found.pieces)


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
