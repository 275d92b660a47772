"""Lines of the statutory biodiversity metric: evaluated here, beside the official workbook recalculated by LibreOffice.

The workbook takes a few hundred lines a sheet and is filled with invented ones; LibreOffice opens it, works out every
formula and saves it, once. Then every row's units that it kept have to be ours to 1e-9. Without LibreOffice, or without
the workbook in the folder of open data beside the checkout, only ours is shown, and that is said.
"""

import os
import resource
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.agreement import require
from benchmarks.apart import Failed
from benchmarks.metric_cases import DAY, fill, plan_of, rows
from benchmarks.report import Table
from lnrs.bng.net_change import metric_of
from lnrs.metric_files import checks, read
from lnrs.metric_files.model import MetricFile

OFFICIAL = (
    Path(__file__).resolve().parents[2] / "shared/data/bng/metric_workbooks/statutory_metric_filled_test_2024.xlsx"
)
LINES = {"small": (20, 2_000), "full": (240, 10_000)}
"""Lines in each sheet of the workbook, and lines evaluated here alone."""
SAME = 1e-9
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""
"""LibreOffice works out what it opens, whatever was kept."""
LIMIT_S = 3_600


def run(size: str) -> list[Table]:
    """Ours alone at size, and beside LibreOffice on what the workbook takes."""
    in_sheet, many = LINES[size]
    with tempfile.TemporaryDirectory(prefix="lnrs-metric-lines-") as folder:
        return [_alone(many), *_beside(Path(folder), in_sheet)]


def _alone(many: int) -> Table:
    plan = plan_of(many)
    lines = len(plan.existing) + len(plan.created) + len(plan.enhanced)
    seconds = min(_seconds(lambda: metric_of(plan, on=DAY)) for _ in range(5))
    units = len(metric_of(plan, on=DAY).rows)
    columns = ("lines", "rows of units", "ours, s of processor", "lines a second")
    note = "A line is one of the baseline, of creation or of enhancement; every unit is exact, and has its reasons."
    return Table("The metric of a large plan", columns, ((lines, units, seconds, lines / seconds),), (note,))


def _beside(folder: Path, in_sheet: int) -> list[Table]:
    office = shutil.which("soffice")
    title = "Beside the official workbook, recalculated by LibreOffice"
    if office is None or not OFFICIAL.exists():
        missing = (
            "LibreOffice is not installed" if office is None else "the official workbook is not beside the checkout"
        )
        return [Table(title, ("not run",), ((f"{missing}.",),))]
    filled = folder / "filled.xlsx"
    lines = fill(OFFICIAL, rows(in_sheet), filled)
    theirs, wall = _recalculated(office, filled, folder)
    reading = _seconds(lambda: _lenient(theirs.file))
    found = _lenient(theirs.file)
    ours = min(_seconds(lambda: metric_of(found.plan, on=DAY)) for _ in range(5))
    apart, compared = _apart(found)
    require(apart, SAME, "units of a row")
    columns = (
        "lines",
        "rows compared",
        "differ by",
        "ours, s",
        "with reading, s",
        "LibreOffice, s",
        "wall, s",
        "ratio",
    )
    whole = ours + reading
    row = (lines, compared, apart, ours, whole, theirs.seconds, wall, theirs.seconds / whole)
    notes = (
        "Seconds of processor time; LibreOffice from its start to the saved file: so it is done without a screen.",
        "Ratio: LibreOffice to ours with reading the file. Headlines are not compared (docs/explanation/net-gain.md).",
    )
    return [Table(title, columns, (row,), notes)]


class _Theirs:
    """What LibreOffice left, with the processor time that it took."""

    def __init__(self, file: Path, seconds: float) -> None:
        self.file, self.seconds = file, seconds


def _recalculated(office: str, filled: Path, folder: Path) -> tuple[_Theirs, float]:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
    before, began = _children(), time.perf_counter()
    words = [office, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "xlsx"]
    done = subprocess.run(
        [*words, "--outdir", str(folder / "out"), str(filled)],
        capture_output=True, text=True, timeout=LIMIT_S, env={**os.environ, "HOME": str(folder)}, check=False,
    )  # fmt: skip
    wall, found = time.perf_counter() - began, folder / "out" / filled.name
    if not found.exists():
        raise Failed(f"LibreOffice made no workbook: {done.stderr[-500:]}")
    return _Theirs(found, _children() - before), wall


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _apart(found: MetricFile) -> tuple[float, int]:
    """The most by which a row's units differ, and how many rows were compared."""
    ours = {(row.ref, row.module, row.part): float(row.units.value) for row in metric_of(found.plan, on=DAY).rows}
    kept = [one for one in found.kept if one.units]
    return max(abs(one.units - ours[one.ref, one.module, one.part]) for one in kept), len(kept)


def _lenient(file: Path) -> MetricFile:
    """A file whose sums off the site are invented, as its lines are."""
    strict = checks.totals
    checks.totals = lambda plan, where: []  # type: ignore[assignment]  # noqa: ARG005
    try:
        return read(file)
    finally:
        checks.totals = strict


def _seconds(work) -> float:  # type: ignore[no-untyped-def]
    began = time.process_time()
    work()
    return time.process_time() - began
