"""Numbers fixed by law, as they stood on a day (read from values.toml)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, get_args

from lnrs.errors import NotInForce, Problem
from lnrs.law.finding import Source, source_of
from lnrs.law.periods import in_words

Unit = Literal["days", "months", "years"]


@dataclass(frozen=True)
class Amount:
    """What a number was, from a day until the next amount's day."""

    since: date
    value: int


@dataclass(frozen=True)
class Value:
    """A number fixed by law, with every amount it has had, oldest first."""

    name: str
    title: str
    unit: Unit
    source: Source
    history: tuple[Amount, ...]

    def on(self, day: date) -> int:
        """The number in force on `day`. Raises NotInForce before the first amount."""
        amounts = [amount.value for amount in self.history if amount.since <= day]
        if not amounts:
            first = in_words(self.history[0].since)
            raise NotInForce(
                [
                    Problem(
                        in_words(day),
                        f"is before {self.source} came into force on {first}, which fixes: {self.title.lower()}.",
                        f"Give a date on or after {first}.",
                    )
                ]
            )
        return amounts[-1]


@dataclass(frozen=True)
class InForce:
    """A day from which a law or a piece of guidance has effect."""

    name: str
    title: str
    day: date
    source: Source


def read_values(text: str) -> tuple[dict[str, InForce], dict[str, Value]]:
    """The days and the numbers in the words of values.toml, by name.

    Raises ValueError where a history is empty or out of order, or a unit is not a unit of time.
    """
    tables = tomllib.loads(text)
    days = {
        name: InForce(name, row["title"], row["day"], source_of(row, row["cite"]))
        for name, row in tables["in_force"].items()
    }
    return days, {name: _value(name, row, days) for name, row in tables["value"].items()}


def _value(name: str, row: dict[str, Any], days: Mapping[str, InForce]) -> Value:
    history = tuple(Amount(_since(step["since"], days), step["value"]) for step in row["history"])
    if not history or list(history) != sorted(history, key=lambda amount: amount.since):
        raise ValueError(f"{name}: the history must hold at least one amount, oldest first")
    if row["unit"] not in get_args(Unit):
        raise ValueError(f"{name}: {row['unit']!r} is not one of {', '.join(get_args(Unit))}")
    return Value(name, row["title"], row["unit"], source_of(row, row["cite"]), history)


def _since(given: date | str, days: Mapping[str, InForce]) -> date:
    return days[given].day if isinstance(given, str) else given


_days, _values = read_values(files("lnrs.law").joinpath("values.toml").read_text(encoding="utf-8"))
IN_FORCE: Mapping[str, InForce] = MappingProxyType(_days)
VALUES: Mapping[str, Value] = MappingProxyType(_values)
