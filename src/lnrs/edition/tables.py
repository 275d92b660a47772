"""The strategy's tables and the map's figures as plain tables of text and numbers, for GeoPackage and for CSV."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from lnrs.strategy.cells import render
from lnrs.strategy.folder import TABLES, Strategy

DECIMALS = {"_ha": 4, "share": 6, "share_of_area": 6, "score": 4, "value": 6}
"""Figures are written to the square metre; the ending of a column's name says what it holds."""


def records_of(strategy: Strategy) -> dict[str, pd.DataFrame]:
    """Every table of the strategy as text, by name: priorities, measures, species, funding, metric_habitats."""
    return {name: _frame(kind, getattr(strategy, name)) for name, kind in TABLES.items()}


def for_geopackage(strategy: Strategy, criteria: pd.DataFrame, figures: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """The attribute tables of the GeoPackage as Arrow tables, by name; measures without a place are a table apart."""
    tables = records_of(strategy)
    mapped = (tables["measures"]["mapped"] == "yes").to_numpy()
    tables["measures"], tables["wider_measures"] = tables["measures"][mapped], tables["measures"][~mapped]
    tables = tables | {"pm_criteria": criteria, "figures": stacked(figures)}
    return {name: _arrow(table) for name, table in tables.items()}


def stacked(figures: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Every figure in one table, one number a row: figure, row, about (what the row concerns), quantity, value."""
    rows = [row for name, table in sorted(figures.items()) for row in _numbers(name, table)]
    return pd.DataFrame(rows, columns=["figure", "row", "about", "quantity", "value"]).astype({"value": float})


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV that opens cleanly in a spreadsheet; numbers are rounded to what they mean."""
    rounded = [_texts(table[name], str(name)) for name in table.columns]
    path.write_bytes(render([str(name) for name in table.columns], zip(*rounded, strict=True)))


def _frame(kind: type, records: Iterable[Any]) -> pd.DataFrame:
    names = [field.name for field in fields(kind)]
    return pd.DataFrame([[_text(getattr(record, name)) for name in names] for record in records], columns=names)


def _text(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return "; ".join(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _numbers(name: str, table: pd.DataFrame) -> Iterator[tuple[str, int, str, str, float]]:
    quantities = list(table.select_dtypes("number").columns)
    words = [table[column].astype(str) for column in table if column not in quantities]
    about = [" · ".join(each) for each in zip(*words, strict=True)] or [""] * len(table)
    for row, (concerns, numbers) in enumerate(zip(about, table[quantities].to_numpy(float), strict=True), 1):
        for quantity, value in zip(quantities, numbers, strict=True):
            yield name, row, concerns, str(quantity), float(value)


def _texts(column: pd.Series, name: str) -> list[str]:
    if not pd.api.types.is_float_dtype(column):
        return ["" if pd.isna(value) else str(value) for value in column]
    places = next((places for ending, places in DECIMALS.items() if name.endswith(ending)), 6)
    return ["" if pd.isna(value) else f"{value:.{places}f}".rstrip("0").rstrip(".") for value in column]


def _arrow(table: pd.DataFrame) -> pa.Table:
    """An Arrow table without categories, which GDAL does not take."""
    plain = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None)
    kinds = [field.type.value_type if pa.types.is_dictionary(field.type) else field.type for field in plain.schema]
    kinds = [pa.string() if pa.types.is_large_string(kind) or pa.types.is_null(kind) else kind for kind in kinds]
    return plain.cast(pa.schema(zip(plain.schema.names, kinds, strict=True)))
