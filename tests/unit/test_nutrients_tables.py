"""The tables of rules and catchments: what they say, and what they may not."""

from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest

from lnrs.errors import NotFound
from lnrs.nutrients.catchments import catchment_named, read_catchments
from lnrs.nutrients.rules import read_rules, rule_sets, rules_named

FOLDER = files("lnrs.nutrients")
RULES = FOLDER.joinpath("rules.toml").read_text(encoding="utf-8")
CATCHMENTS = FOLDER.joinpath("catchments.toml").read_text(encoding="utf-8")


def test_sets_stand_oldest_first_and_those_without_a_day_last() -> None:
    days = [one.since for one in rule_sets()]
    dated = [day for day in days if day]
    assert dated == sorted(dated)
    assert days == dated + [None] * (len(days) - len(dated))


def test_numbers_are_exact() -> None:
    assert rules_named("assessor_2025_09").days_per_year == Decimal("365.25")
    assert rules_named("natural_england_2022").permit_share == Decimal("0.9")
    green = rules_named("assessor_delivery_plans").greenspace
    assert green is not None
    assert (green.share, green.kg_ha.nitrogen, green.kg_ha.phosphorus) == (Decimal("0.1"), 3, Decimal("0.2"))


def test_what_was_not_compared_is_marked() -> None:
    rules = rules_named("natural_england_2022")
    assert rules.mark("days_per_year") == " [unverified]"
    assert rules.mark("buffer_share") == ""
    assert rules.source.mark == "second-hand"


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("permit_share = 0.9", "permit_share = 1.9", "shares"),
        ("days_per_year = 365\n", "days_per_year = 0\n", "above 0"),
        ('buffer_on = "increase"', 'buffer_on = "always"', "'always' is not one of"),
        ('how = "designed"', 'how = "guess"', "'guess' is not one of"),
        ('kind = "calculator"', 'kind = "oracle"', "'oracle' is not one of"),
        ('unverified = ["greenspace"]', 'unverified = ["rain"]', "which it does not have"),
    ],
)
def test_a_table_of_rules_that_cannot_be(before: str, after: str, problem: str) -> None:
    assert before in RULES
    with pytest.raises(ValueError, match=problem):
        read_rules(RULES.replace(before, after))


def test_names_that_are_not_known() -> None:
    with pytest.raises(NotFound, match="natural_england_2022"):
        rules_named("guess")
    with pytest.raises(NotFound, match="stodmarsh"):
        catchment_named("Thames")


@pytest.mark.parametrize(
    ("works", "nitrogen", "phosphorus"),
    [
        ("141", ("25", "25"), ("4.5", "4.5")),
        ("4419", ("27", "10"), ("0.5", "0.25")),
        ("4471", ("27", "27"), ("8", "8")),
        ("4472", ("27", "10"), ("0.5", "0.25")),
        ("4600", ("27", "10"), ("0.5", "0.25")),
        ("4631", ("27", "27"), ("1", "1")),
        ("4681", ("27", "10"), ("0.5", "0.25")),
        ("4749", ("27", "10"), ("8", "0.25")),
        ("4791", ("27", "10"), ("2", "0.25")),
    ],
)
def test_the_published_concentrations(works: str, nitrogen: tuple[str, str], phosphorus: tuple[str, str]) -> None:
    one = catchment_named("stodmarsh").works[works]
    days = (date(2026, 1, 1), date(2031, 1, 1))
    assert [one.on(day, "nitrogen").mg_l for day in days] == list(map(Decimal, nitrogen))  # type: ignore[union-attr]
    assert [one.on(day, "phosphorus").mg_l for day in days] == list(map(Decimal, phosphorus))  # type: ignore[union-attr]


def test_before_the_first_nothing_is_known() -> None:
    assert catchment_named("stodmarsh").works["4419"].on(date(2024, 12, 31), "nitrogen") is None


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ('nutrients = ["nitrogen", "phosphorus"]', "nutrients = []", "nitrogen, phosphorus or both"),
        ("mg_l = 25.0", "mg_l = -25.0", "0 or more"),
        ("upgrade = 2030-04-01", "upgrade = 2020-04-01", "oldest first"),
    ],
)
def test_a_table_of_catchments_that_cannot_be(before: str, after: str, problem: str) -> None:
    assert before in CATCHMENTS
    with pytest.raises(ValueError, match=problem):
        read_catchments(CATCHMENTS.replace(before, after))
