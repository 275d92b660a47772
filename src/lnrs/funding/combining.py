"""What can be paid for the same land at once, and why not: rules between actions (read from combining.csv)."""

from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from lnrs.funding.source import Source, one_of, source_of
from lnrs.funding.tables import Action, actions, rows_of, schemes, table

Verdict = Literal["yes", "with conditions", "no", "ask"]
"""`ask` where no rule was found."""
KINDS = ("yearly area", "yearly edge", "once area", "once edge")
"""Kinds of action that a rule can be about; a pond counts as an edge, as both take no land from a field."""
ASK = "No rule was found that says whether these can be paid together. Ask both before you count on it."


@dataclass(frozen=True)
class Rule:
    """A rule between two sets of actions, each named by codes, schemes, a kind, or `*` for all."""

    one: str
    other: str
    verdict: Verdict
    why: str
    source: Source


@dataclass(frozen=True)
class Together:
    """What becomes of two actions on the same land."""

    one: Action
    other: Action
    verdict: Verdict
    why: str
    source: Source | None
    """None where no rule was found."""


def read_rules(text: str) -> tuple[Rule, ...]:
    """The rules in the words of combining.csv.

    Raises ValueError where a verdict, code, scheme or kind is not one of those known.
    """
    return tuple(_rule(row) for row in rows_of(text))


def _rule(row: dict[str, str]) -> Rule:
    for side in (row["one"], row["other"]):
        if side not in KINDS and side != "*" and not all(w in schemes() or w in actions() for w in side.split()):
            raise ValueError(f"{side!r} names no kind, scheme or action")
    verdict = one_of(row["verdict"], get_args(Verdict))
    return Rule(row["one"], row["other"], verdict, row["why"], source_of(row))


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule."""
    return read_rules(table("combining.csv"))


def together(one: Action, other: Action, known: tuple[Rule, ...] | None = None) -> Together:
    """Whether two actions can be paid for the same land: by the rule that names them most closely."""
    ranked = [
        (closeness, -at, rule)
        for at, rule in enumerate(rules() if known is None else known)
        if (closeness := _closeness(rule, one, other))
    ]
    if not ranked:
        return Together(one, other, "ask", ASK, None)
    _, _, rule = max(ranked, key=lambda ranking: ranking[:2])
    return Together(one, other, rule.verdict, rule.why, rule.source)


def _closeness(rule: Rule, one: Action, other: Action) -> int:
    """How closely a rule names two actions, whichever stands first; 0 where it does not."""
    ways = ((_names(rule.one, one), _names(rule.other, other)), (_names(rule.one, other), _names(rule.other, one)))
    return max(first * 10 + second if first and second else 0 for first, second in map(_sorted, ways))


def _sorted(pair: tuple[int, int]) -> tuple[int, int]:
    return (max(pair), min(pair))


def _names(side: str, action: Action) -> int:
    """4 for the action's code, 3 for its scheme, 2 for its kind, 1 for all; 0 where it is not meant."""
    if side == "*":
        return 1
    if side in KINDS:
        edge = action.takes in ("edge", "point")
        return 2 if side == f"{action.paid} {'edge' if edge else action.takes}" else 0
    words = side.split()
    return 4 if action.code in words else 3 if action.scheme.key in words else 0
