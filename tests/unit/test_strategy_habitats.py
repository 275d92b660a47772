"""Habitats that rules and land parcels name differently are told, and none is refused."""

import pytest

from lnrs.strategy.habitats import habitat_notes, named_in
from lnrs.strategy.rule import DistanceTo, Eligible, Exclude, Rule

LAND = "M W M\n. . W"
MEADOW, WOOD = "lowland meadow", "lowland mixed deciduous woodland"


def rule(*eligible: str, exclude: tuple[str, ...] = (), near: tuple[str, ...] = ()) -> Rule:
    criteria = (DistanceTo(kind="distance", name="near", worst_m=500, habitat=near),) if near else ()
    return Rule("Because.", Eligible(habitat=eligible), Exclude(habitat=exclude), criteria)


@pytest.fixture
def notes(draw, strategy_of):
    return lambda **rules: habitat_notes(strategy_of(draw(LAND), {ref.replace("_", "."): rules[ref] for ref in rules}))


def test_where_rules_and_parcels_use_the_same_words_nothing_is_noted(notes):
    assert notes(GL1_1=rule(MEADOW, exclude=(WOOD,))) == []


def test_a_habitat_that_no_parcel_has_is_noted_wherever_a_rule_names_it(notes):
    said = notes(
        GL1_1=rule(MEADOW, "lowland fen"), GL1_2=rule(exclude=("reedbed",)), GL1_3=rule(near=("reedbed", WOOD))
    )
    assert said == [
        "no land parcel has the habitat lowland fen, which rules name: GL1.1.",
        "no land parcel has the habitat reedbed, which rules name: GL1.2 and GL1.3.",
    ]


def test_of_many_rules_three_are_listed(notes):
    rules = {f"GL1_{number}": rule(MEADOW, WOOD, "reedbed") for number in range(1, 6)}
    assert notes(**rules) == [
        "no land parcel has the habitat reedbed, which rules name: GL1.1, GL1.2, GL1.3 and 2 more."
    ]


def test_a_word_misspelt_in_a_rule_is_noted_with_the_likeliest(notes):
    assert notes(GL1_1=rule("Lowland meadows", WOOD)) == [
        "no land parcel has the habitat Lowland meadows, which rules name: GL1.1. Is it lowland meadow?"
    ]


def test_a_word_misspelt_on_some_parcels_is_noted_with_the_likeliest(draw, strategy_of):
    land = draw(LAND)
    land.loc[0, "habitat"] = "lowland medow"
    assert habitat_notes(strategy_of(land, {"GL1.1": rule(MEADOW)})) == [
        "no rule names the habitat lowland medow, which land parcels have: 1. Is it lowland meadow?"
    ]


def test_a_habitat_of_parcels_that_no_rule_is_about_is_nobodys_mistake(notes):
    assert notes(GL1_1=rule(MEADOW)) == []


def test_without_land_parcels_there_is_nothing_to_compare(draw, strategy_of):
    strategy = strategy_of(draw(LAND), {"GL1.1": rule("reedbed")})
    del strategy.layers["land_parcels"]
    assert habitat_notes(strategy) == []


def test_a_rule_that_names_a_habitat_twice_is_listed_once():
    assert named_in({"GL1.1": rule(MEADOW, near=(MEADOW,))}) == {MEADOW: ["GL1.1"]}
