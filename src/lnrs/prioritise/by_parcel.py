"""Many parcels and few demands: prices for the demands by linear programmes of the options that matter, then whole
numbers where it is not yet clear what to do.

At good prices nearly every parcel knows its best measures, whatever the rest do; as many parcels as there are demands
may be left in two minds (Shapley and Folkman; see Bertsekas 1982, Constrained Optimization, sec. 5.6). So the solver is
given the options that are close to being chosen, and its prices are tried on all (sifting; Bixby et al. 1992,
Operations Research 40:885-897). The bound is that of `prices.bound_at`, over every option.
"""

import time
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

from lnrs.prioritise.highs import solve_programme
from lnrs.prioritise.options import Flags, Floats
from lnrs.prioritise.parcels import regret
from lnrs.prioritise.prices import Bound, Land, bound_at, signed
from lnrs.prioritise.programme import Programme, rest

SAMPLE_PARCELS = 4_000
CLOSE_OPTIONS = 120_000
FREE_PARCELS = 300
ROUNDS = 12
WORTH_TEN_TIMES = 10.0


class Search(NamedTuple):
    """Prices found, the bound there, and a solution of the linear programme of the options close to being chosen."""

    prices: Floats
    bound: Bound
    z: Floats


class Run(NamedTuple):
    """How long and how exactly to look."""

    gap: float
    until: float
    seed: int
    threads: int

    def left_s(self) -> float:
        """Seconds left."""
        return self.until - time.perf_counter()


