"""The pages about places: every parish, ward, district and constituency, and any point that a reader names."""

from urllib.parse import quote, urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lnrs_web.editions.models import Edition, Zone
from lnrs_web.editions.queries import what_is_at
from lnrs_web.places import finding
from lnrs_web.places.whereabouts import Whereabouts
from lnrs_web.strategy import addresses, choices, here, maps, zone_document, zones
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


@of_edition
def zone_pdf(request: HttpRequest, edition: Edition, kind: str, code: str) -> HttpResponse:
    """The same to print: a tagged PDF."""
    found = _zone(edition, kind, code)
    path = reverse("strategy:zone", args=[edition.area.slug, kind, code])
    address = request.build_absolute_uri(f"{path}?{urlencode({'edition': edition.identity})}")
    answer = HttpResponse(zone_document.pdf_of(found, address), content_type="application/pdf")
    name = f"{found.name} - {edition.area.name} - edition {edition.name}.pdf"
    answer.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name, safe='')}"
    return answer


def _zone(edition: Edition, kind: str, code: str) -> Zone:
    """Raises Http404 where the edition has no such zone."""
    if (found := zones.named(edition, kind, code)) is None:
        raise Http404
    return found


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
    there = what_is_at(edition, place.easting_m, place.northing_m)
    return page(
        request,
        edition,
        "strategy:zones",
        "strategy/at.html",
        asked=asked,
        place=place,
        found=there,
        map=maps.shown(maps.of_place(edition, place, asked)),
        sites=[(site, here.kind_of(site)) for site in there.sites],
        measures=[here.measure_here(one, edition) for one in there.places],
    )
