"""Numbers fixed by law are read as they stood on a day."""

from datetime import date

import pytest

from lnrs.errors import LnrsError
from lnrs.law.values import IN_FORCE, VALUES, NotInForce, read_values

CHANGED = """
[in_force.start]
title = "Start"
day = 2023-04-13
cite = "An Order"
url = "https://example.org/order"

[value.notice_days]
title = "Time for a notice"
unit = "days"
cite = "reg 1"
url = "https://example.org/1"
checked = 2026-01-01
history = [{ since = "start", value = 28 }, { since = 2027-04-06, value = 42 }]
"""


def test_a_number_that_the_law_changes_keeps_its_old_amount_for_earlier_days():
    _, values = read_values(CHANGED)
    notice = values["notice_days"]
    assert notice.on(date(2023, 4, 13)) == 28
    assert notice.on(date(2027, 4, 5)) == 28
    assert notice.on(date(2027, 4, 6)) == 42
    assert notice.on(date(2050, 1, 1)) == 42


def test_a_day_before_the_law_came_into_force_is_refused_with_what_to_do():
    _, values = read_values(CHANGED)
    with pytest.raises(NotInForce) as refused:
        values["notice_days"].on(date(2023, 4, 12))
    (problem,) = refused.value.problems
    assert problem.where == "12 April 2023"
    assert "reg 1 came into force on 13 April 2023" in problem.what
    assert problem.do == "Give a date on or after 13 April 2023."


def test_asking_too_early_is_a_mistake_of_the_user_with_an_exit_code_of_its_own():
    assert issubclass(NotInForce, LnrsError)
    codes = [error.exit_code for error in LnrsError.__subclasses__() if error is not NotInForce]
    assert 10 <= NotInForce.exit_code <= 19
    assert NotInForce.exit_code not in codes


def test_moving_the_day_of_commencement_moves_every_number_that_starts_with_it():
    days, values = read_values(CHANGED.replace("day = 2023-04-13", "day = 2023-04-20"))
    assert days["start"].day == date(2023, 4, 20)
    with pytest.raises(NotInForce):
        values["notice_days"].on(date(2023, 4, 19))


def test_a_number_without_a_day_of_checking_is_unverified():
    days, values = read_values(CHANGED)
    assert values["notice_days"].source.verified
    assert not days["start"].source.verified
    assert str(days["start"].source) == "An Order [unverified]"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('history = [{ since = 2027-04-06, value = 42 }, { since = "start", value = 28 }]', "oldest first"),
        ("history = []", "at least one amount"),
    ],
)
def test_a_history_that_is_empty_or_out_of_order_is_refused(wrong, said):
    text = CHANGED[: CHANGED.index("history")] + wrong
    with pytest.raises(ValueError, match=said):
        read_values(text)


def test_a_unit_that_is_not_a_unit_of_time_is_refused():
    with pytest.raises(ValueError, match="'fortnights' is not one of days, months, years"):
        read_values(CHANGED.replace('unit = "days"', 'unit = "fortnights"'))


@pytest.mark.parametrize(
    ("name", "number", "unit"),
    [
        ("objection_days", 28, "days"),
        ("objection_reply_days", 28, "days"),
        ("advisory_notice_days", 28, "days"),
        ("advisory_reply_days", 28, "days"),
        ("review_start_least_months", 4, "months"),
        ("review_start_most_months", 8, "months"),
        ("first_review_notice_after_years", 3, "years"),
        ("first_review_notice_within_years", 10, "years"),
        ("later_review_notice_least_years", 3, "years"),
        ("later_review_notice_most_years", 10, "years"),
    ],
)
def test_the_numbers_of_the_procedure_regulations(name, number, unit):
    assert VALUES[name].on(date(2025, 1, 15)) == number
    assert VALUES[name].unit == unit


def test_what_was_never_read_is_unverified_and_what_was_read_is_not():
    assert not IN_FORCE["regulations_in_force"].source.verified
    assert not VALUES["objection_reply_days"].source.verified
    assert IN_FORCE["act_in_force"].source.mark == ""
    assert VALUES["advisory_notice_days"].source.mark == ""
    assert VALUES["objection_days"].source.mark == "second-hand"


def test_the_tables_of_numbers_cannot_be_changed_by_a_program():
    with pytest.raises(TypeError):
        VALUES["objection_days"] = VALUES["advisory_notice_days"]  # type: ignore[index]
