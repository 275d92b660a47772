"""Which measure on which parcel, and compact land: ours beside plain HiGHS, CP-SAT and annealing, on the same data."""

from math import isfinite

from benchmarks.agreement import require
from benchmarks.apart import Failed, Run, compete
from benchmarks.choice_contenders import GAP, STEPS_AN_OPTION, THREADS, WAYS, marxan_here, solved
from benchmarks.report import Table

SIZES = {
    "small": {"measures on parcels": ((500, 5),), "compact land": ((400, 5),)},
    "full": {
        "measures on parcels": ((2_000, 10), (10_000, 20), (40_000, 50), (150_000, 50)),
        "compact land": ((2_500, 10), (10_000, 10), (40_000, 10), (150_000, 10)),
    },
}
LIMIT_S = {"small": 2.0, "full": 300.0}
MOST_FOR_CP_SAT = 250_000
"""Options beyond which CP-SAT is not tried: its model alone would not fit beside the others."""


def run(size: str) -> list[Table]:
    """A table for each kind of problem."""
    return [_table(case, sizes, LIMIT_S[size]) for case, sizes in SIZES[size].items()]


def _table(case: str, sizes: tuple[tuple[int, int], ...], limit_s: float) -> Table:
    rows: list[tuple] = []
    for parcels, measures in sizes:
        runs = {who: _one(case, parcels, measures, who, limit_s) for who in WAYS}
        _agree(case, runs)
        ours = runs["ours"]
        rows += [_row(f"{parcels:,} x {measures}", who, one, ours) for who, one in runs.items()]
    last = "parcels x measures" if case == "measures on parcels" else "parcels x features"
    columns = (
        last,
        "by",
        "seconds",
        "x ours",
        "objective",
        "bound",
        "gap %",
        "rules broken",
        "peak GB",
        "x one reading",
    )
    return Table(case, columns, tuple(rows), _notes(limit_s))


def _one(case: str, parcels: int, measures: int, who: str, limit_s: float) -> Run | None:
    options = parcels * (measures if case == "measures on parcels" else 1)
    if who == "OR-Tools CP-SAT" and options > MOST_FOR_CP_SAT:
        return None
    try:
        return compete(solved, case, parcels, measures, who, limit_s, limit_s=2 * limit_s + 300)
    except Failed:
        return None


def _agree(case: str, runs: dict[str, Run | None]) -> None:
    """No choice that keeps every rule may beat anybody's bound."""
    found = {who: one.answer for who, one in runs.items() if one}
    sound = [(who, answer[0]) for who, answer in found.items() if answer[2] == 0 and isfinite(answer[0])]
    for whose, answer in found.items():
        if answer[1] is None:
            continue
        for who, objective in sound:
            require((answer[1] - objective) / abs(objective), 1e-5, f"{case}: {who} beats the bound of {whose}")


def _row(size: str, who: str, one: Run | None, ours: Run | None) -> tuple:
    if one is None:
        return (size, who, None, None, None, None, None, None, None, None)
    objective, bound, broken, floor_s, _ = one.answer
    known = bound if bound is not None else (ours.answer[1] if ours else None)
    found = objective if objective < float("inf") else None
    gap = None if found is None or known is None or broken else 100 * (found - known) / abs(found)
    ratio = one.seconds / ours.seconds if ours else None
    return (size, who, one.seconds, ratio, found, bound, gap, broken, one.peak_gb, one.seconds / floor_s)


def _notes(limit_s: float) -> tuple[str, ...]:
    marxan = "" if marxan_here() else " Marxan's own program is not on this machine's path and was not run."
    return (
        f"To a gap of {GAP:.0%}, {limit_s:g} s at most, {THREADS} threads. Dash: not tried or found.",
        f"Annealing tries {STEPS_AN_OPTION} changes an option, 10 to 100 million in all, in one thread.",
        f"It has no bound, so its gap is to ours; where it breaks a rule there is none.{marxan}",
        "'x one reading': the time over that of reading each coefficient of the matrix once.",
        "Making the problem and compiling the kernels are not timed; compiling the matrices is.",
    )
