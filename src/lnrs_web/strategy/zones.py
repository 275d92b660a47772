"""A parish, ward, district or constituency: how much of it is important, could become so, is mapped."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely

from lnrs_web.editions.located import at_point, meeting_box, touching
from lnrs_web.editions.models import Edition, Site, Zone
from lnrs_web.editions.queries import order_of
from lnrs_web.strategy import figures

SITES_NAMED = 20
"""Sites of importance named on a page; the rest are counted."""
LEAST_SHARED = 0.005
"""Share of the smaller of two zones below which they only brush against each other."""
FARTHEST_SITE_M = 20_000

FIGURES = {
    Zone.Kind.PARISH: "by_parish",
    Zone.Kind.WARD: "by_ward",
    Zone.Kind.DISTRICT: "by_district",
    Zone.Kind.CONSTITUENCY: "by_constituency",
}
COMPARED = (
    ("important", "Of particular importance already"),
    ("could_become", "Could become so"),
    ("mapped", "Mapped for a measure"),
)
"""What is compared with the whole area, by the beginning of its names in the figures."""
NOUNS = {
    Zone.Kind.PARISH: "parish,parishes",
    Zone.Kind.WARD: "ward,wards",
    Zone.Kind.DISTRICT: "district,districts",
    Zone.Kind.CONSTITUENCY: "constituency,constituencies",
}
"""What one zone of a kind is called, and several (`words.counted`)."""


@dataclass(frozen=True)
class Compared:
    """An amount of land in a zone, its share of the zone, and the share that the whole area has."""

    words: str
    area_ha: float
    share: float
    area_share: float

    @property
    def bar(self) -> str:
        """The zone's share as a length, of 100."""
        return f"{100 * self.share:.1f}"

    @property
    def area_bar(self) -> str:
        """The area's share as a length, of 100."""
        return f"{100 * self.area_share:.1f}"

    @property
    def beside(self) -> str:
        """How the zone's share stands to the area's, at the precision in which both are told."""
        here, whole = round(self.share, 2), round(self.area_share, 2)
        return "as much as" if here == whole else "more than" if here > whole else "less than"


