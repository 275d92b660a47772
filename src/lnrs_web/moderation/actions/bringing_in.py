"""Files on their way in: looked at, or taken back whole. The same file comes in once. `taking_in` takes them in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from lnrs.errors import Problem
from lnrs_web.accounts.models import Person, Role
from lnrs_web.analysis.files.checking import Asked, Checked, Window, checked, repeats
from lnrs_web.analysis.files.reading import Unreadable, rows_in
from lnrs_web.analysis.files.tables import Row
from lnrs_web.audit.actions import record
from lnrs_web.engagement.models import Activity, Contribution, Numbers
from lnrs_web.engagement.permissions import must_work_on
from lnrs_web.moderation.models import Batch, BatchRow

State = Batch.State


class CannotBe(Exception):
    """A file that cannot be taken in, or back; every problem, in words for an officer."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, problems)))


def stage(
    activity: Activity, data: bytes, name: str, *, channel: str, by: Person, also: Mapping[str, str] | None = None
) -> Batch:
    """Read a file and check it. Nothing of it counts yet; the file is kept as it came, mended or not.

    `also` is said of each row that does not say it itself, such as who wrote a letter. Raises NotAllowed.
    """
    must_work_on(activity, Role.MODERATOR, by=by)
    digest = sha256(data).hexdigest()
    rows: list[Row] = []
    try:
        rows = [{**(also or {}), **{key: cell for key, cell in row.items() if cell}} for row in rows_in(data, name)]
        found = checked_for(activity, rows, _first(name), timezone.now())
    except Unreadable as error:
        found = Checked((), (Problem(name, str(error)),), ())
    return _kept(activity, data, name, digest, channel, rows, found, by)


@transaction.atomic
def _kept(
    activity: Activity, data: bytes, name: str, digest: str, channel: str, rows: list[Row], found: Checked, by: Person
) -> Batch:
    Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
    problems = list(found.problems)
    before = Batch.objects.filter(activity=activity, sha256=digest, state__in=(State.STAGED, State.COMMITTED)).first()
    if before:
        when = f"{timezone.localtime(before.arrived_at):%d/%m/%Y}"
        what = (
            f"{before.by} sent the same file, called {before.file_name}, on {when}. It is {before.get_state_display()}."
        )
        problems = [Problem("The file", what, "Look at that one.")]
    batch = Batch.objects.create(
        activity=activity,
        channel=channel,
        file_name=name[:200],
        sha256=digest,
        size_bytes=len(data),
        data=data,
        state=State.REFUSED if problems else State.STAGED,
        problems=[[one.where, one.what, one.do] for one in problems],
        remarks=[[one.where, one.what, one.do] for one in found.remarks],
        by=by.email,
    )
    if not problems:
        skipped = skipped_of(activity, rows, found)
        BatchRow.objects.bulk_create(
            BatchRow(batch=batch, number=one.number, raw=row, skipped=skipped.get(one.number, ""))
            for one, row in zip(found.rows, rows, strict=True)
        )
    record("bring in file", str(batch.public_id), by=by.email, became=f"{batch.state}: {digest}", area=activity.area_id)
    return batch


@transaction.atomic
def roll_back(batch: Batch, *, by: Person) -> int:
    """Take back all that came of a file, as long as nothing has been done with any of it. Gives how many.

    Raises NotAllowed, and CannotBe.
    """
    must_work_on(batch.activity, Role.MODERATOR, by=by)
    found = Batch.objects.select_for_update(no_key=True).defer("data").get(pk=batch.pk)
    must_be_taken_back(found)
    made = Contribution.objects.filter(brought_in_by__batch=found).select_related("activity")
    count = made.count()
    _give_back_numbers(found.activity, made)
    Contribution.objects.filter(pk__in=list(made.values_list("pk", flat=True))).delete()
    was = str(found.state)
    found.state, found.ended_at = State.ROLLED_BACK, timezone.now()
    found.save(update_fields=["state", "ended_at"])
    record(
        "take back file",
        str(found.public_id),
        by=by.email,
        was=was,
        became=f"{count} taken back",
        area=found.activity.area_id,
    )
    return count


