"""The problem as a plain mixed-integer linear programme: matrices that can be read, tested and given to any solver.

    minimise  c.z + constant    subject to    row_lower <= A z <= row_upper,   lower <= z <= upper

Columns: the options `x` (0 or 1), the pairs `y` (0 to 1), the shortfalls `s`. Rows: the targets and budgets, which tie
all parcels together; the exclusions, each within one parcel; and two for each pair, `y <= x` and `y <= x'`. A pair only
ever gains, so `y` is `x x'` at any optimum without being declared whole.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from lnrs.prioritise.options import Budget, Flags, Floats, Ints, Problem, Target


@dataclass(frozen=True, eq=False)
class Programme:
    """Matrices of a problem; `demands` names the rows that tie parcels together, in plain words."""

    c: Floats
    a: sparse.csc_array
    row_lower: Floats
    row_upper: Floats
    lower: Floats
    upper: Floats
    whole: Flags
    constant: float
    demands: tuple[str, ...]
    options: int
    pairs: int
    exclusions: int

    @property
    def shortfalls(self) -> slice:
        """The columns of the shortfalls."""
        return slice(self.options + self.pairs, len(self.c))


def compile(problem: Problem) -> Programme:
    """The programme of a problem. A most-benefit problem becomes least negative benefit."""
    options, pairs, asked = problem.options, len(problem.pairs.one), [t for t in problem.targets if t.amount > 0]
    short = [t for t in asked if problem.objective == "least shortfall"]
    rows = [*_targets(problem, asked, len(short)), *_budgets(problem, pairs + len(short))]
    apart = _exclusions(problem, pairs + len(short))
    joined = _pair_rows(problem, len(short))
    blocks = [*rows, apart, joined]
    width = options + pairs + len(short)
    missed = np.array([problem.weights[t.feature] / t.amount for t in short])
    bottom = [t.amount for t in asked] + [-np.inf] * (len(problem.budgets) + apart.shape[0] + joined.shape[0])
    top = [np.inf] * len(asked) + [b.limit for b in problem.budgets] + [1.0] * apart.shape[0] + [0.0] * joined.shape[0]
    return Programme(
        c=np.concatenate([*_objective(problem), missed]),
        a=sparse.csc_array(sparse.vstack([sparse.csr_array((0, width)), *blocks])),
        row_lower=np.array(bottom, float),
        row_upper=np.array(top, float),
        lower=np.concatenate([problem.locked_in.astype(float), np.zeros(pairs + len(short))]),
        upper=np.concatenate([1.0 - problem.locked_out, np.ones(pairs), [t.amount for t in short]]),
        whole=np.arange(width) < options,
        constant=0.0,
        demands=(*(target_words(problem, t) for t in asked), *(budget_words(b) for b in problem.budgets)),
        options=options,
        pairs=pairs,
        exclusions=apart.shape[0],
    )


def target_words(problem: Problem, target: Target) -> str:
    """A target as it is said in a sentence."""
    return f"the target of {target.amount:,.6g} for {problem.features[target.feature]}"


def budget_words(budget: Budget) -> str:
    """A budget as it is said in a sentence."""
    return f"the budget of {budget.limit:,.6g} {budget.name}"


def together(problem: Problem, measures: tuple[int, ...]) -> str:
    """Some measures as they are said in a sentence; all of them by that word."""
    if len(measures) == len(problem.measures) > 3:
        return "all measures"
    names = [problem.measures[m] for m in measures]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _objective(problem: Problem) -> tuple[Floats, Floats]:
    """What the objective charges for each option and each pair."""
    option, pair = problem.penalty.copy(), -problem.pairs.relief
    if problem.objective == "least cost":
        return option + problem.cost, pair
    if problem.objective == "most benefit":
        return option - problem.amount.T @ problem.weights, pair - problem.pairs.amount.T @ problem.weights
    return option, pair


def _targets(problem: Problem, asked: list[Target], short: int) -> list[sparse.csr_array]:
    """What counts towards each target, and its shortfall where it may be missed."""
    missing = sparse.eye_array(len(asked), short, format="csr")
    held = [sparse.hstack([m[[t.feature]] for m in (problem.amount, problem.pairs.amount)]) for t in asked]
    return [sparse.csr_array(sparse.hstack([row, missing[[i]]])) for i, row in enumerate(held)]


def _budgets(problem: Problem, beyond: int) -> list[sparse.csr_array]:
    shape = (1, problem.options + beyond)
    return [sparse.csr_array((b.each, (np.zeros(len(b.each), int), b.options)), shape=shape) for b in problem.budgets]


def _exclusions(problem: Problem, beyond: int) -> sparse.csr_array:
    """A row for each parcel and each exclusive set of which it has two options or more."""
    row, column, count = [], [], 0
    for measures in problem.exclusive:
        some = np.flatnonzero(np.isin(problem.measure, measures))
        held = np.bincount(problem.unit[some], minlength=len(problem.units))
        number = np.cumsum(held > 1) - 1 + count
        some = some[held[problem.unit[some]] > 1]
        row.append(number[problem.unit[some]])
        column.append(some)
        count += int((held > 1).sum())
    at = (np.concatenate(row), np.concatenate(column)) if row else (np.zeros(0, int), np.zeros(0, int))
    return sparse.csr_array((np.ones(len(at[0])), at), shape=(count, problem.options + beyond))


def _pair_rows(problem: Problem, short: int) -> sparse.csr_array:
    """`y - x <= 0` and `y - x' <= 0` for each pair, the two one after the other."""
    pairs = len(problem.pairs.one)
    ends = np.stack([problem.pairs.one, problem.pairs.other], axis=1).ravel()
    row, y = np.arange(2 * pairs), problem.options + np.repeat(np.arange(pairs), 2)
    data = np.concatenate([np.ones(2 * pairs), -np.ones(2 * pairs)])
    at = np.concatenate([row, row]), np.concatenate([y, ends])
    return sparse.csr_array((data, at), shape=(2 * pairs, problem.options + pairs + short))


def rest(programme: Programme, free: Flags, z: Floats) -> Programme:
    """The programme of the free columns, the others being settled at `z`. Rows that none of the free columns enters are
    left out: it is for the caller to have settled them soundly."""
    settled = np.where(free, 0.0, z)
    held = programme.a @ settled
    a = programme.a[:, np.flatnonzero(free)]
    rows = np.bincount(a.indices, minlength=a.shape[0]) > 0
    rows[: len(programme.demands)] = True
    first = len(rows) - 2 * programme.pairs
    rows[first:] = np.repeat(free[programme.options : programme.options + programme.pairs], 2)
    return replace(
        programme,
        c=programme.c[free],
        a=sparse.csc_array(a.tocsr()[np.flatnonzero(rows)]),
        row_lower=(programme.row_lower - held)[rows],
        row_upper=(programme.row_upper - held)[rows],
        lower=programme.lower[free],
        upper=programme.upper[free],
        whole=programme.whole[free],
        constant=programme.constant + float(programme.c @ settled),
        options=int(free[: programme.options].sum()),
        pairs=int(free[programme.options : programme.options + programme.pairs].sum()),
        exclusions=int(rows[len(programme.demands) : first].sum()),
    )


def columns_of(programme: Programme, one: Ints, other: Ints, x: Flags) -> Floats:
    """All columns of a choice (k,) whose pairs are `one` and `other`: a pair is chosen with both its options, a
    shortfall is what it has to be."""
    z = np.concatenate([x, x[one] & x[other], np.zeros(len(programme.c) - len(x) - len(one))])
    short = programme.a[:, programme.shortfalls]
    z[programme.shortfalls] = np.maximum(programme.row_lower - programme.a @ z, 0.0)[short.indices]
    return z
