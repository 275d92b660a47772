"""Choosing measures and parcels: what a problem asks for, and what its solution says."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lnrs import prioritise as choice
from lnrs.prioritise.prices import bound_at, land

FIELDS = pd.Index(["north", "east", "south", "west"])


def fields(cost: list[float], meadow: list[float]) -> choice.Problem:
    return choice.problem(
        pd.Series(cost, FIELDS), {"meadow": pd.Series(meadow, FIELDS)}, area_ha=pd.Series(1.0, FIELDS)
    )


def chosen(solution: choice.Solution) -> set[str]:
    return set(solution.chosen.index[solution.chosen.any(axis=1)])


def test_the_cheapest_fields_that_meet_the_target_are_chosen() -> None:
    problem = choice.with_targets(choice.least_cost(fields([5, 4, 3, 10], [2, 2, 1, 4])), {"meadow": 4})
    found = choice.solve(problem, gap=0)
    assert chosen(found) == {"north", "east"}
    assert (found.objective, found.bound, found.gap) == (9, 9, 0)
    assert found.evaluation.targets.loc["meadow"].tolist() == [4, 4, 0, True]


def test_a_share_is_of_all_that_could_be_had() -> None:
    problem = choice.with_targets(fields([1] * 4, [1, 2, 3, 4]), {"meadow": 0.5}, relative=True)
    assert problem.targets[0].amount == 5


def test_with_too_little_money_targets_are_missed_by_as_little_as_can_be() -> None:
    problem = choice.with_targets(choice.least_shortfall(fields([5, 4.5, 3, 9], [2, 2, 1, 4])), {"meadow": 8})
    found = choice.solve(choice.with_budget(problem, 12), gap=0)
    assert chosen(found) == {"south", "west"}
    assert found.objective == pytest.approx(3 / 8)
    assert found.evaluation.budgets.loc["in total"].tolist() == [12, 12, True]


def test_the_most_benefit_is_bought_and_the_bound_is_from_above() -> None:
    problem = choice.with_budget(choice.most_benefit(fields([5, 4, 3, 9], [2, 2, 1, 4])), 12)
    found = choice.solve(problem, gap=0)
    assert (found.objective, found.bound) == (5, 5)


def test_a_district_keeps_its_own_budget_in_hectares() -> None:
    problem = choice.with_targets(fields([5, 4, 3, 9], [2, 2, 1, 4]), {"meadow": 4})
    problem = choice.with_budget(problem, 1, of="area_ha", units=["north", "east"], name="in the north-east")
    assert chosen(choice.solve(problem, gap=0)) == {"west"}


def test_what_is_settled_beforehand_stays_settled() -> None:
    problem = choice.with_targets(fields([5, 4, 3, 9], [2, 2, 1, 4]), {"meadow": 4})
    problem = choice.locked_out(choice.locked_in(problem, ["south"]), ["west"])
    assert chosen(choice.solve(problem, gap=0)) == {"north", "east", "south"}


def test_compact_land_is_preferred_when_its_outline_is_charged() -> None:
    """Four squares in a row: the cheapest two lie apart, the cheapest compact two side by side."""
    row, pairs = fields([1, 3, 1.5, 1], [1] * 4), np.array([[0, 1], [1, 2], [2, 3]])
    problem = choice.with_targets(row, {"meadow": 2})
    assert chosen(choice.solve(problem, gap=0)) == {"north", "west"}
    compact = choice.compact(problem, pairs, np.full(3, 100.0), np.full(4, 400.0), penalty=0.01)
    for method in ("whole", "by parcel", "by cut"):
        found = choice.solve(compact, gap=0, method=method)
        assert chosen(found) == {"south", "west"}
        assert found.objective == pytest.approx(2.5 + 0.01 * 600)


def test_linked_fields_count_for_more_together() -> None:
    problem = choice.linked(fields([5, 4, 3, 9], [0] * 4), np.array([[0, 2]]), np.array([7.0]), feature="meadow")
    assert chosen(choice.solve(choice.with_targets(problem, {"meadow": 6}), gap=0)) == {"north", "south"}


def two_measures() -> choice.Problem:
    cost = pd.DataFrame({"wood": [1.0, 5.0], "pond": [2.0, np.nan]}, ["hill", "vale"])
    give = {
        "trees": pd.DataFrame({"wood": [4.0, 4.0]}, cost.index),
        "frogs": pd.DataFrame({"pond": [3.0, 0.0]}, cost.index),
    }
    return choice.with_targets(choice.problem(cost, give), {"trees": 4, "frogs": 3})


def test_measures_that_exclude_each_other_go_to_different_parcels() -> None:
    together = choice.solve(two_measures(), gap=0)
    assert together.chosen.loc["hill"].all()
    apart = choice.solve(choice.exclusive(two_measures()), gap=0)
    assert apart.chosen.loc["hill"].tolist() == [False, True]
    assert apart.chosen.loc["vale"].tolist() == [True, False]
    assert apart.objective == 7


def test_measures_that_support_each_other_give_a_bonus_on_the_same_parcel() -> None:
    problem = choice.supporting(two_measures(), "wood", "pond", feature="frogs", bonus=2.0)
    found = choice.solve(choice.with_targets(problem, {"frogs": 5}), gap=0)
    assert found.chosen.loc["hill"].all()
    assert found.evaluation.targets.loc["frogs", "held"] == 5


def test_a_problem_is_never_changed_by_what_is_made_of_it() -> None:
    first = fields([5, 4, 3, 9], [2, 2, 1, 4])
    choice.with_budget(choice.locked_out(choice.with_targets(first, {"meadow": 1}), ["west"]), 3)
    assert (first.targets, first.budgets, first.locked_out.any()) == ((), (), False)


def test_the_matrices_can_be_read() -> None:
    """Rows: the target, the budget, then the field whose two measures exclude each other."""
    problem = choice.exclusive(choice.with_budget(choice.with_targets(two_measures(), {"frogs": 0}), 6))
    programme = choice.compile(problem)
    assert programme.a.toarray().tolist() == [[4, 0, 4], [1, 2, 5], [1, 1, 0]]
    assert programme.c.tolist() == [1, 2, 5]
    assert programme.row_lower.tolist() == [4, -np.inf, -np.inf]
    assert programme.row_upper.tolist() == [np.inf, 6, 1]
    assert programme.demands == ("the target of 4 for trees", "the budget of 6 in total")


def test_demands_that_conflict_are_named_and_no_others() -> None:
    problem = choice.with_targets(fields([500, 400, 300, 900], [2, 2, 1, 4]), {"meadow": 8})
    problem = choice.with_budget(problem, 1_000, name="in Dover")
    problem = choice.with_budget(problem, 50, of="area_ha", name="of land")
    with pytest.raises(
        choice.Infeasible, match="The target of 8 for meadow and the budget of 1,000 in Dover cannot both"
    ):
        choice.solve(problem)
    assert choice.conflicts(problem) == ("the target of 8 for meadow", "the budget of 1,000 in Dover")
    for budgets in (problem.budgets[1:], ()):
        assert choice.conflicts(replace(problem, budgets=budgets)) == ()


def test_a_target_beyond_all_that_there_is_is_named_alone() -> None:
    with pytest.raises(choice.Infeasible, match="The target of 10 for meadow cannot be met by any choice"):
        choice.solve(choice.with_targets(fields([1] * 4, [1, 2, 3, 3]), {"meadow": 10}))


def test_a_choice_made_elsewhere_is_told_what_it_breaks() -> None:
    problem = choice.locked_in(choice.exclusive(choice.with_budget(two_measures(), 2)), ["vale"], "wood")
    theirs = pd.DataFrame({"wood": [True, False], "pond": [True, True]}, ["hill", "vale"])
    assert choice.evaluate(problem, theirs).broken == (
        "pond cannot go on the parcel 'vale'",
        "the budget of 2 in total is overspent by 1",
        "the parcel 'hill' has more than one of wood and pond",
        "wood on the parcel 'vale' is locked in",
    )


def test_a_field_is_worth_what_doing_without_it_costs() -> None:
    problem = choice.with_targets(fields([5, 4, 3, 10], [2, 2, 1, 4]), {"meadow": 4})
    found = choice.solve(problem, gap=0)
    loss = choice.replacement_cost(problem, found, ["north", "east", "south"])
    assert loss["loss"].tolist() == [1, 1, 0], "the west field alone costs ten"
    dear = choice.with_targets(problem, {"meadow": 8})
    loss = choice.replacement_cost(dear, choice.solve(dear, gap=0), ["west", "south"])["loss"]
    assert loss.tolist() == [np.inf, 0]


def test_prices_never_make_a_field_worth_more_than_doing_without_it_costs() -> None:
    rng = np.random.default_rng(4)
    units = pd.RangeIndex(30)
    problem = choice.problem(
        pd.Series(rng.uniform(1, 9, 30), units), {"meadow": pd.Series(rng.uniform(0, 5, 30), units)}
    )
    problem = choice.with_targets(problem, {"meadow": 0.4}, relative=True)
    found = choice.solve(problem, gap=0, method="by parcel")
    quick = choice.price_importance(problem, found)
    some = quick.nlargest(8).index
    exact = choice.replacement_cost(problem, found, some)["loss"]
    assert (quick[some] > 0).any()
    at_prices = bound_at(choice.compile(problem), land(problem), found.prices).value
    assert (exact >= quick[some] - (found.objective - at_prices) - 1e-6).all()


def test_more_money_never_buys_less() -> None:
    problem = choice.most_benefit(fields([5, 4, 3, 9], [2, 2, 1, 4]))
    curve = choice.trade_off(lambda pounds: choice.with_budget(problem, pounds), [0, 5, 9, 12, 21], gap=0)
    assert curve["objective"].tolist() == [0, 2, 4, 5, 9]
    short = choice.with_targets(choice.least_cost(problem), {"meadow": 9})
    assert choice.trade_off(lambda pounds: choice.with_budget(short, pounds), [5, 21])["parcels"].tolist() == [0, 4]


def test_a_choice_that_hangs_on_the_figures_is_told_from_one_that_does_not() -> None:
    problem = choice.with_targets(fields([5.0, 5.0, 1.0, 90.0], [1, 1, 1, 1]), {"meadow": 2})
    often = choice.how_often(problem, times=40, seed=1, cost=0.2, gap=0)["chosen"]
    assert often["south"] == 1
    assert often["west"] == 0
    assert 0.2 < often["north"] < 0.8
    assert often.equals(choice.how_often(problem, times=40, seed=1, cost=0.2, gap=0)["chosen"])


@pytest.mark.parametrize("objective", [choice.least_cost, choice.least_shortfall, choice.most_benefit])
def test_with_nothing_to_choose_from_nothing_is_chosen(objective) -> None:
    nowhere = pd.DataFrame({"wood": [np.nan], "pond": [np.nan]}, ["hill"])
    problem = objective(choice.problem(nowhere, {"trees": pd.Series([1.0], nowhere.index)}))
    for method in ("whole", "by parcel", "by cut"):
        found = choice.solve(problem, method=method)
        assert not found.chosen.to_numpy().any()
        assert (found.objective, found.gap) == (0, 0)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda p: choice.with_targets(p, {"bog": 1}), "no feature called 'bog'"),
        (lambda p: choice.with_targets(p, {"meadow": 2}, relative=True), "a share from 0 to 1"),
        (lambda p: choice.with_budget(p, -1), "0 or more"),
        (lambda p: choice.locked_in(p, ["moon"]), "no parcel 'moon'"),
        (lambda p: choice.exclusive(p), "two measures"),
        (lambda p: choice.linked(p, [[0, 0]], np.ones(1), feature="meadow"), "positions of two parcels"),
        (lambda p: choice.linked(p, np.array([[0, 1]]), -np.ones(1), feature="meadow"), "has to be 0 or more"),
        (lambda p: choice.compact(p, np.array([[0, 1]]), [9.0], np.ones(4), penalty=1), "shares more than its outline"),
        (lambda p: choice.solve(p, gap=2), "The gap"),
        (lambda p: choice.evaluate(p, pd.Series([True])), "the problem's parcels"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(wrong, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        wrong(fields([5, 4, 3, 9], [2, 2, 1, 4]))


def test_figures_that_are_negative_or_missing_are_refused() -> None:
    with pytest.raises(ValueError, match="meadow: every figure"):
        fields([1] * 4, [1, 1, 1, np.nan])
    with pytest.raises(ValueError, match="cost: every figure"):
        fields([1, 1, 1, -1], [1] * 4)
