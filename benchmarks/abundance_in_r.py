"""The species abundance index beside R itself: mgcv's splines, and species drawn again in a loop; then beside JAGS.

The scripts in `abundance_r` are the project's own, written as a user of R would. R's start is in none of the times.
"""

import tempfile

import numpy as np

from benchmarks import abundance_in_jags
from benchmarks.abundance_index import invented
from benchmarks.agreement import require
from benchmarks.apart import Timed, finish, timed
from benchmarks.report import Table
from benchmarks.rscript import got, missing, put, run_script
from lnrs.targets.abundance import Floats
from lnrs.targets.chained import chained, resampled
from lnrs.targets.relative import log_relative
from lnrs.targets.resample import draws, interval
from lnrs.targets.smooth import spline

SIZES = {"small": ((100, 20, 100),), "full": ((100, 20, 1_000), (300, 55, 1_000), (1_200, 55, 1_000))}
"""Species, years, resamples."""
ROUNDING, SAME_FIT = 1e-12, 1e-6
TITLE = "Species abundance index beside mgcv"
COLUMNS = (
    *("species", "years", "resamples", "ours, CPU s", "R, CPU s", "R / ours", "one line in R, s"),
    *("line", "default start", "thin plate", "interval", "fitted anew", "width anew / ours"),
)
NOTES = (
    "R: for each resample the mean of the species drawn, and a fit by mgcv (P-splines, REML). Ours has both intervals.",
    "From `line` on: the largest difference in any year, of the natural logarithm of the index. Line: mgcv's from the",
    "likelier of two starts; then from its default start; then by thin plate splines of the same size. Interval: of",
    "resamples each as smooth as the index, as ours are; fitted anew: each as smooth as mgcv finds it. The same",
    "resamples throughout.",
)


def run(size: str) -> list[Table]:
    """Beside mgcv and beside JAGS; one table without rows where R is missing."""
    if why := missing():
        return [Table(TITLE, COLUMNS, (), (why,))]
    rows = tuple(_row(*one) for one in SIZES[size])
    return [Table(TITLE, COLUMNS, rows, NOTES), abundance_in_jags.table(size)]


def _row(species: int, years: int, count: int) -> tuple:
    ours = finish(smoothed, species, years, count)
    line, raw, smooth = ours.answer
    with tempfile.TemporaryDirectory() as folder:
        put(folder, "logs", log_relative(invented(species, years)))
        put(folder, "picks", np.array([np.repeat(np.arange(species) + 1, one) for one in draws(species, count)]))
        run_script("gam.R", folder)
        lines, ends, times = (got(folder, name) for name in ("lines", "ends", "times"))
    theirs = {name: np.stack([ends[f"{name}_lower"], ends[f"{name}_upper"]]) for name in ("raw", "anew", "alike")}
    require(_most(raw, theirs["raw"]), ROUNDING, "interval of the raw index")
    assert ours.cpu_s
    peer_s = float(times["anew"][1])
    widths = np.diff(theirs["anew"][:, 1:], axis=0) / np.diff(smooth[:, 1:], axis=0)
    return (
        *(species, years, count, ours.cpu_s, peer_s, peer_s / ours.cpu_s, float(times["p_spline"][0])),
        require(_most(line, lines["likelier_start"]), SAME_FIT, "smooth line"),
        *(_most(line, lines["p_spline"]), _most(line, lines["thin_plate"])),
        require(_most(smooth, theirs["alike"]), SAME_FIT, "interval of the smooth line"),
        *(_most(smooth, theirs["anew"]), float(widths.mean())),
    )


def smoothed(species: int, years: int, count: int) -> Timed:
    """(smooth line, interval of the raw index, interval of the smooth line) of all resamples at once."""
    _smoothed(invented(20, 10), 10)
    return timed(_smoothed, invented(species, years), count)


def _smoothed(values: Floats, count: int) -> tuple[Floats, Floats, Floats]:
    logs = log_relative(values)
    index = chained(logs).log_index
    lines = resampled(logs, draws(len(logs), count))
    smoother = spline(index)
    return smoother.through(index), interval(lines), interval(smoother.through(lines))


def _most(ours: Floats, theirs: Floats) -> float:
    return float(np.abs(ours - theirs).max())
