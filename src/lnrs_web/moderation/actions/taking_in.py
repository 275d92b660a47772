"""A file that was looked at is taken in: every row, or none. What takes long is done before anything is locked."""

from django.db import transaction
from django.utils import timezone

from lnrs.errors import Problem
from lnrs_web.accounts.models import Person, Role
from lnrs_web.analysis.files.checking import Parsed
from lnrs_web.audit.actions import record
from lnrs_web.engagement.actions.entering import Entered
from lnrs_web.engagement.actions.entering_many import AT_ONCE, Ready, Told, make_ready, take_in_all
from lnrs_web.engagement.models import Activity
from lnrs_web.engagement.permissions import must_work_on
from lnrs_web.moderation.actions.bringing_in import CannotBe, checked_for, messages_in, must_be, skipped_of
from lnrs_web.moderation.models import Batch, BatchRow

State = Batch.State
MOST_TRIES = 3


def commit(batch: Batch, *, by: Person, told: Told = lambda _: None) -> int:
    """Take every row in, or none. Gives how many contributions came of it. `told` hears how many rows are ready.

    What was made ready is made ready again where the activity, or what was brought in to it, changed meanwhile. Raises
    NotAllowed, and CannotBe.
    """
    must_work_on(batch.activity, Role.MODERATOR, by=by)
    for _ in range(MOST_TRIES):
        activity = Activity.objects.select_related("area").get(pk=batch.activity_id)
        facts = _facts(activity)
        must_be(Batch.objects.defer("data").get(pk=batch.pk), State.STAGED)
        rows = list(batch.rows.all())
        skipped, entered = _parsed(activity, batch, rows)
        ready = make_ready(activity, entered, activity.question_sets.latest("version"), by=by, told=told)
        if _written(batch, facts, rows, skipped, ready, by):
            return len(entered)
    what = "its activity changed each time while the rows were being read."
    raise CannotBe([Problem(batch.file_name, what, "Take it in when nobody is changing the activity.")])


def _facts(activity: Activity) -> tuple[object, ...]:
    """All that rows are read by: the activity, its questions, and the mails that are in it already."""
    now = Activity.objects.filter(pk=activity.pk).values().get()
    questions = list(activity.question_sets.latest("version").questions.values_list("pk", flat=True))
    return now, questions, messages_in(activity)


def _parsed(activity: Activity, batch: Batch, rows: list[BatchRow]) -> tuple[dict[int, str], list[Entered]]:
    """Why rows are not taken in, by their number, and what the others say. Raises CannotBe."""
    raw = [row.raw for row in rows]
    seen = checked_for(activity, raw, rows[0].number, batch.arrived_at)
    if seen.problems:
        raise CannotBe(seen.problems)
    skipped = skipped_of(activity, raw, seen)
    return skipped, [_entered(one, batch.channel) for one in seen.rows if one.number not in skipped]


def _entered(row: Parsed, channel: str) -> Entered:
    return Entered(
        channel=channel,
        sent_at=row.sent_at,
        answers={**row.texts, **row.chosen},
        name=row.who.name,
        organisation=row.organisation,
        mail=row.who.mail,
        postcode=row.who.postcode,
        respondent=row.respondent,
        stance=row.stance,
        may_publish=row.may_publish,
    )


@transaction.atomic
def _written(
    batch: Batch, facts: tuple[object, ...], rows: list[BatchRow], skipped: dict[int, str], ready: Ready, by: Person
) -> bool:
    """Write what was made ready, if it was made by what is still so. Raises NotAllowed, and CannotBe."""
    activity = (
        Activity.objects.select_for_update(of=("self",), no_key=True).select_related("area").get(pk=batch.activity_id)
    )
    found = Batch.objects.select_for_update(no_key=True).defer("data").get(pk=batch.pk)
    must_be(found, State.STAGED)
    if _facts(activity) != facts:
        return False
    take_in_all(activity, ready, by=by)
    made = iter(ready.contributions)
    for row in rows:
        row.skipped = skipped.get(row.number, "")
        row.contribution = None if row.skipped else next(made)
    BatchRow.objects.bulk_create(
        rows,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["batch", "number"],
        update_fields=["skipped", "contribution"],
    )
    found.state, found.ended_at = State.COMMITTED, timezone.now()
    found.save(update_fields=["state", "ended_at"])
    became = f"{len(ready.contributions)} contributions"
    which = str(found.public_id)
    record("take in file", which, by=by.email, was=str(State.STAGED), became=became, area=activity.area_id)
    return True
