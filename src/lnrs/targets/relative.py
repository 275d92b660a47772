"""Each species against its own beginning: on the natural logarithm, with gaps bridged and extremes held.

SI 2023/91 reg 12 has each species begin at 100 in its first year, and 0 where it was not seen in a year. A geometric
mean has no room for 0, so what falls below a hundredth of its beginning counts as a hundredth, and what rises above a
hundred times counts as a hundred times, as in the published R package BRCindicators (`rescale_species`).
"""

from typing import Literal

import numpy as np
import numpy.typing as npt

from lnrs.targets.abundance import Floats

LEAST, MOST = 0.01, 100.0
"""The least and the most that a species counts for, against its first year."""

Ends = Literal["leave", "hold"]
"""What becomes of a species after its last value: it leaves the index, or is held at that value."""


def log_relative(values: Floats, *, ends: Ends = "leave") -> Floats:
    """The natural logarithm of each species' abundance against its first year, (species, years); NaN where it is out.

    The first year is the first in which the species was seen: zeros before it are left out. A gap between two values
    is bridged by constant growth, a straight line on the logarithm.

    >>> log_relative(np.array([[np.nan, 2.0, np.nan, 8.0, np.nan]])).round(3).tolist()
    [[nan, 0.0, 0.693, 1.386, nan]]
    """
    return _bridged(log_values(values), hold=ends == "hold")


def log_values(values: Floats) -> Floats:
    """The same with gaps left open, for a model that has a place for them."""
    seen = values > 0
    begun = np.logical_or.accumulate(seen, axis=1)
    first = np.argmax(seen, axis=1)
    base = np.take_along_axis(values, first[:, None], axis=1)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # what overflows counts as MOST
        logs = np.log(np.clip(values / base, LEAST, MOST))
    logs[~begun] = np.nan
    return logs


def _bridged(logs: Floats, *, hold: bool) -> Floats:
    known = np.isfinite(logs)
    years = np.arange(logs.shape[1])
    before = np.maximum.accumulate(np.where(known, years, -1), axis=1)
    after = np.minimum.accumulate(np.where(known, years, len(years))[:, ::-1], axis=1)[:, ::-1]
    gap = (before >= 0) & (after < len(years)) & ~known
    row, col = np.nonzero(gap)
    left, right = before[gap], after[gap]
    share = (col - left) / (right - left)
    logs[gap] = logs[row, left] * (1 - share) + logs[row, right] * share
    if hold:
        tail = (before >= 0) & (after == len(years))
        row, _ = np.nonzero(tail)
        logs[tail] = logs[row, before[tail]]
    return logs


def growth(logs: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Growth of each species from year to year on the logarithm, (species, years - 1), and a mask of where it is known.

    Where it is not known it stands as 0, ready to be summed.
    """
    steps = np.diff(logs, axis=1)
    known = np.isfinite(steps)
    return np.where(known, steps, 0.0), known
