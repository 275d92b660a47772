"""What is due of an application for credits, and when, as a table of days."""

from datetime import date, timedelta

import pytest

from lnrs_web.nutrients.deadlines import (
    Course,
    dues,
    may_be_released,
    offer_until,
    pay_by,
    permission_by,
    remarks,
    tell_by,
)

OFFERED = date(2027, 3, 1)
GIVEN = date(2027, 3, 15)
DECIDED = date(2027, 6, 1)
TABLE = [
    (Course(), None, None),
    (Course(offered_on=OFFERED), "sign the offer and pay the deposit", date(2027, 3, 29)),
    (
        Course(offered_on=OFFERED, provisional_on=GIVEN),
        "get planning permission, and tell the scheme",
        date(2027, 11, 22),
    ),
    (
        Course(offered_on=OFFERED, provisional_on=GIVEN, extended_until=date(2028, 2, 29)),
        "get planning permission, and tell the scheme",
        date(2028, 2, 29),
    ),
    (
        Course(offered_on=OFFERED, provisional_on=GIVEN, decided_on=DECIDED, granted=True, told_on=DECIDED),
        "pay the rest",
        date(2027, 8, 24),
    ),
    (
        Course(offered_on=OFFERED, provisional_on=GIVEN, decided_on=DECIDED, granted=True, told_on=DECIDED, paid=True),
        "give the final certificate",
        date(2027, 8, 24),
    ),
    (
        Course(offered_on=OFFERED, provisional_on=GIVEN, decided_on=DECIDED, granted=False, told_on=date(2027, 6, 9)),
        "release what is held for it: permission was refused",
        date(2027, 6, 9),
    ),
    (Course(offered_on=OFFERED, provisional_on=GIVEN, ended=True), None, None),
]


@pytest.mark.parametrize(("course", "what", "last"), TABLE)
def test_what_is_due_and_when(course: Course, what: str | None, last: date | None) -> None:
    assert [(one.what, one.last) for one in dues(course)] == ([(what, last)] if what else [])


@pytest.mark.parametrize(
    ("reckoned", "weeks"),
    [(offer_until, 4), (permission_by, 36), (tell_by, 8), (pay_by, 12)],
)
@pytest.mark.parametrize("day", [date(2027, 3, 1), date(2028, 2, 29), date(2027, 3, 27), date(2027, 10, 30)])
def test_weeks_are_whole_and_end_on_the_same_day_of_the_week(reckoned, weeks: int, day: date) -> None:
    """Over leap days and the days on which clocks change too."""
    assert reckoned(day) - day == timedelta(weeks=weeks)
    assert reckoned(day).weekday() == day.weekday()


def test_no_extension_shortens_the_time() -> None:
    assert permission_by(GIVEN, date(2027, 4, 1)) == permission_by(GIVEN)


@pytest.mark.parametrize(("course", "what", "last"), [row for row in TABLE if row[1]])
def test_what_is_overdue_may_be_released_from_the_day_after_and_not_before(
    course: Course, what: str, last: date
) -> None:
    applicant = [one.by_applicant for one in dues(course)] == [True]
    refused = course.granted is False
    assert may_be_released(course, last) == refused
    assert may_be_released(course, last + timedelta(days=1)) == (applicant or refused), what


def test_what_came_late_is_said() -> None:
    known = {"offered_on": OFFERED, "provisional_on": GIVEN, "granted": True}
    late = Course(**known, decided_on=date(2027, 11, 23), told_on=date(2028, 1, 19))
    assert remarks(late) == ("Permission came after 22 November 2027.", "The decision was told after 18 January 2028.")
    in_time = Course(**known, decided_on=date(2027, 11, 22), told_on=date(2028, 1, 17))
    assert remarks(in_time) == ()
