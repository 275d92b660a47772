"""Polygons that share edges exactly."""

import numpy as np
import pytest
import shapely
from shapely import box

from lnrs.sketch.coverage import absorb, dissolve, longest_neighbour, meet, neighbours


def polygons(*shapes: shapely.Polygon) -> np.ndarray:
    return np.array(shapes, dtype=object)


def test_a_corner_on_the_middle_of_a_neighbours_edge_becomes_a_corner_of_the_neighbour() -> None:
    tall, low, high = box(0, 0, 100, 200), box(100, 0, 200, 90), box(100, 90, 200, 200)
    assert not shapely.coverage_is_valid(polygons(tall, low, high))
    met, was = meet(polygons(tall, low, high))
    assert shapely.coverage_is_valid(met)
    assert was.tolist() == [0, 1, 2]
    assert shapely.get_num_coordinates(met).tolist() == [6, 5, 5]


def test_corners_within_half_a_metre_become_one_for_all_that_have_them() -> None:
    left = shapely.Polygon([(0, 0), (100, 0), (100, 80), (100, 200), (0, 200)])
    met, _ = meet(polygons(left, box(100, 0, 200, 80.3), box(100, 80.3, 200, 200)))
    assert shapely.coverage_is_valid(met)
    assert shapely.get_num_coordinates(met).tolist() == [6, 5, 5]


def test_a_sliver_that_welding_closes_is_left_out() -> None:
    met, was = meet(polygons(box(0, 0, 100, 100), box(100, 0, 100.3, 100), box(100.3, 0, 200, 100)))
    assert was.tolist() == [0, 2]
    assert shapely.coverage_is_valid(met)


def test_a_field_that_welding_pinches_in_two_becomes_two() -> None:
    waist = shapely.Polygon([(0, 0), (200, 0), (200, 100), (100.2, 50.1), (0, 100), (0, 50), (100, 50), (50, 20)])
    met, was = meet(polygons(waist), weld_m=0.5)
    assert shapely.is_valid(met).all()
    assert was.tolist() == [0, 0]
    assert shapely.area(met).sum() == pytest.approx(waist.area, rel=0.01)


def test_corners_on_the_border_do_not_move() -> None:
    border = shapely.LineString([(0, 0), (300, 0)])
    east = shapely.Polygon([(100, 0), (300, 0), (300, 50), (99.8, 50), (99.8, 0.3)])
    met, _ = meet(polygons(box(0, 0, 100, 50), east), border=border)
    assert [100, 0] in shapely.get_coordinates(met).tolist()
    assert [99.8, 0.3] not in shapely.get_coordinates(met).tolist()


def test_a_hole_stays_a_hole() -> None:
    ring = shapely.difference(box(0, 0, 300, 300), box(100, 100, 200, 200))
    met, _ = meet(polygons(ring, box(100, 100, 200, 200)))
    assert shapely.get_num_interior_rings(met).tolist() == [1, 0]
    assert shapely.area(met).tolist() == [80_000, 10_000]


def test_neighbours_are_pairs_with_a_common_edge_and_its_length() -> None:
    first, second, length = neighbours(polygons(box(0, 0, 10, 10), box(10, 0, 20, 10), box(20, 10, 30, 20)))
    assert (first.tolist(), second.tolist(), length.tolist()) == ([0], [1], [10.0])


STRIP = polygons(box(0, 0, 100, 100), box(100, 0, 102, 100), box(102, 0, 300, 100))


def test_a_sliver_joins_the_neighbour_it_shares_most_edge_with() -> None:
    third = box(100, 100, 102, 110)
    tiles, _ = meet(np.append(STRIP, third))
    into = longest_neighbour(tiles, np.array([False, False, False, True]), np.zeros(4))
    assert into.tolist() == [-1, -1, -1, 1]


def test_a_sliver_joins_only_its_own_kind() -> None:
    left, kind = absorb(STRIP, np.array([False, True, False]), np.array([5, 7, 7]))
    assert sorted(zip(shapely.area(left).tolist(), kind.tolist(), strict=True)) == [(10_000, 5), (20_000, 7)]


def test_a_sliver_with_no_neighbour_of_its_kind_stays() -> None:
    left, _ = absorb(STRIP, np.array([False, True, False]), np.array([5, 6, 7]))
    assert len(left) == 3


def test_dissolving_joins_equal_labels_and_leaves_out_those_below_nought() -> None:
    joined = dissolve(STRIP, np.array([0, 0, -1]))
    assert shapely.area(joined).tolist() == pytest.approx([10_200])