@dataclass(frozen=True)
class Beside:
    """The size and the figures of a zone, or of the whole area where it is no zone."""

    zone: Zone | None
    area_ha: float
    figures: list[Compared]

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole area."""
        return self.zone is None


@dataclass(frozen=True)
class SiteThere:
    """An area of particular importance, and the part of it that lies in a zone."""

    site: Site
    within_ha: float


@dataclass(frozen=True)
class SiteNear:
    """The area of particular importance nearest to a zone that has none."""

    site: Site
    away_m: float


@dataclass(frozen=True)
class OfKind:
    """Zones of one kind."""

    kind: str
    noun: str
    zones: list[Zone]


def every(edition: Edition) -> list[OfKind]:
    """The zones of an edition by kind, in the order of their names; kinds of which it has none are left out."""
    return _by_kind(all_of(edition))


def all_of(edition: Edition) -> list[Zone]:
    """Every zone of an edition by its name, without its shape."""
    return list(Zone.objects.filter(edition=edition).defer("wkb").order_by("name", "code"))


def named(edition: Edition, kind: str, code: str) -> Zone | None:
    """The zone of a kind with a code."""
    return Zone.objects.filter(edition=edition, kind=kind, code=code).first()


def size_ha(zone: Zone) -> float:
    """Hectares of a zone within the strategy area, as the edition has them."""
    return float(_row(zone.edition, zone).get("area_ha", 0.0))


def compared(zone: Zone) -> list[Compared]:
    """The figures of a zone beside those of the whole area; none where the edition has none of it."""
    return _compared(_row(zone.edition, zone), figures.summary(zone.edition))


def beside(edition: Edition, held_by: Iterable[Zone]) -> list[Beside]:
    """Zones with their figures, and the whole area last; nothing where the edition has figures of none."""
    whole = figures.summary(edition)
    rows = [(zone, _row(edition, zone)) for zone in held_by]
    found = [Beside(zone, float(row["area_ha"]), told) for zone, row in rows if (told := _compared(row, whole))]
    shares = [(name, words, whole[f"{name}_share"]) for name, words in COMPARED] if found else []
    of_area = [Compared(words, whole[name], share, share) for name, words, share in shares]
    return [*found, Beside(None, whole["area"], of_area)] if found else []


def _compared(row: figures.Row, whole: dict[str, float]) -> list[Compared]:
    area_ha = float(row.get("area_ha", 0.0))
    if not area_ha:
        return []
    return [
        Compared(words, held := float(row[f"{name}_ha"]), held / area_ha, whole[f"{name}_share"])
        for name, words in COMPARED
    ]


def _row(edition: Edition, zone: Zone) -> figures.Row:
    rows = figures.rows_of(edition, FIGURES[Zone.Kind(zone.kind)])
    return next((row for row in rows if row["code"] == zone.code), {})


def sites_in(zone: Zone) -> list[SiteThere]:
    """Areas of particular importance that have land in a zone, the most land first."""
    shape = zone.shape
    shapely.prepare(shape)
    sites: list[Site] = touching(Site.objects.filter(edition=zone.edition), shape)
    within_m2 = _shared_m2(shape, np.array([one.shape for one in sites], object))
    there = [SiteThere(site, float(m2) / 10_000) for site, m2 in zip(sites, within_m2, strict=True) if m2 >= 1]
    return sorted(there, key=lambda one: (-one.within_ha, one.site.number))


def nearest_site(zone: Zone) -> SiteNear | None:
    """The area of particular importance nearest to a zone, as far as `FARTHEST_SITE_M`."""
    shape, reach_m = zone.shape, 1_000
    while reach_m <= FARTHEST_SITE_M:
        box = (zone.west - reach_m, zone.south - reach_m, zone.east + reach_m, zone.north + reach_m)
        sites = list(meeting_box(Site.objects.filter(edition=zone.edition), box))
        near = [(float(shapely.distance(shape, site.shape)), site.number, site) for site in sites]
        if near and min(near)[0] <= reach_m:
            away_m, _, site = min(near)
            return SiteNear(site, away_m)
        reach_m *= 2
    return None


def around(zone: Zone) -> list[OfKind]:
    """The zones of every other kind that share land with a zone, by kind."""
    shape = zone.shape
    others: list[Zone] = touching(Zone.objects.filter(edition=zone.edition).exclude(kind=zone.kind), shape)
    shapes = np.array([one.shape for one in others], object)
    smaller_m2 = np.minimum(shapely.area(shapes), shape.area)
    shares = _shared_m2(shape, shapes) >= LEAST_SHARED * smaller_m2
    return _by_kind(sorted((one for one, held in zip(others, shares, strict=True) if held), key=order_of))


def district_of(zone: Zone) -> str:
    """The name of the district in which the middle of a parish or ward lies; nothing for wider zones."""
    if zone.kind not in (Zone.Kind.PARISH, Zone.Kind.WARD):
        return ""
    middle = shapely.point_on_surface(zone.shape)
    return district_at(zone.edition, middle.x, middle.y)


def district_at(edition: Edition, easting_m: float, northing_m: float) -> str:
    """The name of the district at a point, or nothing."""
    found: list[Zone] = at_point(Zone.objects.filter(edition=edition, kind=Zone.Kind.DISTRICT), easting_m, northing_m)
    return found[0].name if found else ""


def _by_kind(zones: list[Zone]) -> list[OfKind]:
    found = [OfKind(str(kind), noun, [one for one in zones if one.kind == kind]) for kind, noun in NOUNS.items()]
    return [of_kind for of_kind in found if of_kind.zones]


def _shared_m2(shape: shapely.Geometry, shapes: np.ndarray) -> np.ndarray:
    """What a shape has in common with each of others. Few cross its edge, and only those have to be cut."""
    shapely.prepare(shape)
    shared_m2, across = shapely.area(shapes), ~shapely.covers(shape, shapes)
    shared_m2[across] = shapely.area(shapely.intersection(shapes[across], shape))
    return shared_m2
