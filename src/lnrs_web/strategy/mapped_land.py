"""Where a measure is mapped: its best places, and how much of it lies in each district and parish."""

from collections.abc import Iterable
from dataclasses import dataclass

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


def by_zone(measures: Iterable[Measure], kind: str) -> list[tuple[Zone, float]]:
    """Hectares of measures by the zone of a kind in which a point on each piece lies, the most first.

    A piece of land counts once, however many of the measures are on it. None where the edition has no such zones.
    """
    measures = list(measures)
    if not measures:
        return []
    edition = measures[0].edition_id
    by_code = {one.code: one for one in Zone.objects.filter(edition=edition, kind=kind).defer("wkb")}
    places = Place.objects.filter(measure__in=measures).values("piece")
    pieces = Piece.objects.filter(pk__in=places, **{f"{kind}__in": by_code})
    held = pieces.values_list(str(kind)).annotate(Sum("area_ha"))
    return sorted(((by_code[code], area_ha) for code, area_ha in held), key=lambda one: (-one[1], one[0].name))


def by_zones(measures: Iterable[Measure]) -> dict[str, list[tuple[Zone, float]]]:
    """`by_zone` for each kind, by what the kind is called; kinds without any are left out."""
    measures = list(measures)
    found = {words: by_zone(measures, kind) for words, kind in KINDS.items()}
    return {kind: zones for kind, zones in found.items() if zones}
