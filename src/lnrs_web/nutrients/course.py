"""Where an application stands: what it holds and owes, as its movements add up, and what is due of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from lnrs.nutrients.credits import deposit_pence
from lnrs_web.config.clock import today
from lnrs_web.nutrients import deadlines
from lnrs_web.nutrients.accounts import PENCE, Kind, Move
from lnrs_web.nutrients.deadlines import Course, Due
from lnrs_web.nutrients.models import Application, Certificate, Entry, Supply

APPLIED, WITHDRAWN, REFUSED = "applied", "withdrawn", "refused"
NOTHING, RELEASED = "not allocated", "released"
STATES = {
    APPLIED: "received",
    WITHDRAWN: "withdrawn",
    REFUSED: "refused by the scheme",
    NOTHING: "not given credits in this round",
    Kind.RESERVED.value: "credits reserved, to be signed and paid for",
    Kind.PROVISIONAL.value: "provisional certificate",
    Kind.FINAL.value: "final certificate",
    Kind.RETIRED.value: "credits used for good",
    Kind.EXPIRED.value: "expired with its supply",
    RELEASED: "released: it holds no credits any more",
}
"""Every state in words, in the order in which an application may go through them."""
HELD = (Kind.RESERVED, Kind.PROVISIONAL, Kind.FINAL, Kind.RETIRED, Kind.EXPIRED)


@dataclass(frozen=True)
class Standing:
    """An application as it stands on a day."""

    application: Application
    on: date
    known: tuple[Entry, ...] | None = field(default=None, compare=False, repr=False)
    """Its entries, where they were read with those of others (`of_each`)."""

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        return self.known if self.known is not None else tuple(_entries_of([self.application]))

    @cached_property
    def holds(self) -> Mapping[tuple[Supply, Kind], int]:
        """Grams a year of each supply, by account; nothing that is available counts."""
        found: Counter[tuple[Supply, Kind]] = Counter()
        for one in self._entries:
            if one.source.supply and one.target.supply:
                found[one.source.supply, Kind(one.source.kind)] -= one.amount
                found[one.target.supply, Kind(one.target.kind)] += one.amount
        return {key: grams for key, grams in found.items() if grams and key[1] in HELD}

    @cached_property
    def money(self) -> Mapping[Kind, int]:
        """Pence owed and paid."""
        found = dict.fromkeys((Kind.OWED, Kind.PAID), 0)
        for one in self._entries:
            if one.source.unit == PENCE:
                for account, sign in ((one.source, -1), (one.target, 1)):
                    if (kind := Kind(account.kind)) in found:
                        found[kind] += sign * one.amount
        return found

    @property
    def owed(self) -> int:
        """Pence that were billed and are not paid."""
        return self.money[Kind.OWED]

    @property
    def paid(self) -> int:
        """Pence that were paid."""
        return self.money[Kind.PAID]

    @property
    def state(self) -> str:
        """One of STATES."""
        for kind in HELD:
            if any(held is kind for _, held in self.holds):
                return kind.value
        if self.application.withdrawn_at:
            return WITHDRAWN
        if self.application.refused_on:
            return REFUSED
        if self.last(Move.RELEASE):
            return RELEASED
        return NOTHING if self.application.round.allocated_on else APPLIED

    @property
    def words(self) -> str:
        """The state in words."""
        return STATES[self.state]

    def last(self, move: Move) -> date | None:
        """The day of the last movement of a kind that was not reversed."""
        undone = {one.movement.reverses_id for one in self._entries}
        days = [one.movement.on for one in self._entries if one.movement.move == move and one.movement_id not in undone]
        return days[-1] if days else None

    @cached_property
    def course(self) -> Course:
        """The days that deadlines are reckoned from."""
        one = self.application
        return Course(
            offered_on=self.last(Move.RESERVE),
            provisional_on=self.last(Move.PROVISIONAL),
            extended_until=one.extended_until,
            decided_on=one.decided_on,
            granted=one.granted,
            told_on=one.told_on,
            paid=bool(one.granted) and self.is_paid,
            ended=self.state not in (Kind.RESERVED, Kind.PROVISIONAL),
        )

    @property
    def dues(self) -> tuple[Due, ...]:
        """What is due."""
        return deadlines.dues(self.course)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was late."""
        return deadlines.remarks(self.course)

    @property
    def may_be_released(self) -> bool:
        """Whether its time is over."""
        return deadlines.may_be_released(self.course, self.on)

    @property
    def is_deposit_paid(self) -> bool:
        """Whether the part that is due first is paid, whether it is billed or a bill was cancelled."""
        full = self.full_pence
        return full is not None and self.paid >= deposit_pence(full, deadlines.DEPOSIT_SHARE)

    @property
    def is_paid(self) -> bool:
        """Whether all that its credits cost is paid, whether it is billed or a bill was cancelled."""
        full = self.full_pence
        return full is not None and self.paid >= full

    @property
    def full_pence(self) -> int | None:
        """What all its credits cost; nothing before the allocation."""
        lines = list(self.application.lines.all())
        if any(one.price_pence is None for one in lines):
            return None
        return sum(one.credits * (one.price_pence or 0) for one in lines)


