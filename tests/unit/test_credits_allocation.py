"""Who gets credits when a round closes."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnrs_web.nutrients.allocation import Asked, Given, Lot, Policy, Want, allocate, lots_for

BEGAN = date(2026, 1, 1)
ENDS = date(2030, 4, 1)
CAME = datetime(2026, 12, 1, 9, tzinfo=UTC)


def lot(name: str, credits: int, nutrient: str = "phosphorus", until: date | None = None, after_days: int = 0) -> Lot:
    return Lot(name, nutrient, credits * 100, BEGAN + timedelta(days=after_days), until)


def asked(reference: str, credits: int, dwellings: int = 10, minute: int = 0, until: date | None = None) -> Asked:
    wants = (Want("phosphorus", credits, until),)
    return Asked(reference, CAME + timedelta(minutes=minute), dwellings, wants)


def got(found: tuple[Given, ...]) -> dict[str, int]:
    return {one.reference: sum(part.grams for part in one.parts) // 100 for one in found}


def test_small_builders_have_the_first_call_on_their_share() -> None:
    found = allocate([lot("a", 10)], [asked("large", 5, 200, 0), asked("small", 5, 50, 1)], Policy())
    assert got(found) == {"large": 5, "small": 5}
    found = allocate([lot("a", 10)], [asked("large", 5, 200, 0), asked("small", 6, 50, 1)], Policy())
    assert got(found) == {"large": 0, "small": 6}
    assert got(allocate([lot("a", 10)], [asked("large", 5, 51, 0), asked("also", 6, 51, 1)], Policy())) == {
        "large": 5,
        "also": 0,
    }


def test_what_small_builders_do_not_take_goes_to_everyone_in_the_order_of_receipt() -> None:
    every = [asked("third", 1, 200, 3), asked("second", 9, 200, 2), asked("first", 9, 200, 1)]
    assert got(allocate([lot("a", 10)], every, Policy())) == {"first": 9, "second": 0, "third": 1}


def test_a_small_builder_for_whom_the_share_is_too_little_has_a_turn_with_everyone() -> None:
    found = allocate([lot("a", 10)], [asked("small", 8, 10, 1), asked("large", 8, 200, 2)], Policy())
    assert got(found) == {"small": 8, "large": 0}
    assert [one.because for one in found] == [
        "The 60 % of each supply, on which small builders have the first call, did not have it. Number 1 of 2 on all "
        "that was left, by when it came in: 8 permanent credits of phosphorus.",
        "Number 2 of 2 on all that was left, by when it came in: 8 permanent credits of phosphorus asked for, 2 left.",
    ]


def test_an_application_gets_all_or_nothing() -> None:
    both = Asked("both", CAME, 10, (Want("nitrogen", 1), Want("phosphorus", 2)))
    assert got(allocate([lot("n", 5, "nitrogen"), lot("p", 1)], [both], Policy())) == {"both": 0}
    assert got(allocate([lot("n", 5, "nitrogen"), lot("p", 4)], [both], Policy())) == {"both": 3}


def test_the_oldest_supply_is_drawn_on_first_and_several_make_up_one_need() -> None:
    [one] = allocate([lot("new", 5, after_days=9), lot("old", 5)], [asked("a", 7)], Policy(small_share_percent=100))
    assert [(part.lot, part.grams) for part in one.parts] == [("old", 500), ("new", 200)]


def test_what_ends_covers_a_temporary_need_that_ends_before_it_and_no_other() -> None:
    short, long, ever = lot("short", 5, until=ENDS), lot("long", 5, until=date(2040, 1, 1)), lot("ever", 5)
    lots = [long, ever, short]
    assert [one.name for one in lots_for(lots, Want("phosphorus", 1))] == ["ever"]
    assert [one.name for one in lots_for(lots, Want("phosphorus", 1, ENDS))] == ["short", "long"]
    assert [one.name for one in lots_for(lots, Want("phosphorus", 1, ENDS + timedelta(days=1)))] == ["long"]


def test_grams_that_make_no_whole_credit_are_no_part_of_the_share_and_still_count() -> None:
    lots = [Lot("a", "phosphorus", 250, BEGAN), Lot("b", "phosphorus", 150, BEGAN)]
    assert got(allocate(lots, [asked("small", 4)], Policy())) == {"small": 4}
    assert got(allocate(lots, [asked("small", 5)], Policy())) == {"small": 0}


days = st.none() | st.sampled_from([ENDS, date(2035, 1, 1)])
nutrients = st.sampled_from(["nitrogen", "phosphorus"])
wants = st.lists(
    st.builds(Want, nutrients, st.integers(1, 9), days),
    min_size=1,
    max_size=4,
    unique_by=lambda one: (one.nutrient, one.until is None),
).map(tuple)
lots_there = st.lists(
    st.builds(Lot, st.sampled_from("abcdefgh"), nutrients, st.integers(1, 2500), st.just(BEGAN), days),
    max_size=6,
    unique_by=lambda one: one.name,
)
minutes = st.integers(0, 3).map(lambda minute: CAME + timedelta(minutes=minute))
applicants = st.lists(
    st.builds(Asked, st.sampled_from("ABCDEFGHIJ"), minutes, st.integers(1, 100), wants),
    max_size=8,
    unique_by=lambda one: one.reference,
)
policies = st.builds(Policy, st.just(50), st.integers(0, 100))


@given(lots_there, applicants, policies, st.randoms())
def test_whatever_is_asked_no_more_is_given_than_there_is_and_anybody_finds_the_same(
    lots: list[Lot], every: list[Asked], policy: Policy, chance: object
) -> None:
    found = allocate(lots, every, policy)
    given_of: Counter[str] = Counter()
    for one in found:
        for part in one.parts:
            assert part.grams > 0
            given_of[part.lot] += part.grams
    there = {one.name: one.grams for one in lots}
    assert all(grams <= there[name] for name, grams in given_of.items())
    by_reference = {one.reference: one for one in every}
    for one in found:
        full = sum(want.grams for want in by_reference[one.reference].wants)
        assert sum(part.grams for part in one.parts) in (0, full)
        assert one.because
    mixed_lots, mixed = list(lots), list(every)
    chance.shuffle(mixed_lots)  # type: ignore[attr-defined]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert allocate(mixed_lots, mixed, policy) == found


@given(lots_there, applicants, policies)
def test_nobody_goes_without_what_is_left_over(lots: list[Lot], every: list[Asked], policy: Policy) -> None:
    found = allocate(lots, every, policy)
    left = {one.name: one.grams for one in lots}
    for one in found:
        for part in one.parts:
            left[part.lot] -= part.grams
    wants_of = {one.reference: one.wants for one in every}
    for one in found:
        if not one.parts:
            there = [
                sum(left[each.name] for each in lots_for(lots, want)) >= want.grams for want in wants_of[one.reference]
            ]
            assert not all(there)


@given(lots_there, applicants, policies)
def test_small_builders_get_what_they_would_if_nobody_else_had_asked_for_their_share(
    lots: list[Lot], every: list[Asked], policy: Policy
) -> None:
    """The plain twin: the share alone, one after another, whole or not at all."""
    left = {one.name: one.grams * policy.small_share_percent // 100 // 100 * 100 for one in lots}
    found = {one.reference: one for one in allocate(lots, every, policy)}
    for one in sorted(every, key=lambda each: (each.received_at, each.reference)):
        if one.dwellings > policy.small_dwellings:
            continue
        kept, whole = dict(left), True
        for want in one.wants:
            need = want.grams
            fitting = [each for each in lots if each.nutrient == want.nutrient]
            fitting = [each for each in fitting if (each.until is None) == (want.until is None)]
            fitting = [each for each in fitting if want.until is None or (each.until or want.until) >= want.until]
            for each in sorted(fitting, key=lambda each: (each.until or date.max, each.vintage, each.name)):
                taken = min(need, left[each.name])
                left[each.name] -= taken
                need -= taken
            whole = whole and not need
        if whole:
            assert "out of" in found[one.reference].because
        else:
            left = kept
            assert "out of" not in found[one.reference].because


@pytest.mark.parametrize("dwellings", [50, 51])
def test_a_small_builder_has_no_more_than_so_many_dwellings(dwellings: int) -> None:
    assert Policy().is_small(asked("a", 1, dwellings)) == (dwellings == 50)
