"""The tables of the strategy folder: CSV files whose rows are the model's records."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Generic, get_origin

from lnrs.errors import Problem
from lnrs.layers.writing import write_bytes
from lnrs.strategy.cells import Cells, Row, parse, render, split
from lnrs.strategy.schema import MAY_BE_BLANK, Fault, Record, columns, hints, phrase, required, validate
from lnrs.strategy.text_file import read_text


@dataclass(frozen=True)
class Table(Generic[Record]):
    """A table as read: every row as it was written, and the record of each row that is sound."""

    name: str
    rows: tuple[Row, ...]
    records: tuple[Record, ...]
    is_whole: bool = True
    """False where the file or a row could not be understood, so that what is not there may yet be meant to be."""

    def refs(self) -> dict[str, int]:
        """The line on which each reference first stands, in sound rows and others."""
        return {row.text("ref"): row.line for row in reversed(self.rows) if row.text("ref")}

    def where(self, row: Row) -> str:
        """The row's place, as a problem says it."""
        return f"{self.name}:{row.line}"


def read_table(path: Path, kind: type[Record]) -> tuple[Table[Record], list[Problem]]:
    """The records of a CSV table, and every problem with its line.

    A list stands in one cell, its items separated by semicolons; yes or no for a claim; a date as 2026-10-01
    or, as a spreadsheet set to the United Kingdom saves it, 01/10/2026. An empty cell takes the record's own
    value.
    """
    text, problems = read_text(path, path.name, f"Its first row must be: {','.join(columns(kind))}")
    cells = Cells()
    if text is not None:
        cells, found = parse(text, path.name, columns(kind), required(kind))
        problems += found
    records = []
    for row in cells.rows:
        record, faults = validate(kind, _as_data(kind, row))
        problems += [_problem(kind, fault, row, path.name) for fault in faults]
        records += [] if record is None else [record]
    return Table(path.name, cells.rows, tuple(records), cells.is_whole), problems


def _as_data(kind: type, row: Row) -> dict[str, Any]:
    types = hints(kind)
    given = {
        column: cell
        for column, cell in row.cells.items()
        if column in types and (cell or (kind, column) in MAY_BE_BLANK)
    }
    return {column: _value(types[column], cell) for column, cell in given.items()}


def _value(hint: Any, cell: str) -> Any:
    if get_origin(hint) is tuple:
        return split(cell)
    if hint is bool:
        return {"yes": True, "no": False}.get(cell.casefold(), cell)
    if hint is float:
        return _number(cell)
    return _iso_date(cell) if hint is date else cell


def _number(cell: str) -> float | str:
    """A number, with or without commas between its thousands; anything else as it is."""
    plain = re.sub(r"(?<=\d),(?=\d{3}(\D|$))", "", cell)
    return float(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else cell


def _iso_date(cell: str) -> str:
    """A day written day first, with slashes, in the form of ISO 8601; anything else as it is."""
    try:
        return datetime.strptime(cell, "%d/%m/%Y").date().isoformat()
    except ValueError:
        return cell


def _problem(kind: type, fault: Fault, row: Row, name: str) -> Problem:
    """A fault in the words of a table, which has columns and cells where TOML has keys and values."""
    column = str(fault.path[0])
    wanted = table_phrase(hints(kind)[column])
    if not row.text(column):
        return Problem(f"{name}:{row.line}", f"{column} is empty.", f"It must be {wanted}.")
    if fault.path[1:] or get_origin(hints(kind)[column]):
        return Problem(f"{name}:{row.line}", fault.what, fault.do)
    return Problem(f"{name}:{row.line}", f"{column} must be {wanted}, not '{row.text(column)}'.")


def table_phrase(hint: Any) -> str:
    """What a value of a type is called in a cell of a table."""
    if get_origin(hint) is tuple:
        return "one or more, separated by semicolons"
    return {bool: "yes or no", str: "text"}.get(hint) or phrase(hint)


def write_table(path: Path, kind: type[Record], records: Iterable[Record]) -> None:
    """Write records as a table that `read_table` reads back to the same records.

    Raises ValueError for a list item with a semicolon in it, which would come back as two.
    """
    rows = [[_cell(getattr(record, column)) for column in columns(kind)] for record in records]
    write_bytes(path, render(columns(kind), rows))


def _cell(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            if any(";" in item for item in value):
                raise ValueError(f"a semicolon inside a list item: {value}")
            return "; ".join(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)
