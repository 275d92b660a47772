"""The nutrient budget: cases small enough to be worked out by hand.

Coefficients in them are invented, as Natural England's table for Stodmarsh was not found in print; concentrations of
the works are those that Defra published.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from lnrs.errors import NotInForce
from lnrs.nutrients.amounts import Pair
from lnrs.nutrients.budget import Budget, budget, steps
from lnrs.nutrients.catchments import Concentration
from lnrs.nutrients.development import Development, StatedChange
from lnrs.nutrients.rules import rules_named, rules_on
from lnrs.nutrients.words import lines, need_words

from ..nutrient_case import (
    ASHFORD,
    CEREALS,
    CHILHAM,
    DAY,
    GRAZING,
    LATER,
    RESIDENTIAL,
    STODMARSH,
    UPGRADE,
    WOODLAND,
    development,
    parcel,
    phase,
)


def reckoned(given: Development, rules: str) -> Budget:
    return budget(given, STODMARSH, rules_named(rules))


def parts(given: Development, rules: str) -> tuple[str, ...]:
    """Nitrogen for ever: wastewater, land, drainage, buffer, total."""
    last = reckoned(given, rules).nutrients["nitrogen"].periods[-1]
    amounts = (last.wastewater_kg, last.land_kg, last.drainage_kg, last.buffer_kg, last.total_kg)
    return tuple(f"{amount.normalize():f}" for amount in amounts)


# --- wastewater: 100 dwellings x 2.4 people x 120 l = 28,800 l a day


@pytest.mark.parametrize(
    ("rules", "before_2030", "after"),
    [
        ("natural_england_2022", "283.824", "94.608"),  # x 365 x 27 without a permit; x 365 x 10 x 0.9 with one
        ("assessor_2025_09", "284.0184", "105.192"),  # x 365.25, without the factor
        ("assessor_50_dwellings", "255.61656", "94.6728"),  # x 365.25 x 0.9 on every works
        ("assessor_delivery_plans", "206.00209575", "76.2970725"),  # 100 x 2.11 x 110 l
    ],
)
def test_wastewater_with_and_without_the_factor(rules: str, before_2030: str, after: str) -> None:
    first, last = reckoned(development(), rules).nutrients["nitrogen"].periods
    assert (first.since, first.until, last.since, last.until) == (DAY, UPGRADE, UPGRADE, None)
    assert first.wastewater_kg == Decimal(before_2030)
    assert last.wastewater_kg == Decimal(after)


def test_the_factor_leaves_a_default_alone_where_it_is_for_permits() -> None:
    last = reckoned(development(phase(works=CHILHAM)), "natural_england_2022").nutrients["phosphorus"].periods[-1]
    assert last.wastewater_kg == Decimal("28800") * 365 * 8 / 10**6
    assert "a default without a permit [unverified]" in last.terms[0].words


def test_what_the_development_says_of_people_and_water_counts() -> None:
    own = replace(phase(), occupancy=Decimal("1.65"), water_l_person_day=Decimal(110))
    last = reckoned(development(own), "assessor_2025_09").nutrients["nitrogen"].periods[-1]
    assert last.wastewater_kg == Decimal("18150") * Decimal("365.25") * 10 / 10**6
    assert "[unverified]" not in last.terms[0].words


# --- land: 4 ha of cereals at 30 kg become residential at 14 kg


def test_land_before_and_after() -> None:
    """94.608 - 120 + 56 = 30.608, and a fifth of it."""
    given = development(parcels=(parcel("4", CEREALS),))
    assert parts(given, "natural_england_2022") == ("94.608", "-64", "0", "6.1216", "36.7296")


def test_a_fifth_of_a_large_site_is_greenspace_and_drainage_takes_two_fifths_of_the_rest() -> None:
    """4 x 0.8 x 14 + 4 x 0.2 x 3 - 120 = -72.8; 0.4 x 44.8 = 17.92."""
    given = development(parcels=(parcel("4", CEREALS),))
    assert parts(given, "assessor_2025_10") == ("94.6728", "-72.8", "-17.92", "0.79056", "4.74336")


def test_a_tenth_for_delivery_plans() -> None:
    """4 x 0.9 x 14 + 4 x 0.1 x 3 - 120 = -68.4; 0.15 x 50.4 = 7.56."""
    given = development(parcels=(parcel("4", CEREALS),))
    assert parts(given, "assessor_delivery_plans")[1:3] == ("-68.4", "-7.56")


def test_a_quarter_of_the_change_whatever_its_sign() -> None:
    """A decrease of 72.8 becomes one of 91: so it was published."""
    given = development(parcels=(parcel("4", CEREALS),))
    assert parts(given, "assessor_50_dwellings")[1:3] == ("-72.8", "-18.2")
    found = reckoned(given, "assessor_50_dwellings").nutrients["nitrogen"].periods[-1]
    assert any("make a decrease larger" in term.words for term in found.terms)


@pytest.mark.parametrize(
    ("rules", "dwellings", "area_ha", "drained"),
    [
        ("assessor_2025_09", 1, "0.5", True),
        ("assessor_50_dwellings", 49, "4", False),
        ("assessor_50_dwellings", 50, "0.5", True),
        ("assessor_2025_10", 400, "2.49", False),
        ("assessor_2025_10", 1, "2.5", True),
    ],
)
def test_from_what_size_drainage_counts(rules: str, dwellings: int, area_ha: str, drained: bool) -> None:
    given = development(phase(dwellings), parcels=(parcel("0.5", GRAZING),), area_ha=area_ha)
    assert (parts(given, rules)[2] != "0") is drained


@pytest.mark.parametrize(("area_ha", "greenspace"), [("2.49", False), ("2.5", True)])
def test_from_what_size_there_is_greenspace(area_ha: str, greenspace: bool) -> None:
    given = development(parcels=(parcel("1", GRAZING), parcel("0.2", GRAZING, WOODLAND)), area_ha=area_ha)
    terms = reckoned(given, "assessor_2025_10").nutrients["nitrogen"].periods[-1].terms
    assert [term.about for term in terms if "greenspace" in term.words] == ["grazing to residential"] * greenspace


def test_drainage_as_it_is_designed() -> None:
    """2 ha x 14 kg, three quarters of it through drainage that removes half its nitrogen and a fifth of phosphorus."""
    drained = replace(parcel("2", GRAZING), drained_share=Decimal("0.75"), removed=Pair(Decimal("0.5"), Decimal("0.2")))
    found = reckoned(development(parcels=(drained,)), "natural_england_2022").nutrients
    assert found["nitrogen"].periods[-1].drainage_kg == Decimal("-10.5")
    assert found["phosphorus"].periods[-1].drainage_kg == Decimal("-0.3")


def test_nothing_is_drained_of_a_stated_change_whose_residential_part_nobody_knows() -> None:
    given = replace(development(), stated=(StatedChange("land", "all", Pair(Decimal(8), Decimal(1))),))
    assert parts(given, "assessor_2025_10")[1:3] == ("8", "0")
    assert parts(given, "assessor_50_dwellings")[1:3] == ("8", "-2")
    counted = replace(given, stated=(replace(given.stated[0], suds_counted=True),))
    assert parts(counted, "assessor_50_dwellings")[1:3] == ("8", "0")


# --- the buffer, and what is left


def test_nothing_is_needed_where_less_is_lost_than_before_and_no_credit_comes_of_it() -> None:
    given = development(phase(1), parcels=(parcel("4", CEREALS),))
    one = reckoned(given, "natural_england_2022").nutrients["nitrogen"]
    last = one.periods[-1]
    assert (one.permanent_kg, last.buffer_kg) == (0, 0)
    assert last.surplus_kg == 64 - Decimal("0.94608")
    assert "no credit until it is verified" in "\n".join(lines(reckoned(given, "natural_england_2022")))


def test_some_rules_add_the_buffer_to_a_decrease() -> None:
    """-100 becomes -80."""
    given = replace(development(phase(1)), stated=(StatedChange("land", "all", Pair(Decimal("-101.05192")), True),))
    last = reckoned(given, "assessor_2025_09").nutrients["nitrogen"].periods[-1]
    assert (last.net_kg, last.buffer_kg, last.total_kg, last.need_kg) == (-100, 20, -80, 0)


# --- time


def test_the_need_until_the_works_is_upgraded_is_temporary() -> None:
    one = reckoned(development(), "natural_england_2022").nutrients["nitrogen"]
    assert one.permanent_kg == Decimal("94.608") * Decimal("1.2")
    assert one.temporary_kg == (Decimal("283.824") - Decimal("94.608")) * Decimal("1.2")
    assert one.temporary_until == UPGRADE
    assert need_words(one).endswith("Temporary need: 227.06 kg a year more at most, until 1 April 2030.")


def test_nothing_is_temporary_where_nothing_is_upgraded_or_people_come_afterwards() -> None:
    for given in (development(phase(works=CHILHAM)), development(phase(on=LATER))):
        one = reckoned(given, "natural_england_2022").nutrients["nitrogen"]
        assert (one.temporary_kg, one.temporary_until, len(one.periods)) == (0, None, 1)


def test_land_changes_with_its_phase() -> None:
    phases = (phase(10, name="first"), phase(10, on=LATER, name="second"))
    land = (parcel("1", GRAZING, of="first"), parcel("1", CEREALS, of="second"))
    given = development(*phases, parcels=land)
    assert steps(given, "nitrogen") == (DAY, UPGRADE, LATER)
    changes = [one.land_kg for one in reckoned(given, "natural_england_2022").nutrients["nitrogen"].periods]
    assert changes == [4, 4, 4 - 16]


def test_each_nutrient_has_its_own_periods() -> None:
    works = replace(ASHFORD, phosphorus=(Concentration(date(2025, 1, 1), Decimal(1)),))
    found = reckoned(development(phase(works=works)), "natural_england_2022").nutrients
    assert [len(found[nutrient].periods) for nutrient in ("nitrogen", "phosphorus")] == [2, 1]


# --- rules by date


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        (date(2022, 3, 16), "calculator", "natural_england_2022"),
        (date(2026, 11, 27), "calculator", "natural_england_2022"),
        (date(2025, 9, 26), "assessor", "assessor_2025_09"),
        (date(2025, 10, 9), "assessor", "assessor_2025_09"),
        (date(2025, 10, 10), "assessor", "assessor_2025_10"),
    ],
)
def test_the_rules_of_a_day(day: date, kind: str, name: str) -> None:
    assert rules_on(day, kind).name == name  # type: ignore[arg-type]


def test_there_were_no_rules_before_the_first() -> None:
    with pytest.raises(NotInForce, match="2025-09-26"):
        rules_on(date(2025, 9, 25), "assessor")


def test_every_number_is_said_in_the_words_of_its_term() -> None:
    given = development(phase(37), parcels=(replace(parcel("1.25", CEREALS), after=RESIDENTIAL),))
    said = "\n".join(lines(reckoned(given, "natural_england_2022")))
    for number in ("37 dwellings", "2.4 people", "120 l", "365 days", "10 mg/l", "0.9 of it", "1.25 ha", "30 kg/ha"):
        assert number in said
    assert "0.2 of" in said
    assert said.count("[unverified]") > 5
