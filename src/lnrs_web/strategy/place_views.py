"""The pages about places: every parish, ward, district and constituency, and any point that a reader names."""

from functools import partial
from urllib.parse import quote, urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lnrs_web.editions.models import Edition, Zone
from lnrs_web.pages.limits import prints, searches
from lnrs_web.places import finding
from lnrs_web.places.whereabouts import Whereabouts
from lnrs_web.strategy import addresses, choices, here, maps, point_document, zone_document, zones
from lnrs_web.strategy.frame import of_edition, page
from lnrs_web.strategy.served import served


@of_edition
def all_zones(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Find a place: by what a reader types, or in the lists of every kind of zone."""
    return page(request, edition, "strategy:zones", "strategy/zones.html", kinds=zones.every(edition))


@of_edition
def zone(request: HttpRequest, edition: Edition, kind: str, code: str) -> HttpResponse:
    """One parish, ward, district or constituency."""
    found = _zone(edition, kind, code)
    sites = zones.sites_in(found)
    near = None if sites else zones.nearest_site(found)
    return page(
        request,
        edition,
        "strategy:zones",
        "strategy/zone.html",
        zone=found,
        area_ha=zones.size_ha(found),
        figures=zones.compared(found),
        sites=[(there, here.kind_of(there.site)) for there in sites[: zones.SITES_NAMED]],
        more=max(len(sites) - zones.SITES_NAMED, 0),
        near=near,
        near_kind=here.kind_of(near.site) if near else "",
        served=served(found),
        around=zones.around(found),
        map=maps.shown(maps.of_zone(found)),
    )


@prints
@of_edition
def zone_pdf(request: HttpRequest, edition: Edition, kind: str, code: str) -> HttpResponse:
    """The same to print: a tagged PDF."""
    found = _zone(edition, kind, code)
    address = _lasting(request, edition, "strategy:zone", kind, code)
    return _pdf(zone_document.pdf_of(found, address), found.name, edition)


def _zone(edition: Edition, kind: str, code: str) -> Zone:
    """Raises Http404 where the edition has no such zone."""
    if (found := zones.named(edition, kind, code)) is None:
        raise Http404
    return found


@searches
@of_edition
def at(request: HttpRequest, edition: Edition) -> HttpResponse:
    """What the edition says of a place; a form where none is named yet, and again, with the reason, for a bad one.

    The name of a zone leads to its page, and a name that several places have to a choice of them.
    """
    asked = request.GET.get("place", "").strip()
    if not asked:
        return page(request, edition, "strategy:zones", "strategy/at.html")
    try:
        found = finding.find(edition, asked)
    except ValueError as error:
        return page(request, edition, "strategy:zones", "strategy/at.html", asked=asked, wrong=str(error), status=400)
    if isinstance(found, Zone):
        return redirect(addresses.address("strategy:zone", edition, found.kind, found.code))
    if isinstance(found, finding.Several):
        to_choose = choices.of_several(
            edition,
            found,
            lambda zone: addresses.address("strategy:zone", edition, zone.kind, zone.code),
            lambda town: addresses.address("strategy:at", edition, place=town.where),
        )
        asking = {"asked": asked, "several": found, "several_places": to_choose}
        return page(request, edition, "strategy:zones", "strategy/at.html", **asking)
    return _at_point(request, edition, asked, found)


def _at_point(request: HttpRequest, edition: Edition, asked: str, place: Whereabouts) -> HttpResponse:
    if not here.in_area(edition, place.easting_m, place.northing_m):
        other = here.elsewhere(edition, place.easting_m, place.northing_m)
        found = {"place": place, "outside": True, "other": other}
        answer = page(request, edition, "strategy:zones", "strategy/at.html", asked=asked, **found)
        answer["Cache-Control"] = "no-cache"  # it names the strategies that other areas have by now
        return answer
    told = here.told(edition, place)
    return page(
        request,
        edition,
        "strategy:zones",
        "strategy/at.html",
        asked=asked,
        map=maps.shown(maps.of_place(edition, place, asked)),
        beside=zones.beside(edition, told.found.zones),
        **vars(told),
    )


@prints
@of_edition
def at_pdf(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The same of one point to print: a tagged PDF, which is kept in no file. What is no point leads to its page."""
    asked = request.GET.get("place", "").strip()
    try:
        place = finding.find(edition, asked)
    except ValueError:
        return redirect(addresses.address("strategy:at", edition, place=asked))
    if isinstance(place, Zone):
        return redirect(addresses.address("strategy:zone_pdf", edition, place.kind, place.code))
    if isinstance(place, finding.Several) or not here.in_area(edition, place.easting_m, place.northing_m):
        return redirect(addresses.address("strategy:at", edition, place=asked))
    told, drawn = here.told(edition, place), maps.of_place(edition, place, asked).kept(maps.WIDTHS_PX["wide"])
    lasting = partial(_lasting, request, edition)
    address = lasting("strategy:at", place=asked)
    pdf = point_document.pdf_of(told, drawn, address, lambda zone: lasting("strategy:zone", zone.kind, zone.code))
    answer = _pdf(pdf, f"What is at {place.called or place.grid_reference}", edition)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _lasting(request: HttpRequest, edition: Edition, page_: str, *parts: str, **asked: str) -> str:
    """The whole address of a page in this very edition."""
    path = reverse(page_, args=[edition.area.slug, *parts])
    return request.build_absolute_uri(f"{path}?{urlencode(asked | {'edition': edition.identity})}")


def _pdf(pdf: bytes, what: str, edition: Edition) -> HttpResponse:
    """A document that is named after what it is of."""
    answer = HttpResponse(pdf, content_type="application/pdf")
    name = f"{what} - {edition.area.name} - edition {edition.name}.pdf"
    answer.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name, safe='')}"
    return answer
