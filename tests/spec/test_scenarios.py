"""`lnrs scenario`: what-ifs side by side. The land is that of `edition_case`: letters are fields of one hectare."""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from lnrs import strategy as strategies
from lnrs.errors import CannotWrite, NotFound, StrategyProblems
from lnrs.habitat_map.cache import Cache
from lnrs.layers import store
from lnrs.layers.progress import silence
from lnrs.layers.record import read_record
from lnrs.scenario import compare
from lnrs.scenario.land import changed, parted
from lnrs.scenario.outcome import Outcome, Setting, outcome
from lnrs.scenario.words import in_words, result
from lnrs.strategy.folder import Strategy
from lnrs.strategy.scenario import Budget, Development, Loss, MeasureCost, Scenario, Target
from lnrs.strategy.scenario_files import read_scenarios

from ..unit.edition_case import box, case, land_parcels, write_folder

COSTS = 'measure,cost_gbp_per_ha,covers\nGL1.1,"1,000",sowing\nWTH2.1,3000,planting\n'
COST = {"GL1.1": 1_000.0, "WTH2.1": 3_000.0}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A strategy folder with costs, a budget and a building site, to be changed."""
    made = write_folder(tmp_path / "wye")
    (made / "scenarios").mkdir()
    (made / "scenarios" / "costs.csv").write_text(COSTS)
    return made


def written(folder: Path, name: str, text: str) -> None:
    (folder / "scenarios" / f"{name}.toml").write_text(f'title = "{name}"\nquestion = "What if?"\n{text}')


@pytest.fixture
def done(tmp_path: Path) -> Callable[[Scenario | None], Outcome]:
    """Works out a scenario of the shared case."""
    return lambda scenario: worked_out(scenario, case().strategy, Cache(tmp_path / "kept"))


def worked_out(
    scenario: Scenario | None, strategy: Strategy, cache: Cache, cost: Mapping[str, float] = MappingProxyType(COST)
) -> Outcome:
    costs = {ref: MeasureCost(ref, gbp, "all of it") for ref, gbp in cost.items()}
    name = "what-if" if scenario else "as-it-stands"
    return outcome(Setting(strategy, costs, {}, cache), name, scenario, silence)


def asked(**what: object) -> Scenario:
    return Scenario("What if", "What then?", **what)  # type: ignore[arg-type]


# --- the land


def test_what_is_built_on_is_cut_exactly_along_the_edge_of_the_site() -> None:
    parcels, site = land_parcels(), np.array([box(7.25, 3.5, 9.75, 4.5)], object)
    kept, taken = parted(parcels, Development("development_sites"), site)
    assert shapely.union_all(taken.geometry).area == pytest.approx(3_750, abs=1e-6)
    assert set(taken["land_cover"]) == {"arable"}  # the rest of the site is built up already
    assert kept.area.sum() + taken.area.sum() == pytest.approx(parcels.area.sum(), abs=1e-6)
    assert not shapely.intersection(shapely.union_all(kept.geometry), shapely.union_all(taken.geometry)).area


def test_a_loss_takes_the_habitats_it_names_and_nothing_else() -> None:
    everywhere = parted(land_parcels(), Loss(("lowland meadow",)), None)
    assert (len(everywhere[0]), len(everywhere[1])) == (146, 4)
    kept, taken = parted(land_parcels(), Loss(("lowland meadow",), "soils"), np.array([box(0, 0, 15, 3)], object))
    assert sorted(taken["parcel_id"]) == ["1,2", "2,2"]
    assert "1,3" in set(kept["parcel_id"])


def test_no_hectare_is_gained_or_lost_wherever_a_change_cuts() -> None:
    random = np.random.default_rng(5)
    for _ in range(20):
        west, south = random.uniform(-1, 14), random.uniform(-1, 9)
        site = np.array([box(west, south, west + random.uniform(0.1, 6), south + random.uniform(0.1, 6))], object)
        kept, taken = parted(land_parcels(), Development("development_sites"), site)
        built = land_parcels().query("land_cover == 'built-up'").union_all()
        meant = shapely.intersection(land_parcels().union_all().difference(built), site[0]).area
        assert taken.area.sum() == pytest.approx(meant, abs=1e-3)
        assert kept.area.sum() + taken.area.sum() == pytest.approx(land_parcels().area.sum(), abs=1e-3)


def test_changes_follow_one_another_and_the_strategy_itself_is_left_alone(tmp_path: Path) -> None:
    found = case()
    changes = asked(loss=(Loss(("lowland meadow",), land_cover="arable"), Loss(("lowland mixed deciduous woodland",))))
    made = changed(found.strategy, changes, Cache(tmp_path))
    after = gpd.read_file(made.strategy.layers["land_parcels"])
    assert not after["habitat"].fillna("").any()
    assert (after["land_cover"] == "arable").sum() == (land_parcels()["land_cover"] == "arable").sum() + 4
    assert made.land.groupby("change").size().to_dict() == {0: 4, 1: 7}
    assert made.strategy.rules == found.strategy.rules
    assert found.strategy.layers["land_parcels"] != made.strategy.layers["land_parcels"]


# --- what is done


def test_as_it_stands_is_the_edition(done: Callable[[Scenario | None], Outcome]) -> None:
    base, edition = done(None), case().habitat_map
    pd.testing.assert_frame_equal(base.habitat_map.figures["summary"], edition.figures["summary"])
    pd.testing.assert_frame_equal(base.habitat_map.figures["by_measure"], edition.figures["by_measure"])
    assert base.cost_gbp == pytest.approx(1_000 * 20 + 3_000 * 12)
    assert base.gap is None


def test_with_lost_meadow_the_rule_for_meadow_finds_nothing_near(done: Callable[[Scenario | None], Outcome]) -> None:
    lost = done(asked(loss=(Loss(("lowland meadow",)),)))
    by_measure = lost.habitat_map.figures["by_measure"].set_index("measure")
    assert by_measure.loc["GL1.1", "mean_score"] < 0.3  # only what lies on the right soil
    assert by_measure.loc["WTH2.1", "area_ha"] == pytest.approx(12)
    assert lost.changed_land.area.sum() == pytest.approx(4e4)
    assert lost.changed_important_ha == pytest.approx(4)


def test_a_budget_is_spent_on_places_that_the_strategy_maps(done: Callable[[Scenario | None], Outcome]) -> None:
    base, some = done(None), done(asked(budget=(Budget(9_000.0),)))
    assert some.cost_gbp is not None
    assert 8_000 < some.cost_gbp <= 9_000 * (1 + 1e-6)
    assert set(some.habitat_map.measures["parcel_id"]) <= set(base.habitat_map.measures["parcel_id"])


def test_budgets_for_a_theme_and_for_a_district_are_kept_and_used_up(
    done: Callable[[Scenario | None], Outcome],
) -> None:
    budgets = (Budget(30_000.0), Budget(6_000.0, theme=("WTH",)), Budget(11_000.0, district=("West",)))
    found = done(asked(budget=budgets))
    assert [demand.words for demand in found.budgets] == ["in total", "for Woodland, trees and hedges", "in West"]
    assert all(demand.held <= demand.wanted * (1 + 1e-6) for demand in found.budgets)
    assert found.budgets[2].held > 10_000
    west = ~found.habitat_map.measures.intersects(box(8.01, 0, 15, 10))
    spent = (found.habitat_map.measures["measure"].map(COST) * found.habitat_map.measures["area_ha"])[west].sum()
    assert spent == pytest.approx(found.budgets[2].held)


def test_what_is_kept_of_one_choice_never_answers_another(tmp_path: Path) -> None:
    """The same cache, with another district's boundary, another habitat of a measure, another cost."""
    cache, folder = Cache(tmp_path / "kept"), write_folder(tmp_path / "wye")
    strategy, budget = strategies.read(folder), asked(budget=(Budget(3_000.0, district=("West",)),))
    assert worked_out(budget, strategy, cache).budgets[0].held <= 3_000.01
    file = folder / "layers" / "districts.gpkg"
    swapped = store.read(file).assign(name=["East", "West"])
    store.write(swapped, file.parent, "districts", read_record(file.with_suffix(".toml")))
    assert worked_out(budget, strategies.read(folder), cache).budgets[0].held <= 3_000.01
    target = asked(target=(Target(3.0, habitat=("lowland meadow",)),))
    assert worked_out(target, strategy, cache).targets[0].held == pytest.approx(3)
    measures = tuple(
        replace(one, habitat={"GL1.1": "", "WTH2.1": "lowland meadow"}.get(one.ref, "")) for one in strategy.measures
    )
    other = worked_out(target, replace(strategy, measures=measures), cache)
    assert other.targets[0].held == pytest.approx(3)
    assert set(other.habitat_map.measures["measure"]) == {"WTH2.1"}
    dear = worked_out(asked(budget=(Budget(9_000.0),)), strategy, cache, {"GL1.1": 4_000.0, "WTH2.1": 3_000.0})
    assert dear.cost_gbp is not None
    assert dear.cost_gbp <= 9_000.01


