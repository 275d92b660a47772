"""The other parts of a project that its owner gives: its land, what it delivers, pictures, and what was found there."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from lnrs.errors import Problem
from lnrs_web.accounts.guard import person_of
from lnrs_web.boundaries.drawing import may_be_drawn
from lnrs_web.boundaries.parcels import LandRefused
from lnrs_web.boundaries.reading import asked_again, read_land
from lnrs_web.config.clock import today
from lnrs_web.delivery import chosen, photos, queries, records
from lnrs_web.delivery.actions import monitoring, projects
from lnrs_web.delivery.models import Project, Record
from lnrs_web.delivery.refused import ProjectRefused, refuse
from lnrs_web.delivery.siting import sited
from lnrs_web.delivery.views.own import FORM, of_own, own_page, writes
from lnrs_web.delivery.views.pictures import picture_answer
from lnrs_web.pages.days import day_typed
from lnrs_web.strategy import queries as strategies

FIRST = Record.objects.filter(position__lte=3)
"""Those of a batch by which its owner knows it."""


def _no_edition(request: HttpRequest, project: Project) -> HttpResponse:
    what = f"{project.area.name} has no published strategy here."
    return own_page(
        request, "no_edition", 400, project=project, problems=[Problem("project", what, "Ask its authority.")]
    )


@writes
@require_http_methods(FORM)
@of_own
def land(request: HttpRequest, project: Project) -> HttpResponse:
    """Asks for the edge of the land, looks at it, and keeps it in the draft."""
    if (edition := strategies.current(project.area.slug)) is None:
        return _no_edition(request, project)
    context = {"project": project, "area": project.area, "edition": edition, "edge": True, "typed": request.POST}
    if request.method != "POST":
        return may_be_drawn(own_page(request, "land", **context, **asked_again({})))
    try:
        parcels = read_land(request.POST, request.FILES)
        projects.keep_land(project, sited(edition, parcels, mend=bool(request.POST.get("mend"))), by=person_of(request))
    except (LandRefused, ProjectRefused) as refused:
        again = asked_again(request.POST, LandRefused(refused.problems))
        asks_mend = any(one.where == "mend" for one in refused.problems)
        return may_be_drawn(own_page(request, "land", 400, asks_mend=asks_mend, **context, **again))
    return redirect("own_delivery:project", project.public_id)


@writes
@require_http_methods(FORM)
@of_own
def delivers(request: HttpRequest, project: Project) -> HttpResponse:
    """Asks which measures and priorities the project delivers, and keeps them in the draft."""
    if (edition := strategies.current(project.area.slug)) is None:
        return _no_edition(request, project)
    version = queries.last_version(project)
    parcels = [one.ref for one in version.land]
    problems: Any = ()
    if request.method == "POST":
        several = {name: request.POST.getlist(name) for name in ("measure", "priority")}
        try:
            found = chosen.read(edition, request.POST, several, parcels)
            projects.keep_chosen(project, found, by=person_of(request))
            return redirect("own_delivery:project", project.public_id)
        except ProjectRefused as refused:
            problems = refused.problems
            version.measures = {one: version.measures.get(one, []) for one in several["measure"]}
            version.priorities = several["priority"]
    return own_page(
        request,
        "delivers",
        400 if problems else 200,
        project=project,
        version=version,
        groups=chosen.choices(edition, version, request.POST if problems else None),
        priorities=chosen.priority_choices(edition, version),
        parcels=parcels,
        edition=edition,
        problems=problems,
    )


@writes
@require_http_methods(FORM)
@of_own
def pictures(request: HttpRequest, project: Project) -> HttpResponse:
    """Shows the pictures of the draft, adds one, or takes one out."""
    problems: Any = ()
    if request.method == "POST":
        try:
            _change_pictures(request, project)
            return redirect("own_delivery:pictures", project.public_id)
        except ProjectRefused as refused:
            problems = refused.problems
    version = queries.last_version(project)
    return own_page(
        request,
        "pictures",
        400 if problems else 200,
        project=project,
        photos=version.photos.select_related("file"),
        most=photos.MOST,
        largest_mb=photos.LARGEST_BYTES // 1_000_000,
        typed=request.POST if problems else {},
        problems=problems,
    )


def _change_pictures(request: HttpRequest, project: Project) -> None:
    step, who = request.POST.get("step", ""), person_of(request)
    if step.startswith("out-") and step[4:].isdecimal() and len(step) < 12:
        projects.take_out_photo(project, int(step[4:]), by=who)
        return
    problems: list[Problem] = []
    taken_on = day_typed(request.POST.get("taken_on", ""), "taken_on", "The day it was taken", problems)
    alt = request.POST.get("alt", "").strip()
    if not alt:
        problems.append(
            Problem("alt", "It is not said what is to be seen.", "Describe it for those who do not see it.")
        )
    file = request.FILES.get("photo")
    too_large = file is None or (file.size or 0) > photos.LARGEST_BYTES
    made = None
    try:
        made = photos.read_photo(b"" if too_large else file.read())
    except ProjectRefused as refused:
        problems = [*refused.problems, *problems]
    if made is None or problems:
        raise ProjectRefused(problems)
    projects.add_photo(project, made, alt, taken_on, by=who)


@require_safe
@of_own
def picture(request: HttpRequest, project: Project, position: int) -> HttpResponse:  # noqa: ARG001
    """A picture of what somebody writes, for them alone."""
    found = queries.last_version(project).photos.filter(position=position).select_related("file").first()
    if found is None:
        raise Http404
    return picture_answer(found)


@writes
@require_http_methods(FORM)
@of_own
def found_there(request: HttpRequest, project: Project) -> HttpResponse:
    """Shows what was found on the land in batches, brings a record or a table in, or takes a batch back."""
    problems: Any = ()
    if request.method == "POST":
        try:
            _change_records(request, project)
            return redirect("own_delivery:records", project.public_id)
        except ProjectRefused as refused:
            problems = refused.problems
    return own_page(
        request,
        "records",
        400 if problems else 200,
        project=project,
        batches=project.batches.prefetch_related(Prefetch("records", FIRST)),
        columns=records.COLUMNS,
        typed=request.POST if problems else {},
        problems=problems,
    )


def _change_records(request: HttpRequest, project: Project) -> None:
    step, who = request.POST.get("step", ""), person_of(request)
    if step.startswith("back-"):
        batch = project.batches.filter(public_id=_uuid(step[5:])).first()
        if batch is None:
            raise refuse("batch", "There is no such batch.")
        monitoring.take_back(batch, by=who)
    elif step == "table":
        file = request.FILES.get("table")
        data = file.read() if file and (file.size or 0) <= records.MOST_BYTES else b""
        name = "".join(one for one in (file.name or "" if file else "") if one.isprintable())
        monitoring.bring_in(project, records.read_table(data, today()), by=who, file_name=name, data=data)
    elif step == "record":
        typed = request.POST.dict() | {"by whom": request.POST.get("by_whom", "")}
        monitoring.bring_in(project, [records.read_line(typed, today())], by=who)
    else:
        raise refuse("batch", "You have not said what to do.", "Add a record, or bring in a table.")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
