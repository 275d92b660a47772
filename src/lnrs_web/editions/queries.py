"""What is asked of an edition: which one, and what is at a place."""

from dataclasses import dataclass

from django.db.models import QuerySet

from lnrs.errors import NotFound, Problem
from lnrs_web.editions.located import at_point
from lnrs_web.editions.models import Edition, Opportunity, Piece, Place, Site, Zone


@dataclass(frozen=True)
class Here:
    """Everything that an edition says of a place."""

    edition: Edition
    easting_m: float
    northing_m: float
    zones: list[Zone]
    sites: list[Site]
    opportunity: Opportunity | None
    """The area that could become of particular importance; there is one at most."""
    places: list[Place]
    """The measures mapped here, in the order of the strategy."""


def order_of(zone: Zone) -> tuple[int, str]:
    """By which zones are told in order: their kind, then their name."""
    return list(Zone.Kind).index(Zone.Kind(zone.kind)), zone.name


def seen_by_everyone() -> "QuerySet[Edition]":
    """The editions that have been published, those since superseded among them."""
    return Edition.objects.exclude(stage=Edition.Stage.IMPORTED)


def current_editions() -> "QuerySet[Edition]":
    """The published edition of each area that has one, by the area's name."""
    published = seen_by_everyone().filter(stage=Edition.Stage.PUBLISHED)
    return published.select_related("area").order_by("area__name")


def invented_editions(area: str = "") -> list[Edition]:
    """The published editions that are invented ones, for examples: those of all areas, or of the area of this name in
    addresses. Raises NotFound for an area without one."""
    found = list(current_editions().filter(invented=True, **({"area__slug": area} if area else {})))
    if area and not found:
        what = "has no published edition that is an invented example."
        raise NotFound([Problem(area, what, "Publish the edition of a sketch first.")])
    return found


def what_is_at(edition: Edition, easting_m: float, northing_m: float) -> Here:
    """What an edition says of a point (EPSG:27700): the sites it lies in, what could become of it, which measures."""
    pieces: list[Piece] = at_point(Piece.objects.filter(edition=edition), easting_m, northing_m)
    places = Place.objects.filter(piece__in=pieces).select_related("measure", "piece")
    opportunities: list[Opportunity] = at_point(Opportunity.objects.filter(edition=edition), easting_m, northing_m)
    return Here(
        edition=edition,
        easting_m=easting_m,
        northing_m=northing_m,
        zones=sorted(at_point(Zone.objects.filter(edition=edition), easting_m, northing_m), key=order_of),
        sites=sorted(at_point(Site.objects.filter(edition=edition), easting_m, northing_m), key=lambda one: one.number),
        opportunity=opportunities[0] if opportunities else None,
        places=sorted(places, key=lambda one: (one.measure.position, one.number)),
    )
