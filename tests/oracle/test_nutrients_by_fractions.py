"""The budget against a plain twin in fractions, which knows no terms, words or decimals."""

from datetime import date
from fractions import Fraction

from hypothesis import given

from lnrs.nutrients.amounts import NUTRIENTS, Nutrient
from lnrs.nutrients.budget import budget
from lnrs.nutrients.development import Development
from lnrs.nutrients.rules import RuleSet

from ..nutrient_case import STODMARSH, any_rules, developments


def plain_total(given_: Development, day: date, nutrient: Nutrient, rules: RuleSet) -> Fraction:
    """What a development adds on a day, kg a year, the buffer included."""
    there = {phase.name for phase in given_.phases if phase.on <= day}
    water = Fraction(0)
    for phase in given_.phases:
        if phase.name in there:
            at_work = [one for one in phase.works.history(nutrient) if one.since <= day][-1]
            factor = Fraction(1)
            if rules.permit_share_on == "every works" or (rules.permit_share_on == "permits" and at_work.permit):
                factor = Fraction(rules.permit_share)
            people = phase.dwellings * Fraction(rules.occupancy if phase.occupancy is None else phase.occupancy)
            litres = people * Fraction(phase.water_l_person_day or rules.water_l_person_day)
            water += litres * Fraction(rules.days_per_year) * Fraction(at_work.mg_l) * factor / 1_000_000
    net = water + plain_land(given_, there, nutrient, rules)
    return net if net < 0 and rules.buffer_on == "increase" else net + abs(net) * Fraction(rules.buffer_share)


def plain_land(given_: Development, there: set[str], nutrient: Nutrient, rules: RuleSet) -> Fraction:
    area, homes = Fraction(given_.area_ha), sum(phase.dwellings for phase in given_.phases)
    large = area >= rules.suds.from_ha and homes >= rules.suds.from_dwellings
    removed = Fraction(rules.suds.removed) if large else Fraction(0)
    change, counted_already = Fraction(0), Fraction(0)
    for parcel in given_.parcels:
        if parcel.phase not in there:
            continue
        hectares, after = Fraction(parcel.area_ha), Fraction(parcel.after.kg_ha.of(nutrient))
        home_share, green_load = Fraction(1), Fraction(0)
        green = rules.greenspace
        if green and parcel.after.name == "residential" and area >= green.from_ha:
            home_share -= Fraction(green.share)
            green_load = Fraction(green.share) * Fraction(green.kg_ha.of(nutrient))
        keeps = Fraction(1)
        if rules.suds.how == "share of residential" and parcel.after.name == "residential":
            keeps -= removed
        if rules.suds.how == "designed":
            keeps -= Fraction(parcel.drained_share) * Fraction(parcel.removed.of(nutrient))
        change += hectares * (home_share * after * keeps + green_load - Fraction(parcel.before.kg_ha.of(nutrient)))
    for stated in given_.stated:
        if stated.phase in there:
            if stated.suds_counted:
                counted_already += Fraction(stated.kg.of(nutrient))
            else:
                change += Fraction(stated.kg.of(nutrient))
    if rules.suds.how == "share of land change":
        change -= abs(change) * removed
    return change + counted_already


@given(developments(), any_rules)
def test_every_period_is_what_the_twin_says_to_the_last_digit(given_: Development, rules: RuleSet) -> None:
    found = budget(given_, STODMARSH, rules)
    for nutrient in NUTRIENTS:
        for period in found.nutrients[nutrient].periods:
            assert Fraction(period.total_kg) == plain_total(given_, period.since, nutrient, rules)
            if period.until:
                eve = date.fromordinal(period.until.toordinal() - 1)
                assert Fraction(period.total_kg) == plain_total(given_, eve, nutrient, rules)


@given(developments(), any_rules)
def test_permanent_and_temporary_are_what_the_twin_says_on_every_day_that_matters(
    given_: Development, rules: RuleSet
) -> None:
    found = budget(given_, STODMARSH, rules)
    days = sorted({phase.on for phase in given_.phases} | {date(2030, 4, 1)})
    days = [day for day in days if day >= min(phase.on for phase in given_.phases)]
    for nutrient in NUTRIENTS:
        needs = [max(Fraction(0), plain_total(given_, day, nutrient, rules)) for day in days]
        one = found.nutrients[nutrient]
        assert Fraction(one.permanent_kg) == needs[-1]
        assert Fraction(one.temporary_kg) == max(needs) - needs[-1]