def test_measures_that_cost_nothing_are_not_done_beyond_a_target(tmp_path: Path) -> None:
    target = asked(target=(Target(5.0, measure=("GL1.1",)),))
    found = worked_out(target, case().strategy, Cache(tmp_path), {"GL1.1": 0.0, "WTH2.1": 0.0})
    assert found.habitat_map.measures["area_ha"].sum() == pytest.approx(5, abs=0.01)


def test_land_that_two_targets_share_serves_both(done: Callable[[Scenario | None], Outcome]) -> None:
    targets = (Target(6.0, measure=("GL1.1",)), Target(6.0, habitat=("lowland meadow",)))
    found = done(asked(target=targets))
    assert [demand.held for demand in found.targets] == pytest.approx([6, 6], abs=0.05)
    assert found.habitat_map.measures["area_ha"].sum() == pytest.approx(6, abs=0.05)


def test_a_target_is_met_at_the_least_cost_and_may_go_beyond_the_map(
    done: Callable[[Scenario | None], Outcome],
) -> None:
    found = done(asked(target=(Target(25.0, measure=("GL1.1",)),)))
    assert found.cost_gbp == pytest.approx(25_000, rel=0.006)  # the map has 20 ha of it
    assert set(found.habitat_map.measures["measure"]) == {"GL1.1"}
    assert next(result(found)) == "25\u00a0ha of 25\u00a0ha of GL1.1."


