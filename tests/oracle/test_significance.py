"""Strategic significance agrees with the plain definition: a square metre is of high significance where a measure that
makes the habitat is mapped on it, of low significance elsewhere in the strategy area, and of none outside."""

from collections import Counter

import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lnrs.significance import (
    GRID_M,
    LEAST_M2,
    Action,
    Makes,
    MappedLand,
    Piece,
    Significance,
    consistent,
    somewhere,
    split,
    whole_m2,
)

SIDE = 12
REFS = ("A", "B", "C")
HABITATS = ("Grassland - Lowland meadows", "Woodland and forest - Wet woodland")

sides = st.integers(0, SIDE)
boxes = st.builds(
    lambda a, b, c, d: shapely.box(min(a, b), min(c, d), max(a, b) + 1, max(c, d) + 1), sides, sides, sides, sides
)
lands = st.lists(st.builds(MappedLand, st.frozensets(st.sampled_from(REFS), min_size=1), boxes), max_size=6)
tables = st.lists(
    st.builds(
        Makes, st.sampled_from(REFS), st.sampled_from(HABITATS), st.sampled_from(("creation", "enhancement", "both"))
    ),
    max_size=6,
)
districts = st.lists(boxes, max_size=3).map(lambda shapes: {f"E{number}": shape for number, shape in enumerate(shapes)})


def plain(habitat, action, parcel, mapped, districts, area, table):
    """Square metres by significance and district, each metre asked for itself; and those that each measure has."""
    held, measures = Counter(), Counter()
    for x in range(SIDE + 2):
        for y in range(SIDE + 2):
            here = shapely.Point(x + 0.5, y + 0.5)
            if not parcel.contains(here):
                continue
            if not area.contains(here):
                held[None, ""] += 1
                continue
            makes = {
                row.measure
                for land in mapped
                if land.shape.contains(here)
                for row in table
                if row.measure in land.measures
                and row.habitat == habitat
                and (action == "baseline" or row.intervention in (action, "both"))
            }
            district = next((code for code, shape in districts.items() if shape.contains(here)), "")
            held["High" if makes else "Low", district] += 1
            for ref in makes:
                measures[ref, district] += 1
    return held, measures


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(HABITATS), st.sampled_from(list(Action)), boxes, lands, districts, boxes, tables)
def test_every_square_metre_is_where_the_plain_definition_puts_it(
    habitat, action, parcel, mapped, districts, area, table
) -> None:
    pieces = split(parcel, consistent(habitat, action, table), mapped, districts, area)
    held, measures = plain(habitat, str(action), parcel, mapped, districts, area, table)
    assert {(one.significance, one.district): one.area_m2 for one in pieces} == pytest.approx(dict(held))
    assert {(ref, one.district): m2 for one in pieces for ref, m2 in one.measures.items()} == pytest.approx(
        dict(measures)
    )


metres = st.integers(0, 1_000_000).map(lambda mm: mm / 1000)
triangles = st.lists(st.tuples(metres, metres), min_size=3, max_size=7, unique=True).map(
    lambda points: shapely.MultiPoint(points).convex_hull.buffer(1)
)


NEARLY_ALONG = [
    shapely.MultiPoint(corners).convex_hull.buffer(1)
    for corners in (
        [(163, 798), (725, 0), (812, 369)],
        [(0, 0), (328, 893), (955, 0.875)],
        [(0, 0), (0, 0.001), (0.005, 12.259)],
        [(0, 0.03), (0, 22.702), (0.045, 0.001)],
    )
]


@settings(deadline=None, max_examples=60)
@given(triangles, st.lists(triangles, max_size=5), st.lists(triangles, max_size=3), triangles)
@example(NEARLY_ALONG[0], [], [NEARLY_ALONG[1]], NEARLY_ALONG[1])
@example(NEARLY_ALONG[2], [], [NEARLY_ALONG[2], NEARLY_ALONG[2]], NEARLY_ALONG[3])
def test_the_pieces_of_any_parcel_are_the_parcel(parcel, mapped, districts, area) -> None:
    pieces = split(
        parcel,
        frozenset("A"),
        [MappedLand(frozenset("A"), shape) for shape in mapped],
        {str(number): shape for number, shape in enumerate(districts)},
        area,
    )
    assert sum(one.area_m2 for one in pieces) == pytest.approx(parcel.area, rel=1e-9, abs=1e-3)
    together = shapely.union_all([one.shape for one in pieces], grid_size=GRID_M)
    assert shapely.symmetric_difference(together, parcel, grid_size=GRID_M).area < 1e-3 + 1e-6 * parcel.area
    for piece in pieces:
        if piece.significance is Significance.HIGH:
            assert piece.measures["A"] == pytest.approx(piece.area_m2, abs=3 * LEAST_M2)  # slivers count with it
    assert all(one.area_m2 >= 1 for one in pieces)
    assert sum(whole_m2([one.area_m2 for one in pieces])) == round(sum(one.area_m2 for one in pieces))


