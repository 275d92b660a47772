"""Corridors, gaps and benefits as a rule meets them: on land drawn as text."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from lnrs.ecology.grid import Grid
from lnrs.errors import CannotBuild
from lnrs.habitat_map.benefits import people_of_towns
from lnrs.habitat_map.build import HabitatMap, build
from lnrs.habitat_map.cache import Cache
from lnrs.habitat_map.connected import connected_area_ha
from lnrs.habitat_map.workings import Workings
from lnrs.layers.catalogue import layer_named
from lnrs.layers.raster import Elevation, write_raster
from lnrs.layers.record import record_of
from lnrs.strategy.rule import Benefit, Bottleneck, Corridor, Criterion, Eligible, Rule

WOOD = ("lowland mixed deciduous woodland",)
ARABLE = Eligible(land_cover=("arable",))

Mapped = Callable[..., dict[str, float]]


@pytest.fixture
def values(strategy_of: Callable, tmp_path: Path) -> Mapped:
    """`values(land, criterion, layers)`: the criterion's value on each field that is arable."""

    def made(land: gpd.GeoDataFrame, criterion: Criterion, layers: dict | None = None, **raster: Path) -> dict:
        strategy = strategy_of(land, {"GL1.1": Rule("b", ARABLE, criteria=(criterion,))}, layers)
        strategy = replace(strategy, layers={**strategy.layers, **raster})
        found: HabitatMap = build(strategy, Cache(tmp_path / "cache"))
        return dict(zip(found.measures["parcel_id"], found.criteria["value"], strict=True))

    return made


def soils(land: gpd.GeoDataFrame, word: str) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"soil": [word]}, geometry=[shapely.MultiPolygon([land.union_all()])], crs=27700)


def town(east: float, north: float, people: int) -> gpd.GeoDataFrame:
    columns = {"name": ["Wick"], "population": [people], "kind": ["town"]}
    return gpd.GeoDataFrame(columns, geometry=[shapely.Point(east, north)], crs=27700)


def test_more_moves_between_two_woods_than_beyond_them(draw: Callable, values: Mapped) -> None:
    found = values(draw(". . . . W . W . . . ."), Corridor("corridor", "between woods", WOOD, dispersal_m=300))
    assert found["5,0"] > found["1,0"]
    assert found["5,0"] > found["9,0"]


def test_nothing_moves_where_there_is_no_habitat_and_nothing_gaps(draw: Callable, values: Mapped) -> None:
    land = draw(". . . .")
    assert set(values(land, Corridor("corridor", "between woods", WOOD)).values()) == {0.0}
    assert set(values(land, Bottleneck("bottleneck", "in a gap", WOOD)).values()) == {0.0}


def test_the_gap_in_a_row_of_woods_is_what_holds_a_range_up(draw: Callable, values: Mapped) -> None:
    found = values(draw("W W W W W . . W W W W W\n" + " ".join("#" * 12)), Bottleneck("bottleneck", "gap", WOOD, 500))
    assert found["5,1"] > 0
    assert found["6,1"] > 0


def test_carbon_is_what_the_tables_say_of_the_change_of_cover(draw: Callable, values: Mapped) -> None:
    land = draw(" ".join("." * 6))
    wood = Benefit("benefit", "takes up carbon", "carbon", "broadleaved woodland")
    found = values(land, wood, {"soils": soils(land, "freely draining loam")})
    assert list(found.values()) == pytest.approx([(133 - 44) * 44 / 12 / 30] * 6, abs=1e-3)


def test_a_soil_map_in_other_words_is_refused_with_the_layers_to_look_at(
    draw: Callable, values: Mapped, tmp_path: Path
) -> None:
    land = draw(" ".join("." * 6))
    heights = Elevation(np.tile(np.arange(60, 0, -1, dtype=np.float32), (20, 1)), 0.0, 150.0, 10)
    record = record_of(layer_named("elevation"), version="1", retrieved=date(2026, 1, 1), source="drawn")
    (folder := tmp_path / "heights").mkdir()
    write_raster(heights, folder, record)
    line = shapely.MultiLineString([[(590, 0), (590, 100)]])
    rivers = gpd.GeoDataFrame({"name": ["Wey"], "kind": ["main river"]}, geometry=[line], crs=27700)
    layers = {"soils": soils(land, "Wetness class IV"), "rivers": rivers}
    with pytest.raises(CannotBuild, match=r"'soil' is known for 0% of the land only"):
        values(land, Benefit("benefit", "keeps soil", "soil"), layers, elevation=folder / "elevation.tif")


def test_people_far_from_any_green_space_are_counted_where_one_would_serve_them(draw: Callable, values: Mapped) -> None:
    land = draw(". . # # # . . . . . . .")
    park = gpd.GeoDataFrame(
        {"name": ["Far Park"], "owner": ["council"]},
        geometry=[shapely.MultiPolygon([shapely.box(5_000, 0, 5_300, 300)])],
        crs=27700,
    )
    layers = {"towns": town(350, 50, 900), "public_land": park}
    found = values(land, Benefit("benefit", "near people", "access"), layers)
    assert found["1,0"] == found["5,0"] > found["7,0"] > found["11,0"] == 0
    assert max(found.values()) <= 900


def test_the_people_of_a_town_live_on_its_built_up_land_and_all_are_there(draw: Callable) -> None:
    layers = {"towns": town(350, 50, 907), "land_parcels": draw(". . # # # . . .")}

    class Drawn:
        layer = staticmethod(layers.__getitem__)

    people = people_of_towns(Drawn(), Grid(0.0, 100.0, 2, 16, 50.0))
    assert people.sum() == 907
    assert (people[:, 4:10] >= 907 // 12).all()
    assert people[:, :4].sum() == people[:, 10:].sum() == 0


def test_connected_habitat_is_the_same_in_finer_cells(draw: Callable, strategy_of: Callable, tmp_path: Path) -> None:
    land = draw("\n".join(" ".join("W" if (row * 7 + col) % 5 == 0 else "." for col in range(20)) for row in range(20)))
    work = Workings(strategy_of(land, {}), Cache(tmp_path / "cache"))
    wood = (work.land["habitat"] == WOOD[0]).to_numpy()
    fine, coarse = (
        connected_area_ha(work.ground.zones, wood, work.grid, 1_000.0, cells_a_dispersal=cells) for cells in (100, 10)
    )
    assert coarse == pytest.approx(fine, rel=2e-3)
