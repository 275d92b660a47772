"""The bound at given prices: every demand has a price instead of a limit, and each parcel does what is best for itself.

For any prices `u` of the right sign, `sum u b + sum over parcels of min (c - A'u) x` is at most the objective of any
choice that keeps every rule (Lagrangian duality; Geoffrion 1974, Mathematical Programming Study 2:82-114).
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from lnrs.prioritise.options import Flags, Floats, Ints, Problem
from lnrs.prioritise.parcels import best_sets, excludes, starts
from lnrs.prioritise.programme import Programme


class Land(NamedTuple):
    """What `bound_at` needs of a problem, made ready once."""

    start: Ints
    measure: Ints
    against: Flags
    settled: npt.NDArray[np.int8]
    one: Ints
    other: Ints


class Bound(NamedTuple):
    """A valid bound, the choice that attains it (which may break demands), what each option then costs, and the total
    of each parcel."""

    value: float
    x: Flags
    price: Floats
    parcel: Floats


def land(problem: Problem) -> Land:
    """Make a problem ready for `bound_at`."""
    settled = problem.locked_in.astype(np.int8) - problem.locked_out
    return Land(starts(problem), problem.measure, excludes(problem), settled, problem.pairs.one, problem.pairs.other)


def signed(programme: Programme, prices: Floats) -> Floats:
    """Prices (demands,) kept to their sign: a target's cannot be negative, a budget's not positive."""
    count = len(programme.demands)
    low, high = programme.row_lower[:count], programme.row_upper[:count]
    return np.clip(prices, np.where(np.isfinite(high), -np.inf, 0.0), np.where(np.isfinite(low), np.inf, 0.0))


def charged(programme: Programme, prices: Floats) -> Floats:
    """What each column costs once demands have their prices, `c - A'u`."""
    full = np.zeros(len(programme.row_lower))
    full[: len(prices)] = prices
    return programme.c - programme.a.T @ full


def bound_at(programme: Programme, land: Land, prices: Floats, shares: Floats | None = None) -> Bound:
    """The bound at some prices of the demands.

    What a pair gains is shared between its two options: as `shares` (2 pairs,) say, where they are given, and what is
    left over by giving it to whichever end it does not yet make worth choosing. Any sharing is valid.
    """
    u = signed(programme, prices)
    cost = charged(programme, u)
    options, pairs = programme.options, programme.pairs
    price, gain = cost[:options].copy(), cost[options : options + pairs].copy()
    _share(price, gain, land.one, land.other, np.zeros(2 * pairs) if shares is None else np.maximum(shares, 0.0))
    x, parcel = best_sets(price, land.start, land.measure, land.against, land.settled)
    total = math.fsum(parcel) + least_outside(programme, cost, u)
    return Bound(total - rounding(programme, u), x, price, parcel)


def least_outside(programme: Programme, cost: Floats, u: Floats) -> float:
    """The part of the bound that no parcel has: the prices times the limits, and the shortfalls at their best."""
    short = programme.shortfalls
    count = len(u)
    limit = np.where(np.isfinite(programme.row_lower[:count]), programme.row_lower[:count], programme.row_upper[:count])
    return math.fsum(u * limit) + math.fsum(programme.upper[short] * np.minimum(cost[short], 0.0)) + programme.constant


def rounding(programme: Programme, u: Floats) -> float:
    """More than rounding can have added to a bound: the unit of rounding, times the terms in any sum, times the total
    of all terms' sizes (Higham 2002, Accuracy and Stability of Numerical Algorithms, ch. 4)."""
    terms = np.abs(programme.c[: programme.options + programme.pairs]).sum() + np.abs(u) @ _sizes(programme, len(u))
    deep = len(u) + 2 * programme.pairs / max(programme.options, 1) + 64
    return float(np.finfo(float).eps * deep * terms * 2)


def _sizes(programme: Programme, count: int) -> Floats:
    """Total size of the coefficients and the limit of each demand."""
    inside = programme.a.indices < count
    size = np.bincount(programme.a.indices[inside], np.abs(programme.a.data[inside]), minlength=count)
    limits = np.stack([programme.row_lower[:count], programme.row_upper[:count]])
    return size + np.where(np.isfinite(limits), np.abs(limits), 0.0).sum(axis=0)


@njit(cache=True, nogil=True)
def _share(price, gain, one, other, shares):
    for k in range(len(gain)):
        a, b = one[k], other[k]
        first = min(shares[2 * k], -gain[k]) if gain[k] < 0.0 else 0.0
        price[a] -= first
        gain[k] += first
        second = min(shares[2 * k + 1], -gain[k]) if gain[k] < 0.0 else 0.0
        price[b] -= second
        gain[k] += second
    for k in range(len(gain)):
        for end in (one[k], other[k]):
            if gain[k] < 0.0 and price[end] > 0.0:
                part = min(price[end], -gain[k])
                price[end] -= part
                gain[k] += part
        if gain[k] < 0.0:
            price[one[k]] += 0.5 * gain[k]
            price[other[k]] += 0.5 * gain[k]
            gain[k] = 0.0
