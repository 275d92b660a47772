"""The register for everyone: a list with a map, each site, what is allocated, and all of it to take away."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_safe

from lnrs_web.config.clock import today
from lnrs_web.editions.models import Edition, Zone
from lnrs_web.exports.answers import table_response
from lnrs_web.gain_sites import habitats, queries, supply_map, tables
from lnrs_web.gain_sites.models.site import Stage
from lnrs_web.pages.limits import limited, searches
from lnrs_web.strategy.frame import edition_asked_for, page

SECTION = "gain:sites"
ON_A_PAGE = 25
given_away = limited("gain site files", times=60, seconds=60)


def of_register(request: HttpRequest, edition: Edition, template: str, **context: Any) -> HttpResponse:
    """A page of the register in the frame of a strategy."""
    return page(request, edition, SECTION, f"gain_sites/{template}.html", slug=edition.area.slug, **context)


def districts_of(edition: Edition) -> list[str]:
    """The districts of an edition's map, by name."""
    zones = Zone.objects.filter(edition=edition, kind=Zone.Kind.DISTRICT)
    return sorted(zones.values_list("name", flat=True))


@searches
@require_safe
def sites(request: HttpRequest, area: str) -> HttpResponse:
    """Every site that offers units, or those that a search is about, on a map and in a list."""
    edition = edition_asked_for(request, area)
    asked = queries.read_search(edition, request.GET.dict())
    rows = [] if asked.problems else queries.found(area, asked)
    return of_register(
        request,
        edition,
        "sites",
        asked=asked,
        typed=request.GET,
        count=len(rows),
        page=Paginator(rows, ON_A_PAGE).get_page(request.GET.get("p")),
        is_search=any(request.GET.get(name) for name in FIELDS),
        map=supply_map.of_sites(edition, [row.version for row in rows]),
        stages=Stage.choices,
        districts=districts_of(edition),
        habitats=habitats.every_habitat(),
        query=without_page(request),
        today=today(),
        status=400 if asked.problems else 200,
    )


def without_page(request: HttpRequest) -> str:
    """What was asked, but for the page."""
    asked = request.GET.copy()
    asked.pop("p", None)
    return asked.urlencode()


FIELDS = ("habitat", "least", "place", "within", "district", "nca", "stage")


@given_away
@require_safe
def table(request: HttpRequest, area: str, form: str) -> HttpResponseBase:
    """The same list as a table, a line for each habitat of each site."""
    edition = edition_asked_for(request, area)
    asked = queries.read_search(edition, request.GET.dict())
    rows = [] if asked.problems else queries.found(area, asked)
    return table_response(request, f"gain-sites-{area}", tables.SITES, tables.sites(rows), form)


@given_away
@require_safe
def boundaries(request: HttpRequest, area: str) -> HttpResponse:
    """The boundaries of the same sites as GeoJSON on the National Grid."""
    edition = edition_asked_for(request, area)
    asked = queries.read_search(edition, request.GET.dict())
    rows = [] if asked.problems else queries.found(area, asked, with_land=True)
    made = tables.geojson(row.site for row in rows)
    answer = JsonResponse(made, content_type="application/geo+json")
    answer.headers["Content-Disposition"] = f'attachment; filename="gain-sites-{area}-{today():%Y-%m-%d}.geojson"'
    return answer


@searches
@require_safe
def site(request: HttpRequest, area: str, reference: str) -> HttpResponse:
    """One site: its land, agreement, survey, habitats with their units, and what is allocated."""
    edition = edition_asked_for(request, area)
    found = queries.public_site(area, reference)
    if found is None or found.shown is None:
        raise Http404
    allocated = queries.holdings_of(found).filter(state="allocated")
    return of_register(
        request,
        edition,
        "site",
        site=found,
        version=found.shown,
        stocks=found.stocks.all(),
        lines=found.shown.lines.all(),
        allocated=allocated,
        versions=found.versions.filter(state__in=("shown", "replaced")).order_by("-number"),
        map=supply_map.of_site(edition, found.shown),
        survey_is_old=found.shown.survey_is_old(today()),
    )


@searches
@require_safe
def allocated(request: HttpRequest, area: str) -> HttpResponse:
    """Every allocation: how many units of which site went to which development."""
    edition = edition_asked_for(request, area)
    page = Paginator(queries.allocations(area), ON_A_PAGE).get_page(request.GET.get("p"))
    return of_register(request, edition, "allocations", page=page, query=without_page(request))


@given_away
@require_safe
def allocations_table(request: HttpRequest, area: str, form: str) -> HttpResponseBase:
    """The same as a table."""
    edition_asked_for(request, area)
    rows = tables.allocations(queries.allocations(area))
    return table_response(request, f"gain-site-allocations-{area}", tables.ALLOCATIONS, rows, form)
