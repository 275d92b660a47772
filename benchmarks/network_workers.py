"""England joined by one, two and four workers: what each further one gains, and whether they make the same bytes."""

import os

from benchmarks.agreement import Disagrees
from benchmarks.apart import told
from benchmarks.cases import BENCH
from benchmarks.network_cases import CELL_M, PLACES, england
from benchmarks.network_runs import join
from benchmarks.report import Table

WORKERS = (1, 2, 4)
COLUMNS = ("workers", "time, s", "times as fast as one", "efficiency", "CPU, s", "memory, GB", "most of a process, GB")


def run(size: str) -> list[Table]:
    """One build with each number of workers, from nothing."""
    network = told(england, PLACES[size])
    join(network, BENCH / "england-by-workers", workers=max(WORKERS), cell_m=1_000)  # compiles kernels
    runs = {many: join(network, BENCH / "england-by-workers", workers=many, cell_m=CELL_M[size]) for many in WORKERS}
    if len({one.identity for one in runs.values()}) > 1:
        raise Disagrees("the number of workers changes the edition")
    one = runs[1]
    rows = tuple(
        (
            many,
            found.seconds,
            one.seconds / found.seconds,
            one.seconds / found.seconds / many,
            found.cpu_s,
            found.memory.together_gb,
            found.memory.largest_gb,
        )
        for many, found in runs.items()
    )
    notes = (
        f"{one.places:,} places in 48 strategies, cells of {CELL_M[size]} m; the same bytes by each. One run each.",
        f"This machine has {os.cpu_count()} cores, which are all that workers can share. Time is that of the command.",
    )
    return [Table("lnrs network build, by workers", COLUMNS, rows, notes)]
