"""Land shared out by prices is worth no more than its bound, keeps every room, and comes near the best there is."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.optimize import LinearConstraint, milp

from lnrs.habitat_map.auction import NOBODY, share_out


def options(rng: np.random.Generator, units: int, measures: int, share: float):
    there = rng.random((units, measures)) < share
    unit, measure = np.nonzero(there)
    size = np.round(rng.uniform(1, 9, units), 1)[unit]
    return unit, measure, np.round(rng.random(len(unit)), 2) * size, size


def brute_force(unit, measure, worth, size, room) -> float:
    best = 0.0
    by_unit = [[None, *np.flatnonzero(unit == u)] for u in sorted(set(unit.tolist()))]
    for choice in product(*by_unit):
        taken = np.array([k for k in choice if k is not None], int)
        used = np.bincount(measure[taken], size[taken], minlength=len(room))
        if (used <= room + 1e-9).all():
            best = max(best, float(worth[taken].sum()))
    return best


def check(unit, measure, worth, size, room):
    found = share_out(unit, measure, worth, size, room)
    got = [
        next(k for k in np.flatnonzero(unit == u) if measure[k] == one)
        for u, one in enumerate(found.measure)
        if one != NOBODY
    ]
    used = np.bincount(measure[got], size[got], minlength=len(room)) if got else np.zeros(len(room))
    assert (used <= room + 1e-6).all()
    assert found.worth == pytest.approx(worth[got].sum())
    return found


@given(st.integers(0, 10_000), st.integers(1, 5), st.integers(1, 3))
@settings(max_examples=120, deadline=None)
def test_the_bound_holds_and_the_rooms_are_kept(seed: int, units: int, measures: int) -> None:
    rng = np.random.default_rng(seed)
    case = options(rng, units, measures, 0.8)
    room = np.round(rng.uniform(0, 12, measures), 1)
    found = check(*case, room)
    best = brute_force(*case, room)
    assert found.worth <= best + 1e-9 <= found.bound + 2e-9


def test_many_parcels_come_within_a_hundredth_of_the_best_and_of_the_bound() -> None:
    rng = np.random.default_rng(7)
    unit, measure, worth, size = options(rng, 3_000, 6, 0.5)
    room = np.array([900.0, 500.0, 2_000.0, 100.0, np.inf, 0.0])
    found = check(unit, measure, worth, size, room)
    one_each = sparse.csr_array((np.ones(len(unit)), (unit, np.arange(len(unit)))))
    rooms = sparse.csr_array((size, (measure, np.arange(len(unit)))), shape=(6, len(unit)))
    best = milp(
        -worth,
        constraints=[LinearConstraint(one_each, -np.inf, 1), LinearConstraint(rooms, -np.inf, np.minimum(room, 1e9))],
        bounds=(0, 1),
    )
    assert found.worth <= -best.fun + 1e-6 <= found.bound + 1e-5
    assert found.worth >= 0.99 * -best.fun
    assert found.bound <= 1.005 * -best.fun


def test_nothing_to_share_and_no_room_are_no_trouble() -> None:
    none = np.empty(0, np.int64)
    empty = share_out(none, none, np.empty(0), np.empty(0), np.ones(2))
    assert (len(empty.measure), empty.worth, empty.bound) == (0, 0.0, 0.0)
    found = share_out(np.array([0]), np.array([0]), np.array([3.0]), np.array([1.0]), np.array([0.0]))
    assert (found.measure.tolist(), found.worth) == ([NOBODY], 0.0)


@pytest.mark.parametrize(("unit", "worth"), [([1, 0], [1.0, 1.0]), ([0, 1], [-1.0, 1.0]), ([0, 1], [np.nan, 1.0])])
def test_options_out_of_order_or_worth_less_than_nothing_are_refused(unit: list[int], worth: list[float]) -> None:
    with pytest.raises(ValueError, match=r"order|0 or more"):
        share_out(np.array(unit), np.array([0, 0]), np.array(worth), np.ones(2), np.ones(1))
