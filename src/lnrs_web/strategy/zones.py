"""A parish or district: how much of it is important, could become so, and is mapped for which measures."""

from dataclasses import dataclass

import numpy as np
import shapely
from django.db.models import Sum

from lnrs_web.editions.located import touching
from lnrs_web.editions.models import Edition, Measure, Place, Site, Zone
from lnrs_web.strategy import figures

SITES_NAMED = 20
"""Sites of importance named on a page; the rest are counted."""

FIGURES = {Zone.Kind.DISTRICT: "by_district", Zone.Kind.PARISH: "by_parish"}
COMPARED = (
    ("important", "Of particular importance already"),
    ("could_become", "Could become so"),
    ("mapped", "Mapped for a measure"),
)
"""What is compared with the whole area, by the beginning of its names in the figures."""


@dataclass(frozen=True)
class Compared:
    """An amount of land in a zone, its share of the zone, and the share that the whole area has."""

    words: str
    area_ha: float
    share: float
    area_share: float


@dataclass(frozen=True)
class SiteThere:
    """An area of particular importance, and the part of it that lies in a zone."""

    site: Site
    within_ha: float


@dataclass(frozen=True)
class MeasureThere:
    """A measure, and its hectares in a zone."""

    measure: Measure
    area_ha: float


def found(edition: Edition, asked: str) -> dict[str, list[Zone]]:
    """Districts and parishes by kind, in the order of their names: those whose name holds what is asked, or all."""
    zones = Zone.objects.filter(edition=edition, name__icontains=asked).defer("wkb").order_by("name", "code")
    kinds = {"District": Zone.Kind.DISTRICT, "Parish": Zone.Kind.PARISH}
    return {words: [one for one in zones if one.kind == kind] for words, kind in kinds.items()}


def named(edition: Edition, kind: str, code: str) -> Zone | None:
    """The zone of a kind with a code."""
    return Zone.objects.filter(edition=edition, kind=kind, code=code).first()


def size_ha(zone: Zone) -> float:
    """Hectares of a zone within the strategy area, as the edition has them."""
    return float(_row(zone).get("area_ha", 0.0))


def compared(zone: Zone) -> list[Compared]:
    """The figures of a zone beside those of the whole area; none where the edition has none of it."""
    row, whole = _row(zone), figures.summary(zone.edition)
    area_ha = float(row.get("area_ha", 0.0))
    if not area_ha:
        return []
    return [
        Compared(words, held := float(row[f"{name}_ha"]), held / area_ha, whole[f"{name}_share"])
        for name, words in COMPARED
    ]


def _row(zone: Zone) -> figures.Row:
    rows = figures.rows_of(zone.edition, FIGURES[Zone.Kind(zone.kind)])
    return next((row for row in rows if row["code"] == zone.code), {})


def sites_in(zone: Zone) -> list[SiteThere]:
    """Areas of particular importance that have land in a zone, the most land first."""
    shape = zone.shape
    shapely.prepare(shape)
    sites: list[Site] = touching(Site.objects.filter(edition=zone.edition), shape)
    shapes = np.array([one.shape for one in sites], object)
    within_m2, across = shapely.area(shapes), ~shapely.covers(shape, shapes)  # few sites cross a boundary
    within_m2[across] = shapely.area(shapely.intersection(shapes[across], shape))
    there = [SiteThere(site, float(m2) / 10_000) for site, m2 in zip(sites, within_m2, strict=True) if m2 >= 1]
    return sorted(there, key=lambda one: (-one.within_ha, one.site.number))


def measures_in(zone: Zone) -> list[MeasureThere]:
    """Measures mapped in a zone, the most land first; a piece of land counts where a point on it lies."""
    places = Place.objects.filter(**{"piece__edition": zone.edition, f"piece__{zone.kind}": zone.code})
    held = places.values_list("measure").annotate(Sum("piece__area_ha"))
    measures = Measure.objects.in_bulk([key for key, _ in held])
    there = [MeasureThere(measures[key], area_ha) for key, area_ha in held]
    return sorted(there, key=lambda one: (-one.area_ha, one.measure.position))
