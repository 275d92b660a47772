"""The pages of the desk about mail and jobs: what waits, what was done, and what was given up."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from lnrs.errors import Problem
from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.accounts.permissions import is_administrator
from lnrs_web.desk import background_actions as actions
from lnrs_web.exports.answers import CSV, FORMS, NoPurpose, table_response
from lnrs_web.outbox import jobs as the_jobs
from lnrs_web.outbox import queries
from lnrs_web.outbox.models import Message, Suppression

ON_A_PAGE = 50
JOB_STATES = {
    TaskResultStatus.FAILED: "given up",
    TaskResultStatus.READY: "waiting",
    TaskResultStatus.RUNNING: "being done",
    TaskResultStatus.SUCCESSFUL: "done",
}
COLUMNS = ("key", "to", "subject", "state", "tries", "why", "posted", "by", "sent", "taken by", "reference")


@require_safe
@for_officers
def mail(request: HttpRequest) -> HttpResponse:
    """The mail of the site, by how far it has got; that which was given up first."""
    actions.must_be_some_officer(person_of(request))
    return _mail(request)


def _mail(
    request: HttpRequest, problems: Sequence[Problem] = (), typed: Mapping[str, str] | None = None
) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in Message.State.values else str(Message.State.GIVEN_UP)
    counts = queries.how_many()
    wrong = {one.where for one in problems}
    shown = {
        "page": _page(request, queries.messages(state)),
        "state": Message.State(state),
        "states": [(value, label, counts[value]) for value, label in Message.State.choices],
        "is_administrator": is_administrator(request.user),
        "suppressions": Suppression.objects.all(),
        "problems": problems,
        "wrong": wrong,
        "typed": typed or {},
    }
    return _shown(request, "desk/mail.html", "desk:mail", shown, 400 if problems else 200)


@require_POST
@for_officers
def mail_again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Sends a message again."""
    actions.send_again(get_object_or_404(Message, public_id=public_id), by=person_of(request))
    return redirect("desk:mail")


@require_POST
@for_officers
def all_mail_again(request: HttpRequest) -> HttpResponse:
    """Sends every message again that was given up."""
    actions.send_all_again(by=person_of(request))
    return redirect("desk:mail")


@require_POST
@for_officers
def hold_back(request: HttpRequest) -> HttpResponse:
    """Sends nothing to an address any more."""
    try:
        actions.hold_back(request.POST.get("address", ""), request.POST.get("reason", ""), by=person_of(request))
    except actions.NotHeldBack as refused:
        return _mail(request, refused.problems, request.POST.dict())
    return redirect("desk:mail")


@require_POST
@for_officers
def allow(request: HttpRequest, number: int) -> HttpResponse:
    """Sends mail to an address again."""
    actions.allow(get_object_or_404(Suppression, pk=number), by=person_of(request))
    return redirect("desk:mail")


@require_POST
@for_officers
def mail_table(request: HttpRequest) -> HttpResponseBase:
    """The record of all mail as a file, for a purpose, to administrators."""
    actions.must_be_administrator(person_of(request))
    form = request.POST.get("form", CSV)
    try:
        return table_response(
            request,
            "mail",
            COLUMNS,
            _rows(),
            form if form in FORMS else CSV,
            restricted=True,
            by=person_of(request).email,
            purpose=request.POST.get("purpose", ""),
        )
    except NoPurpose as refused:
        return _mail(request, refused.problems, request.POST.dict())


def _rows() -> Iterator[tuple[object, ...]]:
    for one in Message.objects.order_by("id").iterator():
        yield (
            one.key, one.to, one.subject, one.get_state_display(), one.tries, one.trouble, one.posted_at, one.by,
            one.sent_at, one.transport, one.reference,
        )  # fmt: skip


@require_safe
@for_officers
def jobs(request: HttpRequest) -> HttpResponse:
    """The jobs of the site, by how far they have got; those that were given up first."""
    actions.must_be_some_officer(person_of(request))
    known = {str(state): label for state, label in JOB_STATES.items()}
    state = request.GET.get("state", "")
    state = state if state in known else str(TaskResultStatus.FAILED)
    shown = {
        "page": _page(request, queries.jobs().filter(status=state)),
        "state": state,
        "label": known[state],
        "states": [(one, label, queries.jobs().filter(status=one).count()) for one, label in known.items()],
        "is_administrator": is_administrator(request.user),
        "most_tries": len(the_jobs.WAITS) + 1,
    }
    return _shown(request, "desk/jobs.html", "desk:jobs", shown)


@require_POST
@for_officers
def job_again(request: HttpRequest, job: UUID) -> HttpResponse:
    """Does a job again that was given up."""
    actions.do_again(get_object_or_404(DBTaskResult, pk=job), by=person_of(request))
    return redirect("desk:jobs")


def _page(request: HttpRequest, rows: "QuerySet[Any]") -> object:
    return Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))


def _shown(request: HttpRequest, template: str, section: str, shown: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, template, {"section": section, **shown}, status=status)
