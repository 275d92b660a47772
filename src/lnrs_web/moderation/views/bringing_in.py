"""Bringing in letters, mails and tables."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lnrs.errors import Problem
from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.accounts.models import Role
from lnrs_web.analysis.files import limits
from lnrs_web.config.ids import read_id
from lnrs_web.engagement.models import Contribution
from lnrs_web.engagement.permissions import activities_with, must_work_on
from lnrs_web.engagement.views.files import to_be_saved
from lnrs_web.moderation.actions import bringing_in, working
from lnrs_web.moderation.models import Batch
from lnrs_web.moderation.views.asking import page
from lnrs_web.moderation.views.working import progress

SECTION = "moderation:batches"
CHANNELS = [one for one in Contribution.Channel.choices if one[0] != Contribution.Channel.WEB]
SAID = ("name", "mail", "date", "publish")


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def batches(request: HttpRequest) -> HttpResponse:
    """What was brought in, and the form for more."""
    who, problems = person_of(request), list[Problem]()
    activities = activities_with(who, Role.MODERATOR)
    if request.method == "POST":
        post, file = request.POST, request.FILES.get("file")
        chosen = post.get("activity", "")
        activity = activities.filter(public_id=read_id(chosen)).first()
        if activity is None:
            problems.append(Problem("Activity", "none is chosen.", "Choose what they are for."))
        elif not activity.question_sets.exists():
            problems.append(Problem("Activity", "it asks nothing yet.", "Write its questions first."))
        if file is None:
            problems.append(Problem("File", "none is chosen.", "Choose one."))
        elif (file.size or 0) > limits.FILE_BYTES:
            problems.append(
                Problem("File", f"it has more than {limits.FILE_BYTES // 1_000_000} MB.", "Give it in parts.")
            )
        if post.get("channel") not in dict(CHANNELS):
            problems.append(Problem("How they came", "nothing is chosen.", "Choose how."))
        if not problems and activity is not None and file is not None:
            also = {name: post.get(name, "").strip() for name in SAID if post.get(name, "").strip()}
            batch = bringing_in.stage(
                activity, file.read(), file.name or "a file", channel=post["channel"], by=who, also=also
            )
            return redirect("moderation:batch", batch.public_id)
    found = Batch.objects.filter(activity__in=activities).select_related("activity").defer("data")
    shown = {"batches": found[:50], "activities": activities, "channels": CHANNELS, "problems": problems}
    return page(request, "batches", SECTION, 400 if problems else 200, asked=request.POST, **shown)


@require_safe
@for_officers
def batch(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What a file holds, and everything that is wrong with it."""
    return _shown(request, _batch(request, public_id))


@require_safe
@for_officers
def file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The file as it came."""
    found = get_object_or_404(Batch.objects.select_related("activity"), pk=_batch(request, public_id).pk)
    return to_be_saved(bytes(found.data), found.file_name)


@require_POST
@for_officers
def commit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Has all of it taken in, by the worker."""
    found = _batch(request, public_id)
    try:
        working.ask_to_take_in(found, by=person_of(request))
    except bringing_in.CannotBe as error:
        return _shown(request, _batch(request, public_id), list(error.problems), 409)
    return redirect("moderation:batch", public_id)


@require_POST
@for_officers
def roll_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Has all of it taken back, by the worker; a file of which nothing came is left at once."""
    found = _batch(request, public_id)
    try:
        if found.state == Batch.State.COMMITTED:
            working.ask_to_take_back(found, by=person_of(request))
        else:
            bringing_in.roll_back(found, by=person_of(request))
    except bringing_in.CannotBe as error:
        return _shown(request, _batch(request, public_id), list(error.problems), 409)
    return redirect("moderation:batch", public_id)


def _batch(request: HttpRequest, public_id: UUID) -> Batch:
    found = get_object_or_404(Batch.objects.select_related("activity__area").defer("data"), public_id=public_id)
    must_work_on(found.activity, Role.MODERATOR, by=person_of(request))
    return found


def _shown(
    request: HttpRequest, found: Batch, problems: list[Problem] | None = None, status: int = 200
) -> HttpResponse:
    rows = found.rows.select_related("contribution")
    shown: dict[str, Any] = {
        "kept": [Problem(*one) for one in found.problems],
        "remarks": [Problem(*one) for one in found.remarks],
    }
    shown |= {"problems": problems or [], **progress(request, found.work.first())}
    found.refresh_from_db(fields=["state", "ended_at"])  # work that has ended has left the file as it then is
    counts = {"skipped": rows.exclude(skipped="").count(), "whole": rows.count()}
    return page(request, "batch", SECTION, status, batch=found, rows=rows[:200], **shown, **counts)
