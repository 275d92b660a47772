"""Spreadsheets and CSV files as rows: the first row that holds anything names the columns."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from lnrs_web.analysis.files import limits

Row = dict[str, str]


def of_workbook(data: bytes) -> list[Row]:
    """The rows of a workbook's first sheet that holds any. Raises ValueError, in words for the person."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height > limits.ROWS + 100 or sheet.total_width > limits.COLUMNS:
                raise ValueError(f"The sheet has more than {limits.ROWS:,} rows or {limits.COLUMNS} columns")
            if rows := rows_of([[_words(cell) for cell in row] for row in sheet.iter_rows()]):
                return rows
    except CalamineError as error:
        raise ValueError("The spreadsheet cannot be read") from error
    return []


def of_csv(data: bytes) -> list[Row]:
    """The rows of a CSV file, with commas, semicolons or tabs, in UTF-8 or as older Windows writes it. Raises
    ValueError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(limits.TEXT_LETTERS)
    try:
        found = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            found.append(row)
            if len(found) > limits.ROWS + 100 or len(row) > limits.COLUMNS:
                raise ValueError(f"It has more than {limits.ROWS:,} rows or {limits.COLUMNS} columns")
    except csv.Error as error:
        raise ValueError("The table cannot be read") from error
    return rows_of(found)


def rows_of(cells: Iterable[Sequence[str]]) -> list[Row]:
    """Rows by the names of their columns. Raises ValueError where two columns have one name."""
    held = [row for row in cells if any(cell.strip() for cell in row)]
    if not held:
        return []
    names = [" ".join(name.split()) for name in held[0]]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise ValueError(f"Two columns are called {twice[0]}")
    return [{name: cell.strip() for name, cell in zip(names, row, strict=False) if name} for row in held[1:]]


def _words(cell: Any) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, (date, time, timedelta)):
        return str(cell)
    return str(cell)
