"""What is done of all that a strategy's rules would do, where there is only so much money or so much is asked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache as remembered
from importlib.metadata import version
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from lnrs import prioritise
from lnrs.errors import CannotBuild, Problem
from lnrs.habitat_map.build import Places
from lnrs.habitat_map.cache import Cache, key_of
from lnrs.habitat_map.choose import Chosen
from lnrs.prioritise.options import most
from lnrs.prioritise.solution import TOLERANCE
from lnrs.scenario.problem import measures_of
from lnrs.strategy.folder import Strategy
from lnrs.strategy.scenario import Scenario

GAP, TIME_LIMIT_S = 0.005, 300.0


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


def choose_places(name: str, problem: prioritise.Problem, places: Places, cache: Cache) -> tuple[Places, Choice]:
    """The places that the problem of the scenario `name` leaves. Targets that cannot be met are met as far as they can
    be.

    Raises CannotBuild where no choice was found in time.
    """
    key = key_of("choice of places", _method_key(), *_content(problem))
    choice = cache.record(key, Choice, lambda: _solved(name, problem, places))
    taken = np.zeros(len(places.mapped), bool)
    taken[choice.place] = True
    ends = np.cumsum([0, *(len(one.pieces) for one in places.chosen)])
    chosen = tuple(
        _some(one, taken[begin:end]) for one, begin, end in zip(places.chosen, ends[:-1], ends[1:], strict=True)
    )
    mapped = places.mapped[taken].reset_index(drop=True)
    mapped["pm_loc_id"] = np.arange(1, len(mapped) + 1, dtype=np.int32)
    return replace(places, chosen=chosen, together=None, mapped=mapped, key=key_of(places.key, choice.place)), choice


def _content(problem: prioritise.Problem) -> Iterator[object]:
    """Everything that the answer to a problem depends on."""
    yield from (problem.units.to_numpy(), problem.unit, problem.measure, problem.cost, problem.penalty, problem.weights)
    yield from (problem.amount.data, problem.amount.indices, problem.amount.indptr)
    yield from (problem.measures, problem.targets, problem.exclusive, problem.objective)
    for budget in problem.budgets:
        yield from (budget.name, budget.limit, budget.options, budget.each)


def _some(one: Chosen, taken: npt.NDArray[np.bool_]) -> Chosen:
    return Chosen(one.pieces[taken], one.score[taken], one.value[taken], one.points[taken], one.eligible_ha)


def _solved(name: str, problem: prioritise.Problem, places: Places) -> Choice:
    if problem.objective == "least cost":
        problem = _each_in_reach(problem)
    try:
        try:
            found = _best(problem)
        except prioritise.Infeasible:  # targets that could be met one by one and not all together
            found = _best(_all_in_reach(problem))
    except (prioritise.Infeasible, TimeoutError) as error:
        advice = "Ask for less, or for fewer things at once."
        raise CannotBuild([Problem(f"scenarios/{name}.toml", f"no choice was found: {error}", advice)]) from error
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
    least = {str(name): min(row.target, row.held * (1 - TOLERANCE)) for name, row in held.iterrows()}
    return prioritise.with_targets(problem, least)


@remembered
def _method_key() -> str:
    """A key for the way of choosing: the source of the choice, and the solver."""
    sources = sorted(Path(prioritise.__file__).parent.glob("*.py"))
    solver = (version("highspy"), version("scipy"), str(GAP))
    return key_of(*(path.read_bytes() for path in (*sources, Path(__file__))), *solver)
