"""The law's two tests of the species abundance index."""

from datetime import date

import pytest

from lnrs.targets.statutory import HALTED, REVERSED, halted, outcomes, reversed_by_2042


@pytest.mark.parametrize(
    ("in_2029", "in_2030", "met"),
    [(70.0, 70.0, True), (70.0, 70.1, True), (70.0, 69.9, False), (0.1 + 0.2, 0.3, True)],
)
def test_the_decline_is_halted_where_2030_is_no_lower_than_2029(in_2029: float, in_2030: float, met: bool) -> None:
    assert halted({2029: in_2029, 2030: in_2030}).met is met


@pytest.mark.parametrize(
    ("in_2022", "in_2030", "in_2042", "met"),
    [
        (68.0, 65.0, 71.5, True),  # exactly 10 % above 2030
        (68.0, 65.0, 71.4, False),  # above 2022, not 10 % above 2030
        (72.0, 65.0, 72.0, False),  # 10 % above 2030, no higher than 2022
        (72.0, 65.0, 72.1, True),
        (60.0, 110.0, 121.0, True),  # 1.1 * 110 is a little more than 121 in binary
    ],
)
def test_it_is_reversed_where_2042_is_above_2022_and_a_tenth_above_2030(
    in_2022: float, in_2030: float, in_2042: float, met: bool
) -> None:
    assert reversed_by_2042({2022: in_2022, 2030: in_2030, 2042: in_2042}).met is met


def test_a_test_whose_years_are_to_come_is_open_and_says_which() -> None:
    first, second = outcomes({2022: 68.0, 2029: 66.0})
    assert (first.met, first.because) == (None, "there is no index for 2030")
    assert (second.met, second.because) == (None, "there is no index for 2030 and 2042")
    assert reversed_by_2042({}).because == "there is no index for 2022, 2030 and 2042"


def test_what_is_not_met_says_why() -> None:
    because = reversed_by_2042({2022: 72.0, 2030: 65.0, 2042: 71.6}).because
    assert because == (
        "the index is 71.6 in 2042, which is not higher than 72.0 in 2022 and at least 71.5, 10 % above 2030"
    )


def test_figures_that_differ_are_not_told_as_the_same() -> None:
    """It said: not met, the index is 100.0 in 2030 and was 100.0 in 2029."""
    assert halted({2029: 100.0, 2030: 99.97}).because == "the index is 99.97 in 2030 and was 100.00 in 2029"
    assert halted({2029: 100.0, 2030: 100.0}).because == "the index is 100.0 in 2030 and was 100.0 in 2029"
    told = reversed_by_2042({2022: 60.0, 2030: 65.0, 2042: 71.4999}).because
    assert "71.4999 in 2042" in told
    assert "not at least 71.5000" in told


def test_each_target_names_its_day_and_provision() -> None:
    assert (HALTED.by, HALTED.provision) == (date(2030, 12, 31), "SI 2023/91 regs 11-12")
    assert (REVERSED.by, REVERSED.provision) == (date(2042, 12, 31), "SI 2023/91 regs 14-16")
    assert REVERSED.reported_by == date(2044, 4, 15)
