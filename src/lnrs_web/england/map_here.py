"""What the moving map says in words of the place that a reader asks it about."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from lnrs_web.atlas.whereabouts_asked import degrees
from lnrs_web.england import cells, finding, map_areas, mapped_here
from lnrs_web.england.actions import folder_of
from lnrs_web.england.areas import Shown
from lnrs_web.england.models import EnglandEdition

LAYERS = {
    "important": "Of particular importance already",
    "become": "Could become of particular importance",
    "measures": "Mapped for measures",
    "habitats": "Habitat now",
}


def asked_about(
    edition: EnglandEdition, asked: str, shown: Mapping[int, Shown], kept: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """What is known of a place that was typed or pointed at.

    `wrong` says why it is none; the name of an area gives its `zone`, and one that several places have its `choices`,
    each with the address of its map, which asks for all that is `kept`; nothing where nothing was asked.
    """
    if not asked:
        return {}
    try:
        found = finding.find(asked, shown)
    except ValueError as error:
        return {"asked": asked, "wrong": str(error)}
    if isinstance(found, Shown):
        return {"asked": asked, "zone": found, "bounds": json.dumps(map_areas.box_deg(found.area.lnrs_id))}
    if isinstance(found, finding.Several):
        choices = [(one, f"{reverse('england:map')}?{_query(one.at, kept)}") for one in found.choices]
        return {"asked": asked, "several": found, "choices_of_place": choices}
    return {"asked": asked, "found": found, **_told(edition, found, shown)}


def _query(place: str, kept: Mapping[str, Sequence[str]]) -> str:
    return urlencode({**kept, "place": place}, doseq=True)


def _told(edition: EnglandEdition, found: finding.Found, shown: Mapping[int, Shown]) -> dict[str, Any]:
    east, north = found.place.easting_m, found.place.northing_m
    area = found.area.area
    numbers = {area.lnrs_id, *area.neighbours, *(one.area.lnrs_id for one in found.near)}
    mapped = mapped_here.at(edition, numbers, east, north)
    by_layer = [(words, [(one, shown[one.lnrs_id]) for one in mapped if one.layer == name]) for name, words in _NAMED]
    return {
        "point": degrees(east, north),
        "at": f"{east:.0f},{north:.0f}",
        "mapped": [(words, rows) for words, rows in by_layer if rows],
        "count": sum(one.layer == "measures" for one in mapped),
        "important": any(one.layer == "important" for one in mapped),
        "cell": cells.at(folder_of(edition), edition.settings, east, north),
    }


_NAMED = tuple(LAYERS.items())
