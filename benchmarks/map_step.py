"""The whole map step beside the script that a GIS officer would write for the same strategy folder."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import map_contenders as contenders
from benchmarks.agreement import SQUARE_METRE, most_apart, require
from benchmarks.apart import Run, compete, finish, told
from benchmarks.cases import BENCH, KENT, WIGHT, one_rule_changed, plain, sketch
from benchmarks.map_agreement import LEAST_MEDIAN_OVERLAP, MOST, compare
from benchmarks.report import Cell, Table

SIZES = {"small": ((WIGHT, 4_000),), "full": ((KENT, 5_000), (KENT, 20_000), (KENT, 160_000))}
SCRIPT_LIMIT_S = 3_600.0


@dataclass(frozen=True)
class Step:
    """The contenders' runs at one size; no script's run where it took too long."""

    parcels: int
    cold: Run
    warm: Run
    script: Run | None
    apart: dict[str, float]

    @property
    def runs(self) -> dict[str, Run | None]:
        """Each run by what it is called."""
        return {"lnrs": self.cold, "lnrs, one rule changed": self.warm, "GeoPandas script": self.script}


def run(size: str) -> list[Table]:
    """How long each takes at each size, and how nearly they agree."""
    steps = [_step(told(plain, told(sketch, parcels, area)), parcels) for area, parcels in SIZES[size]]
    return [_times(steps), _agreement([step for step in steps if step.script])]


def _step(folder: Path, parcels: int) -> Step:
    room = BENCH / f"map-{folder.name}"
    shutil.rmtree(room, ignore_errors=True)
    cache, ours, theirs = room / "cache", room / "ours", room / "theirs"
    told(contenders.make_ready)
    cold = finish(contenders.engine, folder, cache, ours)
    with one_rule_changed(folder):
        warm = finish(contenders.engine, folder, cache, room / "changed")
    script = compete(contenders.officer, folder, theirs, limit_s=SCRIPT_LIMIT_S)
    apart = _apart(folder, ours, theirs, cold, script) if script else {}
    shutil.rmtree(room)
    return Step(parcels, cold, warm, script, apart)


def _apart(folder: Path, ours: Path, theirs: Path, cold: Run, script: Run) -> dict[str, float]:
    """Every difference. Raises Disagrees beyond the tolerances."""
    become, other = cold.answer.pop("could become"), script.answer.pop("could become")
    most_m2 = most_apart({"lnrs": cold.answer, "script": script.answer})
    what = "area that could become important, share"
    return (
        {"important, by type and all, m2": require(most_m2, SQUARE_METRE, f"{folder.name}: importance")}
        | {what: require(abs(become - other) / max(become, other), MOST[what], f"{folder.name}: {what}")}
        | told(compare, folder, ours, theirs)
    )


def _times(steps: Sequence[Step]) -> Table:
    columns = ("parcels", "who", "time, s", "times lnrs", "CPU, s", "memory, GB")
    rows = [_row(step, who, one) for step in steps for who, one in step.runs.items()]
    notes = [
        "From the strategy folder to the finished map and its figures, reading included; one run each. lnrs begins",
        "with an empty cache and compiled kernels. The changed rule wants more, weighs otherwise, asks a new question.",
        *_growth(steps),
    ]
    return Table("The map step beside a GeoPandas script", columns, tuple(rows), tuple(notes))


def _row(step: Step, who: str, one: Run | None) -> tuple[Cell, ...]:
    if one is None:
        return step.parcels, who, f"over {SCRIPT_LIMIT_S:,.0f}", None, None, None
    return step.parcels, who, one.seconds, one.seconds / step.cold.seconds, one.cpu_s, one.peak_gb


def _growth(steps: Sequence[Step]) -> list[str]:
    """From the smallest to the largest size that both finished: how many times the land, and the time of each."""
    done = [step for step in steps if step.script]
    if len(done) < 2:
        return []
    first, last = done[0], done[-1]
    lnrs = last.cold.seconds / first.cold.seconds
    script = last.script.seconds / first.script.seconds if first.script and last.script else 0.0
    return [
        f"{last.parcels / first.parcels:.0f} times the parcels take lnrs {lnrs:.1f} times as long, "
        f"and the script {script:.1f} times."
    ]


def _agreement(steps: Sequence[Step]) -> Table:
    allowed: dict[str, str | float] = {**MOST, "important, by type and all, m2": SQUARE_METRE}
    allowed["overlap of a measure, median"] = f"at least {LEAST_MEDIAN_OVERLAP}"
    names = steps[0].apart if steps else ()
    rows = tuple((name, *(step.apart.get(name) for step in steps), allowed.get(name)) for name in names)
    titles = tuple(f"{step.parcels:,} parcels" for step in steps)
    note = "The script works in exact geometry throughout; lnrs answers questions of degree on the 10 m grid."
    return Table("How nearly the two maps agree", ("difference", *titles, "at most"), rows, (note,))