def of(application: Application) -> Standing:
    """An application as it stands today."""
    return Standing(application, today())


def of_each(applications: "QuerySet[Application]") -> list[Standing]:
    """Applications in their order as they stand today, in as many questions to the database for many as for one."""
    rows = list(applications.select_related("round__scheme").prefetch_related("lines"))
    entries: dict[int, list[Entry]] = {one.pk: [] for one in rows}
    for entry in _entries_of(rows):
        entries[entry.movement.step.application_id].append(entry)
    return [Standing(one, today(), tuple(entries[one.pk])) for one in rows]


def _entries_of(applications: Sequence[Application]) -> "QuerySet[Entry]":
    found = Entry.objects.filter(movement__step__application__in=applications)
    return found.select_related("movement__step", "source__supply", "target__supply").order_by("id")


def says(certificate: Certificate, on: date) -> tuple[bool, str]:
    """Whether a certificate holds on a day, and why, in words for a planning authority."""
    standing = Standing(certificate.application, on)
    if hasattr(certificate.movement, "reversal"):
        return (
            False,
            f"It was taken back on {_day(certificate.movement.reversal.on)}: {certificate.movement.reversal.because}",
        )
    state = standing.state
    if certificate.sort == Certificate.Sort.PROVISIONAL:
        if state == Kind.PROVISIONAL:
            return _provisional(certificate, standing)
        later = certificate.application.certificates.filter(sort=Certificate.Sort.FINAL).last()
        if later and state in (Kind.FINAL, Kind.RETIRED):
            return False, f"A final certificate took its place on {_day(later.issued_on)}."
    elif state == Kind.FINAL:
        return True, "The credits are this development’s for good."
    elif state == Kind.RETIRED:
        return True, "The credits are this development’s for good, and are used: it is lived in."
    if state == Kind.EXPIRED:
        return False, "The mitigation that it rests on has come to its end, as was agreed."
    return False, f"The credits were released on {_day(standing.last(Move.RELEASE) or on)}."


def _provisional(certificate: Certificate, standing: Standing) -> tuple[bool, str]:
    """As `says`, while the credits are held."""
    one, on = certificate.application, standing.on
    if one.decided_on is None:
        last = deadlines.permission_by(certificate.issued_on, one.extended_until)
        if on > last:
            return False, f"Its time was over on {_day(last)}. The credits are not released yet."
        return True, f"The credits are held for this development; permission has to be given by {_day(last)}."
    if not one.granted:
        return False, f"Permission was refused on {_day(one.decided_on)}. The credits are not released yet."
    if standing.is_paid:
        return True, "The credits are held for this development; all is paid, and the final certificate is to be given."
    if on > (last := deadlines.pay_by(one.decided_on)):
        return False, f"The rest was to be paid by {_day(last)}. The credits are not released yet."
    return True, f"The credits are held for this development; the rest has to be paid by {_day(last)}."


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
