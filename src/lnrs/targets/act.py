"""The statutory targets under the Environment Act 2021 ss.1-3 as dated data, and the national series beside them.

`act_targets.csv` has the targets, each with where its words were read, how sure that is and when it was checked;
`act_series.csv` the figures that were published, and `act_sources.csv` where those come from. Standard library only.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

Read = Literal["own text", "another's account", "not read"]
"""What was read: the regulation's own text; what somebody else says of it; or nothing, so that it is general
knowledge."""
MARKS: dict[str, str] = {
    "own text": "",
    "another's account": "unverified: another's account",
    "not read": "unverified: not read",
}
State = Literal["open", "due"]


@dataclass(frozen=True)
class SeriesSource:
    """Where a national series comes from."""

    key: str
    title: str
    unit: str
    publisher: str
    file: str
    version: str
    read: date
    licence: str
    note: str


@dataclass(frozen=True)
class Series:
    """Published figures by year, in order."""

    source: SeriesSource
    values: tuple[tuple[int, float], ...]

    @property
    def first(self) -> tuple[int, float]:
        """Year and value of the earliest figure."""
        return self.values[0]

    @property
    def last(self) -> tuple[int, float]:
        """Year and value of the latest figure."""
        return self.values[-1]

    @property
    def change(self) -> float:
        """From the first figure to the last, as a share of the first."""
        return self.last[1] / self.first[1] - 1


@dataclass(frozen=True)
class ActTarget:
    """A target that regulations set."""

    key: str
    group: str
    name: str
    says: str
    by: date
    reported_by: date | None
    cite: str
    url: str
    read: Read
    checked: date
    series: Series | None
    goal: float | None
    """The figure to be reached, in the unit of its series; None where it is no single figure."""
    local: str
    """What a strategy can show of it: `habitat`, or nothing."""

    @property
    def mark(self) -> str:
        """What has to be said wherever it is shown; nothing where the regulation's own text was read."""
        return MARKS[self.read]

    def state(self, on: date) -> State:
        """Whether its day has come. What the law then makes of the figures is for whoever reports, not for this."""
        return "due" if on > self.by else "open"


@cache
def act_targets() -> tuple[ActTarget, ...]:
    """Every statutory target, in the order of the table."""
    series = act_series()
    return tuple(
        ActTarget(
            **{name: row[name] for name in ("key", "group", "name", "says", "cite", "url", "local")},
            by=date.fromisoformat(row["by"]),
            reported_by=date.fromisoformat(row["reported_by"]) if row["reported_by"] else None,
            read=row["read"],  # type: ignore[arg-type]
            checked=date.fromisoformat(row["checked"]),
            series=series[row["series"]] if row["series"] else None,
            goal=float(row["goal"]) if row["goal"] else None,
        )
        for row in _rows("act_targets.csv")
    )


@cache
def act_series() -> dict[str, Series]:
    """The national series by key."""
    values: dict[str, list[tuple[int, float]]] = {}
    for row in _rows("act_series.csv"):
        values.setdefault(row["series"], []).append((int(row["year"]), float(row["value"])))
    return {
        row["series"]: Series(_source(row), tuple(sorted(values[row["series"]]))) for row in _rows("act_sources.csv")
    }


def _source(row: dict[str, str]) -> SeriesSource:
    return SeriesSource(
        key=row["series"],
        read=date.fromisoformat(row["read"]),
        **{name: row[name] for name in ("title", "unit", "publisher", "file", "version", "licence", "note")},
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with files("lnrs.targets").joinpath(name).open(encoding="utf-8") as table:
        yield from csv.DictReader(table)
