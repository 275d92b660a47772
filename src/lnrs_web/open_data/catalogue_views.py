"""The catalogue of open data, for people and for the catalogues of others."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from lnrs_web.editions.models import Edition, Place
from lnrs_web.editions.queries import current_editions, seen_by_everyone
from lnrs_web.england import queries as england
from lnrs_web.england.models import EnglandEdition
from lnrs_web.open_data import catalogue, collections
from lnrs_web.open_data.answers import Refused, as_json, kept, known_only, open_data
from lnrs_web.open_data.examples import EXAMPLES
from lnrs_web.open_data.layers import OfWhat
from lnrs_web.open_data.ogc_views import address_in

LD_JSON = "application/ld+json"


def _data_sets(request: HttpRequest, editions: Any) -> list[catalogue.DataSet]:
    def file(edition: OfWhat, path: str, page: str = "edition-file") -> str:
        if isinstance(edition, EnglandEdition):
            return request.build_absolute_uri(reverse("england:file", args=(edition.identity, path)))
        return request.build_absolute_uri(reverse(page, args=(edition.area.slug, edition.identity, path)))

    return [one for edition in editions for one in catalogue.data_sets(edition, address_in(request), file)]


@open_data
def page(request: HttpRequest) -> HttpResponseBase:
    """The catalogue as a page."""
    if wrong := known_only(request):
        raise Refused(wrong)
    editions = list(current_editions())

    def make() -> HttpResponse:
        found: dict[str, list[catalogue.DataSet]] = {}
        for one in _data_sets(request, collections.current_everywhere()):
            found.setdefault(one.edition.identity, []).append(one)
        sets = [(every[0], every[1:]) for every in found.values()]
        examples = [(one, one.of(_places(request, editions[0]))) for one in EXAMPLES] if editions else []
        older = seen_by_everyone().select_related("area").filter(stage=Edition.Stage.SUPERSEDED)
        context = {"sets": sets, "examples": examples, "older": older, "ogc": address_in(request)("landing")}
        return render(request, "open_data/catalogue.html", context)

    return kept(request, make, *collections.states())


def _places(request: HttpRequest, edition: Edition) -> dict[str, str]:
    """What the examples are filled with, for an edition: the measure is that of its first place."""
    place = Place.objects.filter(edition=edition).order_by("number").select_related("measure").first()
    file = reverse("edition-file", args=(edition.area.slug, edition.identity, "manifest.json"))
    return {
        "ogc": address_in(request)("landing").rstrip("/"),
        "name": f"{edition.area.slug}.measures",
        "measure": place.measure.ref if place else "",
        "files": request.build_absolute_uri(file.removesuffix("manifest.json")),
        "api": request.build_absolute_uri(reverse("open_data:api_page") + f"areas/{edition.area.slug}/"),
    }


@open_data
def dcat(request: HttpRequest) -> HttpResponseBase:
    """The catalogue in DCAT-AP, with every edition."""
    return _linked(request, catalogue.dcat)


@open_data
def schema_org(request: HttpRequest) -> HttpResponseBase:
    """The catalogue for search engines, with every edition."""
    return _linked(request, catalogue.schema_org)


def _linked(request: HttpRequest, say: Any) -> HttpResponseBase:
    if wrong := known_only(request, ()):
        raise Refused(wrong)
    editions = seen_by_everyone().select_related("area").order_by("area__name", "-published_at", "-id")
    root = address_in(request)("catalogue")
    every = [*editions, *england.seen_by_everyone()]
    return kept(request, lambda: as_json(say(root, _data_sets(request, every)), LD_JSON), *collections.states())
