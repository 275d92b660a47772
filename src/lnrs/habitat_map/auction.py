"""Land shared out among measures that each want only so much: every measure has a price for each hectare, and each
parcel goes to the one that is worth most there after its price."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

NOBODY = -1
MOST_ROUNDS = 60
SETTLED = 1e-5
"""Rounds go on until one lowers the bound by a smaller share of it than this."""


class Shared(NamedTuple):
    """Which measure each parcel goes to (n,), `NOBODY` where none; what that is worth; and what no sharing could
    exceed."""

    measure: Ints
    worth: float
    bound: float
    price: Floats
    """Of each measure (measures,), for a unit of size: what more room for it would add to the bound at most."""


def share_out(unit: Ints, measure: Ints, worth: Floats, size: Floats, room: Floats) -> Shared:
    """Give each parcel to one measure at most, so that what it is worth in all is about the most there can be.

    Options (k,) are in the order of the parcels they are on: each is a `measure` that could have a `unit`, what that
    would be `worth` (0 or more) and the `size` that it would take of the measure's `room` (measures,), which may be
    infinite. No room is overstepped.

    With a price p for each measure, no sharing is worth more than sum p x room + sum over parcels of the most of
    0 and worth - p x size: the Lagrangian dual of the rooms. In each round each price is set to the least at which no
    more land wants the measure than there is room, given the others: the minimum of the bound along that price. That
    can come to rest above the least bound, so look at how far `worth` is from it.

    Raises ValueError where the options are not in the order of their parcels, or a figure is negative or not a number.
    """
    if len(unit) and (np.diff(unit) < 0).any():
        raise ValueError("Options have to be in the order of their parcels.")
    if not ((worth >= 0).all() and (size > 0).all() and (room >= 0).all()):
        raise ValueError("Worth and room are 0 or more, and every size is above 0.")
    units = int(unit[-1]) + 1 if len(unit) else 0
    start = np.searchsorted(unit, np.arange(units + 1))
    by_measure = [np.flatnonzero(measure == one) for one in range(len(room))]
    price, bound = np.zeros(len(room)), np.inf
    best_price = price.copy()
    for _ in range(MOST_ROUNDS):
        for one, ours in enumerate(by_measure):
            price[one] = _clearing(_willing(ours, unit, start, measure, worth, size, price), size[ours], room[one])
        found = float(_bound(start, measure, worth, size, price) + price[np.isfinite(room)] @ room[np.isfinite(room)])
        if found < bound:
            best_price = price.copy()
        if bound - found <= SETTLED * abs(found):
            bound = min(bound, found)
            break
        bound = found
    given = _given(start, measure, worth, size, best_price)
    _fit(given, worth, size, measure, start, room, best_price)
    picked = given[given >= 0]
    return Shared(np.where(given >= 0, measure[given], NOBODY), float(worth[picked].sum()), bound, best_price)


def _clearing(willing: Floats, size: Floats, room: float) -> float:
    """The least price, 0 or more, at which options willing to pay more than it fit into the room."""
    order = np.argsort(-willing, kind="stable")
    fits = np.searchsorted(np.cumsum(size[order]), room * (1 + 1e-12), side="right")
    return float(max(willing[order[fits]], 0.0)) if fits < len(order) else 0.0


@njit(cache=True, nogil=True)
def _willing(ours, unit, start, measure, worth, size, price):
    """For each option of a measure the most it would pay for a unit of size before its parcel goes elsewhere."""
    willing = np.empty(len(ours))
    for k in range(len(ours)):
        option = ours[k]
        elsewhere = 0.0
        for other in range(start[unit[option]], start[unit[option] + 1]):
            if measure[other] != measure[option]:
                elsewhere = max(elsewhere, worth[other] - price[measure[other]] * size[other])
        willing[k] = (worth[option] - elsewhere) / size[option]
    return willing


@njit(cache=True, nogil=True)
def _bound(start, measure, worth, size, price):
    total = 0.0
    for unit in range(len(start) - 1):
        most = 0.0
        for option in range(start[unit], start[unit + 1]):
            most = max(most, worth[option] - price[measure[option]] * size[option])
        total += most
    return total


@njit(cache=True, nogil=True)
def _given(start, measure, worth, size, price):
    """The option that each parcel goes to at these prices, `NOBODY` where none is worth its price."""
    given = np.full(len(start) - 1, NOBODY, np.int64)
    for unit in range(len(start) - 1):
        most = 0.0
        for option in range(start[unit], start[unit + 1]):
            left = worth[option] - price[measure[option]] * size[option]
            if left >= most and worth[option] > 0.0:
                given[unit], most = option, left
    return given


def _fit(given: Ints, worth: Floats, size: Floats, measure: Ints, start: Ints, room: Floats, price: Floats) -> None:
    """Take back the options that are worth least after their price where a room is overstepped, then give what room is
    left to the best of the parcels that have nothing."""
    used = np.zeros(len(room))
    for one in range(len(room)):
        units = np.flatnonzero((given >= 0) & (measure[given] == one))
        ours = given[units]
        order = np.argsort(-(worth[ours] - price[one] * size[ours]) / size[ours], kind="stable")
        over = np.cumsum(size[ours[order]]) > room[one] * (1 + 1e-12)
        given[units[order[over]]] = NOBODY
        used[one] = size[ours[order[~over]]].sum()
    free = np.repeat(given == NOBODY, np.diff(start))
    options = np.flatnonzero(free)
    order = np.argsort(-worth[options] / size[options], kind="stable")
    unit = np.repeat(np.arange(len(given)), np.diff(start))
    _fill(options[order], unit, measure, worth, size, room, used, given)


@njit(cache=True, nogil=True)
def _fill(options, unit, measure, worth, size, room, used, given):
    for option in options:
        one = measure[option]
        if given[unit[option]] == NOBODY and worth[option] > 0 and used[one] + size[option] <= room[one] * (1 + 1e-12):
            given[unit[option]] = option
            used[one] += size[option]
