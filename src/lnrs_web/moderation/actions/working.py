"""What is asked of the worker, and what the worker does: files are taken in, or back, campaigns and themes looked for.

Asking for what is being done already gives that. A worker that is killed leaves the job to be done again from its
beginning; as what it does is written whole and once, doing it again does no harm.
"""

import time
from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from lnrs.errors import Problem
from lnrs_web.accounts.models import Person, Role
from lnrs_web.accounts.permissions import NotAllowed
from lnrs_web.engagement.models import Activity
from lnrs_web.engagement.permissions import must_work_on
from lnrs_web.moderation.actions import bringing_in, looking, taking_in
from lnrs_web.moderation.actions.bringing_in import CannotBe
from lnrs_web.moderation.models import Batch, Work

TELL_EVERY_S = 0.5
READING = "Reading the rows, and then writing all of them at once"
Kind = Work.Kind
WAITING, WORKING, DONE, REFUSED = map(str, Work.State)


@transaction.atomic
def ask_to_take_in(batch: Batch, *, by: Person) -> Work:
    """Have a file taken in. Raises NotAllowed, and CannotBe for one that is not looked at and waiting for that."""
    must_work_on(batch.activity, Role.MODERATOR, by=by)
    found = Batch.objects.select_for_update(no_key=True).defer("data").get(pk=batch.pk)
    bringing_in.must_be(found, Batch.State.STAGED)
    return _asked({"kind": Kind.TAKE_IN, "batch": found}, batch.activity, found.rows.count(), by)


@transaction.atomic
def ask_to_take_back(batch: Batch, *, by: Person) -> Work:
    """Have all that came of a file taken back. Raises NotAllowed, and CannotBe for one of which something has been
    made."""
    must_work_on(batch.activity, Role.MODERATOR, by=by)
    found = Batch.objects.select_for_update(no_key=True).defer("data").get(pk=batch.pk)
    bringing_in.must_be_taken_back(found)
    return _asked({"kind": Kind.TAKE_BACK, "batch": found}, batch.activity, found.rows.count(), by)


@transaction.atomic
def ask_to_look(activity: Activity, *, by: Person) -> Work:
    """Have campaigns and themes looked for. Raises NotAllowed."""
    must_work_on(activity, Role.ANALYST, by=by)
    Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
    return _asked({"kind": Kind.LOOK, "activity": activity}, activity, len(looking.STEPS), by)


def _asked(what: dict[str, object], activity: Activity, whole: int, by: Person) -> Work:
    there = Work.objects.filter(**what, state__in=Work.OPEN).first()
    if there and not is_given_up(there):
        return there
    if there:
        _ended(there, REFUSED, [Problem("The work", "it broke off, and was asked for again.")])
    made = Work.objects.create(**{"activity": activity, **what}, whole=whole, by=by)
    made.job = work_on_responses.enqueue(str(made.public_id)).id
    made.save(update_fields=["job"])
    return made


def is_given_up(work: Work) -> bool:
    """Whether the worker has broken off again and again and does it no more."""
    job = DBTaskResult.objects.filter(pk=work.job).first()
    return work.is_open and (job is None or job.status in (TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL))


@task()
def work_on_responses(public_id: str) -> str:
    """Do a piece of work that was asked for, unless it is done. Gives how it is then."""
    works = Work.objects.select_related("activity__area", "batch__activity__area", "by").defer("batch__data")
    work = works.get(public_id=public_id)
    if not work.is_open:
        return work.state
    Work.objects.filter(pk=work.pk).update(state=WORKING, done=0, step="")
    try:
        if work.by is None:
            raise NotAllowed("Whoever asked for it has no account any more.")
        outcome = _DOES[Kind(work.kind)](work, work.by)
    except NotAllowed as refusal:
        return _ended(work, REFUSED, [Problem("Permission", str(refusal), "Somebody who may has to ask for it.")])
    except CannotBe as error:
        return _ended(work, REFUSED, error.problems)
    except Exception as error:
        Work.objects.filter(pk=work.pk).update(state=WAITING, step=f"It broke off ({type(error).__name__})")
        raise  # the worker tries again, and gives it up in the end
    return _ended(work, DONE, outcome=outcome)


def _take_in(work: Work, by: Person) -> str:
    batch = work.batch
    assert batch is not None
    if batch.state != Batch.State.COMMITTED:  # or the worker was killed after it was taken in, and before that was said
        taking_in.commit(batch, by=by, told=_teller(work, lambda _: READING))
    count = batch.rows.filter(contribution__isnull=False).count()
    return f"{count:,} {'contribution' if count == 1 else 'contributions'} came of it."


def _take_back(work: Work, by: Person) -> str:
    batch = work.batch
    assert batch is not None
    if batch.state != Batch.State.ROLLED_BACK:  # or the worker was killed after it, and before that was said
        bringing_in.roll_back(batch, by=by)
    return ""


def _look(work: Work, by: Person) -> str:
    looking.look(work.activity, by=by, told=_teller(work, lambda step: looking.STEPS[step]))
    return ""


_DOES = {Kind.TAKE_IN: _take_in, Kind.TAKE_BACK: _take_back, Kind.LOOK: _look}


def _teller(work: Work, step_of: Callable[[int], str]) -> Callable[[int], None]:
    """Notes how far it is, twice a second at most, but for a step of its own."""
    last = ("", 0.0)

    def tell(done: int) -> None:
        nonlocal last
        step, now = step_of(done), time.monotonic()
        if step != last[0] or done == work.whole or now - last[1] > TELL_EVERY_S:
            Work.objects.filter(pk=work.pk).update(step=step, done=done)
            last = (step, now)

    return tell


def _ended(work: Work, state: str, problems: Sequence[Problem] = (), outcome: str = "") -> str:
    said = [[one.where, one.what, one.do] for one in problems]
    Work.objects.filter(pk=work.pk).update(
        state=state, problems=said, outcome=outcome, step="", ended_at=timezone.now()
    )
    return str(state)
