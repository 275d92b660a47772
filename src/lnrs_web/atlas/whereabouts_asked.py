"""The place or zone that a reader asks the map about."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlencode

from pyproj import Transformer

from lnrs_web.editions.models import Edition, Zone
from lnrs_web.places import finding
from lnrs_web.strategy import choices, here, zones
from lnrs_web.strategy.addresses import address

Box = tuple[float, float, float, float]


def at_place(edition: Edition, asked: str, kept: Mapping[str, Sequence[str]]) -> Mapping[str, Any]:
    """What the edition says of the place that a reader typed or pointed at, as the page about a place has it.

    `wrong` says why it is no place, `outside` that it is not in the area; nothing where nothing was asked. The name
    of a parish and the like gives the `zone`, and one that several places have those `several_places`, each with the
    address of its map; `kept` is what else such an address asks for.
    """
    if not asked:
        return {}
    try:
        place = finding.find(edition, asked)
    except ValueError as error:
        return {"asked": asked, "wrong": str(error)}
    if isinstance(place, Zone):
        return {"asked": asked, "zone": place, "bounds": json.dumps(_box(place))}
    if isinstance(place, finding.Several):
        to_choose = choices.of_several(
            edition,
            place,
            lambda zone: _map_of(edition, kept, zone=f"{zone.kind}:{zone.code}"),
            lambda town: _map_of(edition, kept, place=town.where),
        )
        return {"asked": asked, "several": place, "several_places": to_choose}
    named: dict[str, Any] = {"asked": asked, "place": place, "point": degrees(place.easting_m, place.northing_m)}
    if not here.in_area(edition, place.easting_m, place.northing_m):
        return named | {"outside": True}
    return named | vars(here.told(edition, place))


def _map_of(edition: Edition, kept: Mapping[str, Sequence[str]], **where: str) -> str:
    """The address of the map at a place or zone, with all that is `kept`."""
    return "&".join([address("atlas:map", edition, **where), *([urlencode(kept, doseq=True)] if kept else [])])


def zone_named(edition: Edition, asked: str) -> tuple[Zone, Box] | None:
    """The zone that `parish:E04012345` names, and its box in degrees: west, south, east, north."""
    kind, _, code = asked.replace("\x00", "").partition(":")
    zone = zones.named(edition, kind, code)
    return None if zone is None else (zone, _box(zone))


def box_of(west_m: float, south_m: float, east_m: float, north_m: float) -> Box:
    """A box of the national grid in degrees: west, south, east, north."""
    south, west = degrees(west_m, south_m)
    north, east = degrees(east_m, north_m)
    return west, south, east, north


def _box(zone: Zone) -> Box:
    return box_of(zone.west, zone.south, zone.east, zone.north)


def degrees(easting_m: float, northing_m: float) -> tuple[float, float]:
    """Latitude and longitude (WGS 84) of a point of the national grid, as the tiles of an edition have it."""
    longitude, latitude = _to_degrees().transform(easting_m, northing_m)
    return round(latitude, 6), round(longitude, 6)


@cache
def _to_degrees() -> Transformer:
    return Transformer.from_crs(27700, 4326, always_xy=True)
