"""What pays for a measure, what can be paid together, and the sum: in sentences, on the project's own tables."""

from datetime import date

import pytest

from lnrs.errors import NotFound
from lnrs.funding.combining import together
from lnrs.funding.links import Need, Route, offers_for
from lnrs.funding.sums import Part, indicative, of_chosen
from lnrs.funding.tables import action_named, rate_on
from lnrs.funding.words import marks_of, rate_words

DAY = date(2026, 11, 27)
MEADOW = Need("GL1.2", (("Grassland - Lowland meadows", "creation"),), ())
WOOD = Need("WTH2.1", (("Woodland and forest - Lowland mixed deciduous woodland", "creation"),), ())
SEEDS = Need(
    "LM1.1",
    (
        ("Cropland - Arable field margins game bird mix", "creation"),
        ("Cropland - Arable field margins pollen and nectar", "creation"),
    ),
    (),
)
OFFERS = {need.ref: offers_for(need, DAY) for need in (MEADOW, WOOD, SEEDS)}


def codes(need: Need) -> list[str]:
    return [offer.action.code for offer in offers_for(need, DAY)]


def verdict(one: str, other: str) -> str:
    return together(action_named(one), action_named(other)).verdict


def test_an_action_pays_for_a_measure_whose_habitat_it_is_for() -> None:
    assert "CGS22" in codes(MEADOW)
    assert "CLH3" not in codes(MEADOW)
    assert [one for one in codes(WOOD) if one.startswith("EWCO")][:2] == ["EWCO-PLANT", "EWCO-CARE"]


def test_an_action_for_making_a_habitat_pays_nothing_for_its_care() -> None:
    cared_for = Need("HS1.1", (("Heathland and shrub - Lowland heathland", "enhancement"),), ())
    assert codes(cared_for) == ["CLH1"]


def test_a_market_pays_where_the_strategy_names_it_and_an_action_where_it_names_the_code() -> None:
    assert "BNG-UNITS" not in codes(MEADOW)
    named = Need("X1", (), (Route("Biodiversity net gain", "Off-site biodiversity units"), Route("SFI", "CAHL1 Mix")))
    assert codes(named) == ["CAHL1", "BNG-UNITS"]
    assert all(offer.named for offer in offers_for(named, DAY))


def test_the_rate_is_that_of_the_day() -> None:
    """From 5 January 2023 a metre of new hedge was paid £22.97, and £11.60 before (Defra's table of that day)."""
    before, after = rate_on("BN11", date(2023, 1, 4)), rate_on("BN11", date(2023, 1, 5))
    assert before is not None
    assert after is not None
    assert (before.amount_p, after.amount_p) == (1160, 2297)
    assert rate_on("CAHL1", date(2026, 6, 1)) is None


def test_a_rate_known_of_more_than_a_year_ago_is_stale_and_one_read_elsewhere_is_unverified() -> None:
    meadow, flowers, heath = (rate_on(code, DAY) for code in ("CGS22", "CAHL1", "CLH3"))
    assert meadow is not None
    assert flowers is not None
    assert heath is not None
    assert marks_of(meadow, DAY) == ("stale: known of 10 September 2025",)
    assert marks_of(meadow, date(2026, 9, 10)) == ()
    assert marks_of(flowers, DAY) == ()
    assert marks_of(heath, DAY) == ("unverified: another's account",)
    assert not flowers.source.stale(date(2027, 6, 2))
    assert flowers.source.stale(date(2027, 6, 3))


def test_two_yearly_payments_for_the_same_land_cannot_be_combined() -> None:
    assert verdict("CAHL1", "CAHL2") == "no"
    assert verdict("CAHL1", "CGS22") == "no"
    assert verdict("CAHL1", "EWCO-PLANT") == "no"
    assert verdict("EWCO-PLANT", "CAHL1") == "no"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("CAHL1", "CHRW2", "yes"),
        ("CHRW2", "BN11", "yes"),
        ("EWCO-PLANT", "EWCO-CARE", "yes"),
        ("EWCO-CARE", "EWCO-NATURE", "yes"),
        ("BNG-UNITS", "CAHL1", "with conditions"),
        ("BNG-UNITS", "EWCO-CARE", "with conditions"),
        ("BNG-UNITS", "NUTRIENT-P", "yes"),
        ("BNG-UNITS", "CCT7", "no"),
        ("BNG-UNITS", "LANDREC-PROJECT", "with conditions"),
        ("BN11", "BN5", "ask"),
    ],
)
def test_what_can_be_paid_together(one: str, other: str, expected: str) -> None:
    assert verdict(one, other) == expected
    assert verdict(other, one) == expected


