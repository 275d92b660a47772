"""Which two measures cannot well lie side by side, and why (`incompatible.csv`).

In the table a habitat is named by its name in the metric or by its cover (`trees`, see `lnrs.network.vocabulary`), `*`
stands for any, and ` | ` is between alternatives. A row holds both ways round.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lnrs.network.vocabulary import habitats

Made = tuple[str, str]
"""A habitat of the metric and what is done: `("Grassland - Lowland meadows", "restore")`."""


@dataclass(frozen=True)
class Rule:
    """Two kinds of measures that are at odds; each side is the names of habitats or covers, and actions."""

    one: frozenset[str]
    one_action: frozenset[str]
    other: frozenset[str]
    other_action: frozenset[str]
    why: str


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the table."""
    with files("lnrs.network").joinpath("incompatible.csv").open(encoding="utf-8") as table:
        return tuple(
            Rule(
                _alternatives(row["one"]),
                _alternatives(row["one_action"]),
                _alternatives(row["other"]),
                _alternatives(row["other_action"]),
                row["why"],
            )
            for row in csv.DictReader(table)
        )


def _alternatives(cell: str) -> frozenset[str]:
    return frozenset(part.strip() for part in cell.split("|"))


@cache
def why_at_odds(a: Made, b: Made) -> str:
    """Why these two are at odds, by the first rule that says so; nothing where they are not."""
    for rule in rules():
        if (_is(a, rule.one, rule.one_action) and _is(b, rule.other, rule.other_action)) or (
            _is(b, rule.one, rule.one_action) and _is(a, rule.other, rule.other_action)
        ):
            return rule.why
    return ""


def _is(made: Made, named: frozenset[str], actions: frozenset[str]) -> bool:
    habitat, action = made
    known = habitats().get(habitat)
    return bool({"*", habitat, known.cover if known else ""} & named) and bool({"*", action} & actions)


ALIKE = ({"bog", "wet", "wet grass"}, {"trees", "wood pasture"}, {"hedge", "single trees"}, {"river", "water"})
"""Covers that go on into each other."""


def is_alike(a: str, b: str) -> bool:
    """Whether one habitat goes on into another: the same name, the same cover, or covers that are alike."""
    known = habitats()
    if a == b or a not in known or b not in known:
        return a == b
    covers = {known[a].cover, known[b].cover}
    return len(covers) == 1 or any(covers <= group for group in ALIKE)
