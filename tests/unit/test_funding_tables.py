"""The tables of funding: what they say, and what they may not."""

from datetime import date

import pytest

from lnrs.funding import combining, tables
from lnrs.funding.listing import EVERYTHING, of_actions
from lnrs.funding.tables import actions, rates, schemes, table
from lnrs.network.vocabulary import habitats

ACTIONS, RATES, RULES = (table(name) for name in ("actions.csv", "rates.csv", "combining.csv"))


def test_every_habitat_is_one_of_the_metric() -> None:
    known = habitats()
    for action in actions().values():
        for name in action.habitats:
            there = [one for one in known if one.startswith(name[:-1])] if name.endswith("*") else [name]
            assert there, name
            assert all(one in known for one in there), name


def test_every_row_has_a_source_that_says_how_sure_it_is() -> None:
    sources = [one.source for one in (*schemes().values(), *rates(), *combining.rules())]
    for one in sources:
        assert one.cite
        assert one.url or one.read == "not read", one.cite
        assert one.checked <= date(2026, 11, 27) or one.checked > one.known_on
        assert one.text_of is None or one.text_of <= one.checked
    assert {one.read for one in sources} == {"own text", "another's account", "former text", "not read"}


def test_every_kind_of_funding_that_was_asked_for_is_there() -> None:
    assert {"SFI", "CSHT", "LANDREC", "EWCO", "BNG", "NUTRIENT", "LOCAL"} <= set(schemes())
    assert {one.scheme.key for one in actions().values()} == set(schemes())


def test_rates_are_whole_pence_and_no_two_begin_on_one_day() -> None:
    assert len({(one.code, one.since) for one in rates()}) == len(rates())
    assert all(isinstance(one.amount_p, int) for one in rates())


def test_rows_to_take_away_have_every_column() -> None:
    rows = of_actions(date(2026, 11, 27))
    assert len(rows) == len(actions())
    assert all(set(row) == set(EVERYTHING) for row in rows)


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("CAHL1,SFI,", "CAHL1,NONE,", "of no scheme"),
        (
            "yearly,area,3,,yes,creation,Cropland - Arable field margins pollen",
            "weekly,area,3,,yes,creation,x",
            "'weekly'",
        ),
        ("EWCO-PLANT,yes", "EWCO-WOOD,yes", "no action 'EWCO-WOOD'"),
    ],
)
def test_a_table_of_actions_that_cannot_be(before: str, after: str, problem: str) -> None:
    assert before in ACTIONS
    with pytest.raises(ValueError, match=problem):
        tables.read_actions(ACTIONS.replace(before, after, 1), schemes())


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("73900,ha", "0,ha", "above 0"),
        ("73900,ha", "73900,acre", "by the hectare"),
        ("CAHL1,2026", "CAHL9,2026", "that is there"),
        ("own text", "hearsay", "'hearsay'"),
    ],
)
def test_a_table_of_rates_that_cannot_be(before: str, after: str, problem: str) -> None:
    assert before in RATES
    with pytest.raises(ValueError, match=problem):
        tables.read_rates(RATES.replace(before, after, 1), actions())


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [("yearly area,EWCO,no", "yearly area,EWCO,never", "'never'"), ("yearly area,EWCO", "yearly land,EWCO", "no kind")],
)
def test_a_table_of_rules_that_cannot_be(before: str, after: str, problem: str) -> None:
    assert before in RULES
    with pytest.raises(ValueError, match=problem):
        combining.read_rules(RULES.replace(before, after, 1))
