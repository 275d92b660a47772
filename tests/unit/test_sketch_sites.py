"""Parcels gathered into sites."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from lnrs.sketch.coverage import neighbours
from lnrs.sketch.noise import stream
from lnrs.sketch.scatter import points_in
from lnrs.sketch.sites import as_sites, chosen, gathered, grouped

HABITATS = {"M": ("semi-natural grassland", "lowland meadow"), "W": ("broadleaved woodland", ""), ".": ("arable", "")}


def fields(drawing: str) -> gpd.GeoDataFrame:
    """One-hectare parcels drawn as text."""
    rows = [line.split() for line in drawing.strip().splitlines()]
    cells = [(x * 100.0, (len(rows) - y - 1) * 100.0, mark) for y, row in enumerate(rows) for x, mark in enumerate(row)]
    west, south = (np.array([cell[axis] for cell in cells]) for axis in (0, 1))
    return gpd.GeoDataFrame(
        {
            "mark": [mark for _, _, mark in cells],
            "land_cover": [HABITATS[mark][0] for _, _, mark in cells],
            "habitat": [HABITATS[mark][1] for _, _, mark in cells],
            "x": west + 50,
            "y": south + 50,
            "area_m2": 1e4,
        },
        geometry=shapely.box(west, south, west + 100, south + 100),
        crs=27700,
    )


LAND = fields("""
    M M . . W
    M . . . W
    . . . W W
    W . . . .
""")
PAIRS = neighbours(LAND.geometry.to_numpy())[:2]
MEADOW, WOOD = (LAND["mark"] == mark for mark in "MW")
ALL_FAR = 5_000.0


def test_a_group_is_parcels_that_adjoin() -> None:
    patch = grouped(LAND, PAIRS, WOOD.to_numpy(), np.ones(len(LAND)), ALL_FAR, stream(1, "test"))
    assert sorted(patch.area_m2.tolist()) == [1e4, 4e4]
    assert (patch.label[~WOOD] == -1).all()


def test_a_gathered_site_leaves_out_parts_much_smaller_than_its_largest() -> None:
    patch = gathered(LAND, PAIRS, WOOD.to_numpy(), np.ones(len(LAND)), ALL_FAR, stream(1, "test"))
    assert patch.area_m2.tolist() == [4e4]


def test_a_gathered_site_may_have_two_parts() -> None:
    both = (MEADOW | WOOD).to_numpy()
    patch = gathered(LAND, PAIRS, both, np.ones(len(LAND)), ALL_FAR, stream(1, "test"))
    assert patch.area_m2.tolist() == [7e4]


def test_the_best_patches_are_chosen_until_there_is_enough() -> None:
    merit = np.where(MEADOW, 2.0, 1.0)
    patch = grouped(LAND, PAIRS, (MEADOW | WOOD).to_numpy(), merit, ALL_FAR, stream(1, "test"))
    first = chosen(patch, 2.5e4, 0)
    assert (first[MEADOW] == 0).all()
    assert (first[WOOD] == -1).all()


def test_patches_that_are_too_small_are_passed_over() -> None:
    patch = grouped(LAND, PAIRS, WOOD.to_numpy(), np.ones(len(LAND)), ALL_FAR, stream(1, "test"))
    assert (chosen(patch, 1e9, 2e4) >= 0).sum() == 4


def test_where_nothing_suits_there_is_no_site() -> None:
    none = np.zeros(len(LAND), dtype=bool)
    patch = gathered(LAND, PAIRS, none, np.ones(len(LAND)), ALL_FAR, stream(1, "test"))
    assert (chosen(patch, 1e9, 0) == -1).all()


def test_a_site_is_called_after_what_it_is() -> None:
    label = np.where(MEADOW, 0, np.where(WOOD, 1, -1))
    sites = as_sites(LAND, label, "LWS", shapely.box(0, 0, 500, 400), stream(1, "test"))
    assert sites["ref"].tolist() == ["LWS0001", "LWS0002"]
    assert sites["name"][0].split()[-1] in {"Meadow", "Meadows"}
    assert sites["name"][1].split()[-1] in {"Wood", "Shaw", "Copse"}


def test_a_site_that_crosses_hedges_stays_in_the_area() -> None:
    label = np.arange(len(LAND))
    area = shapely.box(0, 0, 500, 400)
    sites = as_sites(LAND, label, "X", area, stream(1, "test"))
    crossing = sites.area > 1.01e4
    assert 0 < crossing.sum() < len(sites)
    assert shapely.covers(shapely.buffer(area, 0.02), sites.geometry.to_numpy()).all()


def test_points_by_chance_lie_in_their_polygons() -> None:
    bent = shapely.Polygon([(0, 0), (100, 0), (100, 10), (10, 10), (10, 100), (0, 100)])
    points = points_in(np.array([bent] * 200), np.random.default_rng(1))
    assert shapely.covers(bent, points).all()
    assert shapely.get_x(points).std() == pytest.approx(30, abs=15)
