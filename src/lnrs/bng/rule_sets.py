"""Which rules of the metric hold on a day (read from rule_sets.toml)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from lnrs.bng.tables import Tables, read_tables
from lnrs.errors import NotInForce, Problem
from lnrs.marks import in_brackets, mark_of


@dataclass(frozen=True)
class RuleSet:
    """The metric as it holds from a day, with its source."""

    name: str
    title: str
    since: date
    cite: str
    url: str
    licence: str
    checked: date | None
    """The day its tables were last compared with what `cite` names; None where they were not."""
    notes: tuple[str, ...]

    @property
    def tables(self) -> Tables:
        """Its habitats and multipliers."""
        return read_tables(self.name)

    @property
    def source(self) -> str:
        """The citation, with its mark where it was not checked."""
        return f"{self.cite}{in_brackets(mark_of(checked=self.checked is not None))}"


def read_rule_sets(text: str) -> tuple[RuleSet, ...]:
    """The rule sets in the words of rule_sets.toml, oldest first."""
    sets = [_rule_set(name, row) for name, row in tomllib.loads(text).items()]
    return tuple(sorted(sets, key=lambda one: (one.since, one.name)))


def _rule_set(name: str, row: Mapping[str, Any]) -> RuleSet:
    return RuleSet(
        name=name,
        title=row["title"],
        since=row["since"],
        cite=row["cite"],
        url=row["url"],
        licence=row["licence"],
        checked=row.get("checked"),
        notes=tuple(row.get("notes", ())),
    )


@cache
def rule_sets() -> tuple[RuleSet, ...]:
    """Every rule set, oldest first."""
    return read_rule_sets(files("lnrs.bng").joinpath("rule_sets.toml").read_text(encoding="utf-8"))


def rule_set_on(day: date, known: tuple[RuleSet, ...] | None = None) -> RuleSet:
    """The rules in force on a day. Raises NotInForce before the first."""
    every = rule_sets() if known is None else known
    held = [one for one in every if one.since <= day]
    if not held:
        first = every[0].since.isoformat()
        what = "is before the first rules of the biodiversity metric."
        raise NotInForce([Problem(day.isoformat(), what, f"Give a date on or after {first}.")])
    return held[-1]
