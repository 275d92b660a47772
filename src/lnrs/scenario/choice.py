"""What is done of all that a strategy's rules would do, where there is only so much money or so much is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache as remembered
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from lnrs import prioritise
from lnrs.habitat_map.build import Places
from lnrs.habitat_map.cache import Cache, key_of
from lnrs.habitat_map.choose import Chosen
from lnrs.habitat_map.figures import Zoned
from lnrs.model import PotentialMeasure, Theme
from lnrs.prioritise.options import most
from lnrs.prioritise.solution import TOLERANCE
from lnrs.strategy.folder import Strategy
from lnrs.strategy.references import prefix_of
from lnrs.strategy.scenario import Budget, Scenario, Target
from lnrs.strategy.wording import listed

GAP, TIME_LIMIT_S = 0.005, 300.0
UNSUITED = 0.1
"""A hectare with a score of 0 counts as this share dearer, or this share less of a target, than one with a score of 1:
otherwise any hectare of a measure would be as good as another."""
WORTH = "worth"
"""The feature that is hectares times score."""


@dataclass(frozen=True)
class Choice:
    """What is chosen: positions of places among all that the rules map, how good that is, and how good it could be."""

    place: npt.NDArray[np.int64]
    objective: float
    bound: float


def widened(strategy: Strategy, scenario: Scenario) -> Strategy:
    """The strategy without the measures that are left out; those that a target asks for may go on all good land."""
    asked = {ref for target in scenario.target for ref in measures_of(target, strategy.measures)}
    rules = {
        ref: replace(rule, select=replace(rule.select, by="score", area_ha=None, share=None)) if ref in asked else rule
        for ref, rule in strategy.rules.items()
        if ref not in scenario.without
    }
    measures = tuple(one for one in strategy.measures if one.ref not in scenario.without)
    return replace(strategy, rules=rules, measures=measures)


def measures_of(target: Target, measures: Sequence[PotentialMeasure]) -> list[str]:
    """References of the mapped measures whose hectares count towards a target."""
    return [one.ref for one in measures if one.mapped and (one.ref in target.measure or one.habitat in target.habitat)]


def affordable(
    scenario: Scenario,
    places: Places,
    strategy: Strategy,
    cost: Mapping[str, float],
    districts: Zoned | None,
    cache: Cache,
) -> tuple[Places, Choice]:
    """The places that a scenario's budgets and targets leave; no land has two measures that the strategy chooses at
    once, nor two that count towards one target. `cost` is pounds a hectare by measure.

    Targets that cannot be met are met as far as they can be.
    """
    problem = composed(scenario, places, strategy, cost, districts)
    key = key_of(
        "choice of places",
        _method_key(),
        places.key,
        scenario,
        GAP,
        *sorted(cost.items()),
        *(one.score for one in places.chosen),
    )
    choice = cache.record(key, Choice, lambda: _solved(problem, places))
    taken = np.zeros(len(places.mapped), bool)
    taken[choice.place] = True
    ends = np.cumsum([0, *(len(one.pieces) for one in places.chosen)])
    chosen = tuple(
        _some(one, taken[begin:end]) for one, begin, end in zip(places.chosen, ends[:-1], ends[1:], strict=True)
    )
    mapped = places.mapped[taken].reset_index(drop=True)
    mapped["pm_loc_id"] = np.arange(1, len(mapped) + 1, dtype=np.int32)
    return replace(places, chosen=chosen, together=None, mapped=mapped, key=key_of(places.key, choice.place)), choice


def _some(one: Chosen, taken: npt.NDArray[np.bool_]) -> Chosen:
    return Chosen(one.pieces[taken], one.score[taken], one.value[taken], one.points[taken], one.eligible_ha)


def composed(
    scenario: Scenario, places: Places, strategy: Strategy, cost: Mapping[str, float], districts: Zoned | None
) -> prioritise.Problem:
    """The problem of choice: parcels are the pieces of land that any measure is mapped on."""
    mapped, refs = places.mapped, [one.ref for one in places.measures]
    units = pd.Index(np.unique(mapped["piece"].to_numpy()))
    row, column = units.get_indexer(mapped["piece"]), pd.Index(refs).get_indexer(mapped["measure"])
    area_ha = mapped["area_ha"].to_numpy()
    score = np.concatenate([one.score for one in places.chosen])
    gbp = area_ha * np.array([cost[ref] for ref in refs])[column]

    def table(value: npt.NDArray[np.float64], empty: float) -> pd.DataFrame:
        cells = np.full((len(units), len(refs)), empty)
        cells[row, column] = value
        return pd.DataFrame(cells, units, refs)

    hectares = table(area_ha, 0.0)
    counted = {target_words(one): measures_of(one, places.measures) for one in scenario.target}
    features = {words: hectares[ours] for words, ours in counted.items()}
    problem = prioritise.problem(table(gbp, np.nan), {WORTH: table(area_ha * score, 0.0), **features})
    problem = prioritise.with_targets(
        problem, {words: one.area_ha for words, one in zip(counted, scenario.target, strict=True)}
    )
    for budget in scenario.budget:
        ours = mapped[covered(budget, mapped, districts)]
        problem = prioritise.with_budget(
            problem,
            budget.gbp,
            units=ours["piece"].unique(),
            measures=[ref for ref in refs if not budget.theme or prefix_of(ref) in budget.theme],
            name=budget_words(budget, strategy.themes),
        )
    at_once = [ref for ref in refs if strategy.rules[ref].select.by == "optimisation"]
    for some in [*counted.values(), at_once]:
        problem = prioritise.exclusive(problem, some) if len(some) > 1 else problem
    if not scenario.target:
        return prioritise.most_benefit(problem, {WORTH: 1.0})
    poor = UNSUITED * (1.0 - score[np.lexsort((column, row))])
    if not scenario.budget:
        return replace(prioritise.least_cost(problem), penalty=poor * problem.cost)
    wanted = np.array([0.0, *(one.area_ha for one in scenario.target)])
    share = np.divide(1.0, wanted, out=np.zeros_like(wanted), where=wanted > 0) @ problem.amount
    return replace(prioritise.least_shortfall(problem), penalty=poor * share)


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


def budget_words(budget: Budget, themes: Sequence[Theme]) -> str:
    """What a budget is for, to be read after "the budget"."""
    names = [theme.name for theme in themes if theme.prefix in budget.theme]
    for_themes = f"for {listed(names)}" if names else ""
    in_districts = f"in {listed(budget.district)}" if budget.district else ""
    return " ".join(part for part in (for_themes, in_districts) if part) or "in total"


def target_words(target: Target) -> str:
    """What a target asks for."""
    return listed(target.measure or target.habitat)


def _solved(problem: prioritise.Problem, places: Places) -> Choice:
    """The choice for a problem. Targets that cannot be met are met as far as they can be, at the least cost."""
    if problem.objective == "least cost":
        problem = _each_in_reach(problem)
    try:
        found = _best(problem)
    except prioritise.Infeasible:  # targets that could be met one by one and not all together
        found = _best(_all_in_reach(problem))
    row = problem.units.get_indexer(places.mapped["piece"])
    column = pd.Index(problem.measures).get_indexer(places.mapped["measure"])
    return Choice(np.flatnonzero(found.chosen.to_numpy()[row, column]), found.objective, found.bound)


def _best(problem: prioritise.Problem) -> prioritise.Solution:
    return prioritise.solve(problem, gap=GAP, time_limit_s=TIME_LIMIT_S)


def _each_in_reach(problem: prioritise.Problem) -> prioritise.Problem:
    """The problem with no target beyond all the land that there is for it."""
    there = {problem.features[one.feature]: one.amount for one in problem.targets}
    least = {name: min(amount, most(problem, name) * (1 - TOLERANCE)) for name, amount in there.items()}
    return prioritise.with_targets(problem, least)


def _all_in_reach(problem: prioritise.Problem) -> prioritise.Problem:
    """The problem with targets that can be met together: what is held where the least is missing."""
    held = _best(replace(prioritise.least_shortfall(problem), penalty=np.zeros(problem.options))).evaluation.targets
    return prioritise.with_targets(problem, {str(name): min(row.target, row.held) for name, row in held.iterrows()})


@remembered
def _method_key() -> str:
    """A key for the way of choosing: its own source."""
    sources = sorted(Path(prioritise.__file__).parent.glob("*.py"))
    return key_of(*(path.read_bytes() for path in (*sources, Path(__file__))))
