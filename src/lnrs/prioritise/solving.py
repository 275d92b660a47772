"""A problem, solved: a choice and a bound, by the method that suits its size and shape."""

import time
from typing import Literal

import numpy as np

from lnrs.prioritise.by_cut import choose_by_cut
from lnrs.prioritise.by_parcel import Run, search, whole_numbers
from lnrs.prioritise.conflict import Infeasible, conflicts
from lnrs.prioritise.highs import solve_programme
from lnrs.prioritise.options import Flags, Floats, Problem
from lnrs.prioritise.prices import land
from lnrs.prioritise.programme import Programme, compile
from lnrs.prioritise.solution import Solution, evaluate_options, relative_gap, table_of

Method = Literal["whole", "by parcel", "by cut"]
SMALL = 30_000
SMALL_JOINED = 500


def solve(
    problem: Problem,
    *,
    gap: float = 0.01,
    time_limit_s: float = 300.0,
    seed: int = 0,
    threads: int = 1,
    method: Method | None = None,
) -> Solution:
    """The best choice to a relative gap of `gap`, with a bound on how good any choice could be.

    Methods: "whole" gives the programme to HiGHS as it is; "by parcel" prices the demands and settles each parcel by
    itself; "by cut" does that where parcels are worth more together, and knows no exclusions. The one that suits the
    problem is taken unless one is named. A solution that does not reach the gap in time is given with its gap.

    Raises Infeasible, naming the demands that conflict, where no choice keeps every rule; TimeoutError where none was
    found in time.
    """
    if not (0 <= gap < 1 and time_limit_s > 0):
        raise ValueError("The gap has to be a share of at least 0 and under 1, and the time limit more than 0 seconds.")
    began = time.perf_counter()
    programme = compile(problem)
    run = Run(gap, began + time_limit_s, seed, threads)
    x, bound, prices = _METHODS[method or suits(problem, programme)](problem, programme, run)
    if x is None:
        if found := conflicts(problem, time_limit_s=time_limit_s):
            raise Infeasible(found)
        raise TimeoutError("No choice that keeps every rule was found in time.")
    done = evaluate_options(problem, x)
    best = bound * (-1.0 if problem.objective == "most benefit" else 1.0) + 0.0
    reached = relative_gap(done.objective, best) <= gap + 1e-9 or abs(done.objective - best) <= 1e-6
    status = f"within {gap:.2%} of the best" if reached else "the best found in time"
    return Solution(table_of(problem, x), done, best, status, time.perf_counter() - began, prices)


def suits(problem: Problem, programme: Programme) -> Method:
    """The method for a problem: small ones whole; large ones by cut where parcels are joined, by parcel otherwise."""
    apart = (problem.unit[problem.pairs.one] != problem.unit[problem.pairs.other]).any()
    if programme.exclusions == 0 and apart and programme.options > SMALL_JOINED:
        return "by cut"
    return "by parcel" if programme.options + programme.pairs > SMALL else "whole"


def _whole(problem: Problem, programme: Programme, run: Run) -> tuple[Flags | None, float, Floats]:
    answer = solve_programme(programme, gap=run.gap, time_limit_s=run.left_s(), seed=run.seed, threads=run.threads)
    x = None if answer.z is None else answer.z[: problem.options] > 0.5
    return x, answer.bound, np.zeros(len(programme.demands))


def _by_parcel(problem: Problem, programme: Programme, run: Run) -> tuple[Flags | None, float, Floats]:
    ready = land(problem)
    found = search(programme, ready, run)
    z, bound = whole_numbers(programme, ready, found, run)
    return (None if z is None else z > 0.5), bound, found.prices


def _by_cut(problem: Problem, programme: Programme, run: Run) -> tuple[Flags | None, float, Floats]:
    if programme.exclusions:
        raise ValueError("Measures that exclude each other cannot be chosen by cut.")
    return choose_by_cut(programme, land(problem), run)


_METHODS = {"whole": _whole, "by parcel": _by_parcel, "by cut": _by_cut}
