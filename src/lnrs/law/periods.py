"""Counting time: one function for each statutory form of words.

A period is reckoned in whole days, weekends and holidays included. The form of words decides whether the first day
counts, and a slip of one day there is the commonest mistake in this kind of work, so no other module adds days to a
date. The corresponding-date rule for months and years is that of Dodds v Walker [1981] 1 WLR 1027, and that a period
"beginning with" a day includes it, that of Trow v Ind Coope [1967] 2 QB 899 (both cited from memory: unverified).
"""

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import TypeGuard
from zoneinfo import ZoneInfo

ENGLAND = ZoneInfo("Europe/London")

# written out because the names a date library gives depend on the machine's language
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def days_beginning_with(first: date, days: int) -> date:
    """Last day of a period of `days` days beginning with `first`, which is day one.

    >>> days_beginning_with(date(2025, 1, 15), 28)
    datetime.date(2025, 2, 11)
    """
    return first + timedelta(days=days - 1)


def days_after(event: date, days: int) -> date:
    """Last day of a period of `days` days after `event`: the day of the event is not counted.

    >>> days_after(date(2025, 1, 15), 28)
    datetime.date(2025, 2, 12)
    """
    return event + timedelta(days=days)


def after_clear_days(event: date, days: int) -> date:
    """First day on which a thing may be done when `days` clear days must lie between it and `event`.

    >>> after_clear_days(date(2025, 1, 15), 28)
    datetime.date(2025, 2, 13)
    """
    return event + timedelta(days=days + 1)


def months_after(event: date, months: int) -> date:
    """Last day of a period of `months` calendar months after `event`: the corresponding date.

    Where the month has no such date, its last day.

    >>> months_after(date(2025, 1, 31), 1)
    datetime.date(2025, 2, 28)
    """
    year, month = _month(event, months)
    return date(year, month, min(event.day, monthrange(year, month)[1]))


def months_beginning_with(first: date, months: int) -> date:
    """Last day of a period of `months` calendar months beginning with `first`, which is its first day.

    The day before the corresponding date; where the month has no such date, its last day.

    >>> months_beginning_with(date(2025, 1, 15), 4)
    datetime.date(2025, 5, 14)
    """
    year, month = _month(first, months)
    last = monthrange(year, month)[1]
    return date(year, month, last) if first.day > last else date(year, month, first.day) - timedelta(days=1)


def years_after(event: date, years: int) -> date:
    """Last day of a period of `years` years after `event`: the corresponding date (28 February for a 29th).

    >>> years_after(date(2024, 2, 29), 3)
    datetime.date(2027, 2, 28)
    """
    return months_after(event, 12 * years)


def years_beginning_with(first: date, years: int) -> date:
    """Last day of a period of `years` years beginning with `first`, which is its first day.

    >>> years_beginning_with(date(2023, 4, 13), 3)
    datetime.date(2026, 4, 12)
    """
    return months_beginning_with(first, 12 * years)


def once_expired(last_day: date) -> date:
    """First day on which a period that ended on `last_day` has expired.

    >>> once_expired(date(2025, 2, 11))
    datetime.date(2025, 2, 12)
    """
    return last_day + timedelta(days=1)


def day_before(day: date) -> date:
    """Last day on which a thing can be done that must be done before `day`.

    >>> day_before(date(2025, 2, 12))
    datetime.date(2025, 2, 11)
    """
    return day - timedelta(days=1)


def happened(day: date | None, on: date) -> TypeGuard[date]:
    """Whether a recorded day has come by `on`; a day that is not recorded has not.

    >>> happened(date(2025, 2, 11), on=date(2025, 2, 10)), happened(None, on=date(2025, 2, 10))
    (False, False)
    """
    return day is not None and day <= on


def day_in_england(moment: datetime) -> date:
    """The day it is in England at a moment: where a thing is done late in the evening, summer time decides.

    Raises ValueError for a moment without a time zone.

    >>> from datetime import UTC
    >>> day_in_england(datetime(2025, 7, 1, 23, 30, tzinfo=UTC))
    datetime.date(2025, 7, 2)
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone belongs to no day")
    return moment.astimezone(ENGLAND).date()


def in_words(day: date) -> str:
    """The date as it is written in a letter.

    >>> in_words(date(2025, 2, 11))
    '11 February 2025'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _month(day: date, months: int) -> tuple[int, int]:
    """Year and month that lie `months` calendar months on."""
    ordinal = day.year * 12 + day.month - 1 + months
    return ordinal // 12, ordinal % 12 + 1
