"""The addresses that search engines are told of: the pages of the current editions, and of no older one."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lnrs_web.editions.models import Measure, Priority, Zone
from lnrs_web.editions.queries import current_editions
from lnrs_web.strategy.frame import menu_of

OF_THE_SITE = (
    "pages:choose_area",
    "england:front",
    "england:find",
    "pages:accessibility",
    "pages:privacy",
    "open_data:catalogue",
)


class OfTheSite(Sitemap):
    """The pages that belong to no area."""

    def items(self) -> list[str]:
        """Their addresses."""
        return [reverse(name) for name in OF_THE_SITE]

    def location(self, item: str) -> str:
        """As it is."""
        return item


class OfEditions(Sitemap):
    """The pages of the current editions, with the day on which each was published."""

    def items(self) -> list[tuple[str, Any]]:
        """Address and day."""
        return [(address, edition.published_at) for edition in current_editions() for address in _pages(edition)]

    def location(self, item: tuple[str, Any]) -> str:
        """Its address."""
        return item[0]

    def lastmod(self, item: tuple[str, Any]) -> Any:
        """When it last changed."""
        return item[1]


def _pages(edition: Any) -> list[str]:
    slug = edition.area.slug
    found = [reverse(name, args=[slug]) for _, parts in menu_of(edition.area_id) for name, _ in parts]
    for kind, name in ((Priority, "strategy:priority"), (Measure, "strategy:measure")):
        rows = kind._default_manager.filter(edition=edition)
        found += [reverse(name, args=[slug, ref]) for ref in rows.values_list("ref", flat=True)]
    zones = Zone.objects.filter(edition=edition).order_by("kind", "code").values_list("kind", "code")
    return found + [reverse("strategy:zone", args=[slug, kind, code]) for kind, code in zones]


SITEMAPS = {"site": OfTheSite, "editions": OfEditions}


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What programs that read everything may read: pages, and not the same data feature by feature."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in ("/ogc/collections/", "/tiles/", "/api/", "/*?edition=", "/*?place=")),
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