@settings(deadline=None)
@given(triangles, st.lists(triangles, max_size=4), st.lists(triangles, max_size=2))
def test_more_mapped_land_never_lowers_the_significance_of_any(parcel, mapped, more) -> None:
    def high(shapes):
        lands = [MappedLand(frozenset("A"), shape) for shape in shapes]
        pieces = split(parcel, frozenset("A"), lands, {}, parcel.buffer(5))
        return sum(one.area_m2 for one in pieces if one.significance is Significance.HIGH)

    assert high([*mapped, *more]) >= high(mapped) - 1.0  # a sliver of up to a metre may count with the rest


@given(st.lists(st.floats(0, 1e6), max_size=12))
def test_areas_in_whole_metres_add_up_and_none_is_moved_by_a_metre(areas) -> None:
    whole = whole_m2(areas)
    assert sum(whole) == round(sum(areas))
    assert all(abs(one - area) < 1 + 1e-6 for one, area in zip(whole, areas, strict=True))


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100))
def test_a_habitat_that_may_lie_anywhere_is_high_between_its_bounds(size, high, low) -> None:
    size = min(size, high + low)
    bounds = somewhere(size, high, low)
    assert 0 <= bounds.least <= bounds.most <= size
    assert size - bounds.least <= low + 1e-9
    assert bounds.most <= high


def test_a_sliver_counts_with_the_largest_piece() -> None:
    field = shapely.box(0, 0, 100, 100)
    nearly = MappedLand(frozenset("A"), shapely.box(0, 0, 100, 99.995))
    (only,) = split(field, frozenset("A"), [nearly], {}, field)
    assert (only.significance, only.area_m2) == (Significance.HIGH, pytest.approx(10_000))
    assert only.measures == {"A": pytest.approx(9999.5)}


def test_land_where_the_measure_is_mapped_is_low_for_a_habitat_that_it_does_not_make() -> None:
    field = shapely.box(0, 0, 100, 100)
    table = [Makes("A", HABITATS[0], "creation")]
    assert consistent(HABITATS[0], Action.CREATION, table) == {"A"}
    assert consistent(HABITATS[0].upper().replace("-", "–"), Action.CREATION, table) == {"A"}
    assert consistent(HABITATS[0], Action.ENHANCEMENT, table) == frozenset()
    assert consistent(HABITATS[0], Action.BASELINE, table) == {"A"}
    assert consistent(HABITATS[1], Action.CREATION, table) == frozenset()
    (piece,) = split(field, frozenset(), [MappedLand(frozenset("A"), field)], {}, field)
    assert (piece.significance, piece.measures) == (Significance.LOW, {})


def test_the_multipliers_are_the_metrics_and_there_is_no_middle() -> None:
    assert {str(one): one.multiplier for one in Significance} == {"High": 1.15, "Low": 1.0}


def test_a_parcel_that_shares_an_edge_with_one_district_and_land_with_another_is_in_the_other() -> None:
    parcel, west = shapely.box(0, 0, 2, 2), shapely.box(-5, 0, 0, 1)
    both = shapely.union_all([shapely.box(0, 1, 1, 2), shapely.box(-5, 0, 0, 5)])
    pieces = split(parcel, frozenset(), [], {"W": west, "B": both}, parcel)
    assert {one.district: one.area_m2 for one in pieces} == {"B": 1.0, "": 3.0}


def test_a_parcel_outside_the_area_has_no_significance() -> None:
    (piece,) = split(shapely.box(0, 0, 9, 9), frozenset("A"), [], {}, shapely.box(50, 50, 60, 60))
    assert piece == Piece(None, "", piece.shape, {})
