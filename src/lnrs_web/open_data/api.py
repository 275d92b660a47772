"""The JSON interface. Every answer names its edition; edition asks for another than the current one."""

# ruff: noqa: ARG001 - the arguments of a view are what it can be asked, and are told in the definition

import copy
from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError

from lnrs import gridref
from lnrs_web.editions.models import Edition, Figure, FundingRoute, Measure, Place, Priority, Site, Species
from lnrs_web.editions.queries import current_editions, what_is_at
from lnrs_web.open_data import api_answers as told
from lnrs_web.open_data import licences
from lnrs_web.open_data.answers import (
    OPENAPI_JSON,
    PROBLEM,
    Refused,
    as_json,
    form_asked_for,
    kept,
    known_only,
    open_data,
    problem,
)
from lnrs_web.open_data.collections import states
from lnrs_web.pages.limits import serves_data
from lnrs_web.places import finding
from lnrs_web.places.whereabouts import Whereabouts
from lnrs_web.strategy import figures, here, queries, zones
from lnrs_web.strategy.frame import edition_asked_for
from lnrs_web.strategy.served import measures_in

WORDS = """Facts of the local nature recovery strategies that are published here. There is no key to ask for. Every
answer names its edition; give an edition's identity as edition, and the answer is the same for ever. Land
itself is to be had from OGC API - Features, at /ogc/. What cannot be answered is told as problem details
(RFC 9457), with every problem."""

