"""Which demands cannot hold together: a smallest set, of which every part is needed for the conflict."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

import numpy as np

from lnrs.prioritise.highs import solve_programme
from lnrs.prioritise.options import Budget, Flags, Problem, Target
from lnrs.prioritise.programme import budget_words, compile, target_words, together

T = TypeVar("T")


class Infeasible(ValueError):
    """No choice keeps every rule. `conflicts` are demands, in plain words, that cannot all hold although all but any
    one of them can."""

    def __init__(self, conflicts: Sequence[str]) -> None:
        self.conflicts = tuple(conflicts)
        super().__init__(_sentence(self.conflicts))


def _sentence(conflicts: tuple[str, ...]) -> str:
    if not conflicts:
        return "No choice was found that keeps every rule, and no conflict between rules either."
    if len(conflicts) == 1:
        return f"{_first(conflicts[0])} cannot be met by any choice."
    both = "both" if len(conflicts) == 2 else "all"
    return f"{_first(', '.join(conflicts[:-1]))} and {conflicts[-1]} cannot {both} hold."


def _first(words: str) -> str:
    return words[:1].upper() + words[1:]


def conflicts(problem: Problem, *, time_limit_s: float = 60.0) -> tuple[str, ...]:
    """Demands that cannot all hold although all but any one of them can; empty where some choice keeps every rule.

    Each part of a problem that can be dropped is one demand: a target, a budget, a set of measures that exclude each
    other, what is locked in, what is locked out. QuickXplain (Junker 2004, AAAI 167-172) halves the demands, so that
    a few out of many are found by few solutions. A question that the solver cannot settle within the limit counts as
    no conflict.
    """
    parts = demands_of(problem)

    def holds(names: Sequence[str]) -> bool:
        kept = bare(problem)
        for name in names:
            kept = parts[name](kept)
        programme = compile(kept)
        programme = replace(programme, c=np.zeros_like(programme.c))
        if solve_programme(programme, relaxed=True, time_limit_s=time_limit_s).status == "infeasible":
            return False
        return solve_programme(programme, time_limit_s=time_limit_s).status != "infeasible"

    return () if holds(list(parts)) else tuple(quick_explain(list(parts), holds))


def demands_of(problem: Problem) -> dict[str, Callable[[Problem], Problem]]:
    """Each demand in plain words, and how to put it to a problem that has none."""
    parts: dict[str, Callable[[Problem], Problem]] = {}
    if problem.objective != "least shortfall":
        parts |= {target_words(problem, target): partial(_with_target, target) for target in problem.targets}
    parts |= {budget_words(budget): partial(_with_budget, budget) for budget in problem.budgets}
    for measures in problem.exclusive:
        parts[f"the rule that {together(problem, measures)} exclude each other on the same land"] = partial(
            _with_exclusion, measures
        )
    for held, says in (("locked_in", "what is locked in"), ("locked_out", "what is locked out")):
        flags = getattr(problem, held)
        if flags.any():
            parts[f"{says} ({_lands(problem, flags)})"] = partial(_with_settled, held, flags)
    return parts


def _with_target(target: Target, to: Problem) -> Problem:
    return replace(to, targets=(*to.targets, target))


def _with_budget(budget: Budget, to: Problem) -> Problem:
    return replace(to, budgets=(*to.budgets, budget))


def _with_exclusion(measures: tuple[int, ...], to: Problem) -> Problem:
    return replace(to, exclusive=(*to.exclusive, measures))


def _with_settled(held: str, flags: Flags, to: Problem) -> Problem:
    return replace(to, locked_in=flags) if held == "locked_in" else replace(to, locked_out=flags)


def bare(problem: Problem) -> Problem:
    """The problem without any demand: anything may be chosen, or nothing."""
    none = np.zeros(problem.options, bool)
    return replace(
        problem, objective="least cost", targets=(), budgets=(), exclusive=(), locked_in=none, locked_out=none
    )


def quick_explain(parts: list[T], holds: Callable[[list[T]], bool]) -> list[T]:
    """A smallest part of `parts`, which do not hold together, that does not hold either: dropping any one of it mends
    it.

    `holds` has to be such that fewer parts hold wherever more do.
    """

    def explain(given: list[T], added: bool, some: list[T]) -> list[T]:
        if added and not holds(given):
            return []
        if len(some) == 1:
            return some
        half = len(some) // 2
        second = explain(given + some[:half], True, some[half:])
        return explain(given + second, bool(second), some[:half]) + second

    found = explain([], False, parts)
    return [part for part in parts if part in found]


def _lands(problem: Problem, flags: Flags) -> str:
    count = len(np.unique(problem.unit[flags]))
    return f"{count:,} parcel" + ("" if count == 1 else "s")
