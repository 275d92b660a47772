"""One decision on many contributions: counted first, and undone as a whole."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from lnrs_web.accounts.models import Person, Role
from lnrs_web.audit.actions import record
from lnrs_web.engagement.actions import states
from lnrs_web.engagement.actions.receiving import hold_numbers
from lnrs_web.engagement.models import Activity, Contribution
from lnrs_web.engagement.permissions import must_work_on
from lnrs_web.moderation.actions.deciding import decide, take
from lnrs_web.moderation.models import Bulk, Decision, Lock


class Changed(Exception):
    """The contributions are not those that their doer saw counted."""


def mark_of(chosen: Iterable[Contribution]) -> str:
    """The same for the same contributions in the same states with the same words, and for no others."""
    rows = Contribution.objects.filter(pk__in=[one.pk for one in chosen]).annotate(written=Count("revisions"))
    lines = sorted(f"{pk} {state} {written}" for pk, state, written in rows.values_list("pk", "state", "written"))
    return sha256("\n".join(lines).encode()).hexdigest()


@transaction.atomic
def decide_all(
    activity: Activity,
    chosen: Sequence[Contribution],
    what: str,
    *,
    seen: str,
    by: Person,
    reason: str = "",
    words: str = "",
) -> Bulk:
    """Decide on all of them, or on none. `seen` is `mark_of` those that their doer saw counted.

    Raises NotAllowed, Changed, Taken where somebody is at work on one, and Undecided.
    """
    must_work_on(activity, Role.MODERATOR, by=by)
    held = _hold([one.pk for one in chosen])
    if mark_of(held) != seen or any(one.activity_id != activity.pk for one in held):
        raise Changed
    hold_numbers(held)
    bulk = Bulk.objects.create(activity=activity, by=by.email)
    for one in chosen:
        decide(one, what, by=by, reason=reason, words=words, bulk=bulk)
    record("decide on many", str(bulk.public_id), by=by.email, became=f"{what}: {len(chosen)}", area=activity.area_id)
    return bulk


@transaction.atomic
def undo(bulk: Bulk, *, by: Person) -> int:
    """Put every contribution back to what it was, but those that were decided on since, or withdrawn. Gives how many.

    Raises NotAllowed, and Taken.
    """
    must_work_on(bulk.activity, Role.MODERATOR, by=by)
    found = Bulk.objects.select_for_update(no_key=True).get(pk=bulk.pk)
    if found.undone_at:
        return 0
    count = 0
    _hold(found.decisions.values_list("contribution", flat=True))
    for decision in found.decisions.select_related("contribution__activity"):
        one = Contribution.objects.select_related("activity").get(pk=decision.contribution_id)
        later = Decision.objects.filter(contribution=one, pk__gt=decision.pk).exists()
        if later or one.state != decision.became:
            continue
        take(one, by=by)
        states_back(one, decision.was, by=by)
        Decision.objects.create(
            contribution=one, by=by.email, what=Decision.What.UNDO, was=decision.became, became=decision.was, bulk=found
        )
        Lock.objects.filter(contribution=one).delete()
        count += 1
    found.undone_at, found.undone_by = timezone.now(), by.email
    found.save(update_fields=["undone_at", "undone_by"])
    record(
        "undo decision on many",
        str(found.public_id),
        by=by.email,
        became=f"{count} put back",
        area=found.activity.area_id,
    )
    return count


def _hold(contributions: Iterable[UUID]) -> list[Contribution]:
    """Have all of them held before the first act is recorded: whoever waits for a row keeps nobody from recording."""
    held = Contribution.objects.select_for_update(of=("self",), no_key=True).select_related("activity")
    return list(held.filter(pk__in=list(contributions)).order_by("pk"))


def states_back(contribution: Contribution, state: str, *, by: Person) -> None:
    """Into a state that it had before, by way of moderation where there is no way straight."""
    try:
        states.become(contribution, state, by=by, why="undone")
    except states.CannotBecome:
        there = states.become(contribution, Contribution.State.IN_MODERATION, by=by, why="undone")
        there = Contribution.objects.select_related("activity").get(pk=there.pk)
        states.become(there, state, by=by, why="undone")
