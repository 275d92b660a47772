"""Everything that is said of somebody's land, in one value that the page, the PDF and the tables are made from."""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from lnrs.units import HA_M2
from lnrs_web.boundaries.overlaps import Overlap, overlaps
from lnrs_web.boundaries.parcels import Parcel
from lnrs_web.editions.models import Edition, FundingRoute, Measure, Place
from lnrs_web.land.nearby import MeasureNearby, nearby
from lnrs_web.land.overlay import cut_up
from lnrs_web.land.rules import Rule, rules_for
from lnrs_web.land.within import MeasureWithin, Within, whole_of, within
from lnrs_web.strategy import here

OUTSIDE_M2 = 100.0
"""Less land than this beyond the edge of the strategy area is two edges that nearly agree."""
WIDER_TOLD = 8
OF_THE_LAND = {"farmers", "landowners", "woodland owners", "horse owners", "land managers"}
"""Those who can do a measure on land of their own."""


@dataclass(frozen=True)
class ParcelAnswer:
    """What is said of one parcel."""

    parcel: Parcel
    within: Within
    outside_ha: float


@dataclass(frozen=True)
class MeasureAnswer:
    """A measure that is mapped on the land: how much, why its largest place is there, and who pays."""

    measure: Measure
    area_ha: float
    why: here.MeasureHere
    funding: list[FundingRoute]


@dataclass(frozen=True)
class Answer:
    """What is said of all the land; hectares of `whole` count once, where parcels lie on one another too."""

    edition: Edition
    parcels: list[ParcelAnswer]
    whole: Within
    outside_ha: float
    overlaps: list[Overlap]
    measures: list[MeasureAnswer]
    nearby: list[MeasureNearby]
    wider: list[Measure]
    funding: list[tuple[FundingRoute, list[str]]]
    """Each route with the references of the measures on the land that it may pay for."""
    rules: list[tuple[Rule, list[str]]]

    @property
    def wholly_outside(self) -> bool:
        """Whether the strategy says nothing of any of it."""
        return self.whole.area_ha - self.outside_ha < OUTSIDE_M2 / HA_M2


def answer(edition: Edition, parcels: Sequence[Parcel]) -> Answer:
    """What an edition says of land."""
    land, area = whole_of(parcels), here.area_shape(edition)
    shapes = [one.shape for one in parcels]
    cut = cut_up(shapes if len(parcels) == 1 else [*shapes, land])
    *found, whole = within(edition, cut)
    found = found or [whole]
    measures = _measures(edition, whole.measures)
    return Answer(
        edition=edition,
        parcels=[
            ParcelAnswer(parcel, there, outside_ha(parcel.shape, area))
            for parcel, there in zip(parcels, found, strict=True)
        ],
        whole=whole,
        outside_ha=outside_ha(land, area),
        overlaps=overlaps(parcels),
        measures=measures,
        nearby=nearby(edition, cut, [one.measure.pk for one in whole.measures]),
        wider=_wider(edition),
        funding=_routes(measures),
        rules=rules_for([one.site.kind for one in whole.sites], [one.measure for one in measures]),
    )


def outside_ha(shape: shapely.Geometry, area: shapely.Geometry) -> float:
    """Hectares of a shape beyond the edge of a strategy area; none where two edges nearly agree."""
    if shapely.covers(area, shape):
        return 0.0
    beyond_m2 = float(shapely.difference(shape, area).area)
    return beyond_m2 / HA_M2 if beyond_m2 >= OUTSIDE_M2 else 0.0


def _measures(edition: Edition, found: Sequence[MeasureWithin]) -> list[MeasureAnswer]:
    rows = Place.objects.select_related("measure", "piece").in_bulk([one.place for one in found])
    routes = {one.ref: one for one in FundingRoute.objects.filter(edition=edition)}
    return [
        MeasureAnswer(
            one.measure,
            one.area_ha,
            here.measure_here(rows[one.place], edition),
            [routes[ref] for ref in one.measure.funding if ref in routes],
        )
        for one in found
    ]


def _routes(measures: Sequence[MeasureAnswer]) -> list[tuple[FundingRoute, list[str]]]:
    paid: dict[int, tuple[FundingRoute, list[str]]] = {}
    for one in measures:
        for route in one.funding:
            paid.setdefault(route.pk, (route, []))[1].append(one.measure.ref)
    return sorted(paid.values(), key=lambda one: one[0].position)


def _wider(edition: Edition) -> list[Measure]:
    """Wider measures that people can do on their own land; first those that nobody else is needed for."""
    own = [one for one in Measure.objects.filter(edition=edition, mapped=False) if OF_THE_LAND & set(one.who)]
    return sorted(own, key=lambda one: (not set(one.who) <= OF_THE_LAND, one.position))[:WIDER_TOLD]
