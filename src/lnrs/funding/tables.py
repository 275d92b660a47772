"""Schemes, the actions that they pay for, and the rates by date (read from the tables beside this file)."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from lnrs.errors import NotFound, Problem
from lnrs.funding.source import Source, day_of, one_of, source_of

Paid = Literal["yearly", "once", "sale", "agreed"]
"""How money comes: every year of an agreement, once, for what is sold, or as each project agrees."""
Takes = Literal["area", "edge", "point", "project"]
"""What is paid for: land by its hectares, a hedge or ditch by its length, a pond by its number, or a project."""
Makes = Literal["creation", "enhancement", "both"]
"""Whether an action is for habitat that is made, for habitat that is there, or for either: the words of the edition's
metric habitats."""
BETWEEN = " | "
"""Between habitats in one cell, as their names have semicolons in them."""


@dataclass(frozen=True)
class Scheme:
    """A scheme, market or fund."""

    key: str
    name: str
    kind: str
    """public scheme, market or local fund."""
    run_by: str
    how: str
    limit: str
    most_a_year_p: int | None
    """The most that an agreement is paid in a year, in pence; None where there is no such limit, or none was read."""
    source: Source


@dataclass(frozen=True)
class Action:
    """One thing that a scheme pays for."""

    code: str
    scheme: Scheme
    title: str
    paid: Paid
    takes: Takes
    years: int
    """How long an agreement runs; 0 where that means nothing, or is settled one by one."""
    beside: str
    """The action that it is paid beside, and never without; empty where it stands alone."""
    counted: bool
    """Whether an indicative sum counts it: a payment by hectares that follows from the habitat alone."""
    intervention: Makes
    habitats: tuple[str, ...]
    """Habitats of the statutory metric; a name that ends in `*` is for all that begin so."""
    says: str

    def is_for(self, habitat: str, intervention: str) -> bool:
        """Whether it pays for a habitat of the metric that is made (`creation`), improved (`enhancement`) or `both`."""
        does = self.intervention == "both" or intervention in (self.intervention, "both")
        return does and any(
            habitat.startswith(name[:-1]) if name.endswith("*") else habitat == name for name in self.habitats
        )


@dataclass(frozen=True)
class Rate:
    """What an action pays from a day on."""

    code: str
    since: date | None
    """The first day; None where it was not read."""
    amount_p: int
    """Pence for each `per`, every year where the action is paid yearly."""
    per: str
    """ha, m, 100 m of one side, pond, or 0.1 kg a year."""
    source: Source
    note: str


def read_schemes(text: str) -> dict[str, Scheme]:
    """The schemes in the words of schemes.csv by their keys, in order."""
    return {
        row["key"]: Scheme(
            row["key"],
            row["name"],
            row["kind"],
            row["run_by"],
            row["how"],
            row["limit"],
            int(row["most_a_year_p"]) if row["most_a_year_p"] else None,
            source_of(row),
        )
        for row in rows_of(text)
    }


def read_actions(text: str, schemes: dict[str, Scheme]) -> dict[str, Action]:
    """The actions in the words of actions.csv by their codes, in order.

    Raises ValueError where a word is not one of those known, or an action is beside one that is not there.
    """
    found: dict[str, Action] = {}
    for row in rows_of(text):
        if row["scheme"] not in schemes or row["code"] in found:
            raise ValueError(f"{row['code']}: given twice, or of no scheme")
        found[row["code"]] = Action(
            row["code"],
            schemes[row["scheme"]],
            row["title"],
            one_of(row["paid"], get_args(Paid)),
            one_of(row["takes"], get_args(Takes)),
            int(row["years"]),
            row["beside"],
            one_of(row["counted"], ("yes", "no")) == "yes",
            one_of(row["intervention"], get_args(Makes)),
            tuple(row["habitats"].split(BETWEEN)),
            row["says"],
        )
    for one in found.values():
        if one.beside and one.beside not in found:
            raise ValueError(f"{one.code}: there is no action {one.beside!r}")
    return found


def read_rates(text: str, actions: dict[str, Action]) -> tuple[Rate, ...]:
    """The rates in the words of rates.csv. Raises ValueError where one is for no action or is not above 0."""
    found = tuple(
        Rate(row["code"], day_of(row["since"]), int(row["amount_p"]), row["per"], source_of(row), row["note"])
        for row in rows_of(text)
    )
    for one in found:
        if one.code not in actions or one.amount_p <= 0:
            raise ValueError(f"{one.code}: a rate is for an action that is there, and above 0")
        if actions[one.code].counted and one.per != "ha":
            raise ValueError(f"{one.code}: what is counted in a sum is paid by the hectare")
    return found


@cache
def schemes() -> dict[str, Scheme]:
    """Every scheme by its key."""
    return read_schemes(table("schemes.csv"))


@cache
def actions() -> dict[str, Action]:
    """Every action by its code."""
    return read_actions(table("actions.csv"), schemes())


@cache
def rates() -> tuple[Rate, ...]:
    """Every rate."""
    return read_rates(table("rates.csv"), actions())


def action_named(code: str) -> Action:
    """An action by its code. Raises NotFound."""
    if found := actions().get(code):
        return found
    raise NotFound(
        [Problem(code, "is no action of a scheme that is known here.", f"There are: {', '.join(actions())}.")]
    )


def rate_on(code: str, day: date, known: Sequence[Rate] | None = None) -> Rate | None:
    """What an action pays on a day: the last rate that has begun; None where it sets no price, or none was read.

    A rate whose first day was not read holds until the first whose day was.
    """
    begun = [
        one
        for one in (rates() if known is None else known)
        if one.code == code and (one.since is None or one.since <= day)
    ]
    return max(begun, key=lambda one: one.since or date.min, default=None)


def table(name: str) -> str:
    """The words of a table."""
    return files("lnrs.funding").joinpath(name).read_text(encoding="utf-8")


def rows_of(text: str) -> Iterator[dict[str, str]]:
    """The rows in the words of a table, by the names of its columns."""
    yield from csv.DictReader(text.splitlines())
