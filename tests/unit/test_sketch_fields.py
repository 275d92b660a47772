"""Cutting blocks into fields."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from lnrs.sketch.coverage import meet
from lnrs.sketch.hedge import halves
from lnrs.sketch.lanes import without_slivers
from lnrs.sketch.noise import stream
from lnrs.sketch.parcels import subdivide


def across(polygon: shapely.Polygon, through: tuple[float, float], along: tuple[float, float]) -> np.ndarray:
    """One polygon cut by one hedge."""
    return halves(np.array([polygon], dtype=object), np.array([through]), np.array([along]), stream(1, "test"))


def test_a_hedge_cuts_a_field_in_two_that_meet_along_it() -> None:
    parts = across(box(0, 0, 200, 100), (100, 50), (200, 0))
    assert shapely.area(parts).sum() == pytest.approx(20_000)
    assert shapely.intersection(parts[0], parts[1]).length == pytest.approx(100, rel=0.03)


def test_a_hedge_is_not_quite_straight() -> None:
    left, right = across(box(0, 0, 200, 100), (100, 50), (200, 0))
    assert shapely.intersection(left, right).length > 100.001


def test_a_field_with_a_bay_can_fall_into_three() -> None:
    bay = shapely.Polygon([(0, 0), (200, 0), (200, 100), (0, 100), (0, 60), (150, 60), (150, 40), (0, 40)])
    parts = across(bay, (75, 50), (200, 0))
    assert len(parts) == 3
    assert shapely.area(parts).sum() == pytest.approx(bay.area)


def test_a_field_with_a_pond_in_it_is_cut_right() -> None:
    holed = shapely.difference(box(0, 0, 200, 100), box(90, 40, 110, 60))
    parts = across(holed, (100, 50), (200, 0))
    assert len(parts) == 2
    assert shapely.area(parts).tolist() == pytest.approx([9_800, 9_800])


@given(
    corners=st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=3, max_size=9),
    turn=st.floats(0, 3.1),
)
def test_no_land_is_lost_or_counted_twice_whatever_the_shape(corners: list[tuple[int, int]], turn: float) -> None:
    shape = shapely.Polygon(corners)
    if not shape.is_valid or shape.area < 100:
        return
    middle = shape.centroid
    parts = across(shape, (middle.x, middle.y), (300 * np.cos(turn), 300 * np.sin(turn)))
    assert shapely.is_valid(parts).all()
    assert shapely.area(parts).sum() == pytest.approx(shape.area, abs=0.1)
    assert shapely.union_all(parts).area == pytest.approx(shape.area, abs=0.1)


BLOCKS = np.array([box(0, 0, 2_000, 1_000), box(2_000, 0, 3_000, 1_000)], dtype=object)


def fields(count: int, seed: int = 1) -> np.ndarray:
    """Two blocks cut into fields; the usual size in the eastern block is a quarter of that in the western."""

    def usual_m2(pieces: np.ndarray) -> np.ndarray:
        return np.where(shapely.get_x(shapely.centroid(pieces)) < 2_000, 40_000.0, 10_000.0)

    return subdivide(BLOCKS, usual_m2, count, stream(seed, "hedges"), [].append)


def test_blocks_are_cut_into_as_many_fields_as_are_asked_for() -> None:
    assert len(fields(150)) == 150


def test_fields_are_smaller_where_the_country_has_small_fields() -> None:
    pieces = fields(150)
    west = shapely.get_x(shapely.centroid(pieces)) < 2_000
    assert shapely.area(pieces[west]).mean() > 2.5 * shapely.area(pieces[~west]).mean()


def test_fields_made_to_meet_are_a_clean_coverage_of_the_blocks() -> None:
    met, _ = meet(fields(150))
    assert shapely.coverage_is_valid(met)
    assert shapely.area(met).sum() == pytest.approx(3e6, abs=60)


def test_progress_rises_to_the_end() -> None:
    heard: list[float] = []
    subdivide(BLOCKS, lambda pieces: np.ones(len(pieces)), 60, stream(1, "hedges"), heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1


def test_thin_strips_between_lanes_join_a_field() -> None:
    strip = np.array([box(0, 0, 400, 400), box(400, 0, 404, 400), box(404, 0, 800, 400)], dtype=object)
    left, _ = without_slivers(strip, np.full(3, 160_000.0), np.zeros(3, dtype=int))
    assert len(left) == 2
