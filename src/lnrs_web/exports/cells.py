"""What a cell of an exported table holds: plain values, and text that no spreadsheet reads as a formula."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from numbers import Real

from django.utils import timezone

Plain = None | str | int | float | Decimal | date | datetime

BEGINS_A_FORMULA = re.compile(r"[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
"""What makes Excel, LibreOffice Calc or Google Sheets read text as a formula, behind whatever they pass over."""
NO_WORKBOOK_HOLDS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
XLSX_LETTERS = 32_767
CUT = " [cut here: the CSV has all of it]"


def safe_text(text: str) -> str:
    """Text with an apostrophe before it where a spreadsheet would read it as a formula.

    >>> safe_text("=1+1"), safe_text("meadow"), safe_text("- a list")
    ("'=1+1", 'meadow', "'- a list")
    """
    return f"'{text}" if BEGINS_A_FORMULA.match(text) else text


def plain(value: object) -> Plain:
    """A value as a cell has it: numbers and dates as they are, times as London's clocks show them, `yes` and `no`,
    several things with semicolons between them, and anything else as safe text."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.replace(tzinfo=None, microsecond=0)
    if isinstance(value, float) and not -float("inf") < value < float("inf"):
        return str(value) if value > 0 or value != value else safe_text(str(value))
    if isinstance(value, date | Real | Decimal):
        return value  # type: ignore[return-value]
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        value = "; ".join(map(str, value))
    return safe_text(NO_WORKBOOK_HOLDS.sub("\ufffd", str(value)))


def for_csv(value: object) -> object:
    """A cell of a CSV file: dates as `2026-11-26`, times as `2026-11-26 14:05:00`."""
    cell = plain(value)
    return "" if cell is None else str(cell) if isinstance(cell, date) else cell


def for_xlsx(value: object) -> Plain:
    """A cell of a workbook, which has no more than 32,767 letters."""
    cell = plain(value)
    if isinstance(cell, str) and len(cell) > XLSX_LETTERS:
        return cell[: XLSX_LETTERS - len(CUT)] + CUT
    return cell
