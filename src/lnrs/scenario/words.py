"""A scenario in sentences."""

from collections.abc import Iterator, Sequence
from math import ceil

from lnrs.layers.catalogue import catalogue
from lnrs.model import Theme
from lnrs.scenario.figures import Line
from lnrs.scenario.land import Change, changes_of
from lnrs.scenario.outcome import Demand, Outcome
from lnrs.scenario.problem import budget_for, target_for
from lnrs.statement.plain_words import HARD_SPACE, ha, hectares, percent
from lnrs.strategy.scenario import Development, Scenario
from lnrs.strategy.wording import listed

WITHOUT_LIMIT = "; what no budget is for is done without limit"

LEAST_TOLD = 5e-5
"""A gap smaller than this is none."""


def pounds(gbp: float) -> str:
    """An amount of money: `£20 million`, `£1.25 million`, `£12,500`.

    >>> [pounds(gbp).replace(HARD_SPACE, " ") for gbp in (2_271_180_000, 20_000_000, 1_254_000, 12_500)]
    ['£2.27 billion', '£20 million', '£1.25 million', '£12,500']
    """
    for least, word in ((1e9, "billion"), (1e6, "million")):
        if gbp >= least:
            return f"£{f'{gbp / least:.2f}'.rstrip('0').rstrip('.')}{HARD_SPACE}{word}"
    return f"£{gbp:,.0f}"


def said(line: Line, value: float) -> str:
    """A value of a line of the comparison: an amount of money, or hectares."""
    return pounds(value) if line.unit == "GBP" else hectares(value)


def in_words(scenario: Scenario | None, themes: Sequence[Theme]) -> list[str]:
    """What a scenario does to the land, and how what is done is chosen, in sentences."""
    if scenario is None:
        return ["Every place that the strategy's rules choose, on the land as it is."]
    return [
        *map(_said, changes_of(scenario)),
        *_without(scenario),
        *_chosen(scenario, themes),
    ]


def result(one: Outcome) -> Iterator[str]:
    """What came of each change, budget and target, and how near the choice is to the best, in sentences."""
    for number, change in enumerate(changes_of(one.scenario) if one.scenario else ()):
        if not (one.changed_land["change"] == number).any():
            yield f"There is no such land, so nothing is changed: {_said(change)}"
    for budget in one.budgets:
        yield f"{pounds(budget.held)} of {pounds(budget.wanted)} {budget.words} is spent."
    for target in one.targets:
        yield _target_result(target)
    if one.gap is not None:
        yield _proved(one.scenario, one.gap)


def _proved(scenario: Scenario | None, gap: float) -> str:
    suits = ", counting how well land suits its measure"
    if scenario is None or not scenario.target:
        better, suits = "come to {} more hectares times score", ""
    elif scenario.budget:
        better = "leave {} less of the targets missing"
    else:
        better = "do as much for {} less"
    if gap < LEAST_TOLD:
        return f"It is proved that no other choice could {better.format('any')}{suits}."
    return f"It is proved that no other choice could {better.format(f'over {percent(_rounded_up(gap))}')}{suits}."


def _rounded_up(share: float) -> float:
    """To a tenth of a per cent: a proof must not be told as more than it is."""
    return ceil(share * 1000 - 1e-9) / 1000


def _target_result(target: Demand) -> str:
    short = target.wanted - target.held
    missed = f", {ha(short)} short" if short > 0.05 else ""
    return f"{ha(target.held)} of {ha(target.wanted)} of {target.words}{missed}."


def _said(change: Change) -> str:
    if isinstance(change, Development):
        return f"Land of {_place(change)} is built on."
    where = f" in {_place(change)}" if change.layer else ""
    after = [word for word in (change.land_cover, change.becomes) if word]
    turned = f", and the land becomes {listed(after)}" if after else ""
    return f"{listed(change.habitat).capitalize()}{where} is lost{turned}."


def _place(change: Change) -> str:
    title = catalogue()[change.layer].title
    return f"“{title}”" + (f" ({listed(change.value, 'or')})" if change.value else "")


def _without(scenario: Scenario) -> Iterator[str]:
    if scenario.without:
        yield f"Without {listed(scenario.without)}."


def _chosen(scenario: Scenario, themes: Sequence[Theme]) -> Iterator[str]:
    wanted = listed(f"{ha(one.area_ha)} of {target_for(one)}" for one in scenario.target)
    money = listed(f"{pounds(one.gbp)} {budget_for(one, themes)}" for one in scenario.budget)
    rest = "" if any(not one.theme and not one.district for one in scenario.budget) else WITHOUT_LIMIT
    if scenario.target and scenario.budget:
        yield f"The places that come nearest to {wanted} for {money}{rest}."
    elif scenario.target:
        yield f"The cheapest places that make up {wanted}; nothing else is done."
    elif scenario.budget:
        yield f"The places that come to the most hectares times score for {money}{rest}."
    else:
        yield "Every place that the rules then choose."
