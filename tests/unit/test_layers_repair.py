"""Geometry at the door: what is mended, how it is told, and what is left as it came."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.layers.catalogue import layer_named
from lnrs.layers.origin import Origin
from lnrs.layers.repair import geometry_problems, mend

SITES, PARCELS, RIVERS, TREES = map(layer_named, ("ramsar_sites", "land_parcels", "rivers", "veteran_trees"))
BOW_TIE = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
SQUARE = shapely.box(0, 0, 100, 100)


def sites(*shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    names = [f"S{number}" for number in range(1, len(shapes) + 1)]
    return gpd.GeoDataFrame(
        {"ref": names, "name": names}, geometry=list(shapes), crs=27700, index=range(1, len(shapes) + 1)
    )


def parcels(*shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    return sites(*shapes).rename(columns={"ref": "parcel_id", "name": "land_cover"})


def test_a_sound_polygon_is_left_alone():
    mended, repairs = mend(sites(SQUARE), SITES)
    assert repairs == ()
    assert mended.geometry[1].equals(SQUARE)
    assert mended.geometry[1].geom_type == "MultiPolygon"


def test_a_bow_tie_becomes_its_two_triangles_and_the_report_says_where_it_crossed():
    mended, (repair,) = mend(sites(SQUARE, BOW_TIE), SITES)
    assert mended.geometry[2].is_valid
    assert mended.geometry[2].area == 5_000
    assert (repair.row, repair.ref, repair.done) == (2, "S2", "made valid")
    assert repair.reason == "self-intersection at 50.00, 50.00"
    assert (repair.area_before_m2, repair.area_after_m2) == (0.0, 5_000.0)


def test_lines_and_points_beside_polygons_are_dropped():
    mixed = shapely.GeometryCollection([SQUARE, shapely.LineString([(0, 0), (9, 9)]), shapely.Point(1, 1)])
    mended, (repair,) = mend(sites(mixed), SITES)
    assert mended.geometry[1].equals(SQUARE)
    assert repair.reason == "it held lines or points beside its polygons"


def test_slivers_are_dropped_and_what_is_nothing_but_sliver_goes_altogether():
    sliver = shapely.box(200, 0, 200.5, 1.0)
    mended, repairs = mend(sites(shapely.MultiPolygon([SQUARE, sliver]), sliver), SITES)
    assert list(mended["ref"]) == ["S1"]
    assert mended.geometry[1].equals(SQUARE)
    assert [repair.done for repair in repairs] == ["slivers dropped", "dropped, nothing was left"]
    assert [repair.area_after_m2 for repair in repairs] == [10_000.0, 0.0]


def test_heights_of_points_are_dropped():
    mended, _ = mend(sites(shapely.Polygon([(0, 0, 5), (100, 0, 5), (100, 100, 5)])), SITES)
    assert not mended.geometry[1].has_z


def test_edges_that_meet_when_they_are_rounded_are_told():
    thin = shapely.Polygon([(0, 0), (100, 0), (100, 100), (50, 0.004), (0, 100)])
    mended, (repair,) = mend(sites(thin), SITES)
    assert mended.geometry[1].is_valid
    assert repair.reason == "edges met when rounded to 0.01 m"
    assert repair.area_after_m2 == pytest.approx(repair.area_before_m2, abs=0.5)


def test_parcels_in_parts_are_numbered():
    two = shapely.MultiPolygon([SQUARE, shapely.box(200, 0, 300, 100)])
    mended, _ = mend(parcels(two, SQUARE), PARCELS)
    assert list(mended["parcel_id"]) == ["S1/1", "S1/2", "S2"]
    assert set(mended.geom_type) == {"Polygon"}


def test_lines_become_multiple_lines_and_those_without_length_are_dropped():
    line, nothing = shapely.LineString([(0, 0), (50, 50)]), shapely.LineString([(0, 0), (0.001, 0.001)])
    frame = sites(line, nothing).assign(kind="stream")
    mended, (repair,) = mend(frame, RIVERS)
    assert list(mended.geom_type) == ["MultiLineString"]
    assert (repair.ref, repair.reason) == ("S2", "the line has no length")


def test_a_multipoint_of_one_is_a_point():
    mended, _ = mend(sites(shapely.MultiPoint([(5, 5)])), TREES)
    assert mended.geometry[1].equals(shapely.Point(5, 5))


@pytest.mark.parametrize(
    ("shape", "layer", "what"),
    [
        (None, SITES, "feature 2 without geometry."),
        (shapely.Polygon(), SITES, "feature 2 without geometry."),
        (shapely.Point(1, 1), SITES, "feature 2 not polygons but Point."),
        (SQUARE, RIVERS, "feature 2 not lines but Polygon."),
        (shapely.MultiPoint([(0, 0), (1, 1)]), TREES, "feature 2 with more than one point."),
    ],
)
def test_geometry_that_cannot_be_the_layers_is_a_problem(shape, layer, what):
    first = {"Point": shapely.Point(0, 0), "MultiLineString": shapely.LineString([(0, 0), (1, 1)])}
    frame = sites(first.get(layer.geometry, SQUARE), shape)
    problems = geometry_problems(frame.geometry, layer, Origin("a.gpkg"))
    assert [(problem.where, problem.what) for problem in problems] == [("a.gpkg", what)]


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_neighbours_that_share_edges_share_them_still(seed):
    """A coverage of random cells stays one: no gap and no overlap comes of the rounding."""
    points = shapely.multipoints(np.random.default_rng(seed).uniform(0, 3_000, (25, 2)))
    cells = shapely.intersection(shapely.get_parts(shapely.voronoi_polygons(points)), shapely.box(0, 0, 3_000, 3_000))
    mended, _ = mend(parcels(*cells), PARCELS)
    assert shapely.coverage_is_valid(mended.geometry.values)
    assert mended.area.sum() == pytest.approx(9_000_000, abs=1)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 2_000)), min_size=4, max_size=12))
def test_whatever_is_drawn_comes_out_valid_on_the_centimetre_and_again_unchanged(corners):
    ring = [(x / 7, y / 7) for x, y in corners]
    mended, _ = mend(sites(shapely.Polygon(ring)), SITES)
    coordinates = shapely.get_coordinates(mended.geometry.values)
    assert mended.is_valid.all()
    assert np.allclose(coordinates, np.round(coordinates, 2), atol=1e-9)
    again, repairs = mend(mended, SITES)
    assert repairs == ()
    assert again.geometry.equals(mended.geometry)