def test_every_verdict_says_why_and_where_it_was_read() -> None:
    found = together(action_named("BNG-UNITS"), action_named("CGS22"))
    assert "beyond what the scheme pays for" in found.why
    assert found.source is not None
    assert found.source.mark == "unverified: another's account"


def test_the_sum_counts_each_hectare_once_and_is_a_range() -> None:
    """One hectare of meadow for 5 years at £646; one of seeds for 3 years, at £739 or £853."""
    found = indicative([Part(10_000, ("GL1.2",)), Part(10_000, ("LM1.1",))], OFFERS)
    assert found.least.over_p == 5 * 646_00 + 3 * 739_00
    assert found.most.over_p == 5 * 646_00 + 3 * 853_00
    assert (found.paid_m2, found.unpaid_m2) == (20_000, 0)
    twice = indicative([Part(10_000, ("GL1.2", "LM1.1"))], OFFERS)
    assert twice.most.over_p == 5 * 646_00
    assert [line.area_m2 for line in twice.lines] == [10_000, 10_000, 10_000]


def test_what_is_paid_once_is_kept_apart_from_what_is_paid_every_year() -> None:
    found = indicative([Part(20_000, ("WTH2.1",))], OFFERS, years=10)
    assert found.most.once_p == 2 * 10_200_00
    assert found.most.yearly_p == 2 * 400_00
    assert found.most.over_p == 2 * (10_200_00 + 10 * 400_00)
    assert indicative([Part(20_000, ("WTH2.1",))], OFFERS, years=30).most.over_p == 2 * (10_200_00 + 15 * 400_00)


def test_land_without_a_rate_by_the_hectare_is_told_apart() -> None:
    found = indicative([Part(5_000, ("UNKNOWN",)), Part(10_000, ("GL1.2",))], OFFERS)
    assert (found.paid_m2, found.unpaid_m2) == (10_000, 5_000)


def test_of_chosen_actions_that_cannot_stand_together_the_better_paid_is_counted_and_the_pair_is_told() -> None:
    parts = [Part(10_000, ("LM1.1",)), Part(10_000, ("GL1.2", "LM1.1"))]
    found = of_chosen(parts, OFFERS, {"CAHL1", "CGS22"})
    assert found.amount.over_p == 3 * 739_00 + 5 * 646_00
    [(pair, area_m2)] = found.refused
    assert {pair.one.code, pair.other.code} == {"CAHL1", "CGS22"}
    assert area_m2 == 10_000


def test_chosen_actions_without_a_rate_by_the_hectare_are_told_and_not_counted() -> None:
    need = Need("GL1.2", MEADOW.habitats, (Route("Biodiversity net gain", "Units"),))
    found = of_chosen([Part(10_000, ("GL1.2",))], {"GL1.2": offers_for(need, DAY)}, {"BNG-UNITS", "CGS22"})
    assert found.amount.over_p == 5 * 646_00
    assert [one.code for one in found.not_counted] == ["BNG-UNITS"]
    assert [(one.verdict) for one in found.asked] == ["with conditions"]


def test_more_than_an_agreement_is_paid_in_a_year_is_told() -> None:
    most = indicative([Part(118 * 10_000, ("LM1.1",))], OFFERS)
    assert {line.offer.action.code: line.above_limit for line in most.lines} == {"CAHL1": False, "CAHL2": True}


@pytest.mark.parametrize(("parts", "years"), [([Part(0, ("GL1.2",))], 10), ([Part(1, ("GL1.2",))], 0)])
def test_a_sum_for_no_land_or_no_time_is_refused(parts: list[Part], years: int) -> None:
    with pytest.raises(ValueError, match="a year at least"):
        indicative(parts, OFFERS, years)


def test_an_action_that_is_not_known_is_told_with_those_that_are() -> None:
    with pytest.raises(NotFound, match="CAHL1"):
        action_named("XYZ9")


def test_rates_in_words() -> None:
    assert (
        rate_words(action_named("CHRW2"), rate_on("CHRW2", DAY)) == "£13 for 100 m of one side every year for 3 years"
    )
    assert rate_words(action_named("EWCO-PLANT"), rate_on("EWCO-PLANT", DAY)) == "up to £10,200 a hectare once"
    assert rate_words(action_named("BNG-UNITS"), None) == "as seller and buyer agree"
    assert rate_words(action_named("BN11"), rate_on("BN11", DAY)) == "£22.97 a metre once"
