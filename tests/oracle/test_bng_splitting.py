"""Splitting parcels changes nothing but what their strategic significance changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.bng.net_change import metric_of
from lnrs.bng.parcels import Plan
from lnrs.bng.splitting import Part, split

from .test_bng_properties import plans

DAY = date(2026, 11, 27)
LEVELS = ("high", "medium", "low")


@st.composite
def shares(draw: st.DrawFn) -> list[Fraction]:
    whole = draw(st.lists(st.integers(1, 10_000), min_size=1, max_size=4))
    return [Fraction(one, sum(whole)) for one in whole]


def everywhere(plan: Plan, parts: Sequence[Part]) -> Plan:
    return split(plan, {one.ref: parts for one in plan.existing}, {one.ref: parts for one in plan.created})


@settings(max_examples=25)
@given(plans(), shares())
def test_parts_that_keep_their_significance_add_up_to_the_parcel_exactly(plan: Plan, sizes: list[Fraction]) -> None:
    parts = everywhere(plan, [Part(size) for size in sizes])
    assert len(parts.existing) == len(sizes) * len(plan.existing)
    assert metric_of(parts, on=DAY).modules == metric_of(plan, on=DAY).modules


@settings(max_examples=25)
@given(plans(), shares(), st.data())
def test_parts_with_another_significance_count_by_their_share_of_it(
    plan: Plan, sizes: list[Fraction], data: st.DataObject
) -> None:
    """Each module's units are those of the whole plan under each significance, weighted by the size that has it."""
    levels = [data.draw(st.sampled_from(LEVELS)) for _ in sizes]
    found = metric_of(everywhere(plan, [Part(*one) for one in zip(sizes, levels, levels, strict=True)]), on=DAY)
    under = {level: metric_of(all_of(plan, level), on=DAY) for level in set(levels)}
    for module in found.modules:
        for side in ("on_site", "off_site", "off_site_counted"):
            for when in ("before", "after"):
                expected = sum(
                    size * getattr(getattr(under[level].module(module.module), side), when)
                    for size, level in zip(sizes, levels, strict=True)
                )
                assert getattr(getattr(module, side), when) == expected


def all_of(plan: Plan, level: str) -> Plan:
    """The plan with everything of one significance, written out plainly."""
    existing = {one.ref: replace(one, state=replace(one.state, significance=level)) for one in plan.existing}
    return Plan(
        tuple(existing.values()),
        tuple(replace(one, state=replace(one.state, significance=level)) for one in plan.created),
        tuple(
            replace(one, existing=existing[one.ref], state=replace(one.state, significance=level))
            for one in plan.enhanced
        ),
    )


def test_parts_that_are_not_the_whole_are_refused() -> None:
    with pytest.raises(ValueError, match="the parts of H1 are not the whole of it"):
        split(Plan(), {"H1": [Part(Fraction(1, 2))]}, {})
