"""Every hectare is counted once, whatever overlaps; and the same folder gives the same map."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from lnrs.habitat_map.build import HabitatMap, build
from lnrs.habitat_map.cache import Cache
from lnrs.strategy.rule import DistanceTo, Eligible, Exclude, Rule, Select

Draw = Callable[[str], gpd.GeoDataFrame]

PICTURE = """
    M . . g
    . . # g
    W . . .
"""
ARABLE_AND_GRASS = Eligible(land_cover=("arable", "improved grassland"))


def zones(*shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    names = [f"Zone {number}" for number in range(1, len(shapes) + 1)]
    frame = gpd.GeoDataFrame({"code": names, "name": names}, geometry=[shapely.MultiPolygon([s]) for s in shapes])
    return frame.set_crs(27700)


@pytest.fixture
def strategy(draw: Draw, strategy_of: Callable, sites: Callable):
    two = {
        "GL1.1": Rule("b", ARABLE_AND_GRASS, Exclude(inside=("areas_of_particular_importance",))),
        "GL1.2": Rule("b", Eligible(land_cover=("arable",))),
        "GL2.1": Rule("b", Eligible(land_cover=("improved grassland",))),
    }
    layers = {
        "sites_of_special_scientific_interest": sites(shapely.box(0, 150, 250, 300), shapely.box(200, 150, 300, 300)),
        "special_areas_of_conservation": sites(shapely.box(0, 200, 250, 350)),
        "districts": zones(shapely.box(0, 0, 170, 300), shapely.box(170, 0, 500, 300)),
        "parishes": zones(shapely.box(0, 0, 400, 120), shapely.box(0, 120, 400, 300)),
    }
    return strategy_of(draw(PICTURE), two, layers)


@pytest.fixture
def made(strategy, tmp_path: Path) -> HabitatMap:
    return build(strategy, Cache(tmp_path / "cache"))


def total(made: HabitatMap, key: str) -> float:
    return float(made.figures["summary"].set_index("key").loc[key, "value"])


def test_overlapping_sites_keep_their_rows_and_share_their_area(made: HabitatMap) -> None:
    assert made.important["apib_type"].tolist() == ["SSSI", "SSSI", "SAC"]
    assert total(made, "important") == pytest.approx(300 * 150 / 1e4)
    by_type = made.figures["important_by_type"].set_index("apib_type")
    assert by_type.loc["SSSI", ["sites", "area_ha"]].tolist() == [2, pytest.approx(4.5)]
    assert by_type.loc["SAC", "area_ha"] == pytest.approx(2.5)


def test_a_site_is_clipped_to_the_strategy_area(made: HabitatMap) -> None:
    assert made.important.loc[2].geometry.bounds == (0, 200, 250, 300)


def test_two_measures_on_one_field_count_the_field_once(made: HabitatMap) -> None:
    assert made.measures.area.sum() / 1e4 > total(made, "mapped")
    assert total(made, "mapped") == pytest.approx(made.measures.union_all().area / 1e4)
    assert total(made, "could_become") == pytest.approx(made.become.union_all().area / 1e4)


def test_what_could_become_important_is_the_measures_less_what_is_important(made: HabitatMap) -> None:
    plain = made.measures.union_all().difference(made.important.union_all())
    assert made.become.union_all().symmetric_difference(plain).area < 1e-6
    assert made.topology.overlap_m2 < 1e-6
    assert made.topology.outside_m2 < 1e-6
    assert (made.topology.invalid, made.topology.slivers) == (0, 0)


@pytest.mark.parametrize("figure", ["by_district", "by_parish"])
def test_districts_and_parishes_add_up_to_the_whole(made: HabitatMap, figure: str) -> None:
    table = made.figures[figure]
    assert table["important_ha"].sum() == pytest.approx(total(made, "important"))
    assert table["could_become_ha"].sum() == pytest.approx(total(made, "could_become"))
    assert table["mapped_ha"].sum() == pytest.approx(total(made, "mapped"))
    assert table["area_ha"].sum() == pytest.approx(total(made, "area"))


def test_a_priority_counts_land_once_for_all_its_measures(made: HabitatMap) -> None:
    by_priority = made.figures["by_priority"].set_index("priority")
    for priority in ("GL1", "GL2"):
        ours = made.measures[made.measures["measure"].str.startswith(priority)]
        assert by_priority.loc[priority, "area_ha"] == pytest.approx(ours.union_all().area / 1e4)


def test_rows_of_one_piece_share_one_geometry(made: HabitatMap) -> None:
    for _, rows in made.measures.groupby("piece"):
        assert rows.geometry.nunique() == 1


def test_important_land_by_district_and_type_adds_up_to_the_type(made: HabitatMap) -> None:
    table = made.figures["important_by_district_and_type"]
    by_type = made.figures["important_by_type"].set_index("apib_type")["area_ha"]
    for apib_type, rows in table.groupby("apib_type"):
        assert rows["area_ha"].sum() == pytest.approx(by_type[apib_type])


def test_the_same_folder_gives_the_same_map_with_or_without_what_was_kept(strategy, tmp_path: Path) -> None:
    first, again, afresh = (build(strategy, Cache(tmp_path / name)) for name in ("one", "one", "two"))
    for other in (again, afresh):
        assert first.keys == other.keys
        assert first.measures.to_wkb().equals(other.measures.to_wkb())
        assert first.criteria.equals(other.criteria)
        assert first.become.to_wkb().equals(other.become.to_wkb())
        assert all(first.figures[name].equals(other.figures[name]) for name in first.figures)


def test_a_changed_rule_changes_the_keys_of_what_it_touches_and_no_others(
    draw: Draw, strategy_of: Callable, tmp_path: Path
) -> None:
    near = DistanceTo("distance", "near", worst_m=300, habitat=("lowland meadow",))
    rules = {"GL1.1": Rule("b", ARABLE_AND_GRASS, criteria=(near,), select=Select(area_ha=2))}
    before = build(strategy_of(draw(PICTURE), rules), Cache(tmp_path / "cache"))
    rules = {"GL1.1": Rule("b", ARABLE_AND_GRASS, criteria=(near,), select=Select(area_ha=4))}
    after = build(strategy_of(draw(PICTURE), rules), Cache(tmp_path / "cache"))
    changed = {name for name in before.keys if before.keys[name] != after.keys[name]}
    assert changed == {"places", "measures", "criteria", "joins", "become"}
