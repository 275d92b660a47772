"""Rules of law to respect, of those that follow from what an edition shows on land: `rules.csv`, with its sources."""

import csv
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from lnrs.edition.explain_words import KINDS
from lnrs_web.editions.models import Measure

NOT_SHOWN = (
    "scheduled monuments and other archaeology",
    "tree preservation orders and conservation areas",
    "public rights of way and common land",
    "protected species, and plants and animals that are found on the day",
    "tenancies, covenants and agreements that you have already",
)
"""What an edition says nothing of, and a plan for land has to look at all the same."""

_WET = ("fen", "reedbed", "marsh", "pond", "lake", "lagoon", "wet", "river", "stream", "mudflat")


@dataclass(frozen=True)
class Rule:
    """A rule: what it applies to, the official name of the law, what it says, what to do and whom to ask.

    `compared` says with which text of the law our words were compared on the day `checked`; nothing where they were
    only written down then, from what others say of the law.
    """

    applies: tuple[str, ...]
    law: str
    provision: str
    source: str
    says: str
    do: str
    ask: str
    checked: date
    compared: str


@cache
def all_rules() -> tuple[Rule, ...]:
    """The table."""
    with (Path(__file__).parent / "rules.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_rule(row) for row in csv.DictReader(file))


def _rule(row: dict[str, str]) -> Rule:
    return Rule(applies=_marks(row.pop("applies")), checked=date.fromisoformat(row.pop("checked")), **row)


def _marks(text: str) -> tuple[str, ...]:
    return (text,) if text in MEASURE_MARKS else tuple(text.split())


MEASURE_MARKS = ("new woodland", "wet habitat", "restore")
"""What a measure can bring with it, apart from the sites on the land."""


def rules_for(site_kinds: Collection[str], measures: Iterable[Measure]) -> list[tuple[Rule, list[str]]]:
    """The rules that follow from sites of these kinds and from measures, each with what it follows from."""
    marks = {kind: KINDS.get(kind, kind) for kind in site_kinds}
    for one in measures:
        for mark in _marks_of(one):
            marks.setdefault(mark, one.ref)
    return [(rule, why) for rule in all_rules() if (why := [marks[one] for one in rule.applies if one in marks])]


def _marks_of(measure: Measure) -> Iterable[str]:
    habitat = measure.habitat.lower()
    if measure.action in ("create", "connect") and "woodland" in habitat:
        yield "new woodland"
    if measure.mapped and any(word in habitat for word in _WET):
        yield "wet habitat"
    if measure.action in ("restore", "manage") and habitat:
        yield "restore"
