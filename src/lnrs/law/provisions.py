"""Every provision of the law, with its source and the rule that is its code (read from provisions.toml)."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from lnrs.law.finding import Force, Source, source_of


@dataclass(frozen=True)
class Instrument:
    """The Act, the Regulations, the guidance, or good practice."""

    key: str
    title: str
    cite: str
    force: Force


INSTRUMENTS = (
    Instrument("act", "Environment Act 2021, ss.104-108", "Environment Act 2021", Force.MUST),
    Instrument(
        "regulations",
        "The Environment (Local Nature Recovery Strategies) (Procedure) Regulations 2023 (SI 2023/341)",
        "SI 2023/341",
        Force.MUST,
    ),
    Instrument(
        "guidance",
        "Statutory guidance, March 2023: what a strategy should include (the points' numbers are our own)",
        "Statutory guidance 2023,",
        Force.HAVE_REGARD,
    ),
    Instrument(
        "practice",
        "What responsible authorities have done, and what this software promises",
        "Practice,",
        Force.GOOD_PRACTICE,
    ),
)


@dataclass(frozen=True)
class Provision:
    """One provision: what it asks in our own words, and how the code accounts for it."""

    id: str
    instrument: Instrument
    says: str
    source: Source
    coded: tuple[str, ...] = ()
    """Names of the rules that are its code."""
    not_coded: str = ""
    """Why it has no rule."""


def read_provisions(text: str) -> dict[str, Provision]:
    """The provisions in the words of provisions.toml, by id, in order. Raises ValueError where two have one id."""
    found: dict[str, Provision] = {}
    for provision in _rows(tomllib.loads(text)):
        if provision.id in found:
            raise ValueError(f"two provisions are called {provision.id!r}")
        found[provision.id] = provision
    return found


def _rows(tables: Mapping[str, list[dict[str, Any]]]) -> Iterator[Provision]:
    for instrument in INSTRUMENTS:
        for row in tables.get(instrument.key, []):
            yield Provision(
                row["id"],
                instrument,
                row["says"],
                source_of(row, row.get("cite", f"{instrument.cite} {row['id']}")),
                tuple(row.get("coded", ())),
                row.get("not_coded", ""),
            )


PROVISIONS: Mapping[str, Provision] = MappingProxyType(
    read_provisions(files("lnrs.law").joinpath("provisions.toml").read_text(encoding="utf-8"))
)
