"""What must be so of units of biodiversity whatever the plan is, and the plain formula beside the explained one."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from lnrs.bng.net_change import metric_of
from lnrs.bng.parcel_units import enhanced_units
from lnrs.bng.parcels import Created, Enhanced, Existing, Plan, State, Timing
from lnrs.bng.paths import enhancement_path
from lnrs.bng.rule_sets import rule_set_on
from lnrs.bng.tables import MODULES, OVER_30, Module
from lnrs.bng.timing import enhancement_difficulty, final_years

DAY = date(2026, 11, 27)
TABLES = rule_set_on(DAY).tables
BANKS = sorted(set(TABLES.on_banks) - {"N/A - Culvert"})
sizes = st.decimals(min_value="0.0001", max_value="100", places=4)
multipliers = st.sampled_from([None, Fraction(1), Fraction(3, 4), Fraction(1, 2)])
timings = st.one_of(
    st.integers(0, OVER_30).map(lambda years: Timing(advance_years=years)),
    st.integers(0, OVER_30).map(lambda years: Timing(delay_years=years)),
)


@st.composite
def states(draw: st.DrawFn, module: Module) -> State:
    habitat = draw(st.sampled_from(sorted(TABLES.habitats[module])))
    condition = draw(st.sampled_from(sorted(TABLES.habitats[module][habitat].years)))
    significance = draw(st.sampled_from(["high", "medium", "low"]))
    if module != "watercourse":
        return State(habitat, condition, significance)
    if habitat == "Culvert":
        return State(habitat, condition, significance, "N/A - Culvert", "N/A - Culvert")
    into = draw(st.sampled_from(sorted(set(TABLES.in_watercourse) - {"N/A - Culvert"})))
    banks = draw(st.sampled_from(BANKS))
    return State(habitat, condition, significance, into, banks)


def better_states(module: Module, before: State, *, irreplaceable: bool) -> list[tuple[str, str]]:
    """Habitats and conditions that there is a way to."""
    return [
        (name, condition)
        for name, habitat in TABLES.habitats[module].items()
        for condition in habitat.years
        if isinstance(
            enhancement_path(module, before, State(name, condition), TABLES, irreplaceable=irreplaceable), int
        )
    ]


@st.composite
def parcels(draw: st.DrawFn, ref: str) -> tuple[Existing, Enhanced | None, Created | None]:
    """Habitat with something that becomes of it: split in three, enhanced where there is a way, lost and made."""
    module = draw(st.sampled_from(MODULES))
    before = draw(states(module))
    whole, off_site = Fraction(draw(sizes)), draw(multipliers)
    retained = whole * draw(st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(1)]))
    irreplaceable = TABLES.habitats[module][before.habitat].irreplaceable == "yes"
    ways = better_states(module, before, irreplaceable=irreplaceable) if retained < whole else []
    after = before
    if ways:
        habitat, condition = draw(st.sampled_from(ways))
        after = replace(draw(states(module)), habitat=habitat, condition=condition)
        if module == "watercourse":
            after = replace(after, in_watercourse="Minor", on_banks=draw(st.sampled_from(BANKS)))
    enhanced = (whole - retained) / 2 if ways else Fraction(0)
    here = Existing(
        ref, module, before, whole, retained, enhanced, irreplaceable, bespoke_agreed=irreplaceable, off_site=off_site
    )
    better = Enhanced(here, after, draw(timings)) if enhanced else None
    made = Created(ref, module, draw(states(module)), Fraction(draw(sizes)), draw(timings), draw(multipliers))
    return here, better, made if draw(st.booleans()) else None


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    found = [draw(parcels(str(at))) for at in range(draw(st.integers(1, 5)))]
    return Plan(
        tuple(here for here, _, _ in found),
        tuple(made for _, _, made in found if made),
        tuple(better for _, better, _ in found if better),
    )


@given(plans())
def test_units_are_never_negative_and_are_what_their_factors_say(plan: Plan) -> None:
    for row in metric_of(plan, on=DAY).rows:
        assert row.units.value >= 0
        product = Fraction(0)
        for term in row.units.terms:
            value = Fraction(1)
            for factor in term.factors:
                assert factor.value >= 0
                value *= factor.value
            product += value
        assert product == row.units.value


@given(plans(), st.randoms(use_true_random=False))
def test_order_does_not_matter(plan: Plan, random) -> None:  # type: ignore[no-untyped-def]
    def shuffled(items: tuple) -> tuple:  # type: ignore[type-arg]
        return tuple(random.sample(items, len(items)))

    other = Plan(shuffled(plan.existing), shuffled(plan.created), shuffled(plan.enhanced))
    assert metric_of(other, on=DAY).modules == metric_of(plan, on=DAY).modules


@given(plans(), st.fractions(min_value=Fraction(1, 100), max_value=Fraction(99, 100)))
def test_splitting_parcels_changes_nothing(plan: Plan, share: Fraction) -> None:
    def part(one: Existing, name: str, share: Fraction) -> Existing:
        size, retained, enhanced = Fraction(one.size), Fraction(one.retained), Fraction(one.enhanced)
        return replace(one, ref=one.ref + name, size=size * share, retained=retained * share, enhanced=enhanced * share)

    parts = [("a", share), ("b", 1 - share)]
    split = Plan(
        tuple(part(one, name, share) for one in plan.existing for name, share in parts),
        tuple(
            replace(one, ref=one.ref + name, size=Fraction(one.size) * share)
            for one in plan.created
            for name, share in parts
        ),
        tuple(replace(one, existing=part(one.existing, name, share)) for one in plan.enhanced for name, share in parts),
    )
    assert metric_of(split, on=DAY).modules == metric_of(plan, on=DAY).modules


@given(plans())
def test_an_enhancement_is_worth_what_the_formula_of_the_workbook_says(plan: Plan) -> None:
    """((size x D1 x C1 - size x D0 x C0) x T x F + size x D0 x C0) x significance (x encroachment) x spatial risk."""
    for better in plan.enhanced:
        here, after, before = better.existing, better.state, better.existing.state
        habitats = TABLES.habitats[here.module]
        years = enhancement_path(here.module, before, after, TABLES, irreplaceable=here.irreplaceable)
        assert isinstance(years, int)
        size = Fraction(here.enhanced)
        old = size * habitats[before.habitat].score * TABLES.condition_score[before.condition]
        new = size * habitats[after.habitat].score * TABLES.condition_score[after.condition]
        difficulty = TABLES.difficulty[enhancement_difficulty(habitats[after.habitat], years, better.timing)[0]]
        units = (new - old) * TABLES.time[final_years(years, better.timing)] * difficulty + old
        units *= TABLES.significance[after.significance]
        if here.module == "watercourse":
            units *= TABLES.in_watercourse[after.in_watercourse] * TABLES.on_banks[after.on_banks]
        if here.off_site is not None:
            units *= Fraction(here.off_site)
        assert enhanced_units(better, TABLES).value == units


@given(plans())
def test_later_is_never_worth_more(plan: Plan) -> None:
    for made in plan.created:
        if not made.timing.advance_years and made.timing.delay_years < OVER_30:
            later = replace(made, timing=Timing(delay_years=made.timing.delay_years + 1))
            now, then = (metric_of(Plan(created=(one,)), on=DAY).module(made.module) for one in (made, later))
            assert then.change <= now.change
