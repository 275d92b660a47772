"""Cutting and uniting by the parts that touch gives what a plain overlay of everything gives."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from lnrs.habitat_map.overlay import cut, dissolve, edges_of, inside, join, odd_edged, polygons_of, shared_area_m2


@pytest.fixture(scope="module")
def fields() -> np.ndarray:
    rng = np.random.default_rng(11)
    points = shapely.MultiPoint(rng.uniform(0, 4000, (900, 2)))
    return shapely.get_parts(shapely.voronoi_polygons(points, extend_to=shapely.box(0, 0, 4000, 4000)))


@pytest.fixture(scope="module")
def sites() -> np.ndarray:
    """Overlapping rounds, one ring with a hole, and one site twice over."""
    rng = np.random.default_rng(12)
    rounds = shapely.buffer(shapely.points(rng.uniform(0, 4000, (60, 2))), rng.uniform(20, 300, 60))
    ring = shapely.Point(2000, 2000).buffer(700).difference(shapely.Point(2000, 2000).buffer(500))
    return np.array([*rounds, ring, rounds[0]])


def test_the_union_has_the_area_and_the_shape_of_a_plain_union(sites: np.ndarray) -> None:
    plain = shapely.union_all(sites)
    ours = dissolve(sites)
    assert shapely.area(ours).sum() == pytest.approx(plain.area, abs=1e-6)
    assert shapely.union_all(ours).symmetric_difference(plain).area < 1e-6
    assert shared_area_m2(ours, ours)[2].sum() == pytest.approx(plain.area, abs=1e-6), "parts overlap only themselves"


def test_the_union_does_not_depend_on_the_order_of_the_sites(sites: np.ndarray) -> None:
    backwards = dissolve(sites[::-1])
    assert shapely.equals(dissolve(sites), backwards).all()


def test_fields_side_by_side_join_as_in_a_plain_union(fields: np.ndarray) -> None:
    chosen = fields[np.random.default_rng(13).random(len(fields)) < 0.6]
    assert shapely.equals(join(chosen, odd_edged(chosen)), dissolve(chosen)).all()
    assert len(join(chosen[:0], odd_edged(chosen[:0]))) == 0


def test_fields_join_where_a_neighbour_has_no_vertex_to_meet_theirs(fields: np.ndarray) -> None:
    """A long field beside two short ones that share a corner half way along its edge."""
    beside = [shapely.box(9_000, 0, 9_100, 100), shapely.box(9_100, 0, 9_200, 50), shapely.box(9_100, 50, 9_200, 100)]
    land = np.array([*fields, *beside])
    odd = odd_edged(land)
    assert 1 <= odd.sum() <= 3, "else this tries nothing"
    joined = join(land, odd)
    assert shapely.equals(joined, dissolve(land)).all()
    assert [len(one.interiors) for one in joined] == [0, 0]


def test_outlines_in_stretches_are_the_whole_outlines(sites: np.ndarray) -> None:
    stretches = edges_of(sites)
    assert shapely.length(stretches).sum() == pytest.approx(shapely.length(sites).sum())
    assert shapely.get_num_coordinates(stretches).max() <= 33


def test_cut_fields_are_wholly_in_or_wholly_out(fields: np.ndarray, sites: np.ndarray) -> None:
    union = dissolve(sites)
    pieces, source = cut(fields, edges_of(union))
    share = shapely.area(shapely.intersection(pieces, shapely.union_all(sites))) / shapely.area(pieces)
    assert np.minimum(share, 1 - share).max() < 1e-6
    assert (inside(pieces, union) == (share > 0.5)).all()
    assert np.bincount(source, shapely.area(pieces)) == pytest.approx(shapely.area(fields), abs=1e-6)


def test_fields_that_nothing_passes_come_back_unchanged(fields: np.ndarray) -> None:
    pieces, source = cut(fields, edges_of(np.array([shapely.Point(99_999, 99_999).buffer(5)])))
    assert (pieces == fields).all()
    assert (source == np.arange(len(fields))).all()


def test_shared_area_is_that_of_an_overlay(fields: np.ndarray) -> None:
    zones = np.array([shapely.box(0, 0, 1500, 4000), shapely.box(1500, 0, 4000, 4000)])
    polygon, zone, area = shared_area_m2(fields, zones)
    plain = gpd.overlay(
        gpd.GeoDataFrame({"polygon": np.arange(len(fields))}, geometry=fields),
        gpd.GeoDataFrame({"zone": [0, 1]}, geometry=zones),
        how="intersection",
    )
    expected = plain.assign(area=plain.area).sort_values(["polygon", "zone"])
    assert list(zip(polygon, zone, strict=True)) == list(zip(expected["polygon"], expected["zone"], strict=True))
    assert area == pytest.approx(expected["area"].to_numpy(), abs=1e-6)


def test_polygons_are_found_in_mixed_collections() -> None:
    mixed = shapely.GeometryCollection(
        [shapely.Point(0, 0), shapely.GeometryCollection([shapely.box(0, 0, 1, 1)]), shapely.box(5, 5, 6, 6)]
    )
    parts, owner = polygons_of(np.array([shapely.Point(1, 1), mixed]))
    assert shapely.area(parts).tolist() == [1.0, 1.0]
    assert owner.tolist() == [1, 1]


def test_a_piece_whose_inner_point_falls_on_its_edge_is_still_placed() -> None:
    """Thin spikes from a real county: GEOS puts their point on surface on the outline."""
    spike = shapely.from_wkt(
        "POLYGON ((615230 139137.34, 615361.18 139125.17, 615345.04 138974.69, 615355.8306689371 139075.29593938353,"
        " 615226.3456136398 139089.60004043873, 615230 139137.34))"
    )
    assert not spike.contains(shapely.point_on_surface(spike)), "else this shape tries nothing"
    hull = shapely.convex_hull(spike)
    rest = hull.difference(spike)
    assert inside(np.array([spike]), np.array([spike])).tolist() == [True]
    assert inside(np.array([spike]), shapely.get_parts(rest)).tolist() == [False]
