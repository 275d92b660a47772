"""OGC API - Features."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

import shapely
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from lnrs import gridref
from lnrs_web.editions.models import Edition
from lnrs_web.editions.queries import seen_by_everyone
from lnrs_web.open_data import collections, features, licences, ogc, ogc_definition
from lnrs_web.open_data.answers import (
    GEOJSON,
    HTML,
    JSON,
    OPENAPI_JSON,
    SCHEMA_JSON,
    Refused,
    as_json,
    form_asked_for,
    kept,
    known_only,
    open_data,
)
from lnrs_web.open_data.asked import Asked, asked_of, crs_asked_for
from lnrs_web.open_data.collections import Collection
from lnrs_web.open_data.crs import CRS84, OFFERED, Crs
from lnrs_web.pages.limits import serves_data
from lnrs_web.strategy.addresses import address as address_of

FORMS = {"json": JSON, "html": HTML}
ITEM_FORMS = {"json": GEOJSON, "html": HTML}


def address_in(request: HttpRequest) -> ogc.Address:
    """Whole addresses of pages of OGC API - Features, as this request reached them."""

    def address(page: str, *parts: Any, **asked: str) -> str:
        query = f"?{urlencode(asked)}" if asked else ""
        return request.build_absolute_uri(reverse(f"open_data:{page}", args=parts) + query)

    return address


def _simple(
    request: HttpRequest,
    content: Callable[[], Any],
    template: str,
    *parts: str,
    media: str = JSON,
    lasting: bool = False,
    **context: Any,
) -> HttpResponseBase:
    """A page of plain values, as JSON or in the site's frame."""
    forms = {"json": media, "html": HTML}
    if wrong := known_only(request):
        raise Refused(wrong)
    if form_asked_for(request, forms) == "json":
        return kept(request, lambda: as_json(content(), media), *parts, lasting=lasting)
    other = _other_form(request)
    return kept(request, lambda: render(request, template, {"content": content(), "as_json": other, **context}), *parts)


def _other_form(request: HttpRequest, form: str = "json") -> str:
    asked = request.GET.copy()
    asked["f"] = form
    return f"{request.path}?{asked.urlencode()}"


@open_data
def landing(request: HttpRequest) -> HttpResponseBase:
    """The landing page."""
    editions = collections.current_everywhere()
    return _simple(
        request,
        lambda: ogc.landing(address_in(request), editions),
        "open_data/landing.html",
        *collections.states(),
        editions=editions,
        areas=_by_area(),
    )


def _by_area() -> dict[str, list[Any]]:
    """Every edition that everyone may see by its area's name, the current one first."""
    found: dict[str, list[Any]] = {}
    for one in seen_by_everyone().select_related("area").order_by("area__name", "stage", "-published_at", "-id"):
        found.setdefault(one.area.name, []).append((one, collections.of_edition(one, lasting=True)[0].name))
    return found


@open_data
def conformance(request: HttpRequest) -> HttpResponseBase:
    """What the interface conforms to."""
    return _simple(request, lambda: {"conformsTo": list(ogc.CLASSES)}, "open_data/conformance.html")


@open_data
def api(request: HttpRequest) -> HttpResponseBase:
    """The definition of the interface."""

    def definition() -> Any:
        return ogc_definition.definition(address_in(request)("landing"), collections.current())

    return _simple(request, definition, "open_data/definition.html", *collections.states(), media=OPENAPI_JSON)


@open_data
def all_collections(request: HttpRequest) -> HttpResponseBase:
    """Every collection of the current editions."""
    address, found = address_in(request), collections.current()

    def content() -> dict[str, Any]:
        described = [ogc.collection(address, one) for one in found]
        return {"links": ogc.forms(address, "collections"), "crs": list(OFFERED), "collections": described}

    return _simple(request, content, "open_data/collections.html", *collections.states(), collections=found)


def _found(name: str) -> Collection:
    if (found := collections.named(name)) is None:
        raise Http404
    return found


@open_data
def collection(request: HttpRequest, name: str) -> HttpResponseBase:
    """One collection."""
    found = _found(name)
    sources = licences.sources_of(found.edition, found.layer.file)
    return _simple(
        request,
        lambda: ogc.collection(address_in(request), found),
        "open_data/collection.html",
        collections.state(found.edition),
        lasting=found.lasting,
        collection=found,
        sources=sources,
        licences=licences.licences_of(sources),
        edition=found.edition,
    )


@open_data
def queryables(request: HttpRequest, name: str) -> HttpResponseBase:
    """What can be asked of a collection."""
    found = _found(name)
    return _simple(
        request,
        lambda: ogc.queryables(address_in(request), found),
        "open_data/queryables.html",
        collections.state(found.edition),
        media=SCHEMA_JSON,
        lasting=found.lasting,
        collection=found,
        edition=found.edition,
        fields=list(found.layer.queryables.values()),
    )


@serves_data
@open_data
def items(request: HttpRequest, name: str) -> HttpResponseBase:
    """A page of the features of a collection."""
    found = _found(name)
    form = form_asked_for(request, ITEM_FORMS)
    asked = asked_of(request, found)
    make = _items_page if form == "html" else _items_geojson
    lasting = found.lasting and form == "json"
    response = kept(request, lambda: make(request, found, asked), collections.state(found.edition), lasting=lasting)
    return _of_edition(response, found, asked.crs)