def test_a_target_that_is_beyond_all_good_land_is_met_as_far_as_it_can_be(
    done: Callable[[Scenario | None], Outcome],
) -> None:
    found = done(asked(target=(Target(5_000.0, measure=("GL1.1",)), Target(2.0, measure=("WTH2.1",)))))
    meadow, wood = found.targets
    assert 20 < meadow.held < 150
    assert wood.held == pytest.approx(2, rel=0.01)
    assert "short" in next(result(found))


def test_with_money_and_targets_the_least_is_missing(done: Callable[[Scenario | None], Outcome]) -> None:
    targets = (Target(10.0, habitat=("lowland meadow",)), Target(10.0, measure=("WTH2.1",)))
    found = done(asked(budget=(Budget(22_000.0),), target=targets))
    # a hundredth of the meadow costs 100 pounds, of the wood 300: all meadow first, wood for what is left
    assert [round(demand.held, 1) for demand in found.targets] == [10.0, 4.0]


def test_a_measure_left_out_is_nowhere(done: Callable[[Scenario | None], Outcome]) -> None:
    found = done(asked(without=("WTH2.1",)))
    assert set(found.habitat_map.measures["measure"]) == {"GL1.1"}
    assert found.habitat_map.figures["by_measure"]["measure"].tolist() == ["GL1.1"]


