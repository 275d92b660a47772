"""Credits in whole grams and money in whole pence: rounding is said, and parts add up."""

import doctest
from decimal import Decimal
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnrs.nutrients.catchments import catchment_named
from lnrs.nutrients.credits import (
    cost_pence,
    credits_needed,
    credits_supplied,
    deposit_pence,
    grams_needed,
    grams_supplied,
    pounds,
    split,
)

amounts = st.integers(0, 10**12)
loads = st.decimals(0, 10**6, places=9)


@pytest.mark.parametrize("name", ["amounts", "credits", "words"])
def test_the_examples_in_the_words_of_the_functions(name: str) -> None:
    outcome = doctest.testmod(import_module(f"lnrs.nutrients.{name}"))
    assert outcome.attempted > 0
    assert outcome.failed == 0


@given(loads)
def test_a_need_is_never_understated_and_a_supply_never_overstated(kg: Decimal) -> None:
    needed, supplied = grams_needed(kg), grams_supplied(kg)
    assert supplied <= kg * 1000 <= needed
    assert needed - supplied in (0, 1)


@given(amounts)
def test_credits_cover_a_need_and_none_is_too_many(grams: int) -> None:
    count = credits_needed(grams)
    assert (count - 1) * 100 < grams <= count * 100
    assert credits_supplied(grams) * 100 <= grams < (credits_supplied(grams) + 1) * 100


@given(st.lists(loads, min_size=1, max_size=5))
def test_needs_rounded_apart_cover_the_need_of_all(kgs: list[Decimal]) -> None:
    assert sum(map(grams_needed, kgs)) >= grams_needed(sum(kgs, Decimal(0)))


@given(amounts, st.integers(1, 1000))
def test_parts_add_up(amount: int, parts: int) -> None:
    found = split(amount, parts)
    assert len(found) == parts
    assert sum(found) == amount
    assert max(found) - min(found) <= 1


@given(amounts, st.decimals(0, 1, places=4))
def test_a_deposit_is_within_half_a_penny_of_its_share(cost: int, share: Decimal) -> None:
    assert abs(deposit_pence(cost, share) - cost * share) <= Decimal("0.5")
    assert 0 <= deposit_pence(cost, share) <= cost


@pytest.mark.parametrize(("cost", "deposit"), [(0, 0), (4, 0), (5, 1), (15, 2), (2_800_000, 280_000)])
def test_a_tenth_half_up(cost: int, deposit: int) -> None:
    assert deposit_pence(cost, Decimal("0.1")) == deposit


def test_the_published_prices() -> None:
    """GBP 3,500 a tenth of a kilogram of phosphorus, GBP 235 of nitrogen (BBC)."""
    price = catchment_named("stodmarsh").price
    assert price is not None
    assert pounds(cost_pence(credits_needed(790), price.pence("phosphorus"))) == "£28,000.00"
    assert pounds(cost_pence(credits_needed(31_560), price.pence("nitrogen"))) == "£74,260.00"
    assert price.source.mark == "unverified"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: grams_needed(Decimal("-0.001")),
        lambda: grams_supplied(Decimal("NaN")),
        lambda: credits_needed(-1),
        lambda: credits_supplied(-1),
        lambda: cost_pence(-1, 5),
        lambda: deposit_pence(5, Decimal("1.1")),
        lambda: split(5, 0),
    ],
)
def test_amounts_below_nothing_are_refused(wrong: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        wrong()  # type: ignore[operator]
