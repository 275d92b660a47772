"""What a scenario asks, as a problem of choice: which of the places that the rules choose are done."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from lnrs import prioritise
from lnrs.habitat_map.build import Places
from lnrs.habitat_map.figures import Zoned
from lnrs.model import PotentialMeasure, Theme
from lnrs.strategy.folder import Strategy
from lnrs.strategy.references import prefix_of
from lnrs.strategy.scenario import Budget, Scenario, Target
from lnrs.strategy.wording import listed

WORTH = "worth"
"""The feature that is hectares times score."""

UNSUITED = 0.1
"""A hectare with a score of 0 counts as this share dearer, or this share less of a target, than one with a score of 1:
otherwise any hectare of a measure would be as good as another."""

LEAST_GBP_PER_HA = 1.0
"""Counted on top of what a hectare costs, so that nothing is done beyond a target because it costs nothing."""


def composed(
    scenario: Scenario,
    places: Places,
    strategy: Strategy,
    cost: Mapping[str, float],
    districts: Zoned | None,
    unscored: Collection[str] = (),
) -> prioritise.Problem:
    """The problem of a scenario with a budget or targets; its parcels are the pieces of land with any measure.

    `strategy` is the one that the scenario changes, `cost` pounds a hectare by measure. The score of `unscored`
    measures, which may not be told, is taken to be 1. No land has two measures that the strategy chooses at once, nor
    two that count towards one target.
    """
    mapped, refs = places.mapped, [one.ref for one in places.measures]
    units = pd.Index(np.unique(mapped["piece"].to_numpy()))
    row, column = units.get_indexer(mapped["piece"]), pd.Index(refs).get_indexer(mapped["measure"])
    area_ha = mapped["area_ha"].to_numpy()
    score = np.concatenate([one.score for one in places.chosen])
    score = np.where(mapped["measure"].isin(list(unscored)), 1.0, score)
    gbp = area_ha * np.array([cost[ref] for ref in refs])[column]

    def table(value: npt.NDArray[np.float64], empty: float) -> pd.DataFrame:
        cells = np.full((len(units), len(refs)), empty)
        cells[row, column] = value
        return pd.DataFrame(cells, units, refs)

    hectares = table(area_ha, 0.0)
    counted = {target_for(one): measures_of(one, places.measures) for one in scenario.target}
    features = {words: hectares[ours] for words, ours in counted.items()}
    problem = prioritise.problem(table(gbp, np.nan), {WORTH: table(area_ha * score, 0.0), **features})
    wanted = {words: one.area_ha for words, one in zip(counted, scenario.target, strict=True)}
    problem = prioritise.with_targets(problem, wanted)
    for budget in scenario.budget:
        problem = _with_budget(problem, budget, mapped, districts, strategy.themes)
    at_once = [ref for ref in refs if strategy.rules[ref].select.by == "optimisation"]
    for some in [*counted.values(), at_once]:
        problem = prioritise.exclusive(problem, some) if len(some) > 1 else problem
    if not scenario.target:
        return prioritise.most_benefit(problem, {WORTH: 1.0})
    poor, ours_ha = UNSUITED * (1.0 - score), area_ha[order := np.lexsort((column, row))]
    if not scenario.budget:
        dearer = poor[order] * problem.cost + LEAST_GBP_PER_HA * ours_ha
        return replace(prioritise.least_cost(problem), penalty=dearer)
    per_ha = np.array([0.0, *(1.0 / one.area_ha for one in scenario.target)])
    return replace(prioritise.least_shortfall(problem), penalty=poor[order] * (per_ha @ problem.amount))


def _with_budget(
    problem: prioritise.Problem,
    budget: Budget,
    mapped: gpd.GeoDataFrame,
    districts: Zoned | None,
    themes: Sequence[Theme],
) -> prioritise.Problem:
    units = mapped["piece"][covered(budget, mapped, districts)].unique()
    measures = [ref for ref in problem.measures if not budget.theme or prefix_of(ref) in budget.theme]
    name = budget_for(budget, themes)
    return prioritise.with_budget(problem, budget.gbp, units=units, measures=measures, name=name)


def covered(budget: Budget, mapped: gpd.GeoDataFrame, districts: Zoned | None) -> npt.NDArray[np.bool_]:
    """Which places a budget pays for; land belongs to the district that has the most of it."""
    ours = np.ones(len(mapped), bool)
    if budget.theme:
        ours &= mapped["measure"].map(prefix_of).isin(budget.theme).to_numpy()
    if budget.district and districts is not None:
        held = districts.pieces.sort_values(["polygon", "area_ha"]).drop_duplicates("polygon", keep="last")
        named = np.isin(districts.zones["name"].to_numpy()[held["zone"]], budget.district)
        ours &= mapped["piece"].isin(held["polygon"].to_numpy()[named]).to_numpy()
    return ours


def measures_of(target: Target, measures: Sequence[PotentialMeasure]) -> list[str]:
    """References of the mapped measures whose hectares count towards a target."""
    return [one.ref for one in measures if one.mapped and (one.ref in target.measure or one.habitat in target.habitat)]


def budget_for(budget: Budget, themes: Sequence[Theme]) -> str:
    """What a budget is for, to be read after "the budget"."""
    names = [theme.name for theme in themes if theme.prefix in budget.theme]
    for_themes = f"for {listed(names)}" if names else ""
    in_districts = f"in {listed(budget.district)}" if budget.district else ""
    return " ".join(part for part in (for_themes, in_districts) if part) or "in total"


def target_for(target: Target) -> str:
    """What a target asks for."""
    return listed(target.measure or target.habitat)
