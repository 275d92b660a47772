"""What is asked of a choice: an objective, targets, budgets, and what is settled beforehand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from lnrs.prioritise.options import Budget, Floats, Ints, Problem, Target, most, named, option_at, positions


def least_cost(problem: Problem) -> Problem:
    """Meet every target at the least cost: minimise `sum cost x` (the minimum set problem; Ball, Possingham and Watts
    2009, in Spatial Conservation Prioritization, Oxford)."""
    return replace(problem, objective="least cost")


def least_shortfall(problem: Problem, weights: Mapping[str, float] | None = None) -> Problem:
    """Come as near to the targets as budgets allow: minimise `sum w max(0, target - held) / target`, the weighted sum
    of the shares by which targets are missed (Arponen et al. 2005, Conservation Biology 19:2009-2014; Hanson et al.
    2025, prioritizr). Weights are 1 unless given."""
    return replace(problem, objective="least shortfall", weights=_weights(problem, weights))


def most_benefit(problem: Problem, weights: Mapping[str, float] | None = None) -> Problem:
    """Have the most that budgets allow: maximise `sum w held`, in the features' own units times their weights (maximum
    utility; Hanson et al. 2025, prioritizr). Weights are 1 unless given; targets, where there are any, have to be
    met."""
    return replace(problem, objective="most benefit", weights=_weights(problem, weights))


def with_targets(problem: Problem, targets: Mapping[str, float], *, relative: bool = False) -> Problem:
    """Ask for amounts of features, in their units, or as shares 0-1 of the `most` that could be had. A new target for a
    feature takes the place of the old one."""
    wanted = {target.feature: target for target in problem.targets}
    for name, amount in targets.items():
        if not 0 <= amount < np.inf or (relative and amount > 1):
            raise ValueError(f"The target for {name} has to be {'a share from 0 to 1' if relative else '0 or more'}.")
        feature = named(problem.features, name, "feature")
        wanted[feature] = Target(feature, float(amount * most(problem, name) if relative else amount))
    return replace(problem, targets=tuple(wanted[feature] for feature in sorted(wanted)))


def with_budget(
    problem: Problem,
    limit: float,
    *,
    of: Literal["cost", "area_ha"] = "cost",
    units: Sequence | None = None,
    measures: Sequence[str] | None = None,
    name: str = "in total",
) -> Problem:
    """Spend at most `limit` pounds, or put at most so many hectares under measures: on all parcels or those given (a
    district), and under all measures or those given (a theme). A budget of the same name is replaced.

    A hectare under two measures counts twice. The name is read after "the budget": "in Dover".
    """
    if not 0 <= limit < np.inf:
        raise ValueError(f"The budget {name} has to be 0 or more.")
    here = np.ones(len(problem.units), bool)
    if units is not None:
        here = np.isin(np.arange(len(here)), positions(problem.units, units))
    some = range(len(problem.measures)) if measures is None else [_measure(problem, one) for one in measures]
    options = np.flatnonzero(here[problem.unit] & np.isin(problem.measure, list(some)))
    each = problem.cost[options] if of == "cost" else problem.area_ha[problem.unit[options]]
    kept = tuple(budget for budget in problem.budgets if budget.name != name)
    return replace(problem, budgets=(*kept, Budget(name, float(limit), options, each)))


def locked_in(problem: Problem, units: Sequence, measure: str | None = None) -> Problem:
    """Settle that these parcels are chosen; where there are several measures, say for which."""
    if measure is None and len(problem.measures) > 1:
        raise ValueError("Say which measure is locked in: there are several.")
    settled = problem.locked_in.copy()
    settled[_options(problem, units, problem.measures[0] if measure is None else measure)] = True
    return replace(problem, locked_in=settled)


def locked_out(problem: Problem, units: Sequence, measure: str | None = None) -> Problem:
    """Settle that these parcels are not chosen, for one measure or for any."""
    barred = problem.locked_out.copy()
    barred[_options(problem, units, measure)] = True
    return replace(problem, locked_out=barred)


def exclusive(problem: Problem, measures: Sequence[str] | None = None) -> Problem:
    """Say that a parcel can have at most one of these measures, or of all measures where none is named."""
    some = problem.measures if measures is None else measures
    places = tuple(sorted({_measure(problem, one) for one in some}))
    if len(places) < 2:
        raise ValueError("It takes two measures to exclude each other.")
    return replace(problem, exclusive=(*problem.exclusive, places))


def _measure(problem: Problem, name: str) -> int:
    return named(problem.measures, name, "measure")


def _options(problem: Problem, units: Sequence, measure: str | None) -> Ints:
    place = option_at(problem)[positions(problem.units, units)]
    if measure is None:
        return place[place >= 0]
    column = place[:, _measure(problem, measure)]
    if (column < 0).any():
        raise ValueError(f"{measure} cannot go on the parcel {list(units)[int(np.argmin(column))]!r}.")
    return column


def _weights(problem: Problem, weights: Mapping[str, float] | None) -> Floats:
    worth = np.ones(len(problem.features))
    for name, weight in (weights or {}).items():
        if not 0 <= weight < np.inf:
            raise ValueError(f"The weight of {name} has to be 0 or more.")
        worth[named(problem.features, name, "feature")] = weight
    return worth
