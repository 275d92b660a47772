"""Projects of one's own: to be seen and changed by whoever added them. To anyone else they are not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lnrs_web.accounts.guard import for_people, person_of
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.queries import done_to
from lnrs_web.config.clock import today
from lnrs_web.delivery import maps, queries
from lnrs_web.delivery.actions import projects
from lnrs_web.delivery.facts import first_of_form, lacking, read, rows_of_form, typed_of
from lnrs_web.delivery.models import Project, Version
from lnrs_web.delivery.models.project import Source, Status
from lnrs_web.delivery.refused import ProjectRefused
from lnrs_web.pages.limits import limited
from lnrs_web.strategy import queries as strategies

FORM = ("GET", "HEAD", "POST")
writes = limited("write projects", times=120, seconds=600, methods=("POST",))
"""Over what somebody writes about their projects."""


def own_page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page of somebody's own part of delivery."""
    problems = context.get("problems", ())
    context |= {"problems": problems, "wrong": {one.where for one in problems}}
    return render(request, f"delivery/account/{template}.html", context, status=status)


def of_own(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that is given a project of the person who asks; 404 for anybody else's."""

    @for_people
    @wraps(view)
    def found(request: HttpRequest, public_id: UUID, **parts: Any) -> HttpResponse:
        if (project := queries.own_project(person_of(request), public_id)) is None:
            raise Http404
        return view(request, project, **parts)

    return found


@require_safe
@for_people
def every(request: HttpRequest) -> HttpResponse:
    """The projects that somebody added."""
    found = queries.with_last_version(queries.own_projects(person_of(request)))
    return own_page(request, "all", projects=found, areas=StrategyArea.objects.all())


def _asked(typed: Any) -> dict[str, Any]:
    lines = rows_of_form(typed)
    first = first_of_form(lines)
    money = {"money": lines[:first], "more_money": lines[first:]}
    return money | {"typed": typed, "statuses": Status.choices, "sources": Source.choices}


@writes
@require_http_methods(FORM)
@for_people
def begin(request: HttpRequest, area: str) -> HttpResponse:
    """Asks what is said of a project, and begins it."""
    found = get_object_or_404(StrategyArea, slug=area)
    context = {"area": found, **_asked(request.POST)}
    if request.method != "POST":
        return own_page(request, "begin", **context)
    try:
        project = projects.begin(found, read(request.POST.dict()), by=person_of(request))
    except ProjectRefused as refused:
        return own_page(request, "begin", 400, problems=refused.problems, **context)
    return redirect("own_delivery:project", project.public_id)


@writes
@require_http_methods(FORM)
@of_own
def facts(request: HttpRequest, project: Project) -> HttpResponse:
    """Asks what is said of the project, and keeps it in the draft."""
    context: dict[str, Any] = {"project": project, "area": project.area}
    if request.method != "POST":
        return own_page(request, "facts", **context, **_asked(typed_of(queries.last_version(project))))
    try:
        projects.keep_facts(project, read(request.POST.dict()), by=person_of(request))
    except ProjectRefused as refused:
        return own_page(request, "facts", 400, problems=refused.problems, **context, **_asked(request.POST))
    return redirect("own_delivery:project", project.public_id)


@require_safe
@of_own
def project(request: HttpRequest, project: Project) -> HttpResponse:
    """One's own project: what everyone is to see, what it lacks, and what was done to it."""
    return _project(request, project)


def _project(request: HttpRequest, project: Project, refused: ProjectRefused | None = None) -> HttpResponse:
    version = queries.last_version(project)
    edition = strategies.current(project.area.slug)
    in_work = version.state == Version.State.DRAFT
    measures, priorities = queries.delivers(edition, version) if edition else ([], [])
    return own_page(
        request,
        "project",
        400 if refused else 200,
        project=project,
        version=version,
        measures=measures,
        priorities=priorities,
        photos=version.photos.select_related("file"),
        batches=project.batches.all()[:50],
        lacks=lacking(version, today()) if in_work else (),
        may_change=version.state != Version.State.WAITING and not project.withdrawn_at,
        map=maps.of_project(edition, version) if edition else None,
        events=done_to(project.reference).order_by("-id")[:100],
        problems=refused.problems if refused else (),
        typed=request.POST,
    )


def done(request: HttpRequest, project: Project, do: Callable[[], object]) -> HttpResponse:
    """Do something to a project, and show it; or show why it was not done."""
    try:
        do()
    except ProjectRefused as refused:
        return _project(request, project, refused)
    return redirect("own_delivery:project", project.public_id)


@writes
@require_POST
@of_own
def send(request: HttpRequest, project: Project) -> HttpResponse:
    """Sends the draft to the officers of the area."""
    return done(request, project, lambda: projects.send(project, by=person_of(request)))


@writes
@require_POST
@of_own
def take_back(request: HttpRequest, project: Project) -> HttpResponse:
    """Takes back what waits for an officer."""
    return done(request, project, lambda: projects.take_back(project, by=person_of(request)))


@writes
@require_POST
@of_own
def undo(request: HttpRequest, project: Project) -> HttpResponse:
    """Throws the draft away, and goes back to what everyone sees."""
    return done(request, project, lambda: projects.undo(project, by=person_of(request)))


@writes
@require_POST
@of_own
def withdraw(request: HttpRequest, project: Project) -> HttpResponse:
    """Withdraws the project, with a reason."""
    because = request.POST.get("because", "")
    return done(request, project, lambda: projects.withdraw(project, because, by=person_of(request)))
