"""Land cover, patches and records: what is laid over the fields."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from lnrs.layers.catalogue import layer_named
from lnrs.sketch.cover import LAID_IN_TURN, land_cover
from lnrs.sketch.grid import grid_over
from lnrs.sketch.noise import noise, stream
from lnrs.sketch.patches import patches
from lnrs.sketch.setting import ZONES
from lnrs.sketch.shore import CLIFF, FORESHORE, LAKE, LAND, SALTMARSH
from lnrs.sketch.sites import WORTH
from lnrs.sketch.species import recorded_species
from lnrs.sketch.zones import character

SIDE = 60
GRID = grid_over((0, 0, SIDE * 200, SIDE * 200), 200)
FEATURES = pd.DataFrame(
    {"kind": ["wood"], "name": ["Heartwood"], "easting_m": [6_000.0], "northing_m": [6_000.0], "radius_m": [1_500.0],
     "strength": [9.0]}
)  # fmt: skip
COVERS = next(column.oneof for column in layer_named("land_parcels").columns if column.name == "land_cover")


def country(zone: str) -> gpd.GeoDataFrame:
    """Square fields of four hectares, all of one kind of country."""
    x, y = (axis.ravel() * 200.0 + 100 for axis in np.meshgrid(np.arange(SIDE), np.arange(SIDE)))
    facts = {"kind": LAND, "zone": ZONES.index(zone), "area_m2": 4e4, "built": False, "elevation_m": 50.0,
             "slope_deg": 1.0, "above_water_m": 30.0, "valley_m": 500.0, "shore_m": 9e3, "channel_m": 9e3}  # fmt: skip
    return gpd.GeoDataFrame({"x": x, "y": y, **facts}, geometry=shapely.box(x - 100, y - 100, x + 100, y + 100))


@pytest.mark.parametrize("zone", ["chalk", "wooded hills", "romney marsh", "upland"])
def test_each_kind_of_country_has_its_share_of_each_cover(zone: str) -> None:
    cover = land_cover(country(zone), GRID, FEATURES, seed=1)
    wooded = np.isin(cover, ["broadleaved woodland", "coniferous woodland"]).mean()
    assert wooded == pytest.approx(character().loc[zone, "woodland"], abs=0.01)
    assert (cover == "improved grassland").mean() == pytest.approx(character().loc[zone, "improved"], abs=0.01)


def test_a_wood_lies_where_one_is_known_to_be() -> None:
    fields = country("clay vale")
    cover = land_cover(fields, GRID, FEATURES, seed=1)
    near = np.hypot(fields["x"] - 6_000, fields["y"] - 6_000) < 600
    assert np.isin(cover[near], ["broadleaved woodland", "coniferous woodland"]).all()


def test_woods_hang_together_more_than_chance_would_have_it() -> None:
    cover = land_cover(country("clay vale"), GRID, FEATURES.iloc[:0], seed=1).reshape(SIDE, SIDE)
    wood = cover == "broadleaved woodland"
    beside = (wood[:, 1:] & wood[:, :-1]).sum() / wood[:, 1:].sum()
    assert beside > 3 * wood.mean()


@pytest.mark.parametrize(
    ("kind", "cover"), [(FORESHORE, "mudflat"), (SALTMARSH, "saltmarsh"), (CLIFF, "cliff"), (LAKE, "freshwater")]
)
def test_the_shore_and_the_lakes_have_their_own_cover(kind: int, cover: str) -> None:
    fields = country("estuary marsh").assign(kind=kind)
    assert (land_cover(fields, GRID, FEATURES, seed=1) == cover).all()


def test_a_town_is_mostly_built_up_with_some_green() -> None:
    cover = land_cover(country("chalk").assign(built=True), GRID, FEATURES, seed=1)
    assert 0.75 < (cover == "built-up").mean() < 0.9
    assert (cover == "parks and gardens").mean() > 0.05


def test_every_cover_that_is_laid_is_in_the_contract() -> None:
    assert {name for _, name in LAID_IN_TURN} <= set(COVERS)
    assert set(character()["rest"]) <= set(COVERS)


def test_every_species_has_a_home_that_exists_and_every_sensitive_one_a_coarse_resolution() -> None:
    table = recorded_species()
    homes = {home for homes in table["homes"] for home in homes.split("; ")}
    assert homes <= set(COVERS) | set(WORTH)
    assert len(table) >= 60
    sensitive = table["sensitive"] == "yes"
    assert sensitive.sum() >= 8
    assert (table.loc[sensitive, "resolution_m"] >= 1_000).all()
    assert table["scientific_name"].is_unique


def banded() -> np.ndarray:
    return np.digitize(noise(GRID, stream(1, "bands"), 2_500), [-0.5, 0.5]).astype(np.uint8)


AREA = shapely.box(1_000, 1_000, 11_000, 11_000)


def test_patches_cover_the_area_once() -> None:
    found = patches(GRID, banded(), AREA, least_cells=6, seed=1)
    assert found.is_valid.all()
    assert found.area.sum() == pytest.approx(AREA.area, rel=1e-6)
    assert shapely.union_all(found.geometry.to_numpy()).area == pytest.approx(AREA.area, rel=1e-6)


def test_patches_have_about_the_land_their_class_had() -> None:
    classes = banded()
    found = patches(GRID, classes, AREA, least_cells=6, seed=1)
    inside = classes[10:60, 10:60]
    for value in (0, 1, 2):
        assert found.area[found["value"] == value].sum() / AREA.area == pytest.approx(
            (inside == value).mean(), abs=0.03
        )


def test_the_edges_of_patches_are_not_those_of_cells() -> None:
    found = patches(GRID, banded(), AREA, least_cells=6, seed=1)
    corners = shapely.get_coordinates(found.geometry.to_numpy())
    assert ((corners % 200) == 0).all(axis=1).mean() < 0.05


def test_a_class_can_be_left_out() -> None:
    found = patches(GRID, banded(), AREA, least_cells=6, seed=1, skip=0)
    assert set(found["value"]) == {1, 2}
