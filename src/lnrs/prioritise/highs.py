"""Any programme, solved by HiGHS (Huangfu and Hall 2018, Mathematical Programming Computation 10:119-142)."""

from typing import NamedTuple

import highspy
import numpy as np

from lnrs.prioritise.options import Floats
from lnrs.prioritise.programme import Programme

WORDS = {
    highspy.HighsModelStatus.kOptimal: "solved",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
    highspy.HighsModelStatus.kUnboundedOrInfeasible: "infeasible",
    highspy.HighsModelStatus.kTimeLimit: "out of time",
    highspy.HighsModelStatus.kObjectiveTarget: "good enough",
}


class _Quiet(highspy.Highs):
    """HiGHS without the line that it would otherwise print when it is first made."""

    def enableCallbacks(self) -> None:  # noqa: N802 (HiGHS's name)
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()


class Answer(NamedTuple):
    """What HiGHS found: columns `z` (None where it found none), the objective of them, a bound that no solution can be
    below, and the prices of the rows where the programme was solved as a linear one."""

    status: str
    z: Floats | None
    objective: float
    bound: float
    prices: Floats | None


def solve_programme(
    programme: Programme,
    *,
    relaxed: bool = False,
    gap: float = 0.0,
    time_limit_s: float = 300.0,
    seed: int = 0,
    threads: int = 1,
    start: Floats | None = None,
    enough: float = -np.inf,
) -> Answer:
    """Solve a programme to a relative gap, or without whole numbers if `relaxed`. `start` is a solution to begin with;
    an objective of `enough` or less will do, whatever the gap.

    The bound and feasibility hold to HiGHS's tolerances of 1e-7 on rows and columns; `status` says in a word how it
    ended. A run that ends by its time limit may not repeat exactly.
    """
    if len(programme.c) == 0:
        return _nothing(programme)
    solver = _solver(gap, time_limit_s, seed, threads)
    if np.isfinite(enough):
        solver.setOptionValue("objective_target", float(enough))
    solver.passModel(_model(programme, relaxed))
    if start is not None:
        hint = highspy.HighsSolution()
        hint.col_value, hint.value_valid = list(start), True
        solver.setSolution(hint)
    solver.run()
    info, status = solver.getInfo(), WORDS.get(solver.getModelStatus(), "unsolved")
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    solution = solver.getSolution()
    z = np.array(solution.col_value) if found else None
    objective = info.objective_function_value if found else np.inf
    if start is not None and z is not None and not _is_of(objective, programme, z):
        # HiGHS 1.16 can take a start for the best without looking, and then gives an objective that is not its own.
        return solve_programme(
            programme,
            relaxed=relaxed,
            gap=gap,
            time_limit_s=time_limit_s,
            seed=seed,
            threads=threads,
            enough=enough,
        )
    whole = not relaxed and bool(programme.whole.any())
    bound = info.mip_dual_bound if whole else (objective if status == "solved" else -np.inf)
    return Answer(status, z, objective, bound, None if whole or not found else np.array(solution.row_dual))


def _is_of(objective: float, programme: Programme, z: Floats) -> bool:
    its_own = float(programme.c @ z) + programme.constant
    return abs(objective - its_own) <= 1e-6 * max(1.0, abs(its_own))


def _nothing(programme: Programme) -> Answer:
    """The answer where there is nothing to choose from."""
    if (programme.row_lower > 1e-7).any() or (programme.row_upper < -1e-7).any():
        return Answer("infeasible", None, np.inf, -np.inf, None)
    return Answer("solved", np.zeros(0), programme.constant, programme.constant, np.zeros(len(programme.row_lower)))


def _solver(gap: float, time_limit_s: float, seed: int, threads: int) -> highspy.Highs:
    highspy.Highs.resetGlobalScheduler(True)  # or a second number of threads in one process is refused
    solver = _Quiet()
    options: dict[str, bool | float | int] = {
        "mip_rel_gap": float(gap),
        "mip_abs_gap": 1e-9,
        "mip_feasibility_tolerance": 1e-7,
        "primal_feasibility_tolerance": 1e-7,
        "time_limit": max(float(time_limit_s), 0.01),
        "random_seed": int(seed),
        "threads": int(threads),
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    return solver


def _model(programme: Programme, relaxed: bool) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(programme.c), len(programme.row_lower)
    model.col_cost_, model.offset_ = programme.c, programme.constant
    model.col_lower_, model.col_upper_ = programme.lower, programme.upper
    model.row_lower_, model.row_upper_ = programme.row_lower, programme.row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = programme.a.indptr
    model.a_matrix_.index_ = programme.a.indices
    model.a_matrix_.value_ = programme.a.data
    if not relaxed and programme.whole.any():
        kinds = highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger
        model.integrality_ = [kinds[whole] for whole in programme.whole.astype(int)]
    return model