def test_a_change_that_meets_no_land_says_so(done: Callable[[Scenario | None], Outcome]) -> None:
    found = done(asked(loss=(Loss(("saline lagoon",)),)))
    assert list(result(found)) == ["There is no such land, so nothing is changed: Saline lagoon is lost."]
    assert found.changed_land.empty


def test_scores_measured_from_sensitive_records_are_not_told(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "birds", with_birds=True)
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "costs.csv").write_text(COSTS + "WTH3.1,500,scrub\n")
    written(folder, "less", "[[budget]]\ngbp = 5000\n")
    (base, less) = compare(folder, tmp_path / "out")
    assert base.worth_ha is None
    assert less.worth_ha is None
    places = pyogrio.read_dataframe(tmp_path / "out" / "scenarios.gpkg", layer="less")
    assert places.loc[places["measure"] == "WTH3.1", "score"].isna().all()
    assert places.loc[places["measure"] != "WTH3.1", "score"].notna().all()


# --- in words


def test_a_scenario_is_said_in_sentences() -> None:
    themes = case().strategy.themes
    scenario = asked(
        budget=(Budget(2_500_000.0), Budget(50_000.0, district=("Dover", "Thanet"), theme=("GL",))),
        development=(Development("soils", ("shallow lime-rich",)),),
        loss=(Loss(("reedbed",), "flood_zones", ("2", "3"), "saltmarsh", "coastal saltmarsh"),),
        without=("GL1.1",),
    )
    assert [sentence.replace("\u00a0", " ") for sentence in in_words(scenario, themes)] == [
        "Land of “Soils” (shallow lime-rich) is built on.",
        "Reedbed in “Flood zones 2 and 3” (2 or 3) is lost, and the land becomes saltmarsh and coastal saltmarsh.",
        "Without GL1.1.",
        "The places that come to the most hectares times score for £2.5 million in total and £50,000 for Grassland in "
        "Dover and Thanet.",
    ]
    (limited,) = in_words(asked(budget=(Budget(3_000.0, theme=("GL",)),)), themes)
    assert limited.endswith("for £3,000 for Grassland; what no budget is for is done without limit.")
    assert in_words(None, themes) == ["Every place that the strategy's rules choose, on the land as it is."]


# --- the files


def test_the_comparison_holds_the_page_the_figures_and_the_places(folder: Path, tmp_path: Path) -> None:
    written(folder, "half", "[[budget]]\ngbp = 20000\n")
    written(folder, "no-meadow", '[[loss]]\nhabitat = ["lowland meadow"]\n')
    found = compare(folder, tmp_path / "out")
    assert [one.name for one in found] == ["as-it-stands", "half", "no-meadow"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "comparison.json",
        "comparison.pdf",
        "figures.csv",
        "index.html",
        "maps",
        "scenarios.gpkg",
    ]
    data = json.loads((tmp_path / "out" / "comparison.json").read_text(encoding="utf-8"))
    assert data["scenarios"][1]["figures"]["cost_gbp"] <= 20_000.01
    figures = pd.read_csv(tmp_path / "out" / "figures.csv")
    row = figures.query("scenario == 'no-meadow' and figure == 'comparison' and quantity == 'changed_ha'")
    assert row["value"].tolist() == [4.0]
    assert [name for name, _ in pyogrio.list_layers(tmp_path / "out" / "scenarios.gpkg")] == [o.name for o in found]
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "A working paper about an invented landscape" in page
    assert "sowing" in page  # what the costs pay for
    assert "Natural England" in page  # whose sites they are
    assert page.count("<img ") == 3
    assert (tmp_path / "out" / "comparison.pdf").read_bytes().startswith(b"%PDF")


def test_the_same_scenarios_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    written(folder, "half", "[[budget]]\ngbp = 20000\n")
    compare(folder, tmp_path / "one")
    shutil.rmtree(folder / ".cache")
    compare(folder, tmp_path / "other")
    for file in (path for path in (tmp_path / "one").rglob("*") if path.is_file()):
        assert file.read_bytes() == (tmp_path / "other" / file.relative_to(tmp_path / "one")).read_bytes(), file.name


