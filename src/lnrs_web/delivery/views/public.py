"""Delivery for everyone: a list of projects with a map, each project, progress, and all of it to take away."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_safe

from lnrs_web.config.clock import today
from lnrs_web.delivery import maps, progress, queries, tables
from lnrs_web.delivery.models.project import Status
from lnrs_web.delivery.views.pictures import picture_answer
from lnrs_web.editions.models import Edition, Measure, Priority, Zone
from lnrs_web.exports.answers import table_response
from lnrs_web.pages.limits import limited, searches
from lnrs_web.strategy.frame import edition_asked_for, page

SECTION = "delivery:projects"
MOST_RECORDS = 200
"""Records that a project's page shows; the table has them all."""
given_away = limited("delivery files", times=60, seconds=60)
pictures = limited("delivery pictures", times=300, seconds=60)


def of_delivery(request: HttpRequest, edition: Edition, template: str, **context: Any) -> HttpResponse:
    """A page of delivery in the frame of a strategy."""
    return page(request, edition, SECTION, f"delivery/{template}.html", slug=edition.area.slug, **context)


@searches
@require_safe
def projects(request: HttpRequest, area: str) -> HttpResponse:
    """Every public project, or those that a search is about, on a map and in a list."""
    edition = edition_asked_for(request, area)
    asked = queries.read_search(request.GET.dict())
    found = queries.found(edition, asked)
    shown = Paginator(found, queries.PAGE).get_page(request.GET.get("p"))
    kept = request.GET.copy()
    kept.pop("p", None)
    districts = Zone.objects.filter(edition=edition, kind=Zone.Kind.DISTRICT).values_list("name", flat=True)
    return of_delivery(
        request,
        edition,
        "projects",
        asked=asked,
        found=found,
        shown=shown,
        statuses=Status.choices,
        districts=sorted(districts),
        priorities=Priority.objects.filter(edition=edition),
        measures=Measure.objects.filter(edition=edition),
        map=maps.of_projects(edition, found),
        money=queries.money_by_source(found),
        query=kept.urlencode(),
    )


@searches
@require_safe
def project(request: HttpRequest, area: str, reference: str) -> HttpResponse:
    """One project: who does what where, with what money, in pictures, and what was found there."""
    edition = edition_asked_for(request, area)
    found = queries.public_project(area, reference)
    if found is None or found.shown is None:
        raise Http404
    measures, priorities = queries.delivers(edition, found.shown)
    records = queries.public_records(found)
    return of_delivery(
        request,
        edition,
        "project",
        project=found,
        version=found.shown,
        measures=measures,
        priorities=priorities,
        photos=found.shown.photos.select_related("file"),
        records=records[:MOST_RECORDS],
        more=max(records.count() - MOST_RECORDS, 0),
        versions=found.versions.filter(state__in=("shown", "replaced")).order_by("-number"),
        map=maps.of_project(edition, found.shown),
    )


@pictures
@require_safe
def photo(request: HttpRequest, area: str, public_id: UUID) -> HttpResponse:  # noqa: ARG001
    """A picture of a public project."""
    if (found := queries.public_photo(area, public_id)) is None:
        raise Http404
    return picture_answer(found, for_everyone=True)


@given_away
@require_safe
def table(request: HttpRequest, area: str, form: str) -> HttpResponseBase:
    """The list as a table."""
    edition = edition_asked_for(request, area)
    found = queries.found(edition, queries.read_search(request.GET.dict()))
    return table_response(request, f"projects-{area}", tables.PROJECTS, tables.projects(found), form)


@given_away
@require_safe
def boundaries(request: HttpRequest, area: str) -> HttpResponse:
    """The land of the same projects as GeoJSON on the National Grid."""
    edition = edition_asked_for(request, area)
    found = queries.found(edition, queries.read_search(request.GET.dict()))
    answer = JsonResponse(tables.geojson(found), content_type="application/geo+json")
    answer.headers["Content-Disposition"] = f'attachment; filename="projects-{area}-{today():%Y-%m-%d}.geojson"'
    return answer


@given_away
@require_safe
def records_table(request: HttpRequest, area: str, reference: str, form: str) -> HttpResponseBase:
    """What was found on a project's land, as a table."""
    edition_asked_for(request, area)
    if (found := queries.public_project(area, reference)) is None:
        raise Http404
    rows = tables.records(found, queries.public_records(found))
    return table_response(request, f"records-{reference.lower()}", tables.RECORDS, rows, form)


@searches
@require_safe
def how_far(request: HttpRequest, area: str) -> HttpResponse:
    """Progress of each priority and measure, each hectare counted once."""
    edition = edition_asked_for(request, area)
    found = progress.progress_of(edition)
    quiet = sum(not one.projects for one in found.measures)
    return of_delivery(
        request,
        edition,
        "progress",
        found=found,
        count=sum(found.projects.values()),
        stopped=found.projects[str(Status.STOPPED)],
        measures=[one for one in found.measures if one.projects],
        quiet=quiet,
        money=queries.money_by_source(queries.public_projects(area)),
    )


@given_away
@require_safe
def progress_table(request: HttpRequest, area: str, form: str) -> HttpResponseBase:
    """The same as a table, every measure in it."""
    edition = edition_asked_for(request, area)
    rows = tables.progress(progress.progress_of(edition))
    return table_response(request, f"progress-{area}", tables.PROGRESS, rows, form)
