"""What counts, beside its definition in plain words: the union of what passes, and a grid of points."""

from datetime import date
from itertools import product

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.thirty_by_thirty.candidates import OWNERS, TESTS, Answer, Candidate, designations
from lnrs.thirty_by_thirty.counting import count, of_land
from lnrs.thirty_by_thirty.pieces import pieces
from lnrs.thirty_by_thirty.scenario import what_if

ON = date(2026, 11, 27)
SIDE = 12
LAND = of_land("area", "1", "Here", shapely.box(0, 0, SIDE, SIDE))
SCALE = 10_000.0
"""Square metres in a hectare: the maps here are in metres, and a cell is a square metre."""


def candidates() -> st.SearchStrategy[list[Candidate]]:
    edge = st.integers(-2, SIDE)
    box = st.tuples(edge, edge, st.integers(1, 8), st.integers(1, 8))
    verdicts = st.tuples(*(st.sampled_from(("yes", "no", "unknown")) for _ in TESTS))
    one = st.tuples(
        box, verdicts | st.just(("yes",) * 3), st.sampled_from(list(designations())), st.sampled_from(OWNERS)
    )
    return st.lists(one, max_size=8).map(lambda rows: [_candidate(k, *row) for k, row in enumerate(rows)])


def _candidate(number: int, box: tuple, verdicts: tuple, designation: str, owner: str) -> Candidate:
    west, south, wide, high = box
    given = tuple(Answer(test, word, date(2020, 1, 1), None, "x") for test, word in zip(TESTS, verdicts, strict=True))
    shape = shapely.box(west, south, west + wide, south + high)
    return Candidate(str(number), "", shape, designation, owner, answers=given)  # type: ignore[arg-type]


def by_cells(given: list[Candidate]) -> dict[str, int]:
    """The definition: each square metre of the land has the best standing of anything on it."""
    totals = dict.fromkeys(("counts", "could", "fails"), 0)
    for x, y in product(range(SIDE), range(SIDE)):
        here = [one for one in given if one.shape.contains(shapely.Point(x + 0.5, y + 0.5))]
        words = [[answer.verdict for answer in one.answers] for one in here]
        if any(word == ["yes"] * 3 for word in words):
            totals["counts"] += 1
        elif any("no" not in word for word in words):
            totals["could"] += 1
        elif here:
            totals["fails"] += 1
    return totals


@settings(max_examples=120, deadline=None)
@given(candidates())
def test_every_square_metre_has_the_best_standing_of_anything_on_it(given: list[Candidate]) -> None:
    total = count(pieces(given, ON), [LAND])[0].total
    plain = by_cells(given)
    assert total.counts_ha * SCALE == pytest.approx(plain["counts"], abs=1e-6)
    assert total.could_ha * SCALE == pytest.approx(plain["could"], abs=1e-6)
    assert total.fails_ha * SCALE == pytest.approx(plain["fails"], abs=1e-6)


@settings(max_examples=80, deadline=None)
@given(candidates())
def test_what_counts_is_never_more_than_the_land_and_its_parts_add_up(given: list[Candidate]) -> None:
    found = count(pieces(given, ON), [LAND])[0]
    total = found.total.counts_ha + found.total.could_ha + found.total.fails_ha
    assert total <= (LAND.of_ha or 0) + 1e-9
    for parts in (found.by_owner, found.by_designation):
        assert sum(one.counts_ha for one in parts.values()) == pytest.approx(found.total.counts_ha)
        assert sum(one.could_ha for one in parts.values()) == pytest.approx(found.total.could_ha)


@settings(max_examples=80, deadline=None)
@given(
    candidates().filter(bool),
    st.tuples(*(st.integers(0, SIDE) for _ in range(2)), *(st.integers(1, 8) for _ in range(2))),
)
def test_a_site_adds_exactly_its_land_that_does_not_count_already(given: list[Candidate], box: tuple) -> None:
    new = _candidate(99, box, ("unknown",) * 3, "NONE", "private")
    found = what_if(given, [LAND], ON, added=[new])[0]
    counting = [one.shape for one in given if all(answer.verdict == "yes" for answer in one.answers)]
    fresh = new.shape.intersection(LAND.shape).difference(shapely.union_all(counting))
    assert found.added_ha * SCALE == pytest.approx(fresh.area, abs=1e-6)
    assert found.added_share == pytest.approx(fresh.area / LAND.shape.area, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(candidates())
def test_what_a_candidate_is_said_to_add_is_what_a_scenario_with_it_adds(given: list[Candidate]) -> None:
    whole = of_land("area", "1", "Everywhere", shapely.box(-2, -2, 2 * SIDE, 2 * SIDE))
    for piece in pieces(given, ON):
        if piece.standing.status != "counts":
            added_ha = what_if(given, [whole], ON, refs=[piece.candidate.ref])[0].added_ha
            assert piece.apart_ha * SCALE == pytest.approx(added_ha * SCALE, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(candidates(), st.randoms())
def test_the_order_of_the_candidates_changes_nothing(given: list[Candidate], shuffle) -> None:
    other = list(given)
    shuffle.shuffle(other)
    one, two = (count(pieces(each, ON), [LAND])[0] for each in (given, other))
    assert (one.total, one.by_owner, one.by_designation) == (two.total, two.by_owner, two.by_designation)
