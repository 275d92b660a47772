"""Counting time: the forms of words, the published cases, and what must hold for every date."""

import doctest
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.law import periods
from lnrs.law.periods import (
    after_clear_days,
    day_before,
    days_after,
    days_beginning_with,
    happened,
    in_words,
    months_after,
    months_beginning_with,
    once_expired,
    years_after,
    years_beginning_with,
)

DAYS = st.dates(min_value=date(1980, 1, 1), max_value=date(2120, 12, 31))
LENGTHS = st.integers(min_value=1, max_value=400)
MONTHS = st.integers(min_value=1, max_value=240)

unhurried = settings(deadline=None)


@pytest.mark.parametrize(
    ("given_on", "last_day"),
    [
        (date(2025, 1, 15), date(2025, 2, 11)),  # Suffolk's draft, given to Ipswich Borough Council
        (date(2025, 9, 2), date(2025, 9, 29)),  # Kent's final strategy: replies were due by 29 September 2025
        (date(2024, 6, 17), date(2024, 7, 14)),  # Essex's draft; Essex itself allowed a day more, to 15 July
    ],
)
def test_twenty_eight_days_beginning_with_the_day_a_draft_is_given_end_as_authorities_published(given_on, last_day):
    assert days_beginning_with(given_on, 28) == last_day


def test_the_day_given_is_day_one_only_where_the_words_say_beginning_with():
    given_on = date(2025, 1, 15)
    assert days_beginning_with(given_on, 28) == date(2025, 2, 11)
    assert days_after(given_on, 28) == date(2025, 2, 12)
    assert after_clear_days(given_on, 28) == date(2025, 2, 13)


def test_kents_public_consultation_of_eight_weeks_counts_both_its_ends():
    assert days_beginning_with(date(2025, 1, 16), 8 * 7) == date(2025, 3, 12)


@pytest.mark.parametrize(
    ("event", "months", "last_day"),
    [
        (date(2025, 1, 15), 4, date(2025, 5, 15)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),  # no 31 February
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 8, 31), 13, date(2026, 9, 30)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
    ],
)
def test_months_after_a_day_end_on_the_corresponding_date_or_the_last_of_the_month(event, months, last_day):
    assert months_after(event, months) == last_day


@pytest.mark.parametrize(
    ("first", "months", "last_day"),
    [
        (date(2025, 1, 15), 4, date(2025, 5, 14)),
        (date(2025, 3, 1), 1, date(2025, 3, 31)),
        (date(2025, 1, 1), 12, date(2025, 12, 31)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),  # all of February, and no more
        (date(2024, 1, 30), 1, date(2024, 2, 29)),
        (date(2025, 1, 29), 1, date(2025, 2, 28)),
    ],
)
def test_months_beginning_with_a_day_end_the_day_before_the_corresponding_date(first, months, last_day):
    assert months_beginning_with(first, months) == last_day


def test_three_and_ten_years_beginning_with_commencement_end_the_day_before_the_anniversary():
    assert years_beginning_with(date(2023, 4, 13), 3) == date(2026, 4, 12)
    assert years_beginning_with(date(2023, 4, 13), 10) == date(2033, 4, 12)
    assert years_after(date(2023, 4, 13), 3) == date(2026, 4, 13)
    assert years_after(date(2024, 2, 29), 1) == date(2025, 2, 28)


@given(DAYS, LENGTHS)
@unhurried
def test_a_period_beginning_with_a_day_holds_exactly_its_number_of_days(first, days):
    last = days_beginning_with(first, days)
    assert (last - first).days + 1 == days


@given(DAYS, LENGTHS)
@unhurried
def test_the_three_ways_of_counting_days_lie_one_day_apart(day, days):
    assert days_after(day, days) - days_beginning_with(day, days) == timedelta(days=1)
    assert after_clear_days(day, days) - days_after(day, days) == timedelta(days=1)


@given(DAYS, LENGTHS)
@unhurried
def test_exactly_the_clear_days_lie_between_the_event_and_the_first_day_to_act(event, days):
    first_day = after_clear_days(event, days)
    between = [event + timedelta(days=n) for n in range(1, (first_day - event).days)]
    assert len(between) == days


@given(DAYS, MONTHS)
@unhurried
def test_a_period_of_months_ends_in_the_month_that_many_months_on(event, months):
    last = months_after(event, months)
    assert (last.year * 12 + last.month) - (event.year * 12 + event.month) == months
    assert last.day == event.day or (last.day < event.day and once_expired(last).day == 1)


@given(DAYS, MONTHS)
@unhurried
def test_a_period_of_months_that_counts_its_first_day_never_ends_later_than_one_that_does_not(day, months):
    counted, not_counted = months_beginning_with(day, months), months_after(day, months)
    assert counted in (not_counted, day_before(not_counted))


@given(DAYS, st.integers(min_value=1, max_value=60), st.integers(min_value=1, max_value=60))
@unhurried
def test_periods_of_months_that_follow_on_from_each_other_leave_no_gap_and_no_overlap(first, some, more):
    if first.day > 28:
        first = first.replace(day=28)
    next_first = once_expired(months_beginning_with(first, some))
    assert months_beginning_with(next_first, more) == months_beginning_with(first, some + more)


@given(DAYS, st.integers(min_value=1, max_value=30))
@unhurried
def test_years_are_counted_as_twelve_months_each(day, years):
    assert years_after(day, years) == months_after(day, 12 * years)
    assert years_beginning_with(day, years) == months_beginning_with(day, 12 * years)


@given(DAYS)
@unhurried
def test_the_day_before_and_the_day_after_undo_each_other(day):
    assert day_before(once_expired(day)) == day


def test_a_day_has_happened_when_it_comes_and_never_when_it_is_not_recorded():
    assert happened(date(2025, 2, 11), on=date(2025, 2, 11))
    assert not happened(date(2025, 2, 12), on=date(2025, 2, 11))
    assert not happened(None, on=date(2025, 2, 11))


@given(DAYS)
@unhurried
def test_a_date_in_words_names_its_day_and_year_and_an_english_month(day):
    number, month, year = in_words(day).split()
    assert (int(number), periods.MONTHS.index(month) + 1, int(year)) == (day.day, day.month, day.year)


def test_the_examples_in_the_documentation_are_true():
    outcome = doctest.testmod(periods)
    assert outcome.attempted >= 10
    assert outcome.failed == 0
