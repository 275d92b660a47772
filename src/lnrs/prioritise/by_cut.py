"""Land that is to be compact or joined: at given prices the best choice is a minimum cut of the parcels' graph.

Pairs only ever gain, so the choice at given prices is a minimum cut (Greig, Porteous and Seheult 1989, Journal of the
Royal Statistical Society B 51:271-279). Prices come from a model of the bound by tangents, kept close to the best
prices so far (the box step; Marsten, Hogan and Blankenship 1975, Operations Research 23:389-405). Exclusions are not
for this method.
"""

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from lnrs.prioritise.by_parcel import Run, enough, freed, search
from lnrs.prioritise.highs import solve_programme
from lnrs.prioritise.mend import mended, parts
from lnrs.prioritise.minimum_cut import minimum_cut
from lnrs.prioritise.options import Flags, Floats
from lnrs.prioritise.prices import Land, charged, least_outside, rounding, signed
from lnrs.prioritise.programme import Programme, columns_of, rest

ROUNDS = 60
STEP = 0.5
CLOSE_OPTIONS = 400
MENDED = 6
LARGEST_SUM = 2**60
"""Capacities are whole numbers that add up to less than this, so that the cut is exact and rounding is kept on the safe
side."""


class Cut(NamedTuple):
    """A valid bound at some prices, the choice that attains it, and by how much it misses each demand (the slope)."""

    prices: Floats
    value: float
    x: Flags
    slope: Floats


def cut_at(programme: Programme, land: Land, prices: Floats) -> Cut:
    """The bound at some prices, with the pairs reckoned exactly."""
    u = signed(programme, prices)
    cost = charged(programme, u)
    options, pairs = programme.options, programme.pairs
    least, x = cheapest(cost[:options], -cost[options : options + pairs], land)
    z = np.concatenate([x, x[land.one] & x[land.other], np.zeros(len(cost) - options - pairs)])
    z[programme.shortfalls] = np.where(cost[programme.shortfalls] < 0, programme.upper[programme.shortfalls], 0.0)
    count = len(u)
    limit = np.where(np.isfinite(programme.row_lower[:count]), programme.row_lower[:count], programme.row_upper[:count])
    slope = limit - (programme.a @ z)[:count]
    return Cut(u, least + least_outside(programme, cost, u) - rounding(programme, u), x, slope)


def cheapest(price: Floats, gain: Floats, land: Land) -> tuple[float, Flags]:
    """A lower bound on `sum price x - sum gain x x'`, exact but for rounding to the safe side, and the choice (k,) that
    attains it, with the fewest options of those that do. Settled options are held where they are."""
    if len(price) == 0:
        return 0.0, np.zeros(0, bool)
    gain = np.maximum(gain, 0.0)
    alone = price - 0.5 * np.bincount(land.one, gain, len(price)) - 0.5 * np.bincount(land.other, gain, len(price))
    largest = LARGEST_SUM / (len(price) + 2 * len(gain) + 1)
    size = np.abs(alone).max(initial=0.0) + gain.max(initial=0.0)
    scale = largest / size if size > 1e-200 else 1.0
    cost, edge = np.floor(alone * scale).astype(np.int64), np.floor(0.5 * gain * scale).astype(np.int64)
    out, kept = np.maximum(-cost, 0), np.maximum(cost, 0)  # what is cut where an option is out, and where it is in
    hold = out + kept + 1  # more than all else that could be cut for an option
    np.add.at(hold, land.one, edge)
    np.add.at(hold, land.other, edge)
    cut = minimum_cut(
        np.where(land.settled > 0, out + hold, out),
        np.where(land.settled < 0, kept + hold, kept),
        land.one,
        land.other,
        edge,
        edge,
    )
    return math.nextafter((cut.value - int(out.sum())) / scale, -math.inf), cut.source_side


def search_cuts(programme: Programme, land: Land, run: Run) -> list[Cut]:
    """Cuts at prices closer and closer to the best, the best bound last."""
    start = _start(programme, land, run)
    cuts = [cut_at(programme, land, start)]
    best, box = cuts[0], STEP * np.abs(start) + 1e-3 * np.abs(start).max(initial=0.0)
    for _ in range(ROUNDS):
        prices, hope = _model(programme, cuts, best.prices, box)
        edge = (np.abs(np.abs(prices - best.prices) - box) <= 1e-9 * box) & (box > 0)
        if hope - best.value <= 0.05 * run.gap * abs(best.value) and not edge.any():
            break
        cuts.append(cut_at(programme, land, prices))
        if cuts[-1].value > best.value:
            best, box = cuts[-1], np.where(edge, 2.0 * box, box)
        elif run.left_s() > 0:
            box = 0.6 * box
        if run.left_s() < 0:
            break
    return sorted(cuts, key=lambda cut: cut.value)


