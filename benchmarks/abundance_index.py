"""The species abundance index with its interval, beside the way in which the R package BRCindicators works it out.

R is asked in `abundance_in_r`; here the peer is its documented procedure, written out in Python. Species are scaled one
by one (`rescale_species`); then, for each resample, the table of the species drawn is made and the geometric mean of
each year is taken (`bootstrap_indicator`). Means are NumPy's, as they are R's own compiled ones there.
"""

import numpy as np

from benchmarks.agreement import require
from benchmarks.apart import Timed, finish, timed
from benchmarks.report import Table
from lnrs.targets.abundance import Floats
from lnrs.targets.chained import as_index, chained, resampled
from lnrs.targets.relative import log_relative
from lnrs.targets.resample import draws, interval
from lnrs.targets.smooth import spline
from lnrs.targets.state_space import sample

SIZES = {
    "small": ((100, 20, 100), (300, 30, 300)),
    "full": ((100, 20, 1_000), (400, 55, 1_000), (1_200, 55, 1_000), (1_200, 55, 10_000)),
}
"""Species, years, resamples."""
MODEL_DRAWS = {"small": 50, "full": 500}
APART = 1e-8


def run(size: str) -> list[Table]:
    """Beside the procedure of the R package, and what the model takes."""
    return [_beside(size), _model(size)]


def _beside(size: str) -> Table:
    rows = []
    for species, years, count in SIZES[size]:
        ours, peer = finish(at_once, species, years, count), finish(one_by_one, species, years, count)
        index = require(_apart(ours.answer[0], peer.answer[0]), APART, "index")
        lines = require(_apart(ours.answer[1], peer.answer[1]), APART, "index of every resample")
        assert ours.cpu_s
        assert peer.cpu_s
        times = (ours.seconds, ours.cpu_s, ours.peak_gb, peer.seconds, peer.cpu_s, peer.peak_gb)
        rows.append((species, years, count, *times, peer.cpu_s / ours.cpu_s, index, lines))
    peers = ("one by one, s", "processor, s", "GB", "one by one / ours, processor")
    columns = ("species", "years", "resamples", "ours, s", "processor, s", "GB", *peers)
    notes = (
        "One by one: the procedure of the R package BRCindicators, written in Python with NumPy's means; not R itself.",
        "Both: every species from the first year, which is where the two mean the same interval; the same draws.",
        "Ours has the smooth line and its interval besides.",
    )
    title = "Species abundance index beside resampling one by one"
    return Table(title, (*columns, "index differs", "resamples differ"), tuple(rows), notes)


def _model(size: str) -> Table:
    rows = []
    for species, years, _ in SIZES[size][:3]:
        run = finish(by_model, species, years, MODEL_DRAWS[size])
        kept = 2 * MODEL_DRAWS[size]
        rows.append((species, years, kept, run.seconds, run.cpu_s, run.peak_gb, run.answer))
    columns = ("species", "years", "draws kept", "ours, s", "processor, s", "GB", "R-hat")
    note = "Two chains, as many draws thrown away as a half of those kept. JAGS: `abundance_in_r`."
    return Table("Species abundance index by the state-space model", columns, tuple(rows), (note,))


def invented(species: int, years: int) -> Floats:
    """Species that wander, in units of their own, each with a value in each year."""
    rng = np.random.default_rng(1)
    steps = rng.normal(-0.005, 0.1, (species, years))
    return np.exp(rng.normal(0, 2, (species, 1)) + np.cumsum(steps, axis=1) + rng.normal(0, 0.1, steps.shape))


def at_once(species: int, years: int, count: int) -> Timed:
    """(index, index of every resample) of all species at once, and the smooth line besides."""
    _ours(invented(20, 10), 10)
    return timed(_ours, invented(species, years), count)


def _ours(values: Floats, count: int) -> tuple[Floats, Floats]:
    logs = log_relative(values)
    index = chained(logs).log_index
    lines = resampled(logs, draws(len(logs), count))
    smoother = spline(index)
    interval(smoother.through(lines))
    interval(lines)
    return as_index(index), as_index(lines)


def one_by_one(species: int, years: int, count: int) -> Timed:
    """(index, index of every resample), species by species, resample by resample, year by year."""
    return timed(_one_by_one, invented(species, years), count)


def _one_by_one(values: Floats, count: int) -> tuple[Floats, Floats]:
    scaled = np.empty_like(values)
    for number, row in enumerate(values):
        scaled[number] = np.clip(100 * row / row[0], 1, 10_000)
    index = np.array([_geometric_mean(scaled[:, year]) for year in range(values.shape[1])])
    lines = np.empty((count, values.shape[1]))
    for number, weights in enumerate(draws(len(values), count)):
        drawn = np.repeat(scaled, weights, axis=0)
        for year in range(values.shape[1]):
            lines[number, year] = _geometric_mean(drawn[:, year])
    np.quantile(lines, (0.025, 0.975), axis=0)
    return index, lines


def _geometric_mean(values: Floats) -> float:
    return float(np.exp(np.nanmean(np.log(values))))


def by_model(species: int, years: int, count: int) -> Timed:
    """The worst R-hat of the smooth index."""
    return timed(_by_model, np.log(invented(species, years)), count)


def _by_model(logs: Floats, count: int) -> float:
    return sample(logs, draws=count, burn=count // 2).worst_r_hat


def _apart(ours: Floats, peer: Floats) -> float:
    return float(np.abs(ours / peer - 1).max())
