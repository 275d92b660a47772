"""Land that is counted once by dropping the edges that parcels share is the union of the parcels."""

from itertools import combinations
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as some
from shapely import box

from lnrs.network import squares
from lnrs.network.land_once import Places, area_ha, land_once

Shapes = list[shapely.Geometry]
WEST, SOUTH = 603_333.3, 141_111.1


@some.composite
def parcels(draw: Any) -> tuple[Shapes, np.ndarray]:
    """Parcels of a slanting grid, some of them in pairs, some twice, and a few strips over them; each with a label."""
    cells = draw(some.lists(some.tuples(some.integers(0, 5), some.integers(0, 5)), min_size=1, max_size=30))
    shapes: Shapes = [_parcel(*cell) for cell in cells]
    if draw(some.booleans()):
        shapes.append(shapely.multipolygons([_parcel(*cell) for cell in sorted({*cells[:3]})]))
    for low in draw(some.lists(some.integers(0, 40), max_size=2)):
        shapes.append(box(WEST + low * 10, SOUTH + 33, WEST + low * 10 + 70, SOUTH + 166))
    labels = draw(some.lists(some.integers(0, 2), min_size=len(shapes), max_size=len(shapes)))
    return shapes, np.array(labels)


def _parcel(column: int, row: int) -> shapely.Polygon:
    corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
    return shapely.Polygon([(WEST + x * 71.7 + y * 13.9, SOUTH + y * 64.3 - x * 9.1) for x, y in corners])


@settings(max_examples=80)
@given(parcels())
def test_the_land_of_some_places_is_their_union(made: tuple[Shapes, np.ndarray]) -> None:
    shapes, labels = np.array(made[0]), made[1]
    places = Places(shapes)
    for chosen in [np.ones(len(shapes), bool), *(labels == label for label in range(3))]:
        _is_their_union(places.once(chosen), shapes[chosen])
        _is_their_union(land_once(shapes[chosen]), shapes[chosen])


def _is_their_union(parts: np.ndarray, shapes: np.ndarray) -> None:
    whole = shapely.union_all(shapes, grid_size=0.001)
    assert area_ha(parts) == pytest.approx(whole.area / 10_000, abs=1e-5)
    assert len(parts) == len(shapely.get_parts(whole))
    assert shapely.is_valid(parts).all()
    assert shapely.area(shapely.difference(whole, shapely.union_all(parts))) < 0.5  # corners move by a millimetre
    for one, other in combinations(parts, 2):
        assert shapely.intersection(one, other).area < 0.5


def test_parcels_that_meet_corner_to_corner_keep_every_corner() -> None:
    row = np.array([_parcel(column, 0) for column in range(4)])
    (whole,) = land_once(row)
    given_xy, kept_xy = ({*map(tuple, shapely.get_coordinates(shapes).tolist())} for shapes in (row, whole))
    assert kept_xy == given_xy
    with patch("shapely.union_all", _must_not):
        land_once(row)


def _must_not(*_: Any, **__: Any) -> None:
    raise AssertionError("nothing here has to be united")


def test_a_gap_of_a_hair_is_none() -> None:
    """A corner on a slanting edge is never quite on it."""
    one = shapely.Polygon([(0, 0), (100, 0), (133, 97), (0, 97)])
    on_edge = shapely.line_interpolate_point(shapely.LineString([(100, 0), (133, 97)]), 31.7)
    other = shapely.Polygon([(on_edge.x + 2e-4, on_edge.y), (133 + 2e-4, 97), (160, 60)])
    assert len(land_once(np.array([one, other]))) == 1


def test_what_lost_land_when_edges_were_dropped_is_united() -> None:
    two = np.array([box(0, 0, 100, 100), box(100, 0, 200, 100)])
    with patch("shapely.coverage_union_all", lambda shapes: shapes[0]):
        assert area_ha(land_once(two)) == pytest.approx(2.0)


def test_a_neck_that_rounding_turned_over_is_mended() -> None:
    """The sides of a neck narrower than a millimetre change places when corners are rounded to one."""
    neck = [(9_000, 5_000), (10_001, 5_000.0009), (10_001, 6_000), (9_500, 5_000.00048), (9_000, 6_000)]
    _, _, pieces = squares.cut(np.array([shapely.Polygon(neck)]))
    assert shapely.is_valid(pieces).all()
    assert shapely.area(pieces).sum() == pytest.approx(shapely.Polygon(neck).area, abs=2.0)
