"""What is due of an application, from when, and by whom: plain functions of days.

The weeks are those of Natural England's scheme for the Tees: a provisional certificate gives 36 weeks to get planning
permission, which may be made longer in writing; the decision is told within 8 weeks and the rest is paid within 12
weeks of it; a tenth is paid first. They were read in accounts of that scheme and not compared with its terms. How long
an offer stands is this scheme's own. The day from which weeks are counted is not counted itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lnrs.law.periods import days_after

WEEK_DAYS = 7
OFFER_WEEKS = 4
PERMISSION_WEEKS, TELL_WEEKS, PAY_WEEKS = 36, 8, 12
DEPOSIT_SHARE = Decimal("0.1")
SOURCE = "practice of Natural England's Tees scheme [second-hand]"


@dataclass(frozen=True)
class Course:
    """The days on which something happened to an application; nothing for what has not."""

    offered_on: date | None = None
    provisional_on: date | None = None
    extended_until: date | None = None
    decided_on: date | None = None
    granted: bool | None = None
    told_on: date | None = None
    paid: bool = False
    """Whether all that is to be paid for the final certificate is paid."""
    ended: bool = False
    """Whether it has its final certificate, or holds nothing any more."""


@dataclass(frozen=True)
class Due:
    """What is to be done by a day."""

    what: str
    last: date
    """The last day on which it is in time."""
    by_applicant: bool

    def is_over(self, on: date) -> bool:
        """Whether it is too late on a day."""
        return on > self.last


def offer_until(offered_on: date) -> date:
    """The last day on which an offer can be taken up.

    >>> offer_until(date(2027, 3, 1))
    datetime.date(2027, 3, 29)
    """
    return days_after(offered_on, OFFER_WEEKS * WEEK_DAYS)


def permission_by(provisional_on: date, extended_until: date | None = None) -> date:
    """The last day on which permission is in time under a provisional certificate.

    >>> permission_by(date(2027, 3, 29))
    datetime.date(2027, 12, 6)
    """
    first = days_after(provisional_on, PERMISSION_WEEKS * WEEK_DAYS)
    return max(first, extended_until) if extended_until else first


def tell_by(decided_on: date) -> date:
    """The last day on which the decision is told in time.

    >>> tell_by(date(2027, 6, 1))
    datetime.date(2027, 7, 27)
    """
    return days_after(decided_on, TELL_WEEKS * WEEK_DAYS)


def pay_by(decided_on: date) -> date:
    """The last day on which the rest is paid in time.

    >>> pay_by(date(2027, 6, 1))
    datetime.date(2027, 8, 24)
    """
    return days_after(decided_on, PAY_WEEKS * WEEK_DAYS)


def dues(course: Course) -> tuple[Due, ...]:
    """What is due as things stand, the earliest first."""
    return () if course.ended else tuple(sorted(_dues(course), key=lambda one: one.last))


def _dues(course: Course) -> Iterator[Due]:
    if course.provisional_on is None:
        if course.offered_on is not None:
            yield Due("sign the offer and pay the deposit", offer_until(course.offered_on), True)
    elif course.decided_on is None:
        last = permission_by(course.provisional_on, course.extended_until)
        yield Due("get planning permission, and tell the scheme", last, True)
    elif not course.granted:
        yield Due("release what is held for it: permission was refused", course.told_on or course.decided_on, False)
    elif not course.paid:
        yield Due("pay the rest", pay_by(course.decided_on), True)
    else:
        yield Due("give the final certificate", pay_by(course.decided_on), False)


def remarks(course: Course) -> tuple[str, ...]:
    """What was late, in words; a person decides what follows from it."""
    late = []
    if course.decided_on and course.provisional_on:
        if course.decided_on > (last := permission_by(course.provisional_on, course.extended_until)):
            late.append(f"Permission came after {last:%-d %B %Y}.")
        if course.told_on and course.told_on > (last := tell_by(course.decided_on)):
            late.append(f"The decision was told after {last:%-d %B %Y}.")
    return tuple(late)


def may_be_released(course: Course, on: date) -> bool:
    """Whether what is held for an application may go back: its time is over, or permission was refused."""
    refused = course.decided_on is not None and not course.granted
    return not course.ended and (refused or any(one.by_applicant and one.is_over(on) for one in dues(course)))
