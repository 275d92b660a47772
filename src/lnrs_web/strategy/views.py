"""The pages of a strategy. Each shows the current edition, or the one that `?edition=` names."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lnrs_web.editions.models import Edition
from lnrs_web.editions.queries import what_is_at
from lnrs_web.strategy import addresses, documents, figures, here, mapped_land, queries, whereabouts, zones

SECTIONS = (
    ("area", "Overview"),
    ("priorities", "Priorities"),
    ("measures", "Measures"),
    ("species", "Species"),
    ("zones", "Parishes and districts"),
    ("at", "What is at a place"),
    ("downloads", "Documents and data"),
    ("versions", "Editions"),
)


def _of_edition(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that is given the edition asked for, which everyone may see, in place of the area's name."""

    @require_safe
    @wraps(view)
    def found(request: HttpRequest, area: str, **parts: str) -> HttpResponse:
        editions = queries.editions_of(area)
        edition = queries.chosen(editions, request.GET.get("edition", ""))
        if edition is None:
            raise Http404
        return view(request, edition, **parts)

    return found


def _page(request: HttpRequest, edition: Edition, section: str, template: str, **context: Any) -> HttpResponse:
    """A page of an edition, which names it; one that is not current points to the same page in the current one."""
    frame = {
        "edition": edition,
        "area": edition.area,
        "section": section,
        "sections": SECTIONS,
        "permanent": _with_query(request, edition=edition.identity),
        "current": None,
    }
    if edition.stage != Edition.Stage.PUBLISHED:
        current = queries.chosen(queries.editions_of(edition.area.slug), "")
        frame |= {"current": current, "now_at": _now_at(request, section, current) if current else ""}
    status = context.pop("status", 200)
    return render(request, f"strategy/{template}.html", frame | context, status=status)


def _with_query(request: HttpRequest, **asked: str) -> str:
    """The page's own address with other things asked of it; the place, if there is one, is kept."""
    if place := request.GET.get("place", ""):
        asked = {"place": place} | asked
    return f"{request.path}?{urlencode(asked, safe=',')}" if asked else request.path


def _now_at(request: HttpRequest, section: str, current: Edition) -> str:
    """The same page in the current edition, or that edition's first page where it has no such page."""
    one_of: dict[str, Callable[..., object]] = {
        "priorities": queries.priority,
        "measures": queries.measure,
        "zones": zones.named,
    }
    parts = dict(request.resolver_match.kwargs) if request.resolver_match else {}
    parts.pop("area", "")
    if parts and one_of[section](current, **parts) is None:
        return addresses.address("area", current)
    return _with_query(request)


@_of_edition
def area_home(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The first page of a strategy."""
    found = {"figures": figures.summary(edition), "counts": queries.counts(edition)}
    return _page(request, edition, "area", "area", chapters=queries.contents(edition), **found)


@_of_edition
def priorities(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Every priority by theme."""
    return _page(request, edition, "priorities", "priorities", chapters=queries.contents(edition))


@_of_edition
def priority(request: HttpRequest, edition: Edition, ref: str) -> HttpResponse:
    """One priority."""
    if (found := queries.priority(edition, ref)) is None:
        raise Http404
    return _page(
        request,
        edition,
        "priorities",
        "priority",
        priority=found,
        theme=queries.theme_of(found),
        measures=queries.measures_for(found),
        area_ha=figures.area_ha_by(edition, "priority").get(ref),
    )


@_of_edition
def measures(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Every measure by theme and priority."""
    found = {"chapters": queries.contents(edition), "counts": queries.counts(edition)}
    return _page(request, edition, "measures", "measures", **found)


@_of_edition
def measure(request: HttpRequest, edition: Edition, ref: str) -> HttpResponse:
    """One measure, and where it is mapped."""
    if (found := queries.measure(edition, ref)) is None:
        raise Http404
    return _page(
        request,
        edition,
        "measures",
        "measure",
        measure=found,
        priorities=queries.priorities_of(found),
        funding=queries.funding_of(found),
        metric_habitats=queries.metric_habitats_of(found),
        species=queries.species_helped_by(found),
        figures=figures.of_measure(edition, ref),
        best=mapped_land.best_places(found),
        districts=mapped_land.by_district(found),
    )


@_of_edition
def species(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Every species priority by group."""
    return _page(request, edition, "species", "species", groups=queries.species_by_group(edition))


@_of_edition
def all_zones(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Every parish and district, or those whose name holds what is asked."""
    asked = request.GET.get("name", "").replace("\x00", "").strip()
    kinds = zones.found(edition, asked)
    return _page(request, edition, "zones", "zones", asked=asked, kinds=kinds, any=any(kinds.values()))


@_of_edition
def zone(request: HttpRequest, edition: Edition, kind: str, code: str) -> HttpResponse:
    """One parish or district."""
    if (found := zones.named(edition, kind, code)) is None:
        raise Http404
    sites = zones.sites_in(found)
    return _page(
        request,
        edition,
        "zones",
        "zone",
        zone=found,
        area_ha=zones.size_ha(found),
        figures=zones.compared(found),
        sites=[(there, here.kind_of(there.site)) for there in sites[: zones.SITES_NAMED]],
        more=max(len(sites) - zones.SITES_NAMED, 0),
        measures=zones.measures_in(found),
    )


@_of_edition
def downloads(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The statement to read, and everything of the edition to take away."""
    return _page(request, edition, "downloads", "downloads", parts=documents.parts_of(edition))


@_of_edition
def versions(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Every edition of the area that everyone may see."""
    return _page(request, edition, "versions", "versions", editions=queries.editions_of(edition.area.slug))


@_of_edition
def at(request: HttpRequest, edition: Edition) -> HttpResponse:
    """What the edition says of a place; a form where none is named yet, and again, with the reason, for a bad one."""
    asked = request.GET.get("place", "").strip()
    if not asked:
        return _page(request, edition, "at", "at")
    try:
        place = whereabouts.read(asked)
    except ValueError as error:
        return _page(request, edition, "at", "at", asked=asked, wrong=str(error), status=400)
    if not here.in_area(edition, place.easting_m, place.northing_m):
        return _page(request, edition, "at", "at", asked=asked, place=place, outside=True)
    found = what_is_at(edition, place.easting_m, place.northing_m)
    return _page(
        request,
        edition,
        "at",
        "at",
        asked=asked,
        place=place,
        found=found,
        sites=[(site, here.kind_of(site)) for site in found.sites],
        measures=[here.measure_here(one, edition) for one in found.places],
    )
