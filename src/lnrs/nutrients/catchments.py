"""Catchments, their treatment works and the published prices of credits (read from catchments.toml)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from lnrs.errors import NotFound, Problem
from lnrs.nutrients.amounts import NUTRIENTS, Nutrient
from lnrs.nutrients.source import Source, source_of


@dataclass(frozen=True)
class Concentration:
    """What a works discharges, from a day until the next concentration's day."""

    since: date
    mg_l: Decimal
    permit: bool = False
    """A permit fixes it; otherwise it is a default for works without one."""


@dataclass(frozen=True)
class Works:
    """A treatment works, or a plant of the development's own."""

    name: str
    title: str
    nitrogen: tuple[Concentration, ...]
    """Oldest first."""
    phosphorus: tuple[Concentration, ...]
    source: Source
    permits_checked: bool = False
    """Which concentrations a permit fixes was compared with the permits."""

    def history(self, nutrient: Nutrient) -> tuple[Concentration, ...]:
        """Every concentration of one nutrient, oldest first."""
        return self.nitrogen if nutrient == "nitrogen" else self.phosphorus

    def on(self, day: date, nutrient: Nutrient) -> Concentration | None:
        """The concentration on a day; None before the first."""
        known = [one for one in self.history(nutrient) if one.since <= day]
        return known[-1] if known else None

    def changes(self, nutrient: Nutrient) -> tuple[date, ...]:
        """The days on which what counts of it becomes another."""
        steps = pairwise(self.history(nutrient))
        return tuple(new.since for old, new in steps if (old.mg_l, old.permit) != (new.mg_l, new.permit))


@dataclass(frozen=True)
class Price:
    """What a credit of a tenth of a kilogram a year costs, in pence."""

    title: str
    since: date
    nitrogen_pence: int
    phosphorus_pence: int
    source: Source

    def pence(self, nutrient: Nutrient) -> int:
        """The price of one credit."""
        return self.nitrogen_pence if nutrient == "nitrogen" else self.phosphorus_pence


@dataclass(frozen=True)
class Catchment:
    """Land that drains to a protected site, and the nutrients that harm it."""

    name: str
    title: str
    nutrients: tuple[Nutrient, ...]
    source: Source
    areas: tuple[int, ...] = ()
    """Numbers, 1 to 48, of the strategy areas that it lies in."""
    works: Mapping[str, Works] = field(default_factory=lambda: MappingProxyType({}))
    price: Price | None = None


def read_catchments(text: str) -> tuple[Catchment, ...]:
    """The catchments in the words of catchments.toml.

    Raises ValueError where a history is empty or out of order, a concentration below 0, or a nutrient not known.
    """
    return tuple(_catchment(name, row) for name, row in tomllib.loads(text, parse_float=Decimal).items())


def _catchment(name: str, row: dict[str, Any]) -> Catchment:
    if not row["nutrients"] or set(row["nutrients"]) - set(NUTRIENTS):
        raise ValueError(f"{name}: nutrients are nitrogen, phosphorus or both")
    source = source_of(row["works_source"])
    works = {one: _works(one, table, row["days"], source) for one, table in row["works"].items()}
    price = row.get("price")
    return Catchment(
        name=name,
        title=row["title"],
        nutrients=tuple(one for one in NUTRIENTS if one in row["nutrients"]),
        source=source_of(row),
        areas=tuple(row.get("areas", ())),
        works=MappingProxyType(works),
        price=Price(
            price["title"], price["since"], price["nitrogen_pence"], price["phosphorus_pence"], source_of(price)
        )
        if price
        else None,
    )


def _works(name: str, row: dict[str, Any], days: Mapping[str, date], source: Source) -> Works:
    nitrogen, phosphorus = (_history(name, row[nutrient], days) for nutrient in NUTRIENTS)
    return Works(name, row["title"], nitrogen, phosphorus, source, permits_checked=row.get("permits_checked", False))


def _history(name: str, rows: list[dict[str, Any]], days: Mapping[str, date]) -> tuple[Concentration, ...]:
    history = tuple(Concentration(days[one["since"]], Decimal(one["mg_l"]), one.get("permit", False)) for one in rows)
    order = [one.since for one in history]
    if not order or order != sorted(set(order)) or min(one.mg_l for one in history) < 0:
        raise ValueError(f"{name}: concentrations are 0 or more, at least one, oldest first")
    return history


@cache
def catchments() -> tuple[Catchment, ...]:
    """Every catchment that is known."""
    return read_catchments(files("lnrs.nutrients").joinpath("catchments.toml").read_text(encoding="utf-8"))


def catchment_named(name: str) -> Catchment:
    """A catchment by its name. Raises NotFound."""
    for one in catchments():
        if one.name == name:
            return one
    names = ", ".join(one.name for one in catchments())
    raise NotFound([Problem(name, "is no catchment that is known.", f"There are: {names}.")])
