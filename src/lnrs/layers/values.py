"""Cells of a table as the contract's kinds: text, number, int, date and bool."""

import math
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lnrs.layers.contract import Column, ColumnKind

BLANK: dict[ColumnKind, object] = {"text": "", "number": math.nan, "int": pd.NA, "date": "", "bool": False}
"""What a cell holds where nothing was given and nothing is required."""

DTYPES: dict[ColumnKind, Any] = {"text": "str", "number": "float64", "int": "int64", "date": "str", "bool": "bool"}
_TRUE, _FALSE = ("true", "t", "yes", "y", "1"), ("false", "f", "no", "n", "0")
_ISO = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ].*)?$")
_DAY_FIRST = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")


def convert(cells: pd.Series, column: Column) -> tuple[pd.Series, pd.Series, pd.Series]:
    """The cells in the column's kind, with two masks: cells that are not of the kind, and cells that are blank."""
    texts = as_texts(cells)
    read = {text: _read(text, _READERS[column.kind]) for text in texts.unique()}
    blank = texts == ""
    bad = texts.map(lambda text: read[text] is None).astype(bool) & ~blank
    values = texts.map(lambda text: BLANK[column.kind] if text == "" or read[text] is None else read[text])
    if column.kind == "int" and bool((blank | bad).any()):
        return values.astype("Int64"), bad, blank
    return values.astype(DTYPES[column.kind]), bad, blank


def as_texts(cells: pd.Series) -> pd.Series:
    """Every cell as trimmed text."""
    return cells.fillna("").str.strip() if cells.dtype == "str" else cells.map(as_text)


def as_text(cell: object) -> str:
    """A cell as trimmed text: nothing is blank, and a whole number written as 12.0 is 12."""
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return ""
    if isinstance(cell, float | np.floating):
        if math.isnan(cell):
            return ""
        return str(int(cell)) if cell.is_integer() else repr(float(cell))
    return str(cell).strip()


def _read(text: str, reader: Callable[[str], object]) -> object | None:
    try:
        return reader(text)
    except ValueError:
        return None


def _whole(text: str) -> int:
    number = float(text)
    if not number.is_integer():
        raise ValueError(text)
    return int(number)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _iso_date(text: str) -> str:
    """ISO text of a day, a month or a year: `2024-05-31`, `31/05/2024`, `2024-05` and `2024` are taken."""
    if day_first := _DAY_FIRST.match(text):
        day, month, year = map(int, day_first.groups())
        return date(year, month, day).isoformat()
    if not (iso := _ISO.match(text)):
        raise ValueError(text)
    parts = [part for part in iso.groups() if part]
    date(*(int(part) for part in (*parts, "1", "1")[:3]))
    return "-".join(parts)


def _bool(text: str) -> bool:
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise ValueError(text)


_READERS: dict[ColumnKind, Callable[[str], object]] = {
    "text": str,
    "number": _finite,
    "int": _whole,
    "date": _iso_date,
    "bool": _bool,
}
