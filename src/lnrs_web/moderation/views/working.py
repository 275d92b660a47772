"""What the worker is doing, for the pages on which it was asked for."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from lnrs.errors import Problem
from lnrs_web.config.locks import Held, alone
from lnrs_web.moderation.actions.working import is_given_up
from lnrs_web.moderation.models import Work

TO_BEGIN = timedelta(seconds=20)


def progress(request: HttpRequest, work: Work | None) -> dict[str, Any]:
    """How far a piece of work is: `work`, `share` (0 to 1), whether the page looks again by itself (`watched`), whether
    it broke off for good (`given_up`), why it waits (`waits`), and what was wrong (`troubles`)."""
    if work is None:
        return {"work": None}
    given_up = is_given_up(work)
    going = work.is_open and not given_up
    return {
        "work": work,
        "share": work.done / work.whole if work.whole else 0.0,
        "going": going,
        "given_up": given_up,
        "watched": going and "watch" in request.GET,
        "waits": _why_it_waits(work) if going else "",
        "troubles": [Problem(*one) for one in work.problems],
    }


def _why_it_waits(work: Work) -> str:
    if work.state != Work.State.WAITING:
        return ""
    if timezone.now() - work.asked_at > TO_BEGIN and not _is_worker_there():
        return "Nothing is at work: whoever runs the site has to start its worker, lnrs-web work. Nothing is lost."
    job = DBTaskResult.objects.filter(pk=work.job).first()
    if job and job.worker_ids and job.run_after and job.run_after > timezone.now():
        again = f"{timezone.localtime(job.run_after):%H:%M}"
        return f"{work.step or 'It broke off'}. Nothing was written, and it is tried again at {again}."
    return "It waits until the worker has done what was asked for before."


def _is_worker_there() -> bool:
    try:
        with alone("worker"):
            return False
    except Held:
        return True
