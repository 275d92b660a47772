"""Measures that are chosen at once: none takes another's land, and together they do the most."""

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pytest
import shapely

from lnrs.habitat_map.build import HabitatMap, build
from lnrs.habitat_map.cache import Cache
from lnrs.strategy.rule import DistanceTo, Eligible, Rule, Select

Draw = Callable[[str], gpd.GeoDataFrame]

ARABLE = Eligible(land_cover=("arable",))
NEAR_MEADOW = DistanceTo("distance", "near meadow", worst_m=1000, habitat=("lowland meadow",))
NEAR_WOOD = DistanceTo("distance", "near wood", worst_m=1000, habitat=("lowland mixed deciduous woodland",))


def wants(criterion: DistanceTo, **select: float) -> Rule:
    return Rule("b", ARABLE, criteria=(criterion,), select=Select(by="optimisation", **select))


@pytest.fixture
def mapped(strategy_of: Callable, tmp_path) -> Callable[..., HabitatMap]:
    return lambda *args: build(strategy_of(*args), Cache(tmp_path / "cache"))


def fields_of(made: HabitatMap, measure: str) -> set[str]:
    return set(made.measures.loc[made.measures["measure"] == measure, "parcel_id"])


def test_no_field_gets_two_measures_and_each_goes_where_it_is_better(draw: Draw, mapped: Callable) -> None:
    rules = {"GL1.1": wants(NEAR_MEADOW, area_ha=2), "WTH1.1": wants(NEAR_WOOD, area_ha=2)}
    made = mapped(draw("M . . . . W"), rules)
    assert fields_of(made, "GL1.1") == {"1,0", "2,0"}
    assert fields_of(made, "WTH1.1") == {"3,0", "4,0"}


def test_a_field_that_both_want_goes_to_the_one_that_can_do_least_elsewhere(draw: Draw, mapped: Callable) -> None:
    """By itself each would take the field between; the meadow has another as good, the wood has none."""
    rules = {"GL1.1": wants(NEAR_MEADOW, area_ha=1), "WTH1.1": wants(NEAR_WOOD, area_ha=1)}
    made = mapped(draw(". M . W #"), rules)
    assert fields_of(made, "WTH1.1") == {"2,0"}
    assert fields_of(made, "GL1.1") == {"0,0"}


def test_a_measure_chosen_by_score_may_share_land_with_one_that_is_optimised(draw: Draw, mapped: Callable) -> None:
    alone = Rule("b", ARABLE, criteria=(NEAR_WOOD,), select=Select(area_ha=3))
    made = mapped(draw("M . . . W"), {"GL1.1": wants(NEAR_MEADOW, area_ha=3), "WTH1.1": alone})
    assert fields_of(made, "GL1.1") == fields_of(made, "WTH1.1") == {"1,0", "2,0", "3,0"}


def test_patches_that_are_too_small_are_given_up_for_land_that_no_other_has(draw: Draw, mapped: Callable) -> None:
    """The field beside the meadow is the best and lies alone; in patches of two it takes the pair farther off."""
    rules = {"GL1.1": wants(NEAR_MEADOW, area_ha=2, min_patch_ha=2), "WTH1.1": wants(NEAR_WOOD, area_ha=1)}
    made = mapped(draw("# M . # . . # . W"), rules)
    assert fields_of(made, "GL1.1") == {"4,0", "5,0"}
    assert fields_of(made, "WTH1.1") == {"7,0"}


def test_the_last_patch_may_go_past_what_is_wanted_and_the_bound_is_for_as_much_land(
    draw: Draw, mapped: Callable
) -> None:
    made = mapped(
        draw("M . . . # W"), {"GL1.1": wants(NEAR_MEADOW, area_ha=1.5), "WTH1.1": wants(NEAR_WOOD, area_ha=1)}
    )
    (row,) = made.figures["together"].to_dict("records")
    assert len(fields_of(made, "GL1.1")) == 2
    assert row["good_ha"] == pytest.approx(made.measures["score"].sum(), abs=1e-3)
    assert 0 <= row["short_share"] < 0.2


def test_the_choice_is_as_good_as_the_best_of_all_that_can_be_tried(draw: Draw, mapped: Callable) -> None:
    rng = np.random.default_rng(5)
    picture = "\n".join(" ".join(rng.choice(list(".M.W#."), 4)) for _ in range(2))
    made = mapped(
        land := draw(picture), {"GL1.1": wants(NEAR_MEADOW, area_ha=2), "WTH1.1": wants(NEAR_WOOD, area_ha=2)}
    )
    score = {
        ref: np.clip(1 - _near(land, habitat) / 1000, 0, 1)
        for ref, habitat in (("GL1.1", "lowland meadow"), ("WTH1.1", "lowland mixed deciduous woodland"))
    }
    arable = np.flatnonzero(land["land_cover"] == "arable")
    best = max(
        _worth(score, meadow, wood)
        for meadow in _pairs(arable)
        for wood in _pairs(arable)
        if not set(meadow) & set(wood)
    )
    assert made.measures["score"].sum() == pytest.approx(best, rel=0.01)


def _near(land: gpd.GeoDataFrame, habitat: str) -> np.ndarray:
    there = land.geometry[land["habitat"] == habitat].to_numpy()
    away = shapely.distance(shapely.centroid(land.geometry.to_numpy())[:, None], shapely.centroid(there)[None])
    return np.maximum(away.min(axis=1) - 90, 0)


def _pairs(fields: np.ndarray) -> list[tuple[int, ...]]:
    return [(), *((int(one),) for one in fields)] + [
        (int(one), int(other)) for k, one in enumerate(fields) for other in fields[k + 1 :]
    ]


def _worth(score: dict[str, np.ndarray], meadow: tuple[int, ...], wood: tuple[int, ...]) -> float:
    return float(score["GL1.1"][list(meadow)].sum() + score["WTH1.1"][list(wood)].sum())
