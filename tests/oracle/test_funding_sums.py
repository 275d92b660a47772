"""The sum against a plain twin that tries every choice for every square metre's part, and what splitting may not do."""

from datetime import date
from fractions import Fraction
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from lnrs.funding.combining import together
from lnrs.funding.links import Need, Offer, offers_for
from lnrs.funding.sums import Part, indicative, of_chosen
from lnrs.funding.tables import actions

DAY = date(2026, 11, 27)
NEEDS = [
    Need("A", (("Grassland - Lowland meadows", "creation"), ("Grassland - Other neutral grassland", "creation")), ()),
    Need("B", (("Woodland and forest - Wet woodland", "creation"),), ()),
    Need("C", (("Cropland - Arable field margins game bird mix", "creation"),), ()),
    Need("D", (("Heathland and shrub - Mixed scrub", "both"),), ()),
    Need("E", (("Hedgerow - Native hedgerow", "both"),), ()),
]
OFFERS = {need.ref: offers_for(need, DAY) for need in NEEDS}
parts_of_land = st.lists(
    st.builds(
        Part,
        st.integers(1, 3_000_000),
        st.sets(st.sampled_from("ABCDEF"), min_size=1).map(lambda refs: tuple(sorted(refs))),
    ),
    max_size=6,
)
years = st.integers(1, 40)


def packages(part: Part, over: int) -> dict[str, Fraction]:
    """Pounds a square metre over the years, for each action by the hectare that the part could have."""
    here: dict[str, Offer] = {o.action.code: o for ref in part.measures for o in OFFERS.get(ref, ())}
    found = {}
    for code, offer in here.items():
        if offer.rate is None or not offer.action.counted or offer.action.beside:
            continue
        money = Fraction(0)
        for other in (offer, *(o for o in here.values() if o.action.beside == code and o.action.counted)):
            assert other.rate is not None
            times = min(other.action.years, over) if other.action.paid == "yearly" else 1
            money += Fraction(other.rate.amount_p * times, 100)
        found[code] = money / 10_000
    return found


@given(parts_of_land, years)
def test_the_range_is_that_of_every_choice(parts: list[Part], over: int) -> None:
    found = indicative(parts, OFFERS, over)
    each = [[part.area_m2 * price for price in packages(part, over).values()] or [Fraction(0)] for part in parts]
    totals = [sum(choice, Fraction(0)) for choice in product(*each)]
    assert found.least.over_p == int(min(totals) * 100)
    assert found.most.over_p == int(max(totals) * 100)
    assert found.paid_m2 + found.unpaid_m2 == sum(part.area_m2 for part in parts)
    assert found.unpaid_m2 == sum(part.area_m2 for part in parts if not packages(part, over))


@given(parts_of_land, years, st.data())
def test_splitting_a_part_never_changes_the_sum(parts: list[Part], over: int, data: st.DataObject) -> None:
    split = []
    for part in parts:
        at = data.draw(st.integers(0, part.area_m2))
        split += [Part(size, part.measures) for size in (at, part.area_m2 - at) if size]
    assert indicative(split, OFFERS, over) == indicative(parts, OFFERS, over)


@given(parts_of_land, years, st.sets(st.sampled_from(list(actions()))))
def test_chosen_actions_pay_the_most_that_can_stand_together(parts: list[Part], over: int, chosen: set[str]) -> None:
    total = Fraction(0)
    for part in parts:
        prices = {code: price for code, price in packages(part, over).items() if code in chosen}
        best = Fraction(0)
        for size in range(1, len(prices) + 1):
            for some in combinations(prices, size):
                if all(together(actions()[a], actions()[b]).verdict != "no" for a, b in combinations(some, 2)):
                    best = max(best, sum((prices[code] for code in some), Fraction(0)))
        total += best * part.area_m2
    found = of_chosen(parts, OFFERS, chosen, over)
    assert found.amount.over_p == int(total * 100)
