"""Accepting what was sent: it gets its name, its first revision and its place in the queue."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from lnrs_web.audit.actions import record
from lnrs_web.engagement.content import content_of
from lnrs_web.engagement.models import Activity, Contribution, Numbers, Revision
from lnrs_web.engagement.references import formal_number, new_reference
from lnrs_web.engagement.sensitive import is_sensitive

State = Contribution.State


@transaction.atomic
def receive(contribution: Contribution, *, by: str) -> Contribution:
    """Accept a contribution that has been sent, whose mail address is proved where it had to be. What is received
    already stays as it is."""
    if contribution.received_at:
        return contribution
    contribution.received_at = timezone.now()
    over = over_the_cap(contribution.activity.per_person, _given_already(contribution))
    contribution.signals = [*contribution.signals, *over]
    contribution.is_coarse = is_sensitive(contribution)
    contribution.state = state_of_new(contribution)
    contribution.done = []
    revision = _next_revision(contribution, by=by)
    contribution.reference = contribution.reference or _name_for(contribution)  # late: others wait for the next number
    contribution.save()
    revision.save()
    record(
        "receive contribution",
        contribution.reference,
        by=by,
        became=contribution.state,
        area=contribution.activity.area_id,
    )
    return contribution


def state_of_new(contribution: Contribution) -> str:
    """What becomes of a contribution that has just come in, or has just been changed."""
    activity = contribution.activity
    if contribution.signals:
        return str(State.QUARANTINED)
    if not (activity.publishes and contribution.may_publish):
        return str(State.RECEIVED)
    if activity.moderation == Activity.Moderation.BEFORE or contribution.is_coarse:
        return str(State.IN_MODERATION)
    return str(State.PUBLISHED)


def add_revision(contribution: Contribution, *, by: str) -> Revision:
    """Note all that a contribution says now."""
    revision = _next_revision(contribution, by=by)
    revision.save()
    return revision


def _next_revision(contribution: Contribution, *, by: str) -> Revision:
    number = contribution.revisions.count() + 1
    return Revision(contribution=contribution, number=number, by=by, content=content_of(contribution))


def over_the_cap(most: int, already: int) -> list[str]:
    """Why one more of somebody who has given so many already is set aside, where it is; 0 is no cap."""
    return [f"More than {most} of one person"] if most and already >= most else []


def _given_already(contribution: Contribution) -> int:
    """How many that count its writer has given to the activity besides, where that is asked."""
    if not contribution.activity.per_person or not contribution.mail_key:
        return 0
    same = Contribution.objects.filter(activity=contribution.activity, mail_key=contribution.mail_key)
    return same.filter(state__in=Contribution.COUNTED).exclude(pk=contribution.pk).count()


def hold_numbers(contributions: Iterable[Contribution]) -> None:
    """Hold the numbers that some contributions may have yet to be given, before the first act about any is recorded."""
    wanted = {_numbered_in(one) for one in contributions if one.activity.is_formal and not one.received_at}
    for area, year in sorted(wanted):
        Numbers.objects.select_for_update(no_key=True).get_or_create(area=area, year=year)


def _numbered_in(contribution: Contribution) -> tuple[int, int]:
    """The number of the area and the year of a formal representation's number."""
    return contribution.activity.area_id, timezone.localtime(contribution.sent_at).year


def _name_for(contribution: Contribution) -> str:
    if contribution.activity.is_formal:
        area, year = _numbered_in(contribution)
        row, _ = Numbers.objects.select_for_update(no_key=True).get_or_create(area=area, year=year)
        row.last += 1
        row.save(update_fields=["last"])
        return formal_number(area, year, row.last)
    while Contribution.objects.filter(reference=(name := new_reference(contribution.activity.area_id))).exists():
        pass
    return name
