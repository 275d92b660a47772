"""Pages of an area about nutrients: within its strategy where one is published, and by themselves where none is."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lnrs.model import Area
from lnrs_web.areas.queries import area_called
from lnrs_web.config.clock import today
from lnrs_web.nutrients.queries import scheme_of
from lnrs_web.strategy import queries as strategies
from lnrs_web.strategy.frame import edition_asked_for, page

SECTION = "nutrients:page"


def area_here(slug: str) -> Area:
    """An area that has a published strategy or a scheme. Raises Http404 for others."""
    area = area_called(slug)
    if area is None or not (strategies.editions_of(slug) or scheme_of(area)):
        raise Http404
    return area


def shown(
    request: HttpRequest, area: Area, slug: str, template: str, status: int = 200, **context: Any
) -> HttpResponse:
    """A page about nutrients in an area."""
    file, known = f"nutrients/{template}.html", context | {"slug": slug, "on": today()}
    if request.GET.get("edition") or strategies.current(slug):
        edition = edition_asked_for(request, slug)
        return page(request, edition, SECTION, file, **known | {"base": "strategy/frame.html", "status": status})
    return render(request, file, known | {"area": area, "base": "nutrients/alone.html"}, status=status)
