"""Numbers of small areas show nobody: whatever is published beside them, each may still be anything in its range."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs_web.petition.suppression import STEP, narrows, published, range_of, rounded

NUMBERS = st.lists(st.integers(0, 9), min_size=1, max_size=4)


def possible(ranges: list[tuple[int, int]], low: int, high: int) -> list[set[int]]:
    """Plainly: what each part may be, by trying every way in which all may be what they say."""
    ways = [one for one in product(*(range(a, b + 1) for a, b in ranges)) if low <= sum(one) <= high]
    return [{way[part] for way in ways} for part in range(len(ranges))]


@given(NUMBERS, st.data())
def test_a_group_is_narrowed_where_trying_every_way_says_so(numbers: list[int], data: st.DataObject) -> None:
    ranges = [range_of(rounded(one), 99) for one in numbers]
    low = data.draw(st.integers(0, sum(numbers)))
    high = data.draw(st.integers(sum(numbers), sum(numbers) + 9))
    whole = [set(range(a, b + 1)) for a, b in ranges]
    assert narrows(ranges, (low, high)) == (possible(ranges, low, high) != whole)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=3), min_size=1, max_size=2), st.integers(0, 9))
def test_wards_districts_and_the_exact_total_together_leave_every_ward_its_range(
    districts: list[list[int]], outside: int
) -> None:
    wards = {f"{d}{w}": one for d, numbers in enumerate(districts) for w, one in enumerate(numbers)} | {"": outside}
    larger = {str(d): sum(numbers) for d, numbers in enumerate(districts)} | {"": outside}
    total = sum(wards.values())
    inside = {code: frozenset(one for one in wards if one and one[0] == code) for code in larger if code}
    shown = published({"ward": wards, "district": larger}, total, [inside])
    told = {code: one for code, one in shown["ward"].items() if one is not None}
    for code, at_least in told.items():
        assert at_least <= wards[code] < at_least + STEP
    for group in [inside[one] for one in inside] + [frozenset(wards)]:
        if not all(one in told for one in group):
            continue
        codes = sorted(group)
        of = next((one for one in inside if inside[one] == group), None)
        together = range_of(shown["district"][of], total) if of else (total, total)
        for code, may in zip(codes, possible([range_of(told[one], total) for one in codes], *together), strict=True):
            assert may == set(range(told[code], told[code] + STEP)), (wards, shown, code)


def test_one_ward_with_all_signatures_is_withheld() -> None:
    shown = published({"ward": {"A": 7, "": 0}}, 7, [])
    assert shown == {"ward": {"A": None, "": None}}


def test_wards_that_are_all_at_the_top_of_their_range_are_withheld_and_no_others() -> None:
    wards = {f"A{n}": 4 for n in range(5)} | {f"B{n}": 2 for n in range(40)}
    counts = {"ward": wards | {"": 9}, "district": {"A": 20, "B": 80, "": 9}}
    inside = {letter: frozenset(one for one in wards if one[0] == letter) for letter in "AB"}
    shown = published(counts, 109, [inside])
    assert shown["district"] == {"A": 20, "B": 80, "": 5}
    assert {shown["ward"][f"A{n}"] for n in range(5)} == {None}
    assert {shown["ward"][f"B{n}"] for n in range(40)} == {0}