api = NinjaAPI(
    title="Local nature recovery strategies: facts",
    version="1.0.0",
    description=WORDS,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
_WRONG = {400: told.ProblemTold, 404: told.ProblemTold}
_PARAMETERS: dict[str, list[str]] = {}
"""The parameters that each address has, by the address as Django writes it."""
PARAMETER_WORDS = {
    "area": "Name of the area in addresses, such as kent-and-medway",
    "edition": "Identity of an edition; otherwise the current one answers",
    "ref": "Reference of a measure",
    "priority": "Reference of a priority that is served",
    "mapped": "true for measures with a rule for where they go, false for wider ones",
    "name": "Part of a name",
    "kind": "district or parish",
    "code": "Code of the district or parish",
    "figure": "Name of a table of figures",
    "place": "A grid reference, or a latitude and a longitude",
    "easting": "Metres of EPSG:27700",
    "northing": "Metres of EPSG:27700",
}


@api.exception_handler(Refused)
def _refused(request: HttpRequest, wrong: Refused) -> HttpResponse:
    return problem(wrong.status, wrong.problems)


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    route = request.resolver_match.route if request.resolver_match else ""
    names = next((names for address, names in _PARAMETERS.items() if route.endswith(address)), [])
    not_valid = [(str(one["loc"][-1]), str(one["msg"])[:200].lower()) for one in wrong.errors]
    return problem(400, [*known_only(request, names), *not_valid])


@api.exception_handler(Http404)
def _missing(request: HttpRequest, wrong: Http404) -> HttpResponse:
    return problem(404, [("", "there is no such area, edition or thing")])


def _facts(address: str, answer: type[Schema]) -> Callable[[Callable[..., Any]], Callable[..., HttpResponseBase]]:
    """A function that answers GET at an address with facts: it refuses parameters that it has not, and caches may keep
    what it says."""

    def at_address(view: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
        names = [name for name in signature(view).parameters if name != "request"]
        in_query = [name for name in names if f"{{{name}}}" not in address]
        _PARAMETERS[address.replace("{", "<").replace("}", ">")] = in_query

        @api.api_operation(
            ["GET", "HEAD"], address, response={200: answer, **_WRONG}, summary=(view.__doc__ or "").split(".")[0]
        )
        @serves_data
        @wraps(view)
        def answered(request: HttpRequest, **asked: Any) -> HttpResponseBase:
            if wrong := known_only(request, in_query):
                raise Refused(wrong)
            if "\0" in request.path:  # PostgreSQL cannot even be asked for it
                raise Http404
            rests_on = [edition_asked_for(request, asked["area"]).identity] if "edition" in names else states()
            return kept(
                request,
                lambda: as_json(answer.model_validate(view(request, **asked)).model_dump(mode="json")),
                *rests_on,
                lasting=bool(asked.get("edition")),
            )

        return answered

    return at_address


def _said(edition: Edition) -> dict[str, Any]:
    """What every answer from an edition has."""
    sources = licences.sources_of(edition, "local-habitat-map.gpkg")
    return {"edition": edition, "attribution": licences.attribution_of(sources)}


@_facts("/areas", told.Areas)
def areas(request: HttpRequest) -> Any:
    """Every area with a published strategy."""
    found = current_editions()
    return {
        "areas": [
            {
                "name": one.area.name,
                "slug": one.area.slug,
                "lnrs_id": one.area.lnrs_id,
                "responsible_authority": one.area.responsible_authority,
                "edition": one,
            }
            for one in found
        ]
    }


@_facts("/areas/{area}/editions", told.Editions)
def editions(request: HttpRequest, area: str) -> Any:
    """Every edition of an area, the newest first."""
    if not (found := queries.editions_of(area)):
        raise Http404
    return {"area": found[0].area.name, "editions": found}


@_facts("/areas/{area}/priorities", told.Priorities)
def priorities(request: HttpRequest, area: str, edition: str = "") -> Any:
    """Every priority."""
    this = edition_asked_for(request, area)
    area_ha = figures.area_ha_by(this, "priority")
    rows = [_with_ha(one, area_ha.get(one.ref)) for one in Priority.objects.filter(edition=this)]
    return {**_said(this), "priorities": rows}


@_facts("/areas/{area}/measures", told.Measures)
def measures(
    request: HttpRequest, area: str, edition: str = "", ref: str = "", priority: str = "", mapped: bool | None = None
) -> Any:
    """Measures, in the order of the strategy. ref names one, priority those that serve it, mapped those with a
    rule, or without one."""
    this = edition_asked_for(request, area)
    area_ha = figures.area_ha_by(this, "measure")
    found = [
        _with_ha(one, area_ha.get(one.ref, 0.0) if one.mapped else None)
        for one in Measure.objects.filter(edition=this)
        if (not ref or one.ref == ref) and (not priority or priority in one.priorities) and mapped in (None, one.mapped)
    ]
    return {**_said(this), "measures": found}


def _with_ha(row: Any, area_ha: float | None) -> Any:
    row.area_ha = area_ha
    return row


@_facts("/areas/{area}/species", told.SpeciesList)
def species(request: HttpRequest, area: str, edition: str = "") -> Any:
    """Every species priority."""
    this = edition_asked_for(request, area)
    return {**_said(this), "species": list(Species.objects.filter(edition=this))}


@_facts("/areas/{area}/funding", told.Funding)
def funding(request: HttpRequest, area: str, edition: str = "") -> Any:
    """Every funding route."""
    this = edition_asked_for(request, area)
    return {**_said(this), "funding": list(FundingRoute.objects.filter(edition=this))}


@_facts("/areas/{area}/zones", told.Zones)
def all_zones(request: HttpRequest, area: str, edition: str = "", name: str = "") -> Any:
    """Parishes, wards, districts and constituencies. name asks for those whose name holds it."""
    this = edition_asked_for(request, area)
    return {**_said(this), "zones": [one for one in zones.all_of(this) if name.casefold() in one.name.casefold()]}


@_facts("/areas/{area}/zones/{kind}/{code}", told.ZoneTold)
def zone(request: HttpRequest, area: str, kind: str, code: str, edition: str = "") -> Any:
    """A parish, ward, district or constituency: how much is important, could be, and is mapped for which measures."""
    this = edition_asked_for(request, area)
    if "\x00" in kind + code or (found := zones.named(this, kind, code)) is None:
        raise Http404
    land = [
        {"what": one.words, "area_ha": one.area_ha, "share": one.share, "area_share": one.area_share}
        for one in zones.compared(found)
    ]
    there = [
        {"ref": one.measure.ref, "measure": one.measure.measure, "area_ha": one.area_ha} for one in measures_in(found)
    ]
    return {**_said(this), "zone": found, "area_ha": zones.size_ha(found), "land": land, "measures": there}


@_facts("/areas/{area}/figures", told.FigureNames)
def all_figures(request: HttpRequest, area: str, edition: str = "") -> Any:
    """The tables of figures that there are."""
    this = edition_asked_for(request, area)
    return {**_said(this), "figures": sorted(Figure.objects.filter(edition=this).values_list("name", flat=True))}


@_facts("/areas/{area}/figures/{figure}", told.FigureRows)
def figure(request: HttpRequest, area: str, figure: str, edition: str = "") -> Any:
    """A table of figures, each hectare counted once."""
    this = edition_asked_for(request, area)
    if "\x00" in figure or not Figure.objects.filter(edition=this, name=figure).exists():
        raise Http404
    return {**_said(this), "figure": figure, "rows": figures.rows_of(this, figure)}


@_facts("/areas/{area}/at", told.At)
def at(
    request: HttpRequest,
    area: str,
    edition: str = "",
    place: str = "",
    easting: float | None = None,
    northing: float | None = None,
) -> Any:
    """What an edition says of a place, and why. It is a place as people write it, such as a postcode or a
    grid reference, or an easting and a northing in metres of EPSG:27700."""
    this = edition_asked_for(request, area)
    where = _where(this, place, easting, northing)
    is_in = here.in_area(this, where.easting_m, where.northing_m)
    found = what_is_at(this, where.easting_m, where.northing_m)
    return {
        **_said(this),
        "place": where,
        "in_area": is_in,
        "zones": found.zones if is_in else [],
        "important": [_site(one) for one in found.sites] if is_in else [],
        "could_become": {"acb_id": found.opportunity.number, "area_ha": found.opportunity.area_ha}
        if is_in and found.opportunity
        else None,
        "measures": [_measure(one, this) for one in found.places] if is_in else [],
    }


def _where(edition: Edition, place: str, easting: float | None, northing: float | None) -> Whereabouts:
    if bool(place) == (easting is not None or northing is not None):
        raise Refused([("place", "give a place, or else an easting and a northing")])
    if place:
        try:
            return finding.point(edition, place)
        except ValueError as error:
            raise Refused([("place", str(error))]) from error
    if easting is None or northing is None:
        raise Refused([("northing" if easting is not None else "easting", "is needed beside the other")])
    if not (abs(easting) < 1e7 and abs(northing) < 1e7 and gridref.place_name(easting, northing)):
        raise Refused([("easting", f"{easting:g}, {northing:g} lies outside the National Grid")])
    return Whereabouts(easting, northing, side_m=0)


def _site(site: Site) -> dict[str, Any]:
    return {
        "apib_id": site.number,
        "apib_type": site.kind,
        "type_name": here.kind_of(site),
        "name": site.name,
        "ref": site.ref,
        "area_ha": site.area_ha,
    }


def _measure(place: Place, edition: Edition) -> dict[str, Any]:
    found = here.measure_here(place, edition)
    return {
        "pm_loc_id": place.number,
        "ref": place.measure.ref,
        "measure": place.measure.measure,
        "because": place.measure.because,
        "score": place.score,
        "area_ha": place.piece.area_ha,
        "parcel_id": place.piece.parcel,
        "criteria": [vars(one) for one in found.criteria],
        "joins": [words.replace("\u00a0", " ") for words in found.joins],
    }


@open_data
def openapi(request: HttpRequest) -> HttpResponseBase:
    """The definition of the interface (OpenAPI 3.1)."""
    return kept(request, lambda: as_json(definition(request)))


def definition(request: HttpRequest) -> dict[str, Any]:
    """The definition, with the address at which it was asked for."""
    said: dict[str, Any] = copy.deepcopy(api.get_openapi_schema(path_prefix=""))
    said["paths"] = {path: {"get": operations["get"]} for path, operations in said["paths"].items()}
    for operation in (path["get"] for path in said["paths"].values()):
        for parameter in operation["parameters"]:
            parameter["description"] = PARAMETER_WORDS[parameter["name"]]
        for status in _WRONG:
            content = operation["responses"][status]["content"]
            content[PROBLEM] = content.pop("application/json")
    return {**said, "servers": [{"url": request.build_absolute_uri("/api/v1")}]}


@open_data
def documentation(request: HttpRequest) -> HttpResponseBase:
    """The interface to read."""
    if wrong := known_only(request):
        raise Refused(wrong)
    if form_asked_for(request, {"html": "text/html", "json": OPENAPI_JSON}) == "json":
        return openapi(request)
    context = {"content": definition(request), "as_json": "/api/v1/openapi.json"}
    return kept(request, lambda: render(request, "open_data/definition.html", context))


@open_data
def nothing(request: HttpRequest, path: str) -> HttpResponseBase:
    """What is not there."""
    return problem(404, [("", "there is nothing at this address")])
