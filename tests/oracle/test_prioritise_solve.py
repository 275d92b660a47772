"""Every method finds the best of all choices where all can be tried, and its bound is never beyond it."""

from collections.abc import Iterator

import numba
import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lnrs import prioritise as choice
from lnrs.prioritise.by_cut import cut_at
from lnrs.prioritise.parcels import best_sets, regret
from lnrs.prioritise.prices import bound_at, land

from .prioritise_case import plain_best, plain_keeps, plain_objective, problem_of, random_case


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """On problems as small as these, threads wait for each other far longer than they work."""
    before = numba.get_num_threads()
    numba.set_num_threads(1)
    yield
    numba.set_num_threads(before)


SEEDS = st.integers(0, 2**32 - 1)


def sign(case) -> float:
    return -1.0 if case.objective == "most benefit" else 1.0


def check(case, method: str, gap: float) -> None:
    best, problem = plain_best(case), problem_of(case)
    if best is None:
        with pytest.raises(choice.Infeasible) as none:
            choice.solve(problem, gap=gap, method=method)
        assert none.value.conflicts
        return
    found = choice.solve(problem, gap=gap, method=method)
    on = found.chosen.to_numpy()
    assert plain_keeps(case, on)
    assert found.evaluation.broken == ()
    assert found.objective == pytest.approx(plain_objective(case, on), abs=1e-9)
    assert sign(case) * found.bound <= sign(case) * best + 1e-6
    assert sign(case) * best <= sign(case) * found.objective + 1e-6
    assert abs(found.objective - best) <= gap * abs(found.objective) + 1e-5


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_the_whole_problem_is_solved_to_the_best_of_all_choices(seed: int) -> None:
    check(random_case(seed), "whole", 0.0)


@given(SEEDS, st.sampled_from([0.0, 0.2]))
@settings(max_examples=20, deadline=None)
def test_parcel_by_parcel_comes_to_the_best_of_all_choices(seed: int, gap: float) -> None:
    check(random_case(seed), "by parcel", gap)


@given(SEEDS, st.sampled_from([0.0, 0.2]))
@example(seed=12372455, gap=0.0)  # no cut can be mended, and yet there is a choice that keeps every demand
@example(seed=138, gap=0.0)  # the solver once took what it was given to begin with for the best
@settings(max_examples=20, deadline=None)
def test_cuts_come_to_the_best_of_all_choices(seed: int, gap: float) -> None:
    check(random_case(seed, exclusions=False), "by cut", gap)


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_the_bound_is_valid_at_any_prices_and_any_sharing_of_pairs(seed: int) -> None:
    case = random_case(seed)
    best, problem = plain_best(case), problem_of(case)
    programme, ready, rng = choice.compile(problem), land(problem), np.random.default_rng(seed)
    prices = rng.normal(0, 3, len(programme.demands))
    for shares in (None, rng.random(2 * programme.pairs) * 3):
        bound = bound_at(programme, ready, prices, shares)
        assert best is None or bound.value <= sign(case) * best


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_the_bound_by_cut_is_valid_and_at_least_that_by_parcel(seed: int) -> None:
    case = random_case(seed, exclusions=False)
    best, problem = plain_best(case), problem_of(case)
    programme, ready = choice.compile(problem), land(problem)
    prices = np.random.default_rng(seed).normal(0, 3, len(programme.demands))
    cut = cut_at(programme, ready, prices)
    assert best is None or cut.value <= sign(case) * best
    assert cut.value >= bound_at(programme, ready, prices).value - 1e-6 * (1 + abs(cut.value))


def plain_best_set(price: np.ndarray, against: np.ndarray, settled: np.ndarray) -> float:
    """Every subset of one parcel's options, the settled ones kept."""
    count, least = len(price), np.inf
    for bits in range(2**count):
        inside = np.array([bits >> k & 1 for k in range(count)], bool)
        if (settled[~inside] == 1).any() or (settled[inside] == -1).any() or against[np.ix_(inside, inside)].any():
            continue
        least = min(least, price[inside].sum())
    return least


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_a_parcel_takes_the_cheapest_measures_that_do_not_exclude_each_other(seed: int) -> None:
    rng = np.random.default_rng(seed)
    kinds = int(rng.integers(1, 8))
    against = np.triu(rng.random((kinds, kinds)) < rng.random(), 1)
    against |= against.T
    there = rng.random((5, kinds)) < 0.8
    unit, measure = np.nonzero(there)
    start = np.searchsorted(unit, np.arange(6))
    price = rng.integers(-9, 6, len(unit)).astype(float)
    settled = np.where(rng.random(len(unit)) < 0.15, -1, 0).astype(np.int8)
    for i in range(5):
        if start[i] < start[i + 1] and rng.random() < 0.3:
            settled[rng.integers(start[i], start[i + 1])] = 1
    taken, total = best_sets(price, start, measure, against, settled)
    for i in range(5):
        here = slice(start[i], start[i + 1])
        local = against[np.ix_(measure[here], measure[here])]
        assert total[i] == plain_best_set(price[here], local, settled[here])
        assert price[here][taken[here]].sum() == total[i]
        assert not local[np.ix_(taken[here], taken[here])].any()


def test_regret_is_what_an_option_costs_beyond_the_best_that_it_shuts_out() -> None:
    against = ~np.eye(3, dtype=bool)
    price = np.array([-4.0, -7.0, 2.0, 3.0])
    away = regret(price, np.array([0, 3, 4]), np.array([0, 1, 2, 0]), against)
    assert away.tolist() == [3.0, -3.0, 9.0, 3.0]


@pytest.mark.parametrize("seed", range(3))
def test_large_problems_come_within_the_gap_by_parcel_as_the_whole_does(seed: int) -> None:
    """300 parcels with 6 measures, of which HiGHS can still say how good the best is."""
    problem = county(seed)
    ours = choice.solve(problem, gap=0.01, method="by parcel")
    whole = choice.solve(problem, gap=0.001, method="whole")
    assert ours.gap <= 0.01
    assert ours.bound <= whole.objective * (1 + 1e-9)
    assert ours.objective >= whole.bound * (1 - 1e-9)
    assert ours.evaluation.broken == ()


def county(seed: int) -> choice.Problem:
    rng = np.random.default_rng(seed)
    parcels, kinds = pd.RangeIndex(300), [f"measure {k}" for k in range(6)]
    area = rng.lognormal(1, 0.6, 300)
    cost = pd.DataFrame(area[:, None] * rng.uniform(1, 4, (300, 6)), parcels, kinds)
    give = {f"theme {t}": pd.DataFrame(area[:, None] * rng.random((300, 3)), parcels, kinds[t::2]) for t in range(2)}
    p = choice.problem(cost, give, area_ha=pd.Series(area, parcels))
    p = choice.with_targets(choice.exclusive(choice.least_cost(p)), dict.fromkeys(give, 0.15), relative=True)
    return choice.with_budget(p, 0.2 * area.sum(), of="area_ha", units=parcels[:150], name="in the north")
