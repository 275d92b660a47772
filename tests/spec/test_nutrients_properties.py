"""What holds of any nutrient budget, under any rules."""

import random
from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from lnrs.nutrients.amounts import NUTRIENTS, Nutrient, Pair
from lnrs.nutrients.budget import budget
from lnrs.nutrients.development import Development, LandUse, Parcel
from lnrs.nutrients.rules import RuleSet, rules_named
from lnrs.nutrients.term import total

from ..nutrient_case import (
    GRAZING,
    STODMARSH,
    any_rules,
    development,
    developments,
    parcel,
    phase,
    with_more_dwellings,
)


def other(nutrient: Nutrient) -> Nutrient:
    return "phosphorus" if nutrient == "nitrogen" else "nitrogen"


@given(developments(), any_rules)
def test_a_need_is_never_negative_and_never_beside_a_surplus(given_: Development, rules: RuleSet) -> None:
    for one in budget(given_, STODMARSH, rules).nutrients.values():
        assert one.permanent_kg >= 0
        assert one.temporary_kg >= 0
        for period in one.periods:
            assert period.need_kg >= 0
            assert min(period.need_kg, period.surplus_kg) == 0
            assert period.need_kg - period.surplus_kg == period.total_kg


@given(developments(), any_rules)
def test_without_land_that_loses_less_than_before_there_is_always_a_need(given_: Development, rules: RuleSet) -> None:
    """The only way to need nothing is land: wastewater is never below nothing."""
    for one in budget(given_, STODMARSH, rules).nutrients.values():
        for period in one.periods:
            if period.land_kg + period.drainage_kg >= 0:
                assert period.need_kg >= period.wastewater_kg > 0


@given(developments(), any_rules)
def test_the_terms_add_up(given_: Development, rules: RuleSet) -> None:
    for one in budget(given_, STODMARSH, rules).nutrients.values():
        for period in one.periods:
            assert period.total_kg == total(period.terms)
            assert period.net_kg == period.wastewater_kg + period.land_kg + period.drainage_kg
            assert period.buffer_kg >= 0
            assert period.drainage_kg <= 0
            assert all(term.words for term in period.terms)


@given(developments(), any_rules, st.integers(0, 2), st.integers(0, 300))
def test_more_dwellings_never_need_less(given_: Development, rules: RuleSet, at: int, more: int) -> None:
    """Where they do not take the whole over the threshold of drainage, see below."""
    larger = with_more_dwellings(given_, at % len(given_.phases), more)
    counted = [rules.suds.counts(one.dwellings, one.area_ha) for one in (given_, larger)]
    assume(counted[0] == counted[1])
    before, after = (budget(one, STODMARSH, rules).nutrients for one in (given_, larger))
    for nutrient in NUTRIENTS:
        assert after[nutrient].permanent_kg >= before[nutrient].permanent_kg
        for smaller, bigger in zip(before[nutrient].periods, after[nutrient].periods, strict=True):
            assert bigger.total_kg >= smaller.total_kg


def test_the_fiftieth_dwelling_needs_less_under_the_rules_that_drain_from_there() -> None:
    """Not ours to mend: 20 ha that lose 4 kg/ha more lose a quarter of it again with one dwelling more."""
    land = (Parcel("land", "all", Decimal(20), GRAZING, LandUse("park", Pair(Decimal(14), Decimal(1)))),)
    rules = rules_named("assessor_50_dwellings")
    needs = [
        budget(development(phase(count), parcels=land, area_ha="20"), STODMARSH, rules)
        .nutrients["nitrogen"]
        .permanent_kg
        for count in (49, 50)
    ]
    assert needs[1] < needs[0]


@given(developments(), any_rules, st.randoms(use_true_random=False))
def test_the_order_of_phases_and_land_does_not_matter(
    given_: Development, rules: RuleSet, chance: random.Random
) -> None:
    def mixed(many: tuple) -> tuple:
        return tuple(chance.sample(many, len(many)))

    other_order = replace(
        given_, phases=mixed(given_.phases), parcels=mixed(given_.parcels), stated=mixed(given_.stated)
    )
    here, there = (budget(one, STODMARSH, rules).nutrients for one in (given_, other_order))
    for nutrient in NUTRIENTS:
        assert [(one.since, one.total_kg) for one in here[nutrient].periods] == [
            (one.since, one.total_kg) for one in there[nutrient].periods
        ]


@given(developments(), any_rules, st.sampled_from(NUTRIENTS), st.decimals(0, 40, places=2))
def test_what_one_nutrient_does_is_nothing_to_the_other(
    given_: Development, rules: RuleSet, nutrient: Nutrient, amount: Decimal
) -> None:
    def changed(pair: Pair) -> Pair:
        return replace(pair, **{nutrient: amount})

    parcels = tuple(
        replace(one, after=replace(one.after, kg_ha=changed(one.after.kg_ha)), removed=Pair()) for one in given_.parcels
    )
    plain = replace(given_, parcels=tuple(replace(one, removed=Pair()) for one in given_.parcels))
    here = budget(plain, STODMARSH, rules).nutrients[other(nutrient)]
    there = budget(replace(plain, parcels=parcels), STODMARSH, rules).nutrients[other(nutrient)]
    assert here.periods == there.periods


@given(developments(), any_rules)
def test_a_catchment_with_one_nutrient_has_the_same_budget_of_it(given_: Development, rules: RuleSet) -> None:
    only = replace(STODMARSH, nutrients=("phosphorus",))
    found = budget(given_, only, rules).nutrients
    assert list(found) == ["phosphorus"]
    assert found["phosphorus"] == budget(given_, STODMARSH, rules).nutrients["phosphorus"]


def test_cutting_into_phases_gains_nothing() -> None:
    """Fifty dwellings in two phases of one day are the fifty of one: thresholds go by the whole."""
    rules = rules_named("assessor_50_dwellings")
    whole = development(phase(50), parcels=(parcel("2", GRAZING),))
    halves = development(
        phase(25, name="a"),
        phase(25, name="b"),
        parcels=(parcel("1", GRAZING, of="a"), parcel("1", GRAZING, of="b")),
    )
    one, two = (budget(each, STODMARSH, rules).nutrients["nitrogen"] for each in (whole, halves))
    assert one.permanent_kg == two.permanent_kg
