"""The state-space model of the species abundance index beside the same model in JAGS: a table of `abundance_in_r`."""

import tempfile

import numpy as np

from benchmarks.agreement import require
from benchmarks.apart import Timed, finish, timed
from benchmarks.report import Table
from benchmarks.rscript import got, put, run_script
from lnrs.targets.abundance import Floats
from lnrs.targets.resample import interval
from lnrs.targets.state_space import sample

SIZES = {"small": (30, 21, 500), "full": (100, 40, 2_000)}
"""Species, years, draws kept of each of two chains."""
FORMS = (("error", "uniform"), ("exact", "uniform"), ("exact", "gamma"))
"""Whether first values have an error; JAGS's prior of how far growth rates bend. The last form is that of
BRCindicators."""
BY_CHANCE = 7, 18
"""How far means and ends may lie apart, in standard deviations over the root of the independent draws."""


def table(size: str) -> Table:
    """Each form of the model, ours beside JAGS."""
    columns = (
        *("first value", "JAGS's prior", "species", "years", "draws", "ours, CPU s", "JAGS, CPU s"),
        *(
            "ours, independent",
            "JAGS, independent",
            "JAGS / ours, s a draw",
            "mean, sd",
            "ends, sd",
            "width, JAGS / ours",
        ),
    )
    notes = (
        "Of the smooth index. Independent: how many independent draws those of the last year are worth, by coda. JAGS",
        "with its glm module. Mean and ends: the most that they differ in any year, in standard deviations of the",
        "posterior. First value: with an error as every other, or exact. Prior of how far growth rates bend: ours is",
        "uniform on the standard deviation, JAGS's is that or gamma(1e-6, 1e-6) on the precision, as in BRCindicators.",
    )
    return Table("State-space model beside JAGS", columns, tuple(_row(*form, *SIZES[size]) for form in FORMS), notes)


def _row(start: str, prior: str, species: int, years: int, count: int) -> tuple:
    ours = finish(modelled, start, species, years, count)
    with tempfile.TemporaryDirectory() as folder:
        put(folder, "logs", wandering(species, years))
        put(folder, "others", ours.answer[:, -1].reshape(2, -1).T)
        run_script("model.R", folder, start, prior, str(count), str(count // 2))
        worth, times = got(folder, "worth"), got(folder, "times")
        theirs = np.loadtxt(f"{folder}/drawn.csv", delimiter=",", skiprows=1)[:, 1:]
    mine, own, jags = ours.answer[:, 1:], float(worth["other"]), float(worth["jags"])
    spread, both = mine.std(axis=0), (interval(mine), interval(theirs))
    mean = float(np.abs((mine.mean(axis=0) - theirs.mean(axis=0)) / spread).max())
    ends = float(np.abs((both[0] - both[1]) / spread).max())
    if prior == "uniform":
        least = np.sqrt(min(own, jags))
        require(mean, BY_CHANCE[0] / least, "mean of the smooth index")
        require(ends, BY_CHANCE[1] / least, "interval of the smooth index")
    width = float((np.diff(both[1], axis=0) / np.diff(both[0], axis=0)).mean())
    assert ours.cpu_s
    peer_s = float(times["model"][1])
    took = (ours.cpu_s, peer_s, own, jags, (peer_s / jags) / (ours.cpu_s / own))
    return (start, prior, species, years, 2 * count, *took, mean, ends, width)


def wandering(species: int, years: int) -> Floats:
    """Logarithms of species that share a growth rate which turns, with error, gaps, and a third that join late."""
    rng = np.random.default_rng(2)
    growth = -0.01 + 0.03 * np.sin(3 * np.linspace(-1, 1, years - 1))
    steps = rng.normal(growth, 0.1, (species, years - 1))
    logs = np.cumsum(np.column_stack([rng.normal(0, 2, species), steps]), axis=1) + rng.normal(
        0, 0.15, (species, years)
    )
    joined = rng.integers(0, years // 2, species) * (rng.random(species) < 1 / 3)
    logs[(np.arange(years) < joined[:, None]) | (rng.random(logs.shape) < 0.2)] = np.nan
    return logs


def modelled(start: str, species: int, years: int, count: int) -> Timed:
    """Draws of the smooth index, (2 * count, years), chain after chain."""
    return timed(_modelled, wandering(species, years), start == "exact", count)


def _modelled(logs: Floats, exact_start: bool, count: int) -> Floats:
    return sample(logs, exact_start=exact_start, draws=count, burn=count // 2).smooth
