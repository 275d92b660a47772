"""The index: the geometric mean of every species' abundance, chained so that a species may join late.

From one year to the next the index grows by the geometric mean of the growth of the species that have both years. That
is the same as to let a species that joins late enter at the level of the index in its first year, so that its coming
moves nothing; and the same as the plain geometric mean of all species where all have all years.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lnrs.targets.abundance import Floats
from lnrs.targets.relative import growth

BASE = 100.0
"""The index in its first year."""


@dataclass(frozen=True, eq=False)
class Chained:
    """An index by year, on the natural logarithm, 0 in the first year."""

    log_index: Floats
    """(years,)"""
    pairs: npt.NDArray[np.int64]
    """(years - 1,): how many species have both the year and the next."""


def chained(logs: Floats) -> Chained:
    """Chain species together; `logs` (species, years) are the natural logarithms of relative abundance, NaN where none.

    A year that no species has together with the one before it has no index, and no later year has; it is NaN.
    """
    steps, known = growth(logs)
    pairs = known.sum(axis=0)
    return Chained(_summed(steps.sum(axis=0), pairs), pairs)


def resampled(logs: Floats, weights: npt.NDArray[np.integer]) -> Floats:
    """The index of every resample of the species, (resamples, years), on the natural logarithm.

    `weights` (resamples, species) says how often each species was drawn. Every species keeps its own growth, and each
    resample is chained anew. A year without a drawn species that has it and the year before is NaN, as is what follows.
    """
    steps, known = growth(logs)
    drawn = weights.astype(np.float64)
    return _summed(drawn @ steps, drawn @ known.astype(np.float64))


def _summed(total: Floats, count: npt.NDArray[Any]) -> Floats:
    """Growth added up from 0 in the first year, along the last axis."""
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = total / count
    begin = np.zeros((*mean.shape[:-1], 1))
    return np.concatenate([begin, np.cumsum(mean, axis=-1)], axis=-1)


def as_index(log_index: Floats) -> Floats:
    """The index itself, 100 in the first year."""
    return BASE * np.exp(log_index)
