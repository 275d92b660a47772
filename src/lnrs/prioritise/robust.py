"""Which choices stand when the figures behind them are a little wrong."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from lnrs.prioritise.conflict import Infeasible
from lnrs.prioritise.options import Floats, Problem
from lnrs.prioritise.solving import solve


def perturbed(problem: Problem, seed: int, *, cost: float = 0.0, amount: float = 0.0, weights: float = 0.0) -> Problem:
    """The problem with its figures multiplied by random factors, lognormal with mean 1, of the given standard
    deviations of the logarithm: 0.1 is about ten per cent either way. Each option's cost, each option's amount of each
    feature, and each feature's weight has its own factor. Budgets of cost follow the costs; limits and targets stay as
    they are."""
    if min(cost, amount, weights) < 0:
        raise ValueError("A spread has to be 0 or more.")
    rng = np.random.default_rng(seed)
    factor = _factors(rng, cost, problem.options)
    given = problem.amount.copy()
    given.data = given.data * _factors(rng, amount, len(given.data))
    budgets = tuple(
        budget._replace(each=budget.each * factor[budget.options])
        if np.array_equal(budget.each, problem.cost[budget.options])
        else budget
        for budget in problem.budgets
    )
    worth = problem.weights * _factors(rng, weights, len(problem.weights))
    return replace(problem, cost=problem.cost * factor, amount=given, budgets=budgets, weights=worth)


def how_often(
    problem: Problem,
    *,
    times: int,
    seed: int,
    cost: float = 0.0,
    amount: float = 0.0,
    weights: float = 0.0,
    **how: Any,
) -> pd.DataFrame:
    """Share of `times` perturbed problems, 0-1, in whose solution each parcel (rows) gets each measure (columns). A
    choice near 1 is robust, one near 0 robustly out, and the rest hangs on figures nobody knows that well.

    Problems that turn out to have no solution count as choosing nothing; Infeasible is raised where all are so. `how`
    goes to `solve`.
    """
    if times < 1:
        raise ValueError("It takes one time at least.")
    count, failed = np.zeros((len(problem.units), len(problem.measures))), None
    solved = 0
    for draw in range(times):
        mixed = int(np.random.SeedSequence([seed, draw]).generate_state(1)[0])
        try:
            count += solve(
                perturbed(problem, mixed, cost=cost, amount=amount, weights=weights), **how
            ).chosen.to_numpy()
            solved += 1
        except Infeasible as none:
            failed = none
    if failed and not solved:
        raise failed
    return pd.DataFrame(count / times, problem.units, list(problem.measures))


def _factors(rng: np.random.Generator, spread: float, count: int) -> Floats:
    return rng.lognormal(-(spread**2) / 2, spread, count) if spread else np.ones(count)
