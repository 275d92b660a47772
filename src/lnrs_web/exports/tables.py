"""Tables as files, row after row, so that a long one is never whole in memory."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from tempfile import TemporaryFile
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from lnrs_web.exports.cells import for_csv, for_xlsx

DATE, TIME = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
WIDTH_LETTERS = 24

Row = Sequence[object]


class _Line:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        """The text."""
        return text


def csv_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """A CSV file (RFC 4180, UTF-8 with a mark at its start, by which Excel knows it), line by line."""
    writer = csv.writer(_Line())
    yield "\ufeff".encode()
    for row in chain([columns], rows):
        yield str(writer.writerow([for_csv(value) for value in row])).encode()


def workbook(columns: Sequence[str], rows: Iterable[Row]) -> IO[bytes]:
    """An Excel workbook of one sheet, in a temporary file that is at its start and gone when it is closed."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Table")
    sheet.freeze_panes = "A2"
    for number in range(len(columns)):
        sheet.column_dimensions[_letter(number)].width = WIDTH_LETTERS
    sheet.append([_cell(sheet, title, bold=True) for title in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file = TemporaryFile()  # noqa: SIM115  # whoever sends it closes it
    book.save(file)
    file.seek(0)
    return file


def _cell(sheet: object, value: object, *, bold: bool = False) -> WriteOnlyCell:
    held = for_xlsx(value)
    cell = WriteOnlyCell(sheet, held)
    if isinstance(held, str):
        cell.data_type = "s"  # text, whatever it begins with
    elif isinstance(held, date):
        cell.number_format = TIME if isinstance(held, datetime) else DATE
    if bold:
        cell.font = Font(bold=True)
    return cell


def _letter(number: int) -> str:
    """The name of a column, from 0 on: A, B, ... Z, AA."""
    before, last = divmod(number, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)
