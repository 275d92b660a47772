"""Ways to solve a problem of choice, each run in a process of its own."""

import shutil
import time
from dataclasses import replace

import numpy as np
from ortools.sat.python import cp_model

from benchmarks.apart import Timed, timed
from benchmarks.choice_annealer import anneal
from benchmarks.choice_cases import CASES
from lnrs import prioritise as choice
from lnrs.prioritise.solution import evaluate_options

GAP = 0.01
THREADS = 2
STEPS_AN_OPTION = 20
FEWEST_STEPS, MOST_STEPS = 10_000_000, 100_000_000
SCALE = 1_000

Found = tuple[float, float | None, int, float, int]
"""Objective, bound where there is one, rules broken, seconds to read the matrix once, options."""


def solved(case: str, parcels: int, measures: int, who: str, limit_s: float) -> Timed:
    """Run a contender: the problem is made, and ours is warmed up, before the clock starts."""
    make = CASES[case]
    problem = make(parcels, measures)
    small = make(400, min(measures, 10))
    WAYS[who](small, 1.0)
    work = timed(WAYS[who], problem, limit_s)
    x, bound = work.answer
    if x is None:
        return replace(work, answer=(np.inf, bound, 0, _floor_s(problem), problem.options))
    done = evaluate_options(problem, x)
    return replace(work, answer=(done.objective, bound, len(done.broken), _floor_s(problem), problem.options))


def _floor_s(problem: choice.Problem) -> float:
    """Seconds to read every coefficient of the compiled matrix once."""
    a = choice.compile(problem).a
    began = time.perf_counter()
    float(a.data.sum())
    int(a.indices.sum(dtype=np.int64))
    return time.perf_counter() - began


def _ours(problem: choice.Problem, limit_s: float) -> tuple[np.ndarray | None, float | None]:
    method = "by cut" if len(problem.pairs.one) else "by parcel"
    return _solve(problem, limit_s, method)


def _whole(problem: choice.Problem, limit_s: float) -> tuple[np.ndarray | None, float | None]:
    return _solve(problem, limit_s, "whole")


def _solve(problem: choice.Problem, limit_s: float, method) -> tuple[np.ndarray | None, float | None]:
    try:
        found = choice.solve(problem, gap=GAP, threads=THREADS, method=method, time_limit_s=limit_s)
    except TimeoutError:
        return None, None
    return found.chosen.to_numpy()[problem.unit, problem.measure], found.bound


def _cp_sat(problem: choice.Problem, limit_s: float) -> tuple[np.ndarray | None, float | None]:
    """Whole numbers only, so that figures are rounded to a thousandth, targets up and limits down."""
    programme = choice.compile(problem)
    model = cp_model.CpModel()
    z = [model.new_bool_var("") for _ in range(len(programme.c))]
    rows = programme.a.tocsr()
    for r in range(rows.shape[0]):
        at = slice(rows.indptr[r], rows.indptr[r + 1])
        some = [z[j] for j in rows.indices[at]]
        data, low, high = rows.data[at] * SCALE, programme.row_lower[r] * SCALE, programme.row_upper[r] * SCALE
        if np.isfinite(low):
            model.add(cp_model.LinearExpr.weighted_sum(some, np.floor(data).astype(int).tolist()) >= int(np.ceil(low)))
        else:
            model.add(cp_model.LinearExpr.weighted_sum(some, np.ceil(data).astype(int).tolist()) <= int(np.floor(high)))
    model.minimize(cp_model.LinearExpr.weighted_sum(z, np.rint(programme.c * SCALE).astype(int).tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = limit_s
    solver.parameters.num_workers = THREADS
    solver.parameters.relative_gap_limit = GAP
    solver.parameters.random_seed = 1
    status = solver.solve(model)
    bound = solver.best_objective_bound / SCALE
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, bound
    return np.array([solver.boolean_value(one) for one in z[: problem.options]]), bound


def _annealed(problem: choice.Problem, _: float) -> tuple[np.ndarray | None, float | None]:
    return anneal(problem, steps(problem.options), seed=1), None


def steps(options: int) -> int:
    """Changes that annealing tries."""
    return int(np.clip(STEPS_AN_OPTION * options, FEWEST_STEPS, MOST_STEPS))


def marxan_here() -> bool:
    """Whether Marxan's own program is on the path."""
    return any(shutil.which(name) for name in ("Marxan_x64", "marxan", "Marxan"))


WAYS = {"ours": _ours, "HiGHS on the whole": _whole, "OR-Tools CP-SAT": _cp_sat, "annealing": _annealed}