def test_a_new_comparison_replaces_an_old_one_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    written(folder, "half", "[[budget]]\ngbp = 20000\n")
    written(folder, "third", "[[budget]]\ngbp = 12000\n")
    compare(folder, tmp_path / "out", ("half",))
    assert [one.name for one in compare(folder, tmp_path / "out", ("third",))] == ["as-it-stands", "third"]
    assert "third" in (tmp_path / "out" / "comparison.json").read_text(encoding="utf-8")
    (tmp_path / "out" / "notes.qgz").write_text("Keep me.")
    with pytest.raises(CannotWrite, match=r"holds notes\.qgz, which no comparison"):
        compare(folder, tmp_path / "out", ("half",))
    assert (tmp_path / "out" / "notes.qgz").read_text() == "Keep me."


def test_an_edition_knows_nothing_of_scenarios(folder: Path) -> None:
    before = strategies.read(folder)
    written(folder, "half", "nonsense")
    assert strategies.read(folder) == before


def test_a_name_that_is_not_there_is_told_with_the_likeliest(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no scenario in the strategy folder"):
        compare(folder, tmp_path / "out")
    written(folder, "half-the-money", "[[budget]]\ngbp = 20000\n")
    with pytest.raises(NotFound, match="Did you mean half-the-money"):
        compare(folder, tmp_path / "out", ("half-the-mony",))


# --- mistakes

MISTAKES = [
    ("", ["scenarios/it.toml:1: the scenario changes nothing. Give it a [[budget]]"]),
    ("[[budget]]\ngbp = -1\n", ["scenarios/it.toml:4: gbp must be 0 or more, not -1."]),
    ('[[budget]]\ngbp = 1\ntheme = ["GI"]\n', ["scenarios/it.toml:5: 'GI' is not a theme of this strategy."]),
    ('[[budget]]\ngbp = 1\ndistrict = ["Wset"]\n', ["'Wset' is not a district of this strategy. Did you mean West?"]),
    ("[[budget]]\ngbp = 1\n[[budget]]\ngbp = 2\n", ["two budgets are for the same themes and districts."]),
    ("[[target]]\narea_ha = 5\n", ["scenarios/it.toml:3: [[target]]: it says neither measure nor habitat."]),
    (
        '[[target]]\narea_ha = 5\nmeasure = ["GL1.1"]\nhabitat = ["lowland meadow"]\n',
        ["[[target]]: measure and habitat are both given."],
    ),
    ('[[target]]\narea_ha = 0\nmeasure = ["GL1.1"]\n', ["area_ha must be more than 0, not 0."]),
    ('[[target]]\narea_ha = 5\nmeasure = ["GL1.2"]\n', ["'GL1.2' is not a mapped measure of this strategy."]),
    (
        '[[target]]\narea_ha = 5\nhabitat = ["fen"]\n',
        ["'fen' is not a habitat that a mapped measure makes or improves"],
    ),
    (
        2 * '[[target]]\narea_ha = 5\nmeasure = ["GL1.1"]\n',
        ["two targets ask for the same. Keep the larger."],
    ),
    (
        'without = ["GL1.1"]\n[[target]]\narea_ha = 5\nmeasure = ["GL1.1"]\n',
        ["GL1.1 is asked for, and left out under without."],
    ),
    ('[[development]]\nlayer = "building_sites"\n', ["there is no layer 'building_sites' that a rule can name."]),
    ('[[development]]\nlayer = "rivers"\n', ["rivers holds no areas"]),
    ('[[loss]]\nhabitat = ["fen"]\nvalue = ["3"]\n', ["value chooses from a layer, and no layer is named."]),
    ("[[loss]]\nhabitat = []\n", ["[[loss]] does not say which habitat."]),
    ('[[loss]]\nhabitat = [""]\n', ["[[loss]] does not say which habitat."]),
    ('[[development]]\nlayer = "elevation"\n', ["there is no layer 'elevation' that a rule can name."]),
    (
        'without = ["GL1.1"]\n[[target]]\narea_ha = 5\nhabitat = ["lowland meadow"]\n',
        ["every measure for it is left out under without. Decide for one."],
    ),
    ('without = ["GL1.1", "WTH2.1"]\n', ["no measure is left."]),
    ("[[bugdet]]\ngbp = 5\n", ["bugdet is not a key of the file. Did you mean budget?"]),
]


@pytest.mark.parametrize(("text", "expected"), MISTAKES, ids=[expected[0][:60] for _, expected in MISTAKES])
def test_a_mistake_is_told_with_its_line_and_what_to_do(folder: Path, text: str, expected: list[str]) -> None:
    written(folder, "it", text)
    with pytest.raises(StrategyProblems) as refusal:
        read_scenarios(strategies.read(folder))
    problems = [str(problem) for problem in refusal.value.problems]
    assert len(problems) == len(expected)
    for problem, part in zip(problems, expected, strict=True):
        assert part in problem
        assert problem.startswith("scenarios/it.toml:")


def test_costs_have_to_be_there_once_and_for_mapped_measures(folder: Path) -> None:
    rows = "GL1.1,5,a\nGL1.1,6,b\nGL1.2,7,c\nGL9.9,8,d\nWTH2.1,cheap,e\n"
    (folder / "scenarios" / "costs.csv").write_text(f"measure,cost_gbp_per_ha,covers\n{rows}")
    written(folder, "it", "[[budget]]\ngbp = 5\n")
    with pytest.raises(StrategyProblems) as refusal:
        read_scenarios(strategies.read(folder))
    assert [str(problem) for problem in refusal.value.problems] == [
        "scenarios/costs.csv:6: cost_gbp_per_ha must be a number, not 'cheap'.",
        "scenarios/costs.csv:3: GL1.1 has a cost on line 2 already. Keep one of them.",
        "scenarios/costs.csv:4: GL1.2 is not mapped, so it has no hectares to pay for. Take the row out.",
        "scenarios/costs.csv:5: there is no measure GL9.9 in measures.csv. Take the row out.",
        "scenarios/it.toml:3: scenarios/costs.csv does not say what WTH2.1 costs. Add a row, or go without the "
        "measure.",
    ]


def test_a_file_that_is_no_scenario_is_told(folder: Path) -> None:
    for name in ("Half the money.toml", "notes.txt", "as-it-stands.toml"):
        (folder / "scenarios" / name).write_text("")
    with pytest.raises(StrategyProblems) as refusal:
        read_scenarios(strategies.read(folder))
    assert ["this is not the name of a scenario." in str(problem) for problem in refusal.value.problems] == [True] * 3


def test_no_other_choice_of_places_is_better_for_the_money(done: Callable[[Scenario | None], Outcome]) -> None:
    """Meadow at 1,000 and wood at 3,000 pounds a hectare: each number of woods with the best meadows for the rest."""
    base = done(None)
    places = base.habitat_map.measures
    meadow, wood = (
        np.sort((places["score"] * places["area_ha"])[places["measure"] == ref].to_numpy())[::-1]
        for ref in ("GL1.1", "WTH2.1")
    )
    for thousands in (4, 7, 23, 31):
        best = max(
            wood[:woods].sum() + meadow[: thousands - 3 * woods].sum()
            for woods in range(min(thousands // 3, len(wood)) + 1)
        )
        some = done(asked(budget=(Budget(thousands * 1_000.0),)))
        assert some.worth_ha is not None
        assert best * 0.994 <= some.worth_ha <= best * 1.000_1


def test_of_places_that_cost_the_same_those_that_suit_best_are_done(done: Callable[[Scenario | None], Outcome]) -> None:
    found = done(asked(target=(Target(5.0, measure=("GL1.1",)),)))
    every = done(asked(target=(Target(5_000.0, measure=("GL1.1",)),)))
    best = every.habitat_map.measures["score"].sort_values(ascending=False).head(5)
    assert found.habitat_map.measures["score"].sum() == pytest.approx(best.sum(), abs=1e-3)
