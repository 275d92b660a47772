"""The tables of one rule set of the metric, read from its folder (standard library only).

Numbers are fractions, so that sums and products of them are exact.
"""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Module = Literal["area", "hedgerow", "watercourse"]
"""The three kinds of units. They are never added to each other."""
MODULES: tuple[Module, ...] = ("area", "hedgerow", "watercourse")
SIZE_UNIT: Mapping[Module, str] = {"area": "ha", "hedgerow": "km", "watercourse": "km"}

OVER_30 = 31
"""Years to target that the metric writes as `30+`."""
BANDS = ("V.High", "High", "Medium", "Low", "V.Low")
"""Distinctiveness, highest first."""
LOWER = "Lower"
"""What stands for the condition before, where a habitat of lower distinctiveness becomes another."""


@dataclass(frozen=True)
class Habitat:
    """A row of the metric's list of habitats."""

    module: Module
    name: str
    """As the metric labels it: `Grassland - Lowland meadows`."""
    broad: str
    """Broad habitat; empty for hedgerows and watercourses."""
    band: str
    score: Fraction
    irreplaceable: str
    """Whether it is irreplaceable habitat: `yes`, `no` or `maybe`."""
    creation_difficulty: str
    enhancement_difficulty: str
    """Empty where it cannot be enhanced."""
    years: Mapping[str, int]
    """Years from creation to each condition that is possible for it."""


@dataclass(frozen=True)
class Tables:
    """Everything a rule set knows."""

    habitats: Mapping[Module, Mapping[str, Habitat]]
    enhancement_years: Mapping[Module, Mapping[str, Mapping[str, int]]]
    """Years by module, habitat afterwards and path: `Poor - Good`, or `Lower - Good`. Those of watercourses are all
    the same, and stand under the empty name."""
    hedgerow_change: Mapping[str, Mapping[str, str]]
    """From one hedgerow to another: years, `same` where condition decides; what is not there is not possible."""
    watercourse_change_years: int
    condition_score: Mapping[str, Fraction]
    significance: Mapping[str, Fraction]
    difficulty: Mapping[str, Fraction]
    time: tuple[Fraction, ...]
    """By years to target, the last for OVER_30."""
    tree_ha: Mapping[str, Fraction]
    in_watercourse: Mapping[str, Fraction]
    on_banks: Mapping[str, Fraction]
    difficulty_stays: frozenset[str]
    only_from: Mapping[str, tuple[str, ...]]
    least_gain: Fraction


@cache
def read_tables(folder: str) -> Tables:
    """The tables in a folder of this package."""
    numbers = tomllib.loads(_text(folder, "multipliers.toml"), parse_float=Fraction)
    return Tables(
        habitats={module: _habitats(folder, module, numbers["band_score"][module]) for module in MODULES},
        enhancement_years={
            "area": {row.pop("habitat"): _known(row) for row in _rows(folder, "area_enhancement.csv")},
            "hedgerow": {row["habitat"]: _known(_paths(row)) for row in _rows(folder, "hedgerow.csv")},
            "watercourse": {"": _known(_watercourse_paths(folder))},
        },
        hedgerow_change={
            row.pop("from"): {to: years for to, years in row.items() if years}
            for row in _rows(folder, "hedgerow_change.csv")
        },
        watercourse_change_years=numbers["years_up_watercourse"],
        condition_score=_fractions(numbers["condition_score"]),
        significance=_fractions(numbers["significance"]),
        difficulty=_fractions(numbers["difficulty"]),
        time=(*map(Fraction, numbers["time"]["by_year"]), Fraction(numbers["time"]["over_30"])),
        tree_ha=_fractions(numbers["tree_ha"]),
        in_watercourse=_fractions(numbers["in_watercourse"]),
        on_banks=_fractions(numbers["on_banks"]),
        difficulty_stays=frozenset(numbers["creation"]["difficulty_stays"]),
        only_from={name: tuple(others) for name, others in numbers["enhancement"]["only_from"].items()},
        least_gain=Fraction(numbers["least_gain"]),
    )


def in_years(text: str) -> int:
    """Years as the tables write them: `30+` is OVER_30."""
    return OVER_30 if text == "30+" else int(text)


def _habitats(folder: str, module: Module, scores: Mapping[str, Any]) -> dict[str, Habitat]:
    found = {}
    for row in _rows(folder, f"{module}.csv"):
        broad = row.get("broad", "")
        name = f"{broad} - {row['habitat']}" if broad else row["habitat"]
        found[name] = Habitat(
            module=module,
            name=name,
            broad=broad,
            band=row["band"],
            score=Fraction(scores[row["band"]]),
            irreplaceable=row.get("irreplaceable", "no"),
            creation_difficulty=row["creation_difficulty"],
            enhancement_difficulty=row["enhancement_difficulty"],
            years=_known({one: row[one] for one in CONDITIONS if one in row}),
        )
    return found


CONDITIONS = ("Good", "Fairly Good", "Moderate", "Fairly Poor", "Poor", "Condition Assessment N/A", "N/A - Other")
"""Best first, then those that nobody assesses."""


def _paths(row: Mapping[str, str]) -> dict[str, str]:
    return {name: years for name, years in row.items() if " - " in name}


def _watercourse_paths(folder: str) -> dict[str, str]:
    rows = _rows(folder, "watercourse_enhancement.csv")
    return {f"{row['from']} - {after}": row[after] for row in rows for after in row if after != "from"}


def _known(years: Mapping[str, str]) -> dict[str, int]:
    return {name: in_years(text) for name, text in years.items() if text}


def _fractions(numbers: Mapping[str, Any]) -> dict[str, Fraction]:
    return {name: Fraction(number) for name, number in numbers.items()}


def _rows(folder: str, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_text(folder, name).splitlines()))


def _text(folder: str, name: str) -> str:
    return files("lnrs.bng").joinpath(folder, name).read_text(encoding="utf-8")
