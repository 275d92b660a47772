"""Delivery at the desk: what waits, each version beside the one before, records, and the assessment for a review."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.accounts.permissions import areas_of, must_be_officer_of
from lnrs_web.audit.queries import done_to
from lnrs_web.delivery import maps, queries
from lnrs_web.delivery.actions import monitoring, projects, review
from lnrs_web.delivery.models import Assessment, Batch, Photo, Project, Version
from lnrs_web.delivery.refused import ProjectRefused, refuse
from lnrs_web.delivery.views.pictures import picture_answer
from lnrs_web.editions.models import Edition
from lnrs_web.strategy import queries as strategies

SECTION = "delivery_desk:all"
FORM = ("GET", "HEAD", "POST")


def shown(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page of delivery at the desk."""
    problems = context.get("problems", ())
    frame = {"section": SECTION, "problems": problems, "wrong": {one.where for one in problems}}
    return render(request, f"delivery/desk/{template}.html", context | frame, status=status)


@require_safe
@for_officers
def overview(request: HttpRequest) -> HttpResponse:
    """What waits for a decision in an officer's areas, their projects that were sent or withdrawn, and assessments."""
    mine = areas_of(person_of(request))
    page = Paginator(queries.sent(mine), queries.PAGE).get_page(request.GET.get("p"))
    editions = list(Edition.objects.filter(area__in=mine, stage=Edition.Stage.PUBLISHED))
    return shown(
        request,
        "overview",
        waiting=queries.waiting(mine),
        batches=queries.waiting_batches(mine),
        page=page,
        projects=queries.with_last_sent(page),
        assessments=Assessment.objects.filter(area__in=mine).select_related("area"),
        editions=editions,
    )


@require_http_methods(FORM)
@for_officers
def version(request: HttpRequest, area: str, public_id: UUID) -> HttpResponseBase:
    """A version that was sent, with the one that everyone sees, and the decision."""
    versions = Version.objects.select_related("project__area", "project__shown", "project__owner")
    found = get_object_or_404(versions, public_id=public_id, project__area__slug=area)
    who = person_of(request)
    must_be_officer_of(found.project.area_id, who)
    if found.state == Version.State.DRAFT:
        raise Http404

    def decide() -> None:
        step = request.POST.get("answer", "")
        sent = found.sent_at.isoformat() if found.sent_at else ""
        if found.state == Version.State.WAITING and request.POST.get("seen", "") != sent:
            raise refuse("answer", "It was sent anew since you looked at it.", "Look at what it says now.")
        if step == "agree":
            review.agree(found, by=who)
        elif step == "send back":
            review.send_back(found, request.POST.get("because", ""), by=who)
        elif step == "put back":
            review.put_back(found, by=who)
        else:
            raise refuse("answer", "You have not said what you decide.", "Choose one.")

    def page(problems: Any = ()) -> HttpResponse:
        edition = strategies.current(area)
        measures, priorities = queries.delivers(edition, found) if edition else ([], [])
        return shown(
            request,
            "version",
            400 if problems else 200,
            version=found,
            project=found.project,
            before=found.project.shown if found.project.shown_id != found.pk else None,
            measures=measures,
            priorities=priorities,
            photos=found.photos.select_related("file"),
            map=maps.of_project(edition, found) if edition else None,
            is_own=found.project.owner_id == who.pk,
            typed=request.POST,
            problems=problems,
        )

    return tried(request, decide, page, lambda: redirect("delivery_desk:all"))


@require_safe
@for_officers
def photo(request: HttpRequest, area: str, public_id: UUID) -> HttpResponse:
    """A picture of a version that was sent."""
    found = get_object_or_404(
        Photo.objects.select_related("version__project", "file"), public_id=public_id, version__project__area__slug=area
    )
    must_be_officer_of(found.version.project.area_id, person_of(request))
    if found.version.state == Version.State.DRAFT:
        raise Http404
    return picture_answer(found)


@require_http_methods(FORM)
@for_officers
def batch(request: HttpRequest, area: str, public_id: UUID) -> HttpResponseBase:
    """Records that were sent, and the decision."""
    every = Batch.objects.select_related("project__area", "project__owner")
    found = get_object_or_404(every, public_id=public_id, project__area__slug=area)
    who = person_of(request)
    must_be_officer_of(found.project.area_id, who)

    def decide() -> None:
        step = request.POST.get("answer", "")
        if step == "agree":
            monitoring.agree(found, by=who)
        elif step == "send back":
            monitoring.send_back(found, request.POST.get("because", ""), by=who)
        else:
            raise refuse("answer", "You have not said what you decide.", "Choose one.")

    def page(problems: Any = ()) -> HttpResponse:
        part = Paginator(found.records.all(), queries.RECORDS_PAGE).get_page(request.GET.get("p"))
        return shown(
            request,
            "batch",
            400 if problems else 200,
            batch=found,
            project=found.project,
            page=part,
            records=part.object_list,
            is_own=found.project.owner_id == who.pk,
            typed=request.POST,
            problems=problems,
        )

    return tried(request, decide, page, lambda: redirect("delivery_desk:all"))


@require_http_methods(FORM)
@for_officers
def project(request: HttpRequest, area: str, public_id: UUID) -> HttpResponseBase:
    """A project with every version and all that was done to it; an officer may withdraw it, or bring it back."""
    every = Project.objects.select_related("area", "shown", "owner")
    found = get_object_or_404(every, public_id=public_id, area__slug=area)
    who = person_of(request)
    must_be_officer_of(found.area_id, who)

    def do() -> None:
        if request.POST.get("answer") == "bring back":
            review.bring_back(found, by=who)
        else:
            projects.withdraw(found, request.POST.get("because", ""), by=who, as_officer=True)

    def page(problems: Any = ()) -> HttpResponse:
        return shown(
            request,
            "project",
            400 if problems else 200,
            project=found,
            versions=found.versions.order_by("-number"),
            batches=found.batches.all(),
            events=done_to(found.reference).order_by("-id"),
            problems=problems,
        )

    return tried(request, do, page, lambda: redirect("delivery_desk:project", area, public_id))


def tried(
    request: HttpRequest,
    do: Callable[[], None],
    page: Callable[..., HttpResponse],
    after: Callable[[], HttpResponseBase],
) -> HttpResponseBase:
    """A page; or what was done with what it was sent, or why it was not."""
    if request.method != "POST":
        return page()
    try:
        do()
    except ProjectRefused as refused:
        return page(refused.problems)
    return after()