def search(programme: Programme, land: Land, run: Run) -> Search:
    """Prices at which the bound is close to the best, and the linear solution that goes with them."""
    most = _highest_prices(programme)
    prices, shares = _sampled(programme, land, run, most), None
    here = bound_at(programme, land, prices)
    best, best_prices = here, prices
    close, ceiling = np.zeros(programme.options, bool), np.minimum(most, 4 * np.abs(prices) + most * 1e-3)
    for _ in range(ROUNDS):
        close |= _close(land, here, CLOSE_OPTIONS // 8 if close.any() else CLOSE_OPTIONS)
        z, objective, prices, shares = _linear(programme, close, run, ceiling)
        here = bound_at(programme, land, prices, shares)
        if here.value > best.value:
            best, best_prices = here, prices
        tight = np.abs(prices) >= ceiling * (1 - 1e-9)
        ceiling = np.where(tight, np.minimum(most * 1e3, ceiling * 10), ceiling)
        settled = objective - best.value <= max(0.05 * run.gap, 1e-9) * abs(objective) or close.all()
        if (settled and not tight.any()) or run.left_s() < 0:
            break
    return Search(signed(programme, best_prices), best, z)


def _highest_prices(programme: Programme) -> Floats:
    """More than a demand is likely to be worth: ten times the most that an option that counts towards it costs or
    gives."""
    count, short = len(programme.demands), programme.shortfalls
    size = abs(programme.a)[:count]
    missed = size[:, short] @ programme.c[short]
    worth = np.abs(programme.c[: programme.options]) + size[:, : programme.options].T @ missed
    part = size[:, : programme.options].tocoo()
    ratio = np.zeros(count)
    np.maximum.at(ratio, part.row, worth[part.col] / np.maximum(part.data, 1e-12))
    return WORTH_TEN_TIMES * np.maximum(ratio, 1e-9)


def _sampled(programme: Programme, land: Land, run: Run, most: Floats) -> Floats:
    """Prices from some of the parcels, asked for their part of each demand."""
    parcels = len(land.start) - 1
    some = np.random.default_rng(run.seed).permutation(parcels)[:SAMPLE_PARCELS]
    taken = np.zeros(parcels, bool)
    taken[some] = True
    close = np.repeat(taken, np.diff(land.start))
    return _linear(programme, close, run, most, share=len(some) / max(parcels, 1))[2]


def _linear(
    programme: Programme, close: Flags, run: Run, ceiling: Floats, share: float = 1.0
) -> tuple[Floats, float, Floats, Floats]:
    """The linear programme of some options, where missing a demand costs `ceiling`: columns, objective, prices of
    demands and of pairs."""
    free = np.ones(len(programme.c), bool)
    free[: programme.options] = close | (programme.lower[: programme.options] > 0)
    free[programme.options : programme.options + programme.pairs] = _both(programme, free[: programme.options])
    part = _forgiving(_scaled(rest(programme, free, np.zeros(len(free))), share), ceiling)
    answer = solve_programme(
        part, relaxed=True, seed=run.seed, threads=run.threads, time_limit_s=max(run.left_s(), 5.0)
    )
    count, z = len(programme.demands), np.zeros(len(free))
    if answer.z is None or answer.prices is None:
        return z, np.inf, np.zeros(count), np.zeros(2 * programme.pairs)
    z[free] = answer.z[: int(free.sum())]
    shares = np.zeros(2 * programme.pairs)
    joined = np.repeat(free[programme.options : programme.options + programme.pairs], 2)
    shares[joined] = -answer.prices[len(answer.prices) - int(joined.sum()) :]
    return z, answer.objective, answer.prices[:count], shares


def _both(programme: Programme, free: Flags) -> Flags:
    """Pairs of which both options are free."""
    ends = programme.a[len(programme.row_lower) - 2 * programme.pairs :, : programme.options].tocsr()
    return free[ends.indices].reshape(-1, 2).all(axis=1) if programme.pairs else np.zeros(0, bool)


def _scaled(programme: Programme, share: float) -> Programme:
    """The programme with a share of every demand."""
    count, short = len(programme.demands), programme.shortfalls
    low, high, upper = programme.row_lower.copy(), programme.row_upper.copy(), programme.upper.copy()
    low[:count] *= share
    high[:count] *= share
    upper[short] *= share
    return replace(programme, row_lower=low, row_upper=high, upper=upper)


def _forgiving(programme: Programme, ceiling: Floats) -> Programme:
    """The programme with a column for each demand that lets it be missed at a price, so that it has a solution whatever
    options it is given."""
    count = len(programme.demands)
    sign = np.where(np.isfinite(programme.row_lower[:count]), 1.0, -1.0)
    extra = sparse.csc_array((sign, (np.arange(count), np.arange(count))), shape=(len(programme.row_lower), count))
    return replace(
        programme,
        c=np.concatenate([programme.c, ceiling]),
        a=sparse.csc_array(sparse.hstack([programme.a, extra])),
        lower=np.concatenate([programme.lower, np.zeros(count)]),
        upper=np.concatenate([programme.upper, np.full(count, np.inf)]),
        whole=np.concatenate([programme.whole, np.zeros(count, bool)]),
    )


def _close(land: Land, bound: Bound, count: int) -> Flags:
    """The options that are best at the bound's prices, and those that come closest to it."""
    away = np.where(land.settled < 0, np.inf, regret(bound.price, land.start, land.measure, land.against))
    least = np.partition(away, count)[count] if count < len(away) else np.inf
    return (away <= max(least, 0.0)) & (land.settled >= 0)


def whole_numbers(programme: Programme, land: Land, found: Search, run: Run) -> tuple[Floats | None, float]:
    """A solution in whole numbers and the best bound known: all parcels keep what the linear solution gives them, but
    for those that are closest to changing their minds, of which the solver is given more until the gap is closed."""
    options, parcels = programme.options, len(land.start) - 1
    order, settled = _least_sure_first(land, found), np.rint(found.z)
    best, least, bound, count = None, np.inf, found.bound.value, FREE_PARCELS
    while True:
        free = np.zeros(parcels, bool)
        free[order[:count]] = True
        columns, held = freed(programme, land, np.repeat(free, np.diff(land.start)), settled)
        part = rest(programme, columns, held)
        share = 1.0 if count >= parcels else 0.5
        answer = solve_programme(
            part,
            gap=run.gap / 4,
            time_limit_s=max(share * run.left_s(), 1.0),
            seed=run.seed,
            threads=run.threads,
            enough=enough(bound, run.gap),
        )
        if answer.z is not None and answer.objective < least:
            settled = np.rint(settled)
            settled[columns] = answer.z
            best, least = settled.copy(), answer.objective
        bound = max(bound, answer.bound) if count >= parcels else bound
        if count >= parcels or least - bound <= run.gap * abs(least) or run.left_s() < 0:
            return None if best is None else best[:options], bound
        count *= 4


def enough(bound: float, gap: float) -> float:
    """The highest objective that is within a relative gap of a bound."""
    return bound / (1.0 - gap) if bound > 0 else bound / (1.0 + gap)


def _least_sure_first(land: Land, found: Search) -> npt.NDArray[np.intp]:
    """Parcels in the order of what it would cost them to change their minds, those in two minds first."""
    sure = np.abs(regret(found.bound.price, land.start, land.measure, land.against))
    sure[land.settled != 0] = np.inf
    part = found.z[: len(sure)]
    sure[np.abs(part - np.rint(part)) > 1e-6] = -1.0
    held = np.diff(land.start) > 0
    least = np.full(len(held), np.inf)
    if len(sure):
        least[held] = np.minimum.reduceat(sure, land.start[:-1][held])
    return np.argsort(least, kind="stable")


def freed(programme: Programme, land: Land, options: Flags, z: Floats) -> tuple[Flags, Floats]:
    """Columns that are free where some options (k,) are, and the others' values: a pair has what its two options
    have."""
    pairs = options[land.one] | options[land.other]
    short = np.ones(len(programme.c) - programme.options - programme.pairs, bool)
    settled = z.copy()
    settled[programme.options : programme.options + programme.pairs] = z[land.one] * z[land.other]
    return np.concatenate([options, pairs, short]), settled
