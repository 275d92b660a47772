"""Species drawn again and again, to see how much the index hangs on which species happen to be in it."""

import numpy as np
import numpy.typing as npt

from lnrs.targets.abundance import Floats

RANGE = (0.025, 0.975)
"""The shares of resamples below the two ends of an interval of 95 %."""


def draws(species: int, count: int, seed: int = 1) -> npt.NDArray[np.int64]:
    """How often each species is drawn in each of `count` resamples with replacement, (count, species)."""
    picks = np.random.default_rng(seed).integers(0, species, (count, species))
    picks += np.arange(count)[:, None] * species
    return np.bincount(picks.ravel(), minlength=count * species).reshape(count, species)


def interval(log_draws: Floats) -> Floats:
    """The lower and the upper end in each year, (2, years), of draws of the index on the natural logarithm.

    Draws without a figure for a year are left out of it. A year in which no draw has one is NaN.
    """
    some = np.isfinite(log_draws).any(axis=0)
    ends = np.full((2, log_draws.shape[1]), np.nan)
    ends[:, some] = np.nanquantile(log_draws[:, some], RANGE, axis=0)
    return ends
