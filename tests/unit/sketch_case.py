"""The content of the example strategy, read as its records."""

import csv
import json
import re
import tomllib
from functools import cache
from pathlib import Path
from types import GenericAlias
from typing import Any, cast, get_type_hints

from pydantic import ConfigDict, TypeAdapter

import lnrs
from lnrs.model import FundingRoute, MetricHabitat, PotentialMeasure, Priority, Species
from lnrs.strategy.rule import Rule

CONTENT = Path(lnrs.__file__).parent / "sketch" / "content"

RECORDS: dict[str, type] = {
    "priorities": Priority,
    "measures": PotentialMeasure,
    "species": Species,
    "funding": FundingRoute,
    "metric_habitats": MetricHabitat,
}

HABITATS = {
    "lowland meadow", "lowland calcareous grassland", "lowland dry acid grassland",
    "coastal and floodplain grazing marsh", "lowland heathland", "lowland mixed deciduous woodland",
    "lowland beech and yew woodland", "wet woodland", "wood pasture and parkland", "traditional orchard",
    "reedbed", "lowland fen", "coastal saltmarsh", "intertidal mudflat", "coastal sand dunes",
    "coastal vegetated shingle", "saline lagoon", "maritime cliff and slope", "pond and lake",
    "open mosaic habitat",
}  # fmt: skip


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    with (CONTENT / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, strict=True))


def said(record: type, row: dict[str, str]) -> dict[str, Any]:
    """A row as the data its record is made of: lists where there are lists, yes and no as true and false."""
    hints = get_type_hints(record)
    data: dict[str, Any] = dict(row)
    for column, cell in row.items():
        if hints[column] is bool:
            data[column] = {"yes": True, "no": False}[cell]
        elif str(hints[column]).startswith("tuple"):
            data[column] = cell.split("; ") if cell else []
    return data


@cache
def records(table: str) -> tuple[Any, ...]:
    kind = cast(Any, GenericAlias(tuple, (RECORDS[table],)))
    one: TypeAdapter[Any] = TypeAdapter(kind, config=ConfigDict(extra="forbid", strict=True))
    return tuple(one.validate_json(json.dumps([said(RECORDS[table], row)]))[0] for row in rows(table))


def measures() -> tuple[PotentialMeasure, ...]:
    return records("measures")


def mapped() -> dict[str, PotentialMeasure]:
    return {measure.ref: measure for measure in measures() if measure.mapped}


@cache
def rules() -> dict[str, Rule]:
    one = TypeAdapter(tuple[Rule], config=ConfigDict(extra="forbid", strict=True))
    return {
        path.stem: one.validate_json(json.dumps([tomllib.loads(path.read_text(encoding="utf-8"))]))[0]
        for path in sorted((CONTENT / "rules").glob("*.toml"))
    }


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text.strip()) if part]
