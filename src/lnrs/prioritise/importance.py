"""How much each parcel matters: what the objective would lose without it."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lnrs.prioritise.demands import locked_out
from lnrs.prioritise.highs import solve_programme
from lnrs.prioritise.options import Floats, Problem, positions
from lnrs.prioritise.prices import bound_at, land
from lnrs.prioritise.programme import Programme, columns_of, compile
from lnrs.prioritise.solution import Solution


def replacement_cost(
    problem: Problem,
    solution: Solution,
    units: Sequence,
    *,
    gap: float = 0.0,
    time_limit_s: float = 60.0,
    seed: int = 0,
) -> pd.DataFrame:
    """What the objective loses where a parcel is not to be had, in its own unit (Cabeza and Moilanen 2006, Biological
    Conservation 132:336-342).

    By parcel: `loss`, the objective without it less that of the solution (the other way about for most benefit), exact
    to `gap` where the solution is; `at_least`, less what the two gaps leave open; infinite where the rules cannot be
    kept without it. Each is solved whole, starting from the solution without the parcel. Raises ValueError for a parcel
    that is locked in, or not there.
    """
    sign = -1.0 if problem.objective == "most benefit" else 1.0
    rows = []
    for place in positions(problem.units, units):
        label = problem.units[place]
        if problem.locked_in[problem.unit == place].any():
            raise ValueError(f"The parcel {label!r} is locked in: it has no replacement.")
        programme = compile(locked_out(problem, [label]))
        answer = solve_programme(
            programme,
            gap=gap,
            time_limit_s=time_limit_s,
            seed=seed,
            start=_start(problem, programme, solution, int(place)),
        )
        if answer.status == "infeasible":
            rows.append((np.inf, np.inf))
            continue
        if answer.z is None:
            raise TimeoutError(f"No choice without the parcel {label!r} was found in time.")
        here = sign * solution.objective
        rows.append((max(answer.objective - here, 0.0), max(answer.bound - here, 0.0)))
    return pd.DataFrame(rows, index=pd.Index(list(units), name=problem.units.name), columns=["loss", "at_least"])


def price_importance(problem: Problem, solution: Solution) -> pd.Series:
    """A quick measure for all parcels (n,), in the objective's unit: by how much the bound at the solution's prices
    gets worse without each.

    The best objective without a parcel is worse than the bound by this much at least, so that replacement cost is at
    least this less the gap. It needs prices: a solution found whole has none, and then ValueError is raised.
    """
    if len(solution.prices) and not solution.prices.any():
        raise ValueError("The solution has no prices: solve it by parcel or by cut.")
    programme = compile(problem)
    found = bound_at(programme, land(problem), solution.prices)
    return pd.Series(np.maximum(-found.parcel, 0.0), problem.units, name="price_importance")


def _start(problem: Problem, programme: Programme, solution: Solution, place: int) -> Floats:
    """The columns of the solution without a parcel."""
    x = solution.chosen.to_numpy()[problem.unit, problem.measure] & (problem.unit != place)
    return columns_of(programme, problem.pairs.one, problem.pairs.other, x)
