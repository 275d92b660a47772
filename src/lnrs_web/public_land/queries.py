"""Reading public land and reports."""

from django.db.models import Max

from lnrs_web.editions.models import Edition
from lnrs_web.public_land.models import DutyReport, Estate, PublicBody


def published(area: int) -> list[PublicBody]:
    """The bodies of an area whose land is for everyone, by name."""
    found = PublicBody.objects.filter(area=area, estate__published_at__isnull=False)
    return list(found.select_related("estate", "area"))


def body_called(area_slug: str, slug: str) -> PublicBody | None:
    """A body whose land is for everyone, by the names in an address."""
    found = PublicBody.objects.filter(area__slug=area_slug, slug=slug, estate__published_at__isnull=False)
    return found.select_related("estate", "area").first()


def reports_of(body: PublicBody) -> list[DutyReport]:
    """A body's published reports, the last first."""
    return list(DutyReport.objects.filter(body=body, published_at__isnull=False))


def changed(edition: Edition) -> str:
    """When public land or a report of an edition's area last changed for everyone."""
    bodies = PublicBody.objects.filter(area=edition.area_id)
    land = Estate.objects.filter(body__in=bodies).aggregate(Max("published_at"), Max("sent_at"))
    reports = DutyReport.objects.filter(body__in=bodies).aggregate(Max("published_at"))
    kinds = list(bodies.values_list("slug", "kind"))
    return repr((land, reports, kinds))
