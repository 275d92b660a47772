"""Simulated annealing as Marxan does it, written plainly: cost, plus what is missed, plus the outline.

Ball, Possingham and Watts (2009): a random parcel is changed at each step; a change that makes the score worse is taken
with probability exp(-change / temperature); the temperature falls by a constant factor from what random changes are
worth to almost nothing (adaptive schedule). The penalty for a feature is what meeting its target greedily would cost,
times a species penalty factor.
"""

import numpy as np
from numba import njit

from lnrs import prioritise as choice
from lnrs.prioritise.options import Problem
from lnrs.prioritise.parcels import starts

FACTOR = 3.0
COOLINGS = 10_000


def anneal(problem: Problem, iterations: int, seed: int) -> np.ndarray:
    """A choice by option (k,) after so many changes tried; it may miss targets and limits."""
    asked = [t for t in problem.targets if t.amount > 0]
    limits = [t.amount for t in asked] + [b.limit for b in problem.budgets]
    start, demand, amount = _parts(problem, asked)
    greedy = np.array([_greedy_cost(problem, t) for t in asked] + [0.0] * len(problem.budgets))
    greedy[len(asked) :] = greedy[: len(asked)].sum()
    penalty = FACTOR * greedy / np.maximum(limits, 1e-12)
    beside = _beside(problem)
    charge = problem.cost + problem.penalty
    now = np.full(len(problem.units), -1, np.int64)
    sign = np.array([1.0] * len(asked) + [-1.0] * len(problem.budgets))
    _anneal(
        charge, starts(problem), start, demand, amount, np.array(limits), sign, penalty, *beside, now, iterations, seed
    )
    x = np.zeros(problem.options, bool)
    x[now[now >= 0]] = True
    return x


def _parts(problem: Problem, asked: list) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What each option counts towards targets and limits, by option."""
    a = choice.compile(problem).a.tocsr()[: len(asked) + len(problem.budgets)].tocsc()[:, : problem.options]
    return a.indptr.astype(np.int64), a.indices.astype(np.int64), a.data


def _greedy_cost(problem: Problem, target) -> float:
    """Cost of meeting a target alone, cheapest first."""
    row = problem.amount[[target.feature]].toarray()[0]
    some = np.flatnonzero(row > 0)
    order = some[np.argsort(problem.cost[some] / row[some])]
    enough = np.searchsorted(np.cumsum(row[order]), target.amount) + 1
    return float(problem.cost[order[:enough]].sum())


def _beside(problem: Problem) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Neighbours of each option and what being chosen together saves."""
    one, other, relief = problem.pairs.one, problem.pairs.other, problem.pairs.relief
    ends, far = np.concatenate([one, other]), np.concatenate([other, one])
    order = np.argsort(ends, kind="stable")
    return np.searchsorted(ends[order], np.arange(problem.options + 1)), far[order], np.tile(relief, 2)[order]


@njit(cache=True, nogil=True)
def _change(k, way, charge, start, demand, amount, beside, far, relief, x, moved):
    """Cost of adding (1) or removing (-1) an option; what it moves of each demand is added to `moved`."""
    cost = charge[k]
    for place in range(beside[k], beside[k + 1]):
        cost -= relief[place] if x[far[place]] else 0.0
    for at in range(start[k], start[k + 1]):
        moved[demand[at]] += way * amount[at]
    return way * cost


@njit(cache=True, nogil=True)
def _missed(held, limit, sign, penalty):
    total = 0.0
    for r in range(len(limit)):
        total += penalty[r] * max(0.0, sign[r] * (limit[r] - held[r]))
    return total


@njit(cache=True, nogil=True)
def _anneal(charge, parcel, start, demand, amount, limit, sign, penalty, beside, far, relief, now, iterations, seed):
    np.random.seed(seed)
    held, moved, x = np.zeros(len(limit)), np.zeros(len(limit)), np.zeros(len(charge), np.bool_)
    warm, seen, most = min(iterations // 100, 10_000), 0.0, 0.0
    temperature, factor, each = 1e300, 1.0, max(iterations // COOLINGS, 1)
    for step in range(iterations):
        unit = np.random.randint(len(now))
        count = parcel[unit + 1] - parcel[unit]
        if count == 0:
            continue
        old = now[unit]
        new = parcel[unit] + np.random.randint(count)
        if new == old or (old >= 0 and np.random.random() < 0.5):
            new = -1
        moved[:] = held
        extra = 0.0
        if old >= 0:
            extra += _change(old, -1.0, charge, start, demand, amount, beside, far, relief, x, moved)
        if new >= 0:
            extra += _change(new, 1.0, charge, start, demand, amount, beside, far, relief, x, moved)
        extra += _missed(moved, limit, sign, penalty) - _missed(held, limit, sign, penalty)
        if step < warm:
            seen, most = seen + abs(extra), max(most, abs(extra))
        elif step == warm:
            temperature = seen / max(warm, 1)
            factor = (1e-5) ** (1.0 / COOLINGS)
        elif step % each == 0:
            temperature *= factor
        if extra <= 0.0 or np.random.random() < np.exp(-extra / temperature):
            held[:] = moved
            if old >= 0:
                x[old] = False
            if new >= 0:
                x[new] = True
            now[unit] = new
