"""Where a measure is mapped: its best places, and how much of it lies in each district."""

from dataclasses import dataclass

import shapely
from django.db.models import Sum

from lnrs import gridref
from lnrs_web.editions.models import Measure, Place, Zone

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


def by_district(measure: Measure) -> list[tuple[Zone, float]]:
    """Hectares of a measure by the district in which a point on each piece lies, the most first.

    None where the edition has no districts.
    """
    districts = Zone.objects.filter(edition=measure.edition, kind=Zone.Kind.DISTRICT).defer("wkb")
    by_code = {one.code: one for one in districts}
    places = Place.objects.filter(measure=measure, piece__district__in=by_code)
    held = places.values_list("piece__district").annotate(Sum("piece__area_ha"))
    return sorted(((by_code[code], area_ha) for code, area_ha in held), key=lambda one: (-one[1], one[0].name))
