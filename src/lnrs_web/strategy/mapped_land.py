"""Where a measure is mapped: its best places, and how much of it lies in each district and parish."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from django.db.models import Sum

from lnrs import gridref
from lnrs_web.editions.models import Measure, Piece, Place, Zone

SHOWN = 5
"""Best places told of."""


@dataclass(frozen=True)
class BestPlace:
    """A piece of land where a measure would do most."""

    easting_m: float
    northing_m: float
    score: float
    area_ha: float

    @property
    def grid_reference(self) -> str:
        """Of a point that lies on it."""
        return gridref.place_name(self.easting_m, self.northing_m)

    @property
    def address(self) -> str:
        """The same point as the page about a place takes it; to 10 cm, as a piece may be narrow."""
        return f"{self.easting_m:.1f},{self.northing_m:.1f}"


def best_places(measure: Measure) -> list[BestPlace]:
    """The pieces of land with the highest scores, of like ones the largest; none where scores are withheld."""
    scored = Place.objects.filter(measure=measure, score__isnull=False).select_related("piece")
    return [_best(place) for place in scored.order_by("-score", "-piece__area_ha", "number")[:SHOWN]]


def _best(place: Place) -> BestPlace:
    on_it = shapely.point_on_surface(place.piece.shape)
    return BestPlace(on_it.x, on_it.y, place.score or 0.0, place.piece.area_ha)


KINDS = {"district": Zone.Kind.DISTRICT, "parish": Zone.Kind.PARISH}
"""The kinds of zone in which each piece of land has its place, by what they are called."""

ByZone = list[tuple[Zone, float]]
"""Zones with hectares, the most first."""


def by_zones(measures: Iterable[Measure]) -> dict[str, ByZone]:
    """Hectares of measures of one edition by the zones of each kind in which a point on each piece lies, by what the
    kind is called; kinds of which the edition has none are left out.

    A piece of land counts once, however many of the measures are on it.
    """
    measures = list(measures)
    editions = {one.edition_id for one in measures}
    zones: dict[str, dict[str, Zone]] = {str(kind): {} for kind in KINDS.values()}
    for zone in Zone.objects.filter(edition__in=editions, kind__in=zones).defer("wkb"):
        zones[zone.kind][zone.code] = zone
    pieces = Piece.objects.filter(pk__in=Place.objects.filter(measure__in=measures).values("piece"))
    sums = list(pieces.values(*zones).annotate(area_ha=Sum("area_ha")))
    found = {words: _held(sums, str(kind), zones[kind]) for words, kind in KINDS.items()}
    return {words: held for words, held in found.items() if held}


def _held(sums: Iterable[Mapping[str, Any]], kind: str, zones: Mapping[str, Zone]) -> ByZone:
    area_ha: dict[str, float] = defaultdict(float)
    for row in sums:
        area_ha[row[kind]] += row["area_ha"]
    held = ((zones[code], total_ha) for code, total_ha in area_ha.items() if code in zones)
    return sorted(held, key=lambda one: (-one[1], one[0].name))
