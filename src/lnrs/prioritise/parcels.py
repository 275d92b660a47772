"""The best measures for one parcel after another, at given prices: the small problems that are left when the few
demands that tie parcels together have a price instead of a limit."""

import numpy as np
import numpy.typing as npt
from numba import njit, prange
from scipy import sparse
from scipy.sparse import csgraph

from lnrs.prioritise.options import Flags, Floats, Ints, Problem


def starts(problem: Problem) -> Ints:
    """Where each parcel's options start (n + 1,)."""
    return np.searchsorted(problem.unit, np.arange(len(problem.units) + 1)).astype(np.int64)


def excludes(problem: Problem) -> Flags:
    """Which measures exclude each other (measures, measures); none excludes itself."""
    against = np.zeros((len(problem.measures),) * 2, bool)
    for measures in problem.exclusive:
        against[np.ix_(measures, measures)] = True
    np.fill_diagonal(against, False)
    return against


def best_sets(
    price: Floats, start: Ints, measure: Ints, against: Flags, settled: npt.NDArray[np.int8]
) -> tuple[Flags, Floats]:
    """The cheapest set of options of each parcel, nothing being allowed, of which no two exclude each other.

    `price` (k,) is what an option adds; `settled` (k,) is 1 where an option must be in, -1 where it must be out, 0
    where it is free. Gives the options taken (k,) and the total for each parcel (n,). Exact: measures that are not tied
    to each other by exclusions are looked at apart, and those that are by depth-first search, unless each excludes all
    others.
    """
    taken, total = np.zeros(len(price), np.bool_), np.zeros(len(start) - 1)
    _best_sets(price, start, measure, against, _families(against), settled, taken, total)
    return taken, total


def _families(against: Flags) -> Ints:
    """A number for the measures that are tied by exclusions, directly or through others; -1 for one that is not
    tied."""
    _, family = csgraph.connected_components(sparse.csr_array(against), directed=False)
    tied = against.any(axis=1)
    out = np.full(len(against), -1, np.int64)
    out[tied] = np.unique(family[tied], return_inverse=True)[1]
    return out


def regret(price: Floats, start: Ints, measure: Ints, against: Flags) -> Floats:
    """What it would cost to add an option (k,), giving up the best of those that it excludes: negative where it is the
    best thing to do, and then by how much."""
    out = np.empty(len(price))
    _regret(price, start, measure, against, out)
    return out


@njit(cache=True, nogil=True, parallel=True)
def _best_sets(price, start, measure, against, family, settled, taken, total):
    for parcel in prange(len(start) - 1):
        begin, end = start[parcel], start[parcel + 1]
        some = np.empty(end - begin, np.int64)
        count, sum_of, last = 0, 0.0, -1
        for k in range(begin, end):
            if settled[k] == 1:
                taken[k] = True
                sum_of += price[k]
            elif settled[k] == 0 and price[k] < 0.0 and not _barred(k, begin, end, measure, against, settled):
                if family[measure[k]] < 0:
                    taken[k] = True
                    sum_of += price[k]
                else:
                    some[count] = k
                    count += 1
                    last = max(last, family[measure[k]])
        for kin in range(last + 1):
            alike = some[:count][family[measure[some[:count]]] == kin]
            sum_of += _best_of_family(price, measure, against, alike, taken)
        total[parcel] = sum_of


@njit(cache=True, nogil=True)
def _barred(k, begin, end, measure, against, settled):
    barred = False
    for j in range(begin, end):
        barred |= settled[j] == 1 and against[measure[j], measure[k]]
    return barred


@njit(cache=True, nogil=True)
def _best_of_family(price, measure, against, some, taken):
    """Take the best of options that are tied by exclusions: the cheapest where each excludes all others, or a
    search."""
    if len(some) == 0:
        return 0.0
    if _all_exclude(measure, against, some):
        best = some[np.argmin(price[some])]
        taken[best] = True
        return price[best]
    some = some[np.argsort(price[some], kind="mergesort")]
    inside = _search(price[some], measure[some], against)
    sum_of = 0.0
    for place in range(len(some)):
        if inside[place]:
            taken[some[place]] = True
            sum_of += price[some[place]]
    return sum_of


@njit(cache=True, nogil=True)
def _all_exclude(measure, against, some):
    for i in range(len(some)):
        for j in range(i):
            if not against[measure[some[i]], measure[some[j]]]:
                return False
    return True


@njit(cache=True, nogil=True)
def _search(price, measure, against):
    """Depth first over options in the order given: each in, then out; cut off where all that still fits would not
    help."""
    count = len(price)
    inside, best = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    least, now, place = 0.0, 0.0, 0
    while True:
        if place < count and now + _hope(price, measure, against, inside, place) < least:
            if _fits(measure, against, inside, place, place):
                inside[place] = True
                now += price[place]
                if now < least:
                    least = now
                    best[:] = inside
            place += 1
            continue
        place -= 1
        while place >= 0 and not inside[place]:
            place -= 1
        if place < 0:
            return best
        inside[place] = False
        now -= price[place]
        place += 1


@njit(cache=True, nogil=True)
def _hope(price, measure, against, inside, place):
    """The least that the options from `place` on could add, were it not that they may exclude each other."""
    sum_of = 0.0
    for k in range(place, len(price)):
        if _fits(measure, against, inside, place, k):
            sum_of += price[k]
    return sum_of


@njit(cache=True, nogil=True)
def _fits(measure, against, inside, place, k):
    fits = True
    for j in range(place):
        fits &= not (inside[j] and against[measure[k], measure[j]])
    return fits


@njit(cache=True, nogil=True, parallel=True)
def _regret(price, start, measure, against, out):
    for parcel in prange(len(start) - 1):
        for k in range(start[parcel], start[parcel + 1]):
            least = 0.0
            for j in range(start[parcel], start[parcel + 1]):
                if price[j] < least and against[measure[j], measure[k]]:
                    least = price[j]
            out[k] = price[k] - least