def must_be(batch: Batch, *states: object) -> None:
    """Raises CannotBe for a file that is in none of some states."""
    if batch.state not in states:
        raise CannotBe([Problem(batch.file_name, f"it is {batch.get_state_display()}.")])


def must_be_taken_back(batch: Batch) -> None:
    """Raises CannotBe for a file that is not there any more, or of which something has been made."""
    must_be(batch, State.STAGED, State.COMMITTED)
    if problems := _used(Contribution.objects.filter(brought_in_by__batch=batch)):
        raise CannotBe(problems)


def window_of(activity: Activity) -> Window:
    """What a row for an activity may say."""
    questions = list(activity.question_sets.latest("version").questions.all())
    texts = [one for one in questions if one.kind == one.Kind.LONG] or [one for one in questions if one.is_text]
    return Window(
        opens_at=activity.opens_at,
        closes_at=activity.ends_at,
        questions=tuple(
            Asked(one.code, {} if one.is_text else dict(one.choices), one.kind == one.Kind.MANY, one.required)
            for one in questions
        ),
        text_code=texts[0].code if texts else "",
        respondents=dict(Contribution.Respondent.choices),
        stances=dict(Contribution.Stance.choices) if activity.is_formal else {},
    )


def checked_for(activity: Activity, rows: Sequence[Row], first: int, arrived_at: datetime) -> Checked:
    """Rows of a file against an activity; `first` is the number of the first."""
    return checked(rows, window_of(activity), arrived_at=arrived_at, first=first)


def messages_in(activity: Activity) -> set[str]:
    """The Message-IDs of the mails that have been brought in to an activity."""
    before = BatchRow.objects.filter(batch__activity=activity, batch__state=State.COMMITTED, contribution__isnull=False)
    return {message for message in before.values_list("raw__message", flat=True) if message}


def _first(name: str) -> int:
    """The number of the first row: in a table the names of the columns come before it."""
    return 2 if name.lower().endswith((".csv", ".xlsx", ".txt", ".tsv")) else 1


def skipped_of(activity: Activity, rows: Sequence[Row], found: Checked) -> dict[int, str]:
    """Rows that are there already, and where."""
    skipped = {
        number: f"It says the same as row {row}, from the same person." for number, row in repeats(found.rows).items()
    }
    seen = messages_in(activity)
    for one, row in zip(found.rows, rows, strict=True):
        if message := row.get("message"):
            if message in seen:
                skipped[one.number] = "The same mail has been brought in already."
            seen.add(message)
    return skipped


def _used(made: "QuerySet[Contribution]") -> list[Problem]:
    """Those of which something has been made."""
    used = made.filter(
        Q(decisions__isnull=False)
        | Q(codings__isnull=False)
        | Q(response__isnull=False)
        | Q(scores__isnull=False)
        | Q(revisions__number__gt=1)
    )
    what = "it has been decided on, coded, scored or answered, or its writer changed it."
    refs = used.order_by("reference").values_list("reference", flat=True).distinct()
    return [Problem(str(ref), what, "Take that back first.") for ref in refs]


def _give_back_numbers(activity: Activity, made: Sequence[Contribution]) -> None:
    """Formal representations are numbered without a gap: theirs are given again, where none came after them."""
    if not activity.is_formal:
        return
    numbers: dict[int, list[int]] = {}
    for one in made:
        parts = str(one.reference).split("-")
        numbers.setdefault(int(parts[1]), []).append(int(parts[3]))
    for year, some in sorted(numbers.items()):
        row = Numbers.objects.select_for_update(no_key=True).get(area=activity.area_id, year=year)
        if max(some) != row.last or row.last - min(some) + 1 != len(some):
            what = "formal representations were numbered after these, and no number may be missing."
            raise CannotBe([Problem("Numbers", what, "Decide on them one by one.")])
        row.last = min(some) - 1
        row.save(update_fields=["last"])
