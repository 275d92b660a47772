"""A choice that breaks demands, mended option by option, and one that keeps them, bettered the same way."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit
from scipy import sparse

from lnrs.prioritise.options import Flags, Floats, Ints
from lnrs.prioritise.prices import Land
from lnrs.prioritise.programme import Programme

PASSES = 20


class Parts(NamedTuple):
    """A programme as the kernels want it: what each option and pair costs, counts towards which demands, and which
    pairs each option is in."""

    cost: Floats
    relief: Floats
    start: Ints
    demand: npt.NDArray[np.int32]
    amount: Floats
    pair_start: Ints
    pair: Ints
    one: Ints
    other: Ints
    limit: Floats
    sign: Floats
    soft: Floats
    """What missing a demand by one costs; 0 where it cannot be missed."""


def parts(programme: Programme, land: Land) -> Parts:
    """Make a programme ready for `mended`."""
    count, options, pairs = len(programme.demands), programme.options, programme.pairs
    a = sparse.csc_array(programme.a.tocsr()[:count].tocsc()[:, : options + pairs])
    low = programme.row_lower[:count]
    sign = np.where(np.isfinite(low), 1.0, -1.0)
    missing = programme.a.tocsr()[:count][:, programme.shortfalls]
    ends = np.concatenate([land.one, land.other])
    order = np.argsort(ends, kind="stable")
    return Parts(
        programme.c[:options],
        programme.c[options : options + pairs],
        a.indptr.astype(np.int64),
        a.indices.astype(np.int32),
        a.data,
        np.searchsorted(ends[order], np.arange(options + 1)),
        order % max(pairs, 1),
        land.one,
        land.other,
        np.where(sign > 0, low, programme.row_upper[:count]),
        sign,
        missing @ programme.c[programme.shortfalls],
    )


def mended(parts: Parts, land: Land, prices: Floats, x: Flags) -> tuple[Flags, bool]:
    """A choice (k,) made to keep every demand, and whether it does. At each step the option is flipped that mends most
    for what it costs at the prices of the demands; then single options are flipped while that betters the objective."""
    x = x.copy()
    keeps = _mend(*parts, prices, land.settled, x, 1 + 4 * len(x))
    if keeps:
        _better(*parts, land.settled, x, PASSES)
    return x, keeps


@njit(cache=True, nogil=True)
def _held(start, demand, amount, one, other, limit, x):
    held = np.zeros(len(limit))
    for k in range(len(x) + len(one)):
        inside = x[k] if k < len(x) else x[one[k - len(x)]] and x[other[k - len(x)]]
        if inside:
            for at in range(start[k], start[k + 1]):
                held[demand[at]] += amount[at]
    return held


@njit(cache=True, nogil=True)
def _change(k, cost, relief, start, demand, amount, pair_start, pair, one, other, x, change):
    """Fill in by how much flipping an option changes each demand; returns the change of its cost."""
    change[:] = 0.0
    way = -1.0 if x[k] else 1.0
    price = cost[k]
    for at in range(start[k], start[k + 1]):
        change[demand[at]] += way * amount[at]
    for place in range(pair_start[k], pair_start[k + 1]):
        p = pair[place]
        if x[other[p] if one[p] == k else one[p]]:
            price += relief[p]
            for at in range(start[len(x) + p], start[len(x) + p + 1]):
                change[demand[at]] += way * amount[at]
    return way * price


@njit(cache=True, nogil=True)
def _missed(held, limit, sign, soft, hard):
    """What demands that cannot be missed are missed by, as shares of their limits, or what the others' misses cost."""
    total = 0.0
    for r in range(len(limit)):
        short = max(0.0, sign[r] * (limit[r] - held[r]))
        if hard and soft[r] == 0.0 and short > 1e-9 * max(1.0, abs(limit[r])):
            total += short / max(abs(limit[r]), 1.0)
        elif not hard:
            total += soft[r] * short
    return total


@njit(cache=True, nogil=True)
def _mend(
    cost, relief, start, demand, amount, pair_start, pair, one, other, limit, sign, soft, prices, settled, x, most
):
    held, change = _held(start, demand, amount, one, other, limit, x), np.zeros(len(limit))
    for _ in range(most):
        missed, paid = _missed(held, limit, sign, soft, True), _missed(held, limit, sign, soft, False)
        if missed == 0.0:
            return True
        best, least = -1, np.inf
        for k in range(len(x)):
            if settled[k] != 0:
                continue
            extra = _change(k, cost, relief, start, demand, amount, pair_start, pair, one, other, x, change)
            change += held
            mends = missed - _missed(change, limit, sign, soft, True)
            if mends <= 1e-12:
                continue
            extra += _missed(change, limit, sign, soft, False) - paid
            for r in range(len(limit)):
                extra -= prices[r] * (change[r] - held[r]) if soft[r] == 0.0 else 0.0
            score = extra / mends if extra > 0.0 else extra * mends
            if score < least:
                best, least = k, score
        if best < 0:
            return False
        _change(best, cost, relief, start, demand, amount, pair_start, pair, one, other, x, change)
        held += change
        x[best] = not x[best]
    return False


@njit(cache=True, nogil=True)
def _better(cost, relief, start, demand, amount, pair_start, pair, one, other, limit, sign, soft, settled, x, passes):
    held, change = _held(start, demand, amount, one, other, limit, x), np.zeros(len(limit))
    for _ in range(passes):
        flipped = 0
        for k in range(len(x)):
            if settled[k] != 0:
                continue
            extra = _change(k, cost, relief, start, demand, amount, pair_start, pair, one, other, x, change)
            change += held
            extra += _missed(change, limit, sign, soft, False) - _missed(held, limit, sign, soft, False)
            if extra < -1e-12 * (1.0 + abs(cost[k])) and _missed(change, limit, sign, soft, True) == 0.0:
                held[:] = change
                x[k] = not x[k]
                flipped += 1
        if flipped == 0:
            return
