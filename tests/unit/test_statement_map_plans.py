"""What is marked on each map, and what is said of it: the smallest on top, every hectare once."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from PIL import Image

from lnrs.document.tree import plain
from lnrs.habitat_map.build import HabitatMap, build
from lnrs.habitat_map.cache import Cache
from lnrs.model import Priority
from lnrs.statement.draw import draw_maps
from lnrs.statement.map_plans import MapPlan, plans_for
from lnrs.statement.material import districts_of_measures
from lnrs.statement.writing import gather
from lnrs.strategy.folder import Strategy
from lnrs.strategy.rule import Eligible, Rule, Select

Draw = Callable[[str], gpd.GeoDataFrame]

LAND = """
M M . . . . g g
M M . . . . g g
. . . . . . g g
. . . . # # . .
"""

ALL_ARABLE = Rule("b", Eligible(land_cover=("arable",)))
SOME_ARABLE = replace(ALL_ARABLE, select=Select(area_ha=3))
PASTURE = Rule("b", Eligible(land_cover=("improved grassland",)))


def halves() -> gpd.GeoDataFrame:
    """Two districts that meet at easting 400."""
    boxes = [shapely.MultiPolygon([shapely.box(west, 0, west + 400, 400)]) for west in (0, 400)]
    return gpd.GeoDataFrame({"code": ["E1", "E2"], "name": ["West", "East"]}, geometry=boxes, crs=27700)


@pytest.fixture
def planned(
    strategy_of: Callable[..., Strategy], draw: Draw, tmp_path: Path
) -> Callable[..., tuple[Strategy, HabitatMap, dict[str, MapPlan]]]:
    """The plans of a drawn strategy, by their keys."""

    def plan(rules: dict[str, Rule], **layers: gpd.GeoDataFrame) -> tuple[Strategy, HabitatMap, dict[str, MapPlan]]:
        strategy = strategy_of(draw(LAND), rules, {"districts": halves(), **layers})
        made = build(strategy, Cache(tmp_path / "cache"))
        material = gather(strategy, made, ())
        return strategy, made, {one.key: one for one in plans_for(material, lambda: draw(LAND))}

    return plan


def test_every_map_of_an_invented_strategy_says_so_and_no_map_of_another(planned: Callable, tmp_path: Path) -> None:
    """Both are drawn with one cache, which may not take the one for the other."""
    strategy, made, plans = planned({"GL1.1": ALL_ARABLE})
    drawn = {
        invented: draw_maps(
            gather(replace(strategy, record=replace(strategy.record, invented=invented)), made, ()),
            Cache(tmp_path / "kept"),
            lambda _: None,
        )
        for invented in (False, True)
    }
    assert [picture.key for picture in drawn[True]] == list(plans)
    for real, invented in zip(drawn[False], drawn[True], strict=True):
        one, other = (np.asarray(Image.open(BytesIO(png)).convert("L"), int) for png in (real.png, invented.png))
        assert (other - one < -100).sum() > 300, "dark letters on pale ground"


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_there_is_a_map_of_land_cover_of_what_could_become_and_of_each_theme(planned: Callable) -> None:
    assert list(planned({"GL1.1": ALL_ARABLE})[2]) == ["land-cover", "could-become", "theme-GL"]


def test_sites_have_a_map_of_their_own(planned: Callable, sites: Callable) -> None:
    plan = planned({"GL1.1": PASTURE}, local_wildlife_sites=sites(shapely.box(0, 200, 200, 400)))[2]["important"]
    assert [spaced(plain(entry.content)) for entry in plan.legend] == ["Local Wildlife Site: 1 site"]
    assert "4.0 ha, 12.5 % of the area. Most is in West (4.0 ha)." in spaced(plan.alt)


def test_the_smaller_priority_is_drawn_over_the_larger(planned: Callable) -> None:
    plan = planned({"GL1.1": SOME_ARABLE, "GL2.1": ALL_ARABLE})[2]["theme-GL"]
    _, under, over = plan.marks()
    assert len(over.geometries) < len(under.geometries)
    assert [plain(entry.content)[:3] for entry in plan.legend[:2]] == ["GL1", "GL2"]
    assert plan.legend[0].style == over.style


def test_land_that_suits_two_measures_of_a_priority_is_counted_and_drawn_once(planned: Callable) -> None:
    _, made, plans = planned({"GL1.1": ALL_ARABLE, "GL1.2": ALL_ARABLE})
    once = made.figures["by_measure"]["area_ha"].iloc[0]
    _, mark = plans["theme-GL"].marks()
    assert sum(shapely.area(mark.geometries)) / 10_000 == pytest.approx(once)
    assert f"(GL1.1 and GL1.2): {once:.0f} ha" in spaced(plain(plans["theme-GL"].legend[0].content))


def test_a_measure_that_finds_no_land_has_no_place_in_the_legend(planned: Callable) -> None:
    nowhere = Rule("b", Eligible(land_cover=("heathland",)))
    plan = planned({"GL1.1": PASTURE, "GL2.1": nowhere})[2]["theme-GL"]
    assert "GL2" not in "".join(plain(entry.content) for entry in plan.legend)


def test_a_theme_whose_measures_find_no_land_has_no_map(planned: Callable) -> None:
    assert "theme-GL" not in planned({"GL1.1": Rule("b", Eligible(land_cover=("heathland",)))})[2]


def test_the_words_of_a_theme_map_give_its_hectares(planned: Callable) -> None:
    alt = spaced(planned({"GL1.1": PASTURE})[2]["theme-GL"].alt)
    assert "1 mapped measure for Grassland: GL1 on 6.0 ha" in alt


def test_land_cover_is_told_largest_first(planned: Callable) -> None:
    plan = planned({"GL1.1": PASTURE})[2]["land-cover"]
    assert "The largest kinds are arable land 62.5 %" in spaced(plan.alt)
    assert {plain(entry.content).split(":")[0] for entry in plan.legend} == {
        "Arable land",
        "Improved grassland",
        "Semi-natural grassland and heath",
        "Towns, parks and gardens",
    }


def test_the_same_map_has_the_same_content_and_another_rule_another(planned: Callable) -> None:
    one, same, other = (
        planned({"GL1.1": rule})[2]["theme-GL"].content for rule in (ALL_ARABLE, ALL_ARABLE, SOME_ARABLE)
    )
    assert one == same
    assert one != other


def test_the_districts_of_a_measure_are_told_most_first(planned: Callable) -> None:
    _, made, _ = planned({"GL1.1": ALL_ARABLE, "GL1.2": PASTURE})
    assert districts_of_measures(made.measures, halves()) == {"GL1.1": ("West", "East"), "GL1.2": ("East",)}
    assert districts_of_measures(made.measures, halves(), most=1)["GL1.1"] == ("West",)


def test_without_districts_nothing_is_said_of_them(planned: Callable) -> None:
    _, made, _ = planned({"GL1.1": ALL_ARABLE})
    assert districts_of_measures(made.measures, None) == {}
    assert districts_of_measures(made.measures, halves().iloc[:0]) == {}


def test_land_outside_every_district_is_in_none(planned: Callable) -> None:
    _, made, _ = planned({"GL1.1": PASTURE})
    assert districts_of_measures(made.measures, halves().iloc[:1]) == {}


def test_a_priority_is_only_drawn_in_its_own_theme(planned: Callable) -> None:
    strategy, made, _ = planned({"GL1.1": PASTURE})
    other = replace(strategy, priorities=(*strategy.priorities, Priority("WT1", "WT", "habitat", "p", "w")))
    plans = plans_for(gather(other, made, ()), lambda: None)
    assert [plan.key for plan in plans] == ["land-cover", "could-become", "theme-GL"]
