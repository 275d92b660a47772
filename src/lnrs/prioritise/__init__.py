"""Which measures, on which parcels: compose a problem, compile it to matrices, solve it to a stated gap, and look into
the answer. Opens no file and knows no map: series and tables in, tables out."""

from lnrs.prioritise.conflict import Infeasible, conflicts
from lnrs.prioritise.curve import trade_off
from lnrs.prioritise.demands import (
    exclusive,
    least_cost,
    least_shortfall,
    locked_in,
    locked_out,
    most_benefit,
    with_budget,
    with_targets,
)
from lnrs.prioritise.importance import price_importance, replacement_cost
from lnrs.prioritise.options import Problem, problem
from lnrs.prioritise.programme import Programme, compile
from lnrs.prioritise.robust import how_often, perturbed
from lnrs.prioritise.solution import Evaluation, Solution, evaluate
from lnrs.prioritise.solving import solve
from lnrs.prioritise.together import compact, linked, supporting

__all__ = [
    "Evaluation",
    "Infeasible",
    "Problem",
    "Programme",
    "Solution",
    "compact",
    "compile",
    "conflicts",
    "evaluate",
    "exclusive",
    "how_often",
    "least_cost",
    "least_shortfall",
    "linked",
    "locked_in",
    "locked_out",
    "most_benefit",
    "perturbed",
    "price_importance",
    "problem",
    "replacement_cost",
    "solve",
    "supporting",
    "trade_off",
    "with_budget",
    "with_targets",
]
