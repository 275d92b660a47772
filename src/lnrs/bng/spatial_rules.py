"""The rule sets of spatial risk, with their days and sources (read from spatial_risk.toml)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, get_args

from lnrs.errors import NotInForce, Problem
from lnrs.marks import in_brackets, mark_of

Kind = Literal["area", "hedgerow", "watercourse", "intertidal"]
"""What kind of habitat is made: each kind goes by zones of its own."""
ZoneKind = Literal["lpa", "nca", "strategy_area", "marine_plan_area", "catchment"]


@dataclass(frozen=True)
class Zones:
    """The three multipliers of one way of dividing the land."""

    kind: ZoneKind
    title: str
    same: float
    neighbouring: float
    beyond: float
    wider: str = ""
    """Where near is told by a wider zone that holds both places, and not by a list of neighbours: its title."""


@dataclass(frozen=True)
class Scheme:
    """A set of rules that holds from a day."""

    name: str
    title: str
    since: date | None
    """The day it holds from; None where it is announced only."""
    announced: date | None
    uses: Mapping[Kind, tuple[Zones, ...]]
    cite: str
    url: str
    checked: date | None
    """The day it was last compared with what `cite` names; None where it was not."""
    notes: tuple[str, ...]

    @property
    def mark(self) -> str:
        """What must be said wherever it is shown: `not yet law`, `unverified`, or nothing."""
        return "not yet law" if self.since is None else mark_of(checked=self.checked is not None)

    @property
    def source(self) -> str:
        """The citation with its mark."""
        return f"{self.cite}{in_brackets(self.mark)}"


def read_schemes(text: str) -> tuple[Scheme, ...]:
    """The schemes in the words of spatial_risk.toml, oldest first and announced ones last.

    Raises ValueError where a kind of habitat has no zones, or multipliers do not fall with distance.
    """
    tables = tomllib.loads(text)
    zones = {name: _zones(name, row) for name, row in tables["zones"].items()}
    schemes = [_scheme(name, row, zones) for name, row in tables["scheme"].items()]
    return tuple(sorted(schemes, key=lambda scheme: (scheme.since is None, scheme.since or date.max, scheme.name)))


def _zones(name: str, row: dict[str, Any]) -> Zones:
    found = Zones(kind=name, **row)  # type: ignore[arg-type]
    if name not in get_args(ZoneKind) or not 0 < found.beyond <= found.neighbouring <= found.same <= 1:
        raise ValueError(f"{name}: zones need a known name, and multipliers above 0 that fall with distance")
    return found


def _scheme(name: str, row: dict[str, Any], zones: Mapping[str, Zones]) -> Scheme:
    if set(row["uses"]) != set(get_args(Kind)):
        raise ValueError(f"{name}: every kind of habitat needs its zones: {', '.join(get_args(Kind))}")
    uses = {kind: tuple(zones[one] for one in names) for kind, names in row["uses"].items()}
    notes = tuple(row[key] for key in ("note", "since_note") if key in row)
    return Scheme(
        name=name,
        title=row["title"],
        since=row.get("since"),
        announced=row.get("announced"),
        uses=MappingProxyType(uses),
        cite=row["cite"],
        url=row["url"],
        checked=row.get("checked"),
        notes=notes,
    )


@cache
def schemes() -> tuple[Scheme, ...]:
    """Every scheme, oldest first; those that are announced and hold from no day yet come last."""
    return read_schemes(files("lnrs.bng").joinpath("spatial_risk.toml").read_text(encoding="utf-8"))


def scheme_on(day: date, known: tuple[Scheme, ...] | None = None) -> Scheme:
    """The scheme in force on a day. Raises NotInForce before the first."""
    dated = [(scheme.since, scheme) for scheme in (schemes() if known is None else known) if scheme.since is not None]
    held = [scheme for since, scheme in dated if since <= day]
    if not held:
        first = min(since for since, _ in dated).isoformat()
        what = "is before the first rules of spatial risk."
        raise NotInForce([Problem(day.isoformat(), what, f"Give a date on or after {first}.")])
    return held[-1]


def scheme_named(name: str) -> Scheme:
    """A scheme by its name, also one that is announced only, to see what it would change. Raises KeyError."""
    return {scheme.name: scheme for scheme in schemes()}[name]
