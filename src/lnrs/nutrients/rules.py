"""The sets of rules that nutrient budgets were published with, by date (read from rules.toml)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from lnrs.errors import NotFound, NotInForce, Problem
from lnrs.marks import in_brackets, mark_of
from lnrs.nutrients.amounts import ZERO, Pair
from lnrs.nutrients.source import Source, source_of

Kind = Literal["calculator", "assessor"]
"""Who reckons so: applicants, with Natural England's calculator; or Defra, with its impact assessor."""
SudsHow = Literal["designed", "share of land change", "share of residential"]
ShareOn = Literal["none", "permits", "every works"]
BufferOn = Literal["increase", "size"]


@dataclass(frozen=True)
class Suds:
    """What sustainable drainage is taken to remove."""

    how: SudsHow
    removed: Decimal = ZERO
    """Share, 0 to 1."""
    from_dwellings: int = 0
    """In developments of at least so many."""
    from_ha: Decimal = ZERO

    def counts(self, dwellings: int, area_ha: Decimal) -> bool:
        """Whether a development is large enough, as a whole."""
        return dwellings >= self.from_dwellings and area_ha >= self.from_ha


@dataclass(frozen=True)
class Greenspace:
    """What of the residential land of a large development is taken as greenspace."""

    from_ha: Decimal
    share: Decimal
    kg_ha: Pair
    """kg a hectare a year."""


@dataclass(frozen=True)
class RuleSet:
    """One published way of reckoning a nutrient budget."""

    name: str
    title: str
    kind: Kind
    since: date | None
    source: Source
    unverified: tuple[str, ...]
    """Names of the numbers that were not compared with the source."""
    days_per_year: Decimal
    permit_share: Decimal
    permit_share_on: ShareOn
    occupancy: Decimal
    """People a dwelling, where the development does not say."""
    water_l_person_day: Decimal
    """Litres a person a day, where the development does not say."""
    buffer_share: Decimal
    buffer_on: BufferOn
    suds: Suds
    greenspace: Greenspace | None = None

    def mark(self, *numbers: str) -> str:
        """` [unverified]` where one of the numbers was not compared with its source; else nothing."""
        return in_brackets(mark_of(checked=not set(numbers) & set(self.unverified)))


def read_rules(text: str) -> tuple[RuleSet, ...]:
    """The sets in the words of rules.toml, oldest first and those without a day last.

    Raises ValueError where a share is not between 0 and 1, a number not above 0, or a word not one of those known.
    """
    found = [_rule_set(name, row) for name, row in tomllib.loads(text, parse_float=Decimal).items()]
    return tuple(sorted(found, key=lambda one: (one.since is None, one.since or date.max, one.name)))


def _rule_set(name: str, row: dict[str, Any]) -> RuleSet:
    green = row.get("greenspace")
    suds = row["suds"]
    one = RuleSet(
        name=name,
        title=row["title"],
        kind=row["kind"],
        since=row.get("since"),
        source=source_of(row),
        unverified=tuple(row.get("unverified", ())),
        days_per_year=Decimal(row["days_per_year"]),
        permit_share=Decimal(row["permit_share"]),
        permit_share_on=row["permit_share_on"],
        occupancy=Decimal(row["occupancy"]),
        water_l_person_day=Decimal(row["water_l_person_day"]),
        buffer_share=Decimal(row["buffer_share"]),
        buffer_on=row["buffer_on"],
        suds=Suds(
            suds["how"], Decimal(suds.get("removed", 0)), suds.get("from_dwellings", 0), Decimal(suds.get("from_ha", 0))
        ),
        greenspace=Greenspace(green["from_ha"], green["share"], Pair(green["nitrogen"], green["phosphorus"]))
        if green
        else None,
    )
    _check(one, row)
    return one


def _check(one: RuleSet, row: Mapping[str, Any]) -> None:
    shares = [one.permit_share, one.buffer_share, one.suds.removed, one.greenspace.share if one.greenspace else ZERO]
    if not all(0 <= share <= 1 for share in shares):
        raise ValueError(f"{one.name}: shares lie between 0 and 1")
    if min(one.days_per_year, one.occupancy, one.water_l_person_day) <= 0:
        raise ValueError(f"{one.name}: days, people and water are above 0")
    words = ((one.kind, Kind), (one.permit_share_on, ShareOn), (one.buffer_on, BufferOn), (one.suds.how, SudsHow))
    for word, known in words:
        if word not in get_args(known):
            raise ValueError(f"{one.name}: {word!r} is not one of {', '.join(get_args(known))}")
    if unknown := set(one.unverified) - set(row):
        raise ValueError(f"{one.name}: unverified names {', '.join(sorted(unknown))}, which it does not have")


@cache
def rule_sets() -> tuple[RuleSet, ...]:
    """Every set, oldest first; those whose day is not known come last."""
    return read_rules(files("lnrs.nutrients").joinpath("rules.toml").read_text(encoding="utf-8"))


def rules_on(day: date, kind: Kind = "calculator", known: tuple[RuleSet, ...] | None = None) -> RuleSet:
    """The set in use on a day by those who reckon so. Raises NotInForce before the first."""
    dated = [one for one in (rule_sets() if known is None else known) if one.kind == kind and one.since is not None]
    used = [one for one in dated if one.since is not None and one.since <= day]
    if not used:
        first = dated[0].since.isoformat() if dated and dated[0].since else "a day that is not known"
        what = "is before the first rules of nutrient budgets."
        raise NotInForce([Problem(day.isoformat(), what, f"Give a date on or after {first}.")])
    return used[-1]


def rules_named(name: str) -> RuleSet:
    """A set by its name. Raises NotFound."""
    for one in rule_sets():
        if one.name == name:
            return one
    names = ", ".join(one.name for one in rule_sets())
    raise NotFound([Problem(name, "is no set of rules of nutrient budgets.", f"There are: {names}.")])