def _items_geojson(request: HttpRequest, found: Collection, asked: Asked) -> HttpResponseBase:
    keys, total = features.keys_of(found, asked), features.matched(found, asked)
    shown = keys[: asked.limit]
    address = address_in(request)
    pages = _pages(request, asked, more=len(keys) > len(shown))
    about = {
        **ogc.about(found),
        "numberMatched": total,
        "numberReturned": len(shown),
        "links": [
            ogc.link("self", request.build_absolute_uri(), GEOJSON, "This page"),
            ogc.link("alternate", request.build_absolute_uri(_other_form(request, "html")), HTML, "To read"),
            *(ogc.link(rel, request.build_absolute_uri(href), GEOJSON, words) for rel, href, words in pages),
            ogc.link("collection", address("collection", found.name), JSON, found.title),
            *ogc.licence_links(found),
        ],
    }
    return StreamingHttpResponse(features.written(found, shown, asked, about), content_type=GEOJSON)


def _pages(request: HttpRequest, asked: Asked, *, more: bool) -> list[tuple[str, str, str]]:
    """The next and the previous page of what is asked, as relation, address and words."""
    ahead, back = asked.offset + asked.limit, max(asked.offset - asked.limit, 0)
    found = [("next", ahead, "The next page")] if more else []
    found += [("prev", back, "The page before")] if asked.offset else []
    query = request.GET.copy()
    pages = []
    for rel, offset, words in found:
        query["limit"] = str(min(asked.limit, asked.offset) if rel == "prev" else asked.limit)
        query["offset"] = str(offset)
        pages.append((rel, f"{request.path}?{query.urlencode()}", words))
    return pages


def _items_page(request: HttpRequest, found: Collection, asked: Asked) -> HttpResponse:
    keys, total = features.keys_of(found, asked), features.matched(found, asked)
    shown = keys[: asked.limit]
    rows = (row for part in features.rows_of(found, shown) for row in part)
    id_field = found.layer.id_field
    told = [one for one in asked.fields if one.name not in ("edition", "as_of", "because", "criteria")]
    context = {
        "collection": found,
        "edition": found.edition,
        "names": [one.name for one in told],
        "rows": [(id_field.value(row), [one.value(row) for one in told]) for row in rows],
        "matched": total,
        "first": asked.offset + 1,
        "last": asked.offset + len(shown),
        "pages": _pages(request, asked, more=len(keys) > len(shown)),
        "as_json": _other_form(request),
    }
    return render(request, "open_data/items.html", context)


@serves_data
@open_data
def item(request: HttpRequest, name: str, feature: str) -> HttpResponseBase:
    """One feature of a collection."""
    found = _found(name)
    form = form_asked_for(request, ITEM_FORMS)
    crs = crs_asked_for(request)
    if (row := features.one(found, feature)) is None:
        raise Http404
    make = _item_page if form == "html" else _item_geojson
    lasting = found.lasting and form == "json"
    response = kept(request, lambda: make(request, found, row, crs), collections.state(found.edition), lasting=lasting)
    return _of_edition(response, found, crs)


def _item_geojson(request: HttpRequest, found: Collection, row: Any, crs: Crs) -> HttpResponse:
    (text,) = features.geojson(found, [row], found.layer.fields, crs)
    address = address_in(request)
    links: Iterable[Mapping[str, str]] = [
        ogc.link("self", request.build_absolute_uri(), GEOJSON, "This feature"),
        ogc.link("alternate", request.build_absolute_uri(_other_form(request, "html")), HTML, "To read"),
        ogc.link("collection", address("collection", found.name), JSON, found.title),
        ogc.link("canonical", address("item", found.lasting_name, str(found.layer.id_field.value(row))), GEOJSON),
        *ogc.licence_links(found),
    ]
    more = as_json({**ogc.about(found), "links": links}).content
    return HttpResponse(text[:-1].encode() + b"," + more[1:], content_type=GEOJSON)


def _item_page(request: HttpRequest, found: Collection, row: Any, crs: Crs) -> HttpResponse:  # noqa: ARG001
    on_it = shapely.point_on_surface(shapely.from_wkb(found.layer.shape_wkb(row)))
    context = {
        "collection": found,
        "edition": found.edition,
        "where": gridref.place_name(on_it.x, on_it.y),
        "at": _at(found, f"{on_it.x:.1f},{on_it.y:.1f}"),
        "id": found.layer.id_field.value(row),
        "facts": [(one, one.value(row)) for one in found.layer.fields],
        "as_json": _other_form(request),
    }
    return render(request, "open_data/item.html", context)


def _at(found: Collection, place: str) -> str:
    """The page that says what is at a place."""
    if isinstance(found.edition, Edition):
        return address_of("strategy:at", found.edition, place=place)
    return f"{reverse('england:find')}?{urlencode({'place': place})}"


def _of_edition(response: HttpResponseBase, found: Collection, crs: Crs = CRS84) -> HttpResponseBase:
    """The answer with its coordinate system and licences in its headers."""
    response["Content-Crs"] = f"<{crs.uri}>"
    given = (f'<{one["href"]}>; rel="license"' for one in ogc.licence_links(found))
    if links := ", ".join(given):
        response["Link"] = links
    return response
