"""Briefings made in bulk: asked for by an officer, done by the worker, and taken up where it broke off."""

import shapely
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import must_be_officer_of
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.actions import record
from lnrs_web.briefings import maps, paper, queries
from lnrs_web.briefings.facts import all_facts
from lnrs_web.briefings.grounds import Ground, ground_of, grounds_of
from lnrs_web.briefings.models import Briefing, Run
from lnrs_web.briefings.refused import refuse
from lnrs_web.config.clock import now, today
from lnrs_web.editions.models import Edition

State = Run.State
BY = "briefings"
KEPT_RUNS = 4
"""Runs of an area whose briefings are kept; of older ones only that they were made."""


@transaction.atomic
def ask(edition: Edition, *, by: Person) -> Run:
    """Have the briefings of an edition's area made, for an officer of it. Raises NotAllowed, and as `begin`."""
    must_be_officer_of(edition.area_id, by)
    return begin(edition, by=by.email)


@transaction.atomic
def begin(edition: Edition, *, by: str) -> Run:
    """Have the briefings of an edition's area made. A run that was asked for and broke off is taken up again.

    Raises BriefingRefused while they are being made.
    """
    StrategyArea.objects.select_for_update(no_key=True).get(pk=edition.area_id)  # of two who ask at once one waits
    open_ = Run.objects.select_for_update(no_key=True).filter(
        area=edition.area, state__in=(State.WAITING, State.WORKING)
    )
    run = open_.first()
    if run and not has_broken_off(run):
        raise refuse("run", "They are being made already.", "Wait until they are done.")
    if run is None:
        run = Run.objects.create(area=edition.area, edition=edition, on=today(), asked_by=by)
    run.job = make_briefings.enqueue(str(run.public_id)).id
    run.save(update_fields=["job"])
    record("ask for briefings", str(run.public_id), by=by, became=edition.identity, area=edition.area_id)
    return run


def has_broken_off(run: Run) -> bool:
    """Whether the worker has given a run up, or does not know of it any more."""
    job = DBTaskResult.objects.filter(pk=run.job).first()
    return run.state != State.DONE and (
        job is None or job.status in (TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL)
    )


@task()
def make_briefings(public_id: str) -> str:
    """Make the briefings of a run that are not made yet. Gives how many there are then."""
    run = Run.objects.select_related("area", "edition__area").get(public_id=public_id)
    if run.state == State.DONE:
        return run.state
    Run.objects.filter(pk=run.pk).update(state=State.WORKING, trouble="")
    try:
        if not run.briefings.exists():
            set_down(run)
        for briefing in run.briefings.filter(pdf=None).order_by("pk"):
            briefing.pdf = pdf_of(run, briefing)
            briefing.save(update_fields=["pdf"])  # each by itself: what is made stays made
    except Exception as error:
        Run.objects.filter(pk=run.pk).update(trouble=type(error).__name__)
        raise  # the worker tries again, and gives it up in the end
    return f"{finish(run)} briefings"


@transaction.atomic
def set_down(run: Run) -> None:
    """Work out what every briefing of a run says, all of them or none."""
    grounds = grounds_of(run.edition)
    rows = zip(grounds, all_facts(run.edition, grounds), strict=True)
    Briefing.objects.bulk_create(
        Briefing(run=run, kind=one.kind, code=one.code, name=one.name, facts=facts) for one, facts in rows
    )
    record("work out briefings", str(run.public_id), by=BY, became=str(len(grounds)), area=run.area_id)


def pdf_of(run: Run, briefing: Briefing) -> bytes:
    """A briefing as two pages."""
    parts = (run.area.slug, briefing.kind, briefing.code)
    address = f"{settings.ADDRESS}{reverse('briefings:briefing', args=parts)}"
    ground = ground_of(run.edition, briefing.kind, briefing.code)
    drawn = maps.of_place(run.edition, ground, briefing.facts) if ground else None
    ground = ground or Ground(briefing.kind, briefing.code, briefing.name, shapely.Point())
    return paper.as_pdf(run.edition, ground, briefing.facts, run.on, address, drawn)


@transaction.atomic
def finish(run: Run) -> int:
    """Let everyone read the briefings of a run; of runs long before only that they were made is kept."""
    made, _ = queries.how_far(run)
    Run.objects.filter(pk=run.pk).update(state=State.DONE, done_at=now())
    old = list(
        Run.objects.filter(area=run.area, state=State.DONE).order_by("-id").values_list("pk", flat=True)[KEPT_RUNS:]
    )
    Briefing.objects.filter(run__in=old).delete()
    record("make briefings", str(run.public_id), by=BY, became=str(made), area=run.area_id)
    return made
