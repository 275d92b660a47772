"""A choice and what it comes to, whoever made it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lnrs.prioritise.options import Flags, Floats, Problem
from lnrs.prioritise.programme import budget_words, target_words, together

TOLERANCE = 1e-6
"""What a target or budget may be missed by, as a share of it: the solver's feasibility tolerance, with room for
sums."""


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What a choice comes to: the objective (cost, weighted shortfall or benefit, less or plus penalties), what is held
    of each target and spent of each budget, and every rule that it breaks, in plain words."""

    objective: float
    targets: pd.DataFrame
    """By feature: target, held, shortfall, met."""
    budgets: pd.DataFrame
    """By name: limit, spent, kept."""
    broken: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Solution:
    """A choice, how good it is, and how good any could be."""

    chosen: pd.DataFrame
    """Whether each parcel (rows) gets each measure (columns)."""
    evaluation: Evaluation
    bound: float
    """No choice that keeps every rule has a lower objective (a higher one, for most benefit)."""
    status: str
    seconds: float
    prices: Floats
    """What the objective would change by for one unit more of each target or budget, near here (demands,): 0 where
    they are not known."""

    @property
    def objective(self) -> float:
        """The objective of the choice."""
        return self.evaluation.objective

    @property
    def gap(self) -> float:
        """How far the objective may be from the best, as a share of the objective."""
        return relative_gap(self.objective, self.bound)


def relative_gap(objective: float, bound: float) -> float:
    """`|objective - bound| / |objective|`; 0 where they are equal."""
    away = abs(objective - bound)
    return 0.0 if away == 0 else away / max(abs(objective), 1e-12)


def evaluate(problem: Problem, chosen: pd.DataFrame | pd.Series) -> Evaluation:
    """Measure any choice, from here or elsewhere: a table of parcels by measures, or a series where there is one
    measure. Raises ValueError where its index is not the problem's."""
    table = chosen.to_frame(problem.measures[0]) if isinstance(chosen, pd.Series) else chosen
    if not table.index.equals(problem.units) or tuple(map(str, table.columns)) != problem.measures:
        raise ValueError("The choice has to have the problem's parcels and measures, in their order.")
    wanted = table.to_numpy(dtype=bool)
    there = np.zeros_like(wanted)
    there[problem.unit, problem.measure] = True
    nowhere = [
        f"{problem.measures[m]} cannot go on the parcel {problem.units[u]!r}"
        for u, m in zip(*np.nonzero(wanted & ~there), strict=True)
    ]
    return evaluate_options(problem, wanted[problem.unit, problem.measure], nowhere)


def evaluate_options(problem: Problem, x: Flags, broken: Sequence[str] = ()) -> Evaluation:
    """`evaluate` for a choice given by option (k,)."""
    both = x[problem.pairs.one] & x[problem.pairs.other]
    held = problem.amount @ x.astype(float) + problem.pairs.amount @ both.astype(float)
    extra = float(problem.penalty @ x) - float(problem.pairs.relief @ both)
    rows, spent = _targets(problem, held), [float(b.each @ x[b.options]) for b in problem.budgets]
    limits = [b.limit for b in problem.budgets]
    kept = [cost <= limit + TOLERANCE * max(limit, 1.0) for cost, limit in zip(spent, limits, strict=True)]
    names = pd.Index([b.name for b in problem.budgets], name="budget")
    budgets = pd.DataFrame({"limit": limits, "spent": spent, "kept": kept}, index=names)
    return Evaluation(
        _objective(problem, x, held, rows, extra), rows, budgets, (*broken, *_broken(problem, x, rows, budgets))
    )


def _targets(problem: Problem, held: Floats) -> pd.DataFrame:
    wanted = np.array([t.amount for t in problem.targets], float)
    got = held[[t.feature for t in problem.targets]] if len(wanted) else wanted
    short = np.maximum(wanted - got, 0.0)
    names = pd.Index([problem.features[t.feature] for t in problem.targets], name="feature")
    met = short <= TOLERANCE * np.maximum(wanted, 1.0)
    return pd.DataFrame({"target": wanted, "held": got, "shortfall": short, "met": met}, index=names)


def _objective(problem: Problem, x: Flags, held: Floats, targets: pd.DataFrame, extra: float) -> float:
    if problem.objective == "least cost":
        return float(problem.cost @ x) + extra
    if problem.objective == "most benefit":
        return float(problem.weights @ held) - extra
    weights = np.array([problem.weights[t.feature] for t in problem.targets], float)
    share = targets["shortfall"].to_numpy() / np.maximum(targets["target"].to_numpy(), 1e-300)
    return float(weights @ share) + extra


def _broken(problem: Problem, x: Flags, targets: pd.DataFrame, budgets: pd.DataFrame) -> list[str]:
    says = []
    if problem.objective != "least shortfall":
        short = targets["shortfall"].to_numpy()
        says += [
            f"{target_words(problem, t)} is missed by {short[i]:,.6g}"
            for i, t in enumerate(problem.targets)
            if not targets["met"].iloc[i]
        ]
    over = budgets["spent"].to_numpy() - budgets["limit"].to_numpy()
    says += [
        f"{budget_words(b)} is overspent by {over[i]:,.6g}"
        for i, b in enumerate(problem.budgets)
        if not budgets["kept"].iloc[i]
    ]
    for measures in problem.exclusive:
        some = np.isin(problem.measure, measures) & x
        twice = np.flatnonzero(np.bincount(problem.unit[some], minlength=len(problem.units)) > 1)
        says += [
            f"the parcel {label!r} has more than one of {together(problem, measures)}" for label in problem.units[twice]
        ]
    says += [f"{_place(problem, k)} is locked in" for k in np.flatnonzero(problem.locked_in & ~x)]
    return says + [f"{_place(problem, k)} is locked out" for k in np.flatnonzero(problem.locked_out & x)]


def _place(problem: Problem, option: np.integer) -> str:
    return f"{problem.measures[problem.measure[option]]} on the parcel {problem.units[int(problem.unit[option])]!r}"


def table_of(problem: Problem, x: Flags) -> pd.DataFrame:
    """A choice by option (k,) as a table of parcels by measures."""
    chosen = np.zeros((len(problem.units), len(problem.measures)), bool)
    chosen[problem.unit, problem.measure] = x
    return pd.DataFrame(chosen, index=problem.units, columns=list(problem.measures))
