"""How often a species is on a list of a given length, year by year.

The list-length method of Szabo, Vesk, Baxter and Possingham (2010), Regional avian species declines estimated from
volunteer-collected long-term data using List Length Analysis, Ecological Applications 20:2157-2169, here with weak
priors, so that a species has a figure in a year in which it was not seen:

    logit P(on the list) = a + d[year] + b log(length / usual length)
    a ~ Normal(0, 10^2),   d[year] ~ Normal(0, 2^2),   b ~ Normal(1, 1)

b is near 1 where a list that is twice as long has a species twice as often, and 0 where length makes no difference.
The most likely values are found for all species at once by Newton's method.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from lnrs.targets.abundance import Floats
from lnrs.targets.records import Lists

LEVEL_SD, YEAR_SD = 10.0, 2.0
LENGTH_MEAN, LENGTH_SD = 1.0, 1.0
MOST_STEPS = 200
LONGEST_STEP = 2.0
CLOSE = 1e-10


@dataclass(frozen=True, eq=False)
class Reporting:
    """The share of lists of the usual length that a species is on."""

    share: Floats
    """(species, years); NaN in a year without visits."""
    log_se: Floats
    """(species, years): the standard error of its natural logarithm."""
    length_effect: Floats
    """(species,): b, which says how far a species is found by looking longer."""
    usual_length: float


def reporting(given: Lists) -> Reporting:
    """Work out the share for every species and year.

    The usual length is the median over all visits. Raises ValueError where the most likely values are not found.
    """
    usual = _usual(given)
    beside = np.log(np.array(given.lengths) / usual)
    years = len(given.years)
    prior = np.concatenate([[LEVEL_SD], np.full(years, YEAR_SD), [LENGTH_SD]]) ** -2.0
    middle = np.zeros(years + 2)
    middle[-1] = LENGTH_MEAN
    at = np.tile(middle, (len(given.species), 1))
    for _ in range(MOST_STEPS):
        slope, bend = _around(at, given, beside, prior, middle)
        step = np.linalg.solve(bend, slope[:, :, None])[:, :, 0]
        at += np.clip(step, -LONGEST_STEP, LONGEST_STEP)
        if np.abs(step).max() < CLOSE:
            break
    else:
        raise ValueError("The most likely shares were not found.")
    _, bend = _around(at, given, beside, prior, middle)
    spread = np.linalg.inv(bend)
    of_year = np.arange(1, years + 1)
    variance = spread[:, :1, 0] + 2 * spread[:, 0, 1:-1] + spread[:, of_year, of_year]
    share = expit(at[:, :1] + at[:, 1:-1])
    log_se = (1 - share) * np.sqrt(variance)
    unseen = given.visits.sum(axis=1) == 0
    share[:, unseen], log_se[:, unseen] = np.nan, np.nan
    return Reporting(share, log_se, at[:, -1], usual)


def _usual(given: Lists) -> float:
    return float(np.median(np.repeat(given.lengths, given.visits.sum(axis=0))))


def _around(at: Floats, given: Lists, beside: Floats, prior: Floats, middle: Floats) -> tuple[Floats, Floats]:
    """The slope and the bend of the logarithm of the posterior, (species, values) and (species, values, values)."""
    chance = expit(at[:, :1, None] + at[:, 1:-1, None] + at[:, -1:, None] * beside)
    off = given.seen - given.visits * chance
    weight = given.visits * chance * (1 - chance)
    by_year, along = weight.sum(axis=2), weight @ beside
    slope = np.concatenate(
        [off.sum(axis=(1, 2))[:, None], off.sum(axis=2), (off @ beside).sum(axis=1)[:, None]], axis=1
    ) - prior * (at - middle)
    bend = np.zeros((*slope.shape, slope.shape[1]))
    year = np.arange(1, slope.shape[1] - 1)
    bend[:, 0, 0] = by_year.sum(axis=1)
    bend[:, 0, 1:-1] = bend[:, 1:-1, 0] = by_year
    bend[:, year, year] = by_year
    bend[:, 1:-1, -1] = bend[:, -1, 1:-1] = along
    bend[:, 0, -1] = bend[:, -1, 0] = along.sum(axis=1)
    bend[:, -1, -1] = (weight @ beside**2).sum(axis=1)
    return slope, bend + np.diag(prior)
