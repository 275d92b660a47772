"""What more would bring: the same problem at one level after another."""

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from lnrs.prioritise.conflict import Infeasible
from lnrs.prioritise.options import Problem
from lnrs.prioritise.solving import solve


def trade_off(problem_at: Callable[[float], Problem], levels: Iterable[float], **how: Any) -> pd.DataFrame:
    """Solve `problem_at(level)` for each level of a budget, a target or a penalty: the epsilon-constraint method
    (Haimes, Lasdon and Wismer 1971, IEEE Transactions on Systems, Man, and Cybernetics 1:296-297).

    By level: objective, bound and gap, and how many parcels are chosen; missing where no choice keeps every rule. `how`
    goes to `solve`. The true curve lies between objective and bound.
    """
    rows: dict[float, tuple[float | None, float | None, float | None, int]] = {}
    for level in levels:
        try:
            found = solve(problem_at(level), **how)
        except Infeasible:
            rows[level] = (None, None, None, 0)
            continue
        rows[level] = (found.objective, found.bound, found.gap, int(found.chosen.any(axis=1).sum()))
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["objective", "bound", "gap", "parcels"])
    return table.astype({"objective": float, "bound": float, "gap": float}).rename_axis("level")
