"""Names, towns and the land they are built on."""

import numpy as np
import pandas as pd
import pytest
import shapely

from lnrs.sketch import kent
from lnrs.sketch.grid import grid_over
from lnrs.sketch.names import numbered, place_names, site_names
from lnrs.sketch.newcomers import districts, routes
from lnrs.sketch.noise import stream
from lnrs.sketch.settlements import PEOPLE_PER_HA, built_up, with_hamlets

GRID = grid_over((600_000, 100_000, 620_000, 120_000), 100)
TOWNS = pd.DataFrame(
    {
        "name": ["Greater", "Lesser"],
        "kind": ["town", "village"],
        "easting_m": [606_000, 615_000],
        "northing_m": [110_000, 110_000],
        "population": [40_000, 2_000],
    }
)
NO_ROADS = np.array([], dtype=object)


def test_place_names_are_many_and_all_different() -> None:
    names = place_names(stream(1, "test"))
    assert len(names) > 1_000
    assert len(set(names)) == len(names)


def test_no_invented_place_has_the_name_of_a_real_one() -> None:
    first = place_names(stream(1, "test"))[0]
    assert first not in place_names(stream(1, "test"), [first])
    real = pd.read_csv(kent.files("lnrs.sketch.kent").joinpath("towns.csv"))["name"]
    assert not set(real) & set(place_names(stream(1, "test")))


def test_no_two_sites_have_one_name_even_when_there_are_thousands() -> None:
    names = site_names(stream(1, "test"), ["Wood/Shaw"] * 5_000)
    assert len(names) == len(set(names)) == 5_000
    assert all(name.endswith(("Wood", "Shaw")) for name in names)


def test_references_are_as_wide_as_the_longest() -> None:
    assert numbered("P", 2) == ["P0001", "P0002"]
    assert numbered("P", 12_000)[0] == "P00001"


def test_towns_have_the_land_their_people_need() -> None:
    built = built_up(GRID, TOWNS, NO_ROADS, np.ones(GRID.shape, dtype=bool), seed=1)
    assert built.sum() == pytest.approx(42_000 / PEOPLE_PER_HA, rel=0.02)


def test_nothing_is_built_where_it_is_not_allowed() -> None:
    allowed = np.zeros(GRID.shape, dtype=bool)
    allowed[:, : GRID.columns // 2] = True
    built = built_up(GRID, TOWNS, NO_ROADS, allowed, seed=1)
    assert built.any()
    assert not built[~allowed].any()


def test_hamlets_stand_clear_of_towns_and_of_each_other() -> None:
    grid = grid_over(kent.outline(40).bounds, 400)
    before = kent.setting(grid, 1)
    after = with_hamlets(before, grid, 60, 1)
    places = after.towns[["easting_m", "northing_m"]].to_numpy(float)
    assert len(after.towns) == len(before.towns) + 60
    hamlets = places[len(before.towns) :]
    assert shapely.contains_xy(before.outline, hamlets).all()
    far = np.hypot(*(hamlets[:, None] - hamlets[None]).transpose(2, 0, 1))
    assert far[~np.eye(60, dtype=bool)].min() > 1_000


def test_real_towns_are_in_their_places() -> None:
    setting = kent.setting(grid_over(kent.outline(40).bounds, 400), 1)
    towns = setting.towns.set_index("name")
    assert towns.loc["Canterbury", "kind"] == "city"
    assert (
        towns.loc["Margate", "easting_m"] > towns.loc["Canterbury", "easting_m"] > towns.loc["Maidstone", "easting_m"]
    )
    inside = shapely.contains_xy(setting.outline, towns[["easting_m", "northing_m"]].to_numpy(float))
    assert inside.all(), towns.index[~inside].tolist()


def test_invented_roads_join_the_towns() -> None:
    places = pd.concat([TOWNS] * 4, ignore_index=True)
    places["easting_m"] += np.arange(8) * 3_000
    network = shapely.union_all(routes(places, 1).query("kind == 'primary'")["geometry"].to_numpy())
    points = shapely.points(places["easting_m"], places["northing_m"])
    assert shapely.distance(network, points).max() < 1


def test_every_invented_town_is_in_one_district() -> None:
    places = pd.concat([TOWNS] * 4, ignore_index=True)
    places["northing_m"] += np.arange(8) * 7_000
    found = districts(places, 100_000, 1)
    assert len(found) == 3
    assert sum(len(seats) for _, seats in found) == len(places)
