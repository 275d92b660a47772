"""What the planning check asks of the rows of an edition, and of the checks that are kept."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import shapely
from django.conf import settings
from django.db.models import QuerySet

from lnrs.significance import LEAST_M2, MappedLand, polygonal
from lnrs.units import HA_M2
from lnrs_web.editions.located import meeting_box, touching
from lnrs_web.editions.models import Edition, Measure, MetricHabitat, Opportunity, Priority, Site, Zone
from lnrs_web.planning.models import SiteCheck

NEAR_M = 2_000
"""How far off a site of importance is told of: what is usual for a desk study of designated sites."""


@dataclass(frozen=True)
class SiteThere:
    """A site of importance on the land, or `distance_m` from it."""

    site: Site
    within_ha: float
    distance_m: float


@dataclass(frozen=True)
class MeasureThere:
    """A measure that is mapped on the land, its part of it, and the priorities it serves."""

    measure: Measure
    shape: shapely.Geometry
    priorities: list[Priority]
    makes: list[MetricHabitat]

    @property
    def area_ha(self) -> float:
        """Hectares of the land that it is mapped on."""
        return float(self.shape.area) / HA_M2


def kept(area: str, key: str) -> SiteCheck | None:
    """The check with a key in an area."""
    return SiteCheck.objects.filter(key=key, edition__area__slug=area).select_related("edition__area").first()


def kept_until(check: SiteCheck) -> datetime:
    """When a check may be taken away."""
    return check.made_at + timedelta(days=settings.SITE_CHECKS_KEPT_DAYS)


def kept_too_long(now: datetime) -> "QuerySet[SiteCheck]":
    """The checks that have been kept as long as is said."""
    return SiteCheck.objects.filter(made_at__lt=now - timedelta(days=settings.SITE_CHECKS_KEPT_DAYS))


def sites_of_importance(edition: Edition, land: shapely.Geometry) -> list[SiteThere]:
    """Areas of particular importance on the land, those with most of it first, and then those near it."""
    west, south, east, north = land.bounds
    box = (west - NEAR_M, south - NEAR_M, east + NEAR_M, north + NEAR_M)
    sites = list(meeting_box(Site.objects.filter(edition=edition), box))
    if not sites:
        return []
    shapes = np.array([one.shape for one in sites], object)
    distances_m = shapely.distance(land, shapes)
    on_it = distances_m == 0
    within_m2 = np.zeros(len(sites))
    within_m2[on_it] = shapely.area(shapely.intersection(shapes[on_it], land))
    there = [
        SiteThere(site, float(m2) / HA_M2, float(distance_m))
        for site, m2, distance_m in zip(sites, within_m2, distances_m, strict=True)
        if distance_m <= NEAR_M
    ]
    return sorted(there, key=lambda one: (-one.within_ha, one.distance_m, one.site.number))


def measures_mapped(edition: Edition, land: shapely.Geometry, lands: list[MappedLand]) -> list[MeasureThere]:
    """The measures of the pieces of land, cut to the land, in the strategy's order."""
    shapes: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for one in lands:
        cut = polygonal(shapely.intersection(one.shape, land))
        for ref in one.measures:
            shapes[ref].append(cut)
    measures = Measure.objects.filter(edition=edition, ref__in=shapes)
    priorities = {one.ref: one for one in Priority.objects.filter(edition=edition)}
    makes: dict[str, list[MetricHabitat]] = defaultdict(list)
    for row in MetricHabitat.objects.filter(edition=edition, measure__in=shapes):
        makes[row.measure].append(row)
    there = [
        MeasureThere(
            one,
            polygonal(shapely.union_all(shapes[one.ref])),
            [priorities[ref] for ref in one.priorities if ref in priorities],
            makes[one.ref],
        )
        for one in measures
    ]
    return [one for one in there if one.shape.area >= LEAST_M2]


def could_become(edition: Edition, land: shapely.Geometry) -> shapely.Geometry:
    """The part of the land that could become of particular importance."""
    found: list[Opportunity] = touching(Opportunity.objects.filter(edition=edition), land)
    return shapely.intersection(shapely.union_all([one.shape for one in found]), land)


def zones(edition: Edition, land: shapely.Geometry, kind: str) -> list[Zone]:
    """Districts or parishes that have land in it, by name."""
    found: list[Zone] = touching(Zone.objects.filter(edition=edition, kind=kind), land)
    there = [one for one in found if shapely.intersection(one.shape, land).area >= LEAST_M2]
    return sorted(there, key=lambda one: (one.name, one.code))


def habitats_of(edition: Edition) -> list[str]:
    """Names of habitats that the edition's own table uses."""
    return sorted(set(MetricHabitat.objects.filter(edition=edition).values_list("metric_habitat", flat=True)))
