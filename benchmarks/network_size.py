"""From one strategy to all 48: what joining them costs for its size, in time and in memory."""

from pathlib import Path

from benchmarks.apart import told
from benchmarks.cases import BENCH
from benchmarks.network_cases import CELL_M, PLACES, england
from benchmarks.network_runs import join
from benchmarks.report import Table
from lnrs.network import folder as folders
from lnrs.outlines import outline

STRATEGIES = {"small": (1, 12, 48), "full": (1, 6, 12, 24, 48)}
COLUMNS = ("strategies", "land, km2", "places", "time, s", "CPU, s", "CPU, s a 1,000 km2", "most of a process, GB")


def run(size: str) -> list[Table]:
    """One build with two workers of the first strategies by number, which lie side by side."""
    network = told(england, PLACES[size])
    rows = []
    join(told(first_of, network, 1)[0], BENCH / "england-by-size", workers=2, cell_m=CELL_M[size])  # compiles kernels
    for many in STRATEGIES[size]:
        chosen, area_km2 = told(first_of, network, many)
        found = join(chosen, BENCH / "england-by-size", workers=2, cell_m=CELL_M[size])
        cost = found.cpu_s / area_km2 * 1_000
        rows.append((many, area_km2, found.places, found.seconds, found.cpu_s, cost, found.memory.largest_gb))
    note = f"Cells of {CELL_M[size]} m, two workers, one run each; CPU seconds are of all processes, start included."
    return [Table("lnrs network build, by size", COLUMNS, tuple(rows), (note,))]


def first_of(network: Path, many: int) -> tuple[Path, float]:
    """(a network folder of the first strategies of another, their land in km2)."""
    sources = folders.read(network).sources[:many]
    folder = network.with_name(f"{network.name}-first-{many}")
    folder.mkdir(exist_ok=True)
    lines = ['name = "A part of England (invented)"', "date = 2026-10-01"]
    for source in sources:
        lines += ["", "[[source]]", f"lnrs_id = {source.lnrs_id}", f'path = "{source.path}"']
    (folder / folders.FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder, sum(outline(source.lnrs_id).area for source in sources) / 1e6
