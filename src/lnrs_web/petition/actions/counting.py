"""Counting: every few seconds, many signatures at once, in one transaction that marks what it counts. So none is
counted twice or left out, whatever is killed when; and nobody who signs waits for the number (decision 54)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import must_be_officer_of
from lnrs_web.audit.actions import record
from lnrs_web.petition.models import HourTally, Petition, Signature

State = Signature.State
UNCOUNTED = tuple(state for state in State.values if state != State.SIGNED)
TO_COUNT = Q(counted=False, state=State.SIGNED)
TO_TAKE_OFF = Q(counted=True, state__in=UNCOUNTED)


def count_all(now: datetime) -> int:
    """Count what was signed, removed or taken back since the last time; how many signatures that were."""
    moved = 0
    for pk in list(Petition.objects.exclude(state=Petition.State.DRAFT).values_list("pk", flat=True)):
        rows = Signature.objects.filter(petition=pk)
        if rows.filter(TO_COUNT).exists() or rows.filter(TO_TAKE_OFF).exists():
            moved += _count(pk, now)
    return moved


@transaction.atomic
def _count(pk: int, now: datetime) -> int:
    one = Petition.objects.select_for_update(no_key=True).get(pk=pk)  # one counts at a time
    rows = Signature.objects.filter(petition=one)
    more = rows.filter(TO_COUNT).update(counted=True)
    less = rows.filter(TO_TAKE_OFF).update(counted=False)
    Petition.objects.filter(pk=pk).update(counted=F("counted") + more - less, counted_at=now)
    _note_hour(pk, now)
    return more + less


def _note_hour(pk: int, now: datetime) -> None:
    counted = Petition.objects.values_list("counted", flat=True).get(pk=pk)
    hour = now.replace(minute=0, second=0, microsecond=0)
    HourTally.objects.update_or_create(petition_id=pk, hour=hour, defaults={"counted": counted})


@dataclass(frozen=True)
class Recount:
    """What is shown beside what is there."""

    shown: int
    marked: int
    """Signatures that are marked as counted."""
    waiting: int
    """Signatures that will be counted, less those that will be taken off, the next time."""

    @property
    def is_right(self) -> bool:
        """Whether what is shown is what is marked."""
        return self.shown == self.marked


@transaction.atomic
def recount(petition: Petition) -> Recount:
    """Count every signature anew, and change nothing. The count waits while it is done."""
    one = Petition.objects.select_for_update(no_key=True).get(pk=petition.pk)
    rows = Signature.objects.filter(petition=one)
    waiting = rows.filter(TO_COUNT).count() - rows.filter(TO_TAKE_OFF).count()
    return Recount(one.counted, rows.filter(counted=True).count(), waiting)


@transaction.atomic
def repair(petition: Petition, *, by: Person) -> Recount:
    """Put the count right from the signatures themselves; what was wrong. Raises NotAllowed."""
    must_be_officer_of(petition.area_id, by)
    return repair_as(petition, by=str(by))


@transaction.atomic
def repair_as(petition: Petition, *, by: str) -> Recount:
    """As `repair`, for the timer and the command line. What was right is left as it is, and is not on record."""
    now = timezone.now()
    was = recount(petition)
    if not was.is_right:
        Petition.objects.filter(pk=petition.pk).update(counted=was.marked, counted_at=now)
        _note_hour(petition.pk, now)
        change = {"was": str(was.shown), "became": str(was.marked)}
        record("repair petition count", petition.on_record, by=by, area=petition.area_id, **change)
    return was