def _start(programme: Programme, land: Land, run: Run) -> Floats:
    """Prices where each pair's gain is given in halves to its options: as if neighbours came along anyhow."""
    options, pairs = programme.options, programme.pairs
    gone = slice(options, options + pairs)
    ends, half = np.concatenate([land.one, land.other]), np.full(2 * pairs, 0.5)
    to = sparse.csc_array((half, (np.tile(np.arange(pairs), 2), ends)), shape=(pairs, options))
    a = programme.a[: len(programme.row_lower) - 2 * pairs]
    loose = replace(
        programme,
        c=np.concatenate(
            [programme.c[:options] + to.T @ programme.c[options : options + pairs], programme.c[options + pairs :]]
        ),
        a=sparse.csc_array(
            sparse.hstack([a[:, :options] + a[:, options : options + pairs] @ to, a[:, options + pairs :]])
        ),
        lower=np.delete(programme.lower, gone),
        upper=np.delete(programme.upper, gone),
        whole=np.delete(programme.whole, gone),
        row_lower=programme.row_lower[: a.shape[0]],
        row_upper=programme.row_upper[: a.shape[0]],
        pairs=0,
    )
    none = np.zeros(0, np.int64)
    return search(loose, land._replace(one=none, other=none), run).prices


def _model(programme: Programme, cuts: list[Cut], centre: Floats, box: Floats) -> tuple[Floats, float]:
    """The highest point of the tangents within a box about the best prices, and its height."""
    count = len(centre)
    high = signed(programme, np.full(count, np.inf))
    low = signed(programme, np.full(count, -np.inf))
    slopes = np.array([cut.slope for cut in cuts])
    at = np.array([cut.value - cut.slope @ cut.prices for cut in cuts])
    size = np.maximum(box, 1e-300)  # in steps of the box, so that prices of unlike units are alike to the solver
    unit = max(np.abs([cut.value for cut in cuts]).max(), 1e-300)
    limits = np.stack([np.maximum(low - centre, -box) / size, np.minimum(high - centre, box) / size], axis=1)
    found = linprog(
        np.append(np.zeros(count), -1.0),
        A_ub=np.hstack([-slopes * size / unit, np.ones((len(cuts), 1))]),
        b_ub=(at + slopes @ centre) / unit,
        bounds=[*limits.tolist(), (None, None)],
        method="highs",
    )
    if found.x is None:
        return centre, -np.inf
    return centre + found.x[:count] * size, float(found.x[count]) * unit


def choose_by_cut(programme: Programme, land: Land, run: Run) -> tuple[Flags | None, float, Floats]:
    """A choice (k,), the best bound and the prices there: cuts are mended to keep every demand, and the solver looks
    again at the options that cuts close to the best disagree about."""
    cuts = search_cuts(programme, land, run)
    ready, best, least = parts(programme, land), None, np.inf
    for cut in cuts[::-1][:MENDED]:
        x, keeps = mended(ready, land, cuts[-1].prices, cut.x)
        objective = _objective(programme, land, x)
        if keeps and objective < least:
            best, least = x, objective
    if best is None:  # no cut could be mended
        answer = solve_programme(
            programme, gap=run.gap, time_limit_s=max(run.left_s(), 1.0), seed=run.seed, threads=run.threads
        )
        if answer.z is not None:
            best, least = answer.z[: programme.options] > 0.5, answer.objective
    bound = cuts[-1].value
    count = CLOSE_OPTIONS
    while best is not None and least - bound > run.gap * abs(least) and run.left_s() > 0 and count < 64 * CLOSE_OPTIONS:
        best, least = _look_again(programme, land, run, cuts, best, count)
        count *= 4
    return best, bound, cuts[-1].prices


def _objective(programme: Programme, land: Land, x: Flags) -> float:
    """The objective of a choice, its shortfalls being what they have to be."""
    z = columns_of(programme, land.one, land.other, x)
    return float(programme.c @ z) + programme.constant


def _look_again(
    programme: Programme, land: Land, run: Run, cuts: list[Cut], x: Flags, count: int
) -> tuple[Flags, float]:
    """The best choice that differs from `x` only in the options about which good cuts disagree most."""
    share = np.mean([cut.x for cut in cuts[::-1][:MENDED]] + [x], axis=0)
    order = np.argsort(np.abs(share - 0.5) - 0.6 * ((share > 0) & (share < 1)), kind="stable")
    free = np.zeros(len(x), bool)
    free[order[:count]] = True
    z = columns_of(programme, land.one, land.other, x)
    columns, settled = freed(programme, land, free, z)
    answer = solve_programme(
        rest(programme, columns, settled),
        gap=run.gap / 4,
        time_limit_s=max(0.5 * run.left_s(), 1.0),
        seed=run.seed,
        threads=run.threads,
        start=z[columns],
        enough=enough(cuts[-1].value, run.gap),
    )
    if answer.z is None:
        return x, float(programme.c @ z) + programme.constant
    settled[columns] = answer.z
    better = settled[: len(x)] > 0.5
    return better, _objective(programme, land, better)
