"""CSV that opens and saves cleanly in a spreadsheet: text to rows of cells, and rows to bytes."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lnrs.errors import Problem
from lnrs.strategy.wording import closest, did_you_mean, listed

_FORMULA = re.compile(r"'*[=+\-@\t]")
_GUARDED = re.compile(r"'+[=+\-@\t]")
_SPREADSHEET_ERROR = re.compile(r"#(NAME\?|REF!|VALUE!|N/A|DIV/0!|NUM!|NULL!|#+)")


@dataclass(frozen=True)
class Row:
    """One row of a table as it was written: the line it starts on, and its cells by column."""

    line: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """The cell, or nothing where it is empty or the column is left out."""
        return self.cells.get(column, "")

    def items(self, column: str) -> tuple[str, ...]:
        """The things listed in the cell, which are separated by semicolons."""
        return split(self.text(column))


def split(cell: str) -> tuple[str, ...]:
    """The things listed in a cell, which are separated by semicolons."""
    return tuple(item.strip() for item in cell.split(";") if item.strip())


@dataclass(frozen=True)
class Cells:
    """The rows of a table; `is_whole` where every row could be understood, so that what is not there is missing."""

    rows: tuple[Row, ...] = ()
    is_whole: bool = False


def parse(
    text: str, name: str, columns: Sequence[str], required: Sequence[str], or_more: bool = False
) -> tuple[Cells, list[Problem]]:
    """The rows of a CSV table, and what is wrong with it; rows with more or fewer cells than columns are left out.

    Columns that are not listed are problems, unless there may be `or_more`. Accepts commas, semicolons or tabs between
    cells, and an Excel `sep=` line; leaves out rows without content; takes space from both ends of a cell.
    """
    (line, header), *lines = [*_lines(text, name, _delimiter(text, columns))] or [(1, [])]
    if isinstance(header, Problem):
        return Cells(), [header]
    if not header:
        return Cells(), [Problem(f"{name}:1", "the table is empty.", f"Its first row must be: {', '.join(columns)}.")]
    known = (*columns, *header) if or_more else columns
    if problems := list(_header_problems(header, f"{name}:{line}", known, required)):
        return Cells(), problems
    rows, ragged = [], []
    for line, cells in lines:
        if isinstance(cells, Problem) or len(cells) != len(header):
            ragged.append(cells if isinstance(cells, Problem) else _ragged(f"{name}:{line}", cells, header))
        else:
            problems += _cell_problems(cells, header, f"{name}:{line}")
            rows.append(Row(line, {column: _unguarded(cell) for column, cell in zip(header, cells, strict=True)}))
    return Cells(tuple(rows), not ragged), ragged + problems


def _lines(text: str, name: str, delimiter: str) -> Iterator[tuple[int, list[str] | Problem]]:
    """Every row that says something, with the line it starts on; a problem for a row that cannot be split."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            yield line, _cannot_split(f"{name}:{line}", str(error))
            return
        if any(cells) and not (line == 1 and cells[0].startswith("sep=")):
            yield line, cells


def _cannot_split(where: str, error: str) -> Problem:
    if "end of data" in error or "field limit" in error:
        return Problem(where, "a quotation mark is opened in this row and never closed.", "Close it, or take it out.")
    what = "a quotation mark inside a quoted cell is not doubled, so the row cannot be split into cells."
    return Problem(where, what, 'Write "" for a quotation mark inside a quoted cell.')


def _delimiter(text: str, columns: Sequence[str]) -> str:
    """The character between cells: the one that splits the header into the most known columns."""
    first = next((line for line in text.split("\n") if line.strip() and not line.startswith("sep=")), "")
    known = {
        delimiter: len({cell.strip().strip('"') for cell in first.split(delimiter)} & set(columns))
        for delimiter in (",", ";", "\t")
    }
    return max(known, key=lambda delimiter: known[delimiter])


def _header_problems(
    header: Sequence[str], where: str, columns: Sequence[str], required: Sequence[str]
) -> Iterator[Problem]:
    for column in dict.fromkeys(header):
        if column and column not in columns:
            yield Problem(where, f"there is no column '{column}'.", did_you_mean(column, columns))
        if column and header.count(column) > 1:
            yield Problem(where, f"the column '{column}' is there {header.count(column)} times.", "Keep one of them.")
    meant = {closest(column, columns) for column in header if column not in columns}
    if missing := [column for column in required if column not in header and column not in meant]:
        noun = "column is" if len(missing) == 1 else "columns are"
        yield Problem(where, f"the {noun} missing: {listed(missing)}.", "Add to the first row of the table.")


def _ragged(where: str, cells: Sequence[str], header: Sequence[str]) -> Problem:
    what = f"the row has {len(cells)} cells, but the table has {len(header)} columns."
    more = "Text with a comma in it must be in quotation marks."
    return Problem(where, what, more if len(cells) > len(header) else "An empty cell needs its comma too.")


def _cell_problems(cells: Sequence[str], header: Sequence[str], where: str) -> Iterator[Problem]:
    for column, cell in zip(header, cells, strict=True):
        if cell and not column:
            yield Problem(where, f"'{cell}' stands in a column without a name.", "Name the column or empty it.")
        if _SPREADSHEET_ERROR.fullmatch(cell):
            what = f"{column} holds '{cell}': a spreadsheet took the words for a formula and lost them."
            yield Problem(where, what, "Type the words again.")


def render(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as the bytes a spreadsheet itself would save: UTF-8 with its mark, CRLF, quotes where needed.

    A cell that a spreadsheet would run as a formula is written with an apostrophe before it, which `parse`
    takes off.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _guarded(cell: str) -> str:
    return "'" + cell if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell
