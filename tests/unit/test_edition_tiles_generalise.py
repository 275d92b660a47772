"""Generalising for the screen: area stays true, nothing swells, nothing is finer than can be seen."""

import geopandas as gpd
import numpy as np
import pytest
import rasterio.features
import shapely
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra import numpy as arrays

from lnrs.ecology.grid import Grid
from lnrs.edition.tiles.generalise import DETAIL_ZOOMS, cell_m, detail, fullest, overview, overview_grid, smoothed
from lnrs.edition.tiles.mercator import pixel_m, to_degrees, to_mercator
from lnrs.edition.tiles.outline import outlines_of

KENT = (540_000.0, 110_000.0, 640_000.0, 180_000.0)


def squares(count: int, side_m: float, seed: int = 1) -> np.ndarray:
    """Squares scattered over Kent without overlap."""
    side = np.arange(count)
    np.random.default_rng(seed).shuffle(side)
    east, north = 545_000 + 1_500 * (side % 60), 115_000 + 1_500 * (side // 60)
    return shapely.box(east, north, east + side_m, north + side_m)


@given(arrays.arrays(np.bool_, some.tuples(some.integers(1, 12), some.integers(1, 12))))
@settings(deadline=None)
def test_the_outline_of_cells_is_what_a_plain_polygoniser_makes_of_them(cells: np.ndarray) -> None:
    grid = Grid(west_m=600.0, north_m=900.0, rows=cells.shape[0], cols=cells.shape[1], cell_m=50.0)
    ours = outlines_of(cells, grid)
    plain = rasterio.features.shapes(
        cells.astype(np.uint8), mask=cells, connectivity=4, transform=Affine(50, 0, 600, 0, -50, 900)
    )
    theirs = np.array([shapely.geometry.shape(shape) for shape, _ in plain], dtype=object)
    assert shapely.is_valid(ours).all()
    assert len(ours) == len(theirs)
    assert shapely.area(ours).sum() == cells.sum() * 2500
    assert sorted(shapely.to_wkt(shapely.normalize(ours))) == sorted(shapely.to_wkt(shapely.normalize(theirs)))


def test_cells_that_meet_at_a_corner_are_two_polygons_and_a_ring_of_cells_has_a_hole() -> None:
    grid = Grid(0.0, 30.0, 3, 3, 10.0)
    assert len(outlines_of(np.eye(3, dtype=bool), grid)) == 3
    ring = np.ones((3, 3), bool)
    ring[1, 1] = False
    (polygon,) = outlines_of(ring, grid)
    assert len(polygon.interiors) == 1


def test_a_pixel_halves_with_each_zoom_and_a_cell_of_the_overview_is_half_of_one() -> None:
    assert pixel_m(6) == 2 * pixel_m(7)
    for zoom in (6, 7, 8, 9):
        assert 0.4 < cell_m(zoom) / (pixel_m(zoom) * 0.6) < 0.6


@pytest.mark.parametrize(("count", "side_m"), [(2_000, 100), (400, 500), (30, 1_300)])
def test_area_stays_true_at_every_zoom_of_the_overview(count: int, side_m: float) -> None:
    """Small pieces that no screen could show neither vanish nor swell."""
    shapes = squares(count, side_m)
    for zoom, polygons in overview(shapes, overview_grid(KENT)):
        shown = shapely.area(polygons).sum() / shapely.area(shapes).sum()
        assert shown == pytest.approx(1, abs=0.06), zoom


def test_a_single_small_place_is_shown_at_every_zoom() -> None:
    for _, polygons in overview(shapely.box([600_000], [150_000], [600_100], [150_100]), overview_grid(KENT)):
        assert len(polygons) == 1
        assert polygons[0].distance(shapely.Point(600_050, 150_050)) < 400


def test_what_covers_no_cell_at_all_is_not_shown() -> None:
    speck = shapely.box([600_001], [150_001], [600_003], [150_003])
    assert [len(polygons) for _, polygons in overview(speck, overview_grid(KENT))] == [0, 0, 0, 0]


def test_the_overview_lies_on_one_lattice_wherever_the_area_begins() -> None:
    for shift in (0.0, 37.0, 333.0):
        grid = overview_grid((KENT[0] + shift, KENT[1] + shift, KENT[2], KENT[3]))
        assert grid.west_m % 400 == 0
        assert grid.north_m % 400 == 0
        assert grid.rows % 8 == grid.cols % 8 == 0


def test_of_equally_full_cells_the_first_are_taken() -> None:
    assert fullest(np.array([0, 3, 5, 3, 3]), 3).tolist() == [False, True, True, True, False]
    assert fullest(np.array([0, 3, 5]), 0).tolist() == [False, False, True]


def test_steps_are_taken_off_an_outline_and_a_single_cell_keeps_its_shape() -> None:
    stairs = outlines_of(np.tri(8, dtype=bool), Grid(0.0, 80.0, 8, 8, 10.0))
    assert shapely.get_num_coordinates(smoothed(stairs, 10.0))[0] < shapely.get_num_coordinates(stairs)[0] / 2
    one = outlines_of(np.ones((1, 1), bool), Grid(0.0, 10.0, 1, 1, 10.0))
    assert shapely.equals(smoothed(one, 10.0), one).all()


def wiggly(points: int) -> shapely.Polygon:
    """A round wood of about 30 ha with a wiggly edge."""
    turn = np.linspace(0, 2 * np.pi, points, endpoint=False)
    radius = 300 + np.random.default_rng(2).uniform(-2, 2, points)
    return shapely.Polygon(np.stack([600_000 + radius * np.cos(turn), 150_000 + radius * np.sin(turn)], axis=1))


def test_a_shape_has_fewer_vertices_at_each_zoom_outward_and_strays_less_than_a_pixel() -> None:
    frame = gpd.GeoDataFrame({"name": ["wood"]}, geometry=[wiggly(500)], crs=27700)
    whole = to_mercator(frame.geometry.to_numpy())[0]
    vertices = []
    for zoom, shown in detail(frame):
        vertices.append(shapely.get_num_coordinates(shown.geometry.to_numpy())[0])
        assert whole.boundary.hausdorff_distance(shown.geometry.iloc[0].boundary) < pixel_m(zoom)
    assert vertices == sorted(vertices, reverse=True)
    assert vertices[0] < 150


def test_what_is_smaller_than_a_pixel_is_left_out_and_points_are_not() -> None:
    tiny, large = shapely.box(600_000, 150_000, 600_020, 150_020), shapely.box(600_000, 150_000, 601_000, 151_000)
    frame = gpd.GeoDataFrame({"n": [1, 2, 3]}, geometry=[tiny, large, shapely.Point(600_000, 150_000)], crs=27700)
    shown = {zoom: level["n"].tolist() for zoom, level in detail(frame)}
    assert shown == {12: [1, 2, 3], 11: [2, 3], 10: [2, 3]}


def test_every_shape_of_the_detail_is_valid() -> None:
    spike = shapely.Polygon([(0, 0), (400, 0), (401, 300), (402, 0), (800, 0), (800, 9), (3, 8), (800, 7), (0, 6)])
    mended = spike.buffer(0)
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.affinity.translate(mended, 600_000, 150_000)], crs=27700)
    for _, level in detail(frame, DETAIL_ZOOMS):
        assert level.is_valid.all()


def test_places_on_the_plane_are_where_they_are_on_the_globe() -> None:
    places = gpd.GeoSeries([shapely.Point(614_900, 157_900), shapely.Point(90_000, 10_000)], crs=27700)
    ours, theirs = to_degrees(to_mercator(places.to_numpy())), places.to_crs(4326).to_numpy()
    assert np.allclose(shapely.get_coordinates(ours), shapely.get_coordinates(theirs), rtol=0, atol=1e-9)
