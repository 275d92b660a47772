"""Biodiversity reports (NERC Act 2006 s.40A): who, when and what, as tables of dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnrs.law import biodiversity_reports as law
from lnrs.law.biodiversity_reports import Period

WORDS = {"actions": "We did.", "plans": "We will."}
GAIN = {"gain_actions": "Checked.", "gain_results": "12 units.", "gain_plans": "More."}


@pytest.mark.parametrize(
    ("kind", "reports", "net_gain"),
    [
        ("local authority", True, False),
        ("planning authority", True, True),
        ("parish council", False, False),
        ("other", False, False),
    ],
)
def test_local_and_planning_authorities_report_and_parish_councils_do_not(
    kind: law.Kind, reports: bool, net_gain: bool
) -> None:
    assert law.must_report(kind) is reports
    assert law.must_tell_net_gain(kind) is net_gain


@pytest.mark.parametrize(
    ("last", "by"),
    [
        (date(2026, 1, 1), date(2026, 3, 26)),  # the day that others published for the first reports
        (date(2025, 12, 31), date(2026, 3, 25)),
        (date(2023, 12, 31), date(2024, 3, 24)),  # over a leap day
        (date(2028, 3, 31), date(2028, 6, 23)),
    ],
)
def test_a_report_is_published_within_twelve_weeks_of_the_end_of_its_period(last: date, by: date) -> None:
    assert law.publish_by(last) == by
    assert law.lateness(last, by) == 0
    assert law.lateness(last, date.fromordinal(by.toordinal() + 3)) == 3


@pytest.mark.parametrize(
    ("first", "last", "previous", "problems"),
    [
        (date(2023, 1, 1), date(2025, 12, 31), None, []),
        (date(2023, 1, 1), date(2026, 1, 1), None, []),
        (date(2023, 1, 1), date(2026, 1, 2), None, ["3 years at most", "no later than 1 January 2026"]),
        (date(2022, 4, 1), date(2025, 3, 31), None, ["duty began on 1 January 2023"]),
        (date(2025, 1, 2), date(2025, 1, 1), None, ["ends before it begins"]),
        (date(2026, 1, 1), date(2030, 12, 31), date(2025, 12, 31), []),
        (date(2026, 1, 1), date(2031, 1, 1), date(2025, 12, 31), ["no later than 31 December 2030"]),
        (date(2026, 2, 1), date(2030, 1, 1), date(2025, 12, 31), ["begins on 1 January 2026"]),
    ],
)
def test_periods(first: date, last: date, previous: date | None, problems: list[str]) -> None:
    found = [gap.says for gap in law.period_gaps(Period(first, last), previous)]
    assert len(found) == len(problems)
    for said, expected in zip(found, problems, strict=True):
        assert expected in said


def test_a_report_tells_actions_and_plans_and_a_planning_authoritys_net_gain_too() -> None:
    assert list(law.content_gaps("local authority", **WORDS)) == []
    lacking = [gap.cite for gap in law.content_gaps("planning authority", **WORDS)]
    assert lacking == [f"NERC Act 2006 s.40A(4)({letter})" for letter in "abc"]
    assert list(law.content_gaps("planning authority", **WORDS, **GAIN)) == []
    assert [gap.cite for gap in law.content_gaps("other", actions=" ", plans="")] == [
        "NERC Act 2006 s.40A(3)(a)",
        "NERC Act 2006 s.40A(3)(b)",
    ]


@given(st.dates(date(2023, 1, 1), date(2060, 1, 1)))
def test_a_period_that_ends_on_its_latest_day_and_begins_after_the_one_before_is_sound(previous: date) -> None:
    period = Period(law.next_first(previous), law.latest_end(previous))
    assert list(law.period_gaps(period, previous)) == []
    assert law.plans_until(previous) >= law.latest_end(previous)
