"""The parts of choosing against plain twins: conflicts, mending, evaluation, seeds."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs import prioritise as choice
from lnrs.prioritise.conflict import bare, demands_of, quick_explain
from lnrs.prioritise.mend import mended, parts
from lnrs.prioritise.prices import land
from lnrs.prioritise.robust import perturbed

from .prioritise_case import plain_best, plain_keeps, plain_objective, problem_of, random_case

SEEDS = st.integers(0, 2**32 - 1)


@given(st.lists(st.sets(st.integers(0, 9), min_size=1), min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_a_conflict_is_one_that_dropping_any_part_mends(conflicts: list[set[int]]) -> None:
    def holds(some: list[int]) -> bool:
        return not any(one <= set(some) for one in conflicts)

    found = quick_explain(list(range(10)), holds)
    assert not holds(found)
    assert all(holds([part for part in found if part != gone]) for gone in found)


def test_the_conflict_of_an_impossible_problem_cannot_be_made_smaller() -> None:
    """The plain solution says which problems are impossible; each conflict is put to the solver part by part."""
    seen = 0
    for seed in range(36):
        case = random_case(seed)
        if plain_best(case) is not None:
            assert choice.conflicts(problem_of(case)) == ()
            continue
        problem = problem_of(case)
        names, demands = choice.conflicts(problem), demands_of(problem)
        for gone in names:
            kept = bare(problem)
            for name in names:
                kept = kept if name == gone else demands[name](kept)
            assert choice.solve(kept, gap=0, method="whole").evaluation.broken == ()
        seen += 1
    assert seen > 2


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_a_choice_said_to_be_mended_keeps_every_demand(seed: int) -> None:
    case = random_case(seed, exclusions=False)
    problem = problem_of(case)
    ready, programme = land(problem), choice.compile(problem)
    x = np.random.default_rng(seed).random(problem.options) < 0.4
    x = (x | problem.locked_in) & ~problem.locked_out
    after, keeps = mended(parts(programme, ready), ready, np.zeros(len(programme.demands)), x)
    on = np.zeros(case.cost.shape, bool)
    on[problem.unit, problem.measure] = after
    assert plain_keeps(case, on) or not keeps
    again, _ = mended(parts(programme, ready), ready, np.zeros(len(programme.demands)), after)
    if keeps:
        assert (again == after).all(), "what is mended stays as it is"


def test_most_choices_can_be_mended() -> None:
    """Else one that always gave up would keep its word."""
    kept = 0
    for seed in range(60):
        problem = problem_of(random_case(seed, exclusions=False))
        ready, programme = land(problem), choice.compile(problem)
        x = np.random.default_rng(seed).random(problem.options) < 0.4
        x = (x | problem.locked_in) & ~problem.locked_out
        kept += mended(parts(programme, ready), ready, np.zeros(len(programme.demands)), x)[1]
    assert kept >= 45


def table(problem: choice.Problem, on: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(on, problem.units, list(problem.measures))


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_any_choice_is_measured_as_the_definitions_say(seed: int) -> None:
    case = random_case(seed)
    problem = problem_of(case)
    on = np.random.default_rng(seed).random(case.cost.shape) < 0.5
    on &= ~np.isnan(case.cost)
    found = choice.evaluate(problem, table(problem, on))
    assert found.objective == pytest.approx(plain_objective(case, on), abs=1e-9)
    assert (found.broken == ()) == plain_keeps(case, on)


def test_the_same_seed_makes_the_same_problem_and_another_makes_another() -> None:
    problem = problem_of(random_case(8))
    one, again, other = (perturbed(problem, seed, cost=0.3) for seed in (1, 1, 2))
    assert (one.cost == again.cost).all()
    assert (one.cost != other.cost).any()
    assert perturbed(problem, 1).cost.tolist() == problem.cost.tolist()


@pytest.mark.parametrize("method", ["by parcel", "by cut"])
def test_the_same_problem_has_the_same_solution_twice(method) -> None:
    problem = problem_of(random_case(9, exclusions=False))
    one, again = (choice.solve(problem, gap=0.05, method=method) for _ in range(2))
    assert one.chosen.equals(again.chosen)
    assert one.bound == again.bound
