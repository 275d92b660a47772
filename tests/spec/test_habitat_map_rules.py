"""Where a mapped measure goes: the rule's own words, tried on land drawn as text."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pandas.testing import assert_frame_equal

from lnrs.errors import CannotBuild
from lnrs.habitat_map.build import HabitatMap, build
from lnrs.habitat_map.cache import Cache
from lnrs.habitat_map.choose import points_for, share_below
from lnrs.layers.catalogue import layer_named
from lnrs.layers.raster import Elevation as Heights
from lnrs.layers.raster import write_raster
from lnrs.layers.record import record_of
from lnrs.model import Mapping
from lnrs.strategy.rule import (
    Connectivity,
    DistanceTo,
    Elevation,
    Eligible,
    Exclude,
    Rule,
    Select,
    Share,
    ShareOf,
    Slope,
)

Draw = Callable[[str], gpd.GeoDataFrame]

ARABLE = Eligible(land_cover=("arable",))
NEAR_MEADOW = DistanceTo("distance", "near meadow", worst_m=500, habitat=("lowland meadow",))


@pytest.fixture
def mapped(strategy_of: Callable, tmp_path: Path) -> Callable[..., HabitatMap]:
    return lambda *args, **kwargs: build(strategy_of(*args, **kwargs), Cache(tmp_path / "cache"))


def fields_of(made: HabitatMap, measure: str = "GL1.1") -> set[str]:
    return set(made.measures.loc[made.measures["measure"] == measure, "parcel_id"])


def test_a_measure_goes_only_on_the_land_cover_it_can_go_on(draw: Draw, mapped: Callable) -> None:
    made = mapped(draw(". g\n# ."), {"GL1.1": Rule("b", ARABLE)})
    assert fields_of(made) == {"0,1", "1,0"}


def test_the_nearest_land_is_taken_first_until_the_area_is_reached(draw: Draw, mapped: Callable) -> None:
    made = mapped(draw("M . . . ."), {"GL1.1": Rule("b", ARABLE, criteria=(NEAR_MEADOW,), select=Select(area_ha=2))})
    assert fields_of(made) == {"1,0", "2,0"}


def test_every_mapped_polygon_keeps_the_value_of_every_criterion(draw: Draw, mapped: Callable) -> None:
    soils = gpd.GeoDataFrame({"soil": ["peaty fen"]}, geometry=[shapely.MultiPolygon([shapely.box(0, 0, 250, 100)])])
    criteria = (NEAR_MEADOW, ShareOf("share", "on peat", "soils", ("peaty fen",), weight=3))
    made = mapped(draw("M . . ."), {"GL1.1": Rule("b", ARABLE, criteria=criteria)}, {"soils": soils.set_crs(27700)})
    kept = made.criteria.merge(made.measures[["pm_loc_id", "parcel_id", "score"]], on="pm_loc_id")
    kept = kept.set_index(["parcel_id", "criterion"])
    assert kept.loc[("1,0", "near meadow"), "value"] == 0
    assert kept.loc[("3,0", "near meadow"), "value"] == pytest.approx(200, abs=10)
    assert kept.loc[("2,0", "on peat"), ["value", "points", "weight"]].tolist() == [0.5, 0.5, 3]
    assert kept.loc[("2,0", "near meadow"), "unit"] == "m"
    near = kept.loc[("2,0", "near meadow"), "points"]
    assert kept.loc[("2,0", "on peat"), "score"] == pytest.approx((near + 3 * 0.5) / 4, abs=1e-4)


def test_land_that_scores_too_little_is_left_even_when_more_is_wanted(draw: Draw, mapped: Callable) -> None:
    select = Select(area_ha=100, min_score=0.5)
    made = mapped(draw("M . . . . . ."), {"GL1.1": Rule("b", ARABLE, criteria=(NEAR_MEADOW,), select=select)})
    assert fields_of(made) == {"1,0", "2,0", "3,0"}


def test_a_share_of_the_eligible_land_may_be_asked_for(draw: Draw, mapped: Callable) -> None:
    made = mapped(draw("M . . . ."), {"GL1.1": Rule("b", ARABLE, criteria=(NEAR_MEADOW,), select=Select(share=0.25))})
    assert fields_of(made) == {"1,0"}
    assert made.figures["by_measure"].loc[0, "eligible_ha"] == pytest.approx(4)


def test_a_patch_that_is_too_small_gives_way_to_land_that_makes_a_patch(draw: Draw, mapped: Callable) -> None:
    """The lone field beside the wood scores best; the pair that scores less is the least worth having."""
    near = DistanceTo("distance", "near wood", worst_m=2000, habitat=("lowland mixed deciduous woodland",))
    rule = Rule("b", ARABLE, criteria=(near,), select=Select(area_ha=2, min_patch_ha=2))
    assert fields_of(mapped(draw("W . g . ."), {"GL1.1": rule})) == {"3,0", "4,0"}


def test_a_condition_on_a_layer_asks_for_a_share_of_the_field(draw: Draw, mapped: Callable) -> None:
    floods = gpd.GeoDataFrame(
        {"zone": ["3", "2"]},
        geometry=[
            shapely.MultiPolygon([shapely.box(0, 0, 140, 100)]),
            shapely.MultiPolygon([shapely.box(140, 0, 400, 100)]),
        ],
        crs=27700,
    )
    wet = Eligible(where=(Share("flood_zones", ("3",), at_least=0.5),))
    dry = Eligible(where=(Share("flood_zones", at_most=0.0),))
    made = mapped(draw(". . . . ."), {"GL1.1": Rule("b", wet), "GL1.2": Rule("b", dry)}, {"flood_zones": floods})
    assert fields_of(made) == {"0,0"}
    assert fields_of(made, "GL1.2") == {"4,0"}


def test_an_excluded_layer_is_cut_away_exactly(draw: Draw, mapped: Callable, sites: Callable) -> None:
    wildlife = sites(shapely.box(133.25, -50, 900, 150))
    rule = Rule("b", ARABLE, Exclude(inside=("areas_of_particular_importance",)))
    made = mapped(draw(". . ."), {"GL1.1": rule}, {"local_wildlife_sites": wildlife})
    assert made.measures.area.sum() == pytest.approx(133.25 * 100, abs=1e-6)
    assert made.importance.area.sum() == pytest.approx((300 - 133.25) * 100, abs=1e-6)


def test_land_already_important_may_hold_a_measure_but_cannot_become_important(
    draw: Draw, mapped: Callable, sites: Callable
) -> None:
    made = mapped(
        draw(". . ."), {"GL1.1": Rule("b", ARABLE)}, {"local_nature_reserves": sites(shapely.box(0, 0, 150, 100))}
    )
    assert made.measures.area.sum() == pytest.approx(30_000)
    assert made.become.area.sum() == pytest.approx(15_000)
    assert made.topology.overlap_m2 < 1e-6


def test_after_one_rule_changes_the_map_is_as_if_made_anew(draw: Draw, strategy_of: Callable, tmp_path: Path) -> None:
    """Though only that rule is applied again, to questions that another rule asked from farther away."""
    land = draw("M . . . . . . . .")
    far = Rule("b", ARABLE, criteria=(replace(NEAR_MEADOW, worst_m=5_000),), select=Select(area_ha=5))
    rules = {"GL1.1": Rule("b", ARABLE, criteria=(NEAR_MEADOW,), select=Select(area_ha=2)), "GL1.2": far}
    changed = rules | {"GL1.1": replace(rules["GL1.1"], select=Select(min_score=0.3))}
    build(strategy_of(land, rules), Cache(tmp_path / "kept"))
    warm = build(strategy_of(land, changed), Cache(tmp_path / "kept"))
    anew = build(strategy_of(land, changed), Cache(tmp_path / "empty"))
    assert fields_of(warm) == {"1,0", "2,0", "3,0", "4,0"}
    assert_frame_equal(warm.measures, anew.measures)
    assert_frame_equal(warm.criteria, anew.criteria)
    assert warm.keys == anew.keys


def test_other_values_are_other_content_though_they_choose_the_same_land(
    draw: Draw, strategy_of: Callable, tmp_path: Path
) -> None:
    """Else a file of values would be taken from those kept before the layer was replaced."""
    rules = {"GL1.1": Rule("b", ARABLE, criteria=(ShareOf("share", "on peat", "soils", ("peaty fen",)),))}

    def with_peat_to(east_m: float) -> HabitatMap:
        peat = [shapely.MultiPolygon([shapely.box(0, 0, east_m, 100)])]
        soils = gpd.GeoDataFrame({"soil": ["peaty fen"]}, geometry=peat, crs=27700)
        return build(strategy_of(draw(". ."), rules, {"soils": soils}), Cache(tmp_path / "cache"))

    before, after = with_peat_to(50), with_peat_to(80)
    assert before.criteria["value"].tolist() == [0.5, 0.0]
    assert after.criteria["value"].tolist() == [0.8, 0.0]
    assert before.keys["places"] == after.keys["places"]
    assert before.keys["criteria"] != after.keys["criteria"]
    assert before.keys["measures"] != after.keys["measures"]


def test_slope_and_height_count_as_the_rule_says() -> None:
    steep = Slope("slope", "steep", best_deg=20, worst_deg=5)
    low = Elevation("elevation", "low", best_m=2, worst_m=12)
    assert points_for(steep, np.array([0.0, 5.0, 12.5, 30.0]), np.ones(4)).tolist() == [0.0, 0.0, 0.5, 1.0]
    assert points_for(low, np.array([0.0, 7.0, 40.0]), np.ones(3)).tolist() == [1.0, 0.5, 0.0]


def test_the_gap_between_two_meadows_joins_more_than_a_field_beyond_them(draw: Draw, mapped: Callable) -> None:
    joins = Connectivity("connectivity", "joins meadows", ("lowland meadow",), dispersal_m=300)
    made = mapped(draw("# # # . M . M . . . . ."), {"GL1.1": Rule("b", ARABLE, criteria=(joins,))})
    gained = made.criteria.set_index(made.measures["parcel_id"].to_numpy())["value"]
    assert gained["5,0"] == gained.max() > gained["7,0"] > gained["8,0"] > gained["11,0"] > 0
    assert gained["7,0"] == pytest.approx(gained["3,0"], rel=0.01)
    assert (made.criteria["unit"] == "ha per ha").all()
    points = made.criteria.set_index(made.measures["parcel_id"].to_numpy())["points"]
    assert (points["5,0"], points["11,0"]) == (pytest.approx(6 / 7, abs=1e-4), 0)


def test_land_that_is_the_habitat_already_joins_nothing(draw: Draw, mapped: Callable) -> None:
    joins = Connectivity("connectivity", "joins meadows", ("lowland meadow",), dispersal_m=300)
    made = mapped(draw("M . M"), {"GL1.1": Rule("b", criteria=(joins,))})
    assert dict(zip(made.measures["parcel_id"], made.criteria["value"] > 0, strict=True)) == {
        "0,0": False,
        "1,0": True,
        "2,0": False,
    }


def test_points_by_rank_are_the_share_of_the_land_that_does_less() -> None:
    value, area_ha = np.array([5.0, 0.0, 5.0, 9.0]), np.array([1.0, 2.0, 1.0, 4.0])
    assert share_below(value, area_ha).tolist() == [0.25, 0.0, 0.25, 0.5]
    assert share_below(np.zeros(3), np.ones(3)).tolist() == [0.0, 0.0, 0.0]


def test_no_map_is_made_where_heights_stop_short_of_the_land(strategy_of: Callable, draw: Draw, tmp_path: Path) -> None:
    """Else its missing part would pass for level ground at the sea, and measures for wet land would go there."""
    low = Elevation("elevation", "low", best_m=2, worst_m=12)
    strategy = strategy_of(draw(". . . ."), {"GL1.1": Rule("b", ARABLE, criteria=(low,))})

    def with_heights_to(east_m: int) -> HabitatMap:
        heights = Heights(np.full((20, east_m // 10), 7.0, np.float32), 0.0, 200.0, 10)
        folder = tmp_path / f"{east_m}"
        folder.mkdir()
        record = record_of(layer_named("elevation"), version="1", retrieved=date(2026, 1, 1), source="drawn")
        write_raster(heights, folder, record)
        layers = {**strategy.layers, "elevation": folder / "elevation.tif"}
        return build(replace(strategy, layers=layers), Cache(tmp_path / "cache"))

    assert with_heights_to(400).criteria["value"].tolist() == [7.0, 7.0, 7.0, 7.0]
    with pytest.raises(CannotBuild, match=r"no height for 1 ha \(25.0% of the land\)"):
        with_heights_to(250)


def test_a_rule_without_criteria_takes_all_eligible_land(draw: Draw, mapped: Callable) -> None:
    made = mapped(draw(". . #"), {"GL1.1": Rule("b", ARABLE)})
    assert made.measures["score"].tolist() == [1.0, 1.0]


def test_squares_stand_in_where_there_are_no_parcels(draw: Draw, mapped: Callable) -> None:
    made = mapped(draw(". . .\n. . ."), {"GL1.1": Rule("b")}, mapping=Mapping(units="squares", square_m=100))
    assert len(made.measures) == 6
    assert made.measures["parcel_id"].iloc[0] == "E0N0"


def test_a_layer_that_a_rule_needs_and_the_folder_lacks_is_named(
    strategy_of: Callable, draw: Draw, tmp_path: Path
) -> None:
    strategy = strategy_of(draw("."), {"GL1.1": Rule("b", criteria=(ShareOf("share", "on peat", "soils"),))})
    with pytest.raises(CannotBuild, match="layers/soils"):
        build(strategy, Cache(tmp_path / "cache"))
    with pytest.raises(CannotBuild, match="layers/land_parcels"):
        build(replace(strategy, layers={}), Cache(tmp_path / "cache"))
