"""Read a table of species from a CSV file; every problem at once."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lnrs.errors import IndexProblems, NotFound, Problem
from lnrs.targets.abundance import Abundance, abundance

COLUMNS = ("species", "year", "index")
STANDARD_ERROR = "se"
EARLIEST, LATEST = 1700, 2200
NO_VALUE = ("", "NA")
"""What stands for no value."""
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
LARGEST = 1e15


@dataclass(frozen=True)
class Row:
    """A row of a table, with the line it ends on."""

    where: str
    cells: Mapping[str, str]


def read_abundance(path: Path) -> Abundance:
    """The table in a CSV file with the columns species, year and index, and se where there are standard errors.

    `se` is the standard error of the natural logarithm of the index. A row without an index is one without a value.
    Raises IndexProblems with every mistake, or NotFound.
    """
    problems: list[Problem] = []
    rows: list[tuple[str, int, float]] = []
    errors: list[float] = []
    seen: dict[tuple[str, int], str] = {}
    titles, lines = rows_of(path, COLUMNS)
    with_errors = STANDARD_ERROR in titles
    for row in lines:
        if row.cells["index"] in NO_VALUE:
            continue
        before = len(problems)
        name, year = row.cells["species"], _year(row, problems)
        value = _number(row, "index", problems)
        error = _number(row, STANDARD_ERROR, problems, above_0=True) if with_errors else 0.0
        if not name:
            problems.append(Problem(row.where, "names no species."))
        if len(problems) > before:
            continue
        if (name, year) in seen:
            what = f"{name} has a value for {year} at {seen[name, year]} already."
            problems.append(Problem(row.where, what, "Leave one out."))
            continue
        seen[name, year] = row.where
        rows.append((name, year, value))
        errors.append(error)
    if not rows and not problems:
        problems.append(Problem(path.name, "has no row with an index."))
    if problems:
        raise IndexProblems(problems)
    return abundance(rows, np.array(errors) if with_errors else None)


def rows_of(path: Path, columns: tuple[str, ...]) -> tuple[tuple[str, ...], Iterator[Row]]:
    """The titles of a CSV file, in small letters, and its rows. Raises IndexProblems or NotFound."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound([Problem(str(path), "is not there.")]) from None
    except UnicodeDecodeError:
        raise IndexProblems([Problem(path.name, "is no UTF-8 text.", "Save it as CSV in UTF-8.")]) from None
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        titles = tuple(title.strip().lower() for title in next(reader, []))
        found = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise IndexProblems([Problem(f"{path.name}:{reader.line_num}", f"is no CSV: {error}.")]) from None
    lacking = [name for name in columns if name not in titles]
    twice = sorted({name for name in titles if name and titles.count(name) > 1})
    problems = [Problem(f"{path.name}:1", f"has no column {name}.", f"Name it {name}.") for name in lacking]
    problems += [Problem(f"{path.name}:1", f"has the column {name} twice.") for name in twice]
    problems += [
        Problem(f"{path.name}:{line}", f"has {len(cells)} cells, and the titles are {len(titles)}.")
        for line, cells in found
        if len(cells) != len(titles)
    ]
    if problems:
        raise IndexProblems(problems)
    return titles, (
        Row(f"{path.name}:{line}", {title: cell.strip() for title, cell in zip(titles, cells, strict=True)})
        for line, cells in found
    )


def _year(row: Row, problems: list[Problem]) -> int:
    text = row.cells["year"]
    if re.fullmatch(r"[0-9]{4}", text) and EARLIEST <= int(text) <= LATEST:
        return int(text)
    problems.append(Problem(row.where, f"year is {text!r}.", f"Write a year from {EARLIEST} to {LATEST}, as 1970."))
    return 0


def _number(row: Row, column: str, problems: list[Problem], *, above_0: bool = False) -> float:
    text = row.cells[column]
    if not NUMBER.fullmatch(text) or not text.isascii():
        problems.append(Problem(row.where, f"{column} is {text!r}, which is no number.", "Write digits and a point."))
        return 0.0
    value = float(text)
    if value < 0 or (above_0 and value == 0) or value > LARGEST:
        problems.append(
            Problem(row.where, f"{column} is {text}; it has to be {'above 0' if above_0 else '0 or more'}.")
        )
        return 0.0
    return value
