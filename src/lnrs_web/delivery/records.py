"""Monitoring records as somebody types them or sends them in a CSV file: each problem by its line, and all or none."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lnrs.errors import Problem
from lnrs_web.delivery.refused import ProjectRefused, refuse
from lnrs_web.pages.days import day_typed

COLUMNS = ("date", "what", "value", "unit", "by whom")
FIELDS = {"what": 200, "unit": 40, "by whom": 200}
MOST_LINES, MOST_BYTES = 5_000, 2_000_000
_NUMBER = re.compile(r"-?(?:\d{1,12}|[1-9]\d{0,2}(?:,\d{3}){1,3})(?:\.\d{1,6})?", re.ASCII)
"""Commas stand between thousands alone: 0,35 is no number here, and not 35."""


@dataclass(frozen=True)
class Found:
    """One record."""

    on: date
    what: str
    value: Decimal
    unit: str
    by_whom: str


def read_line(typed: Mapping[str, str], today: date) -> Found:
    """A record as a form was sent with it. Raises ProjectRefused with every problem."""
    found, problems = _read(typed, today, "")
    if found is None:
        raise ProjectRefused(problems)
    return found


def read_table(data: bytes, today: date) -> list[Found]:
    """The records of a CSV file with COLUMNS in its first line, in any order. Raises ProjectRefused with every problem
    of every line."""
    if not data or len(data) > MOST_BYTES:
        raise refuse("table", "No table has been chosen, or it is too large.", "Choose a CSV file of up to 2 MB.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refuse("table", "The table’s letters are not UTF-8.", "Save it as CSV in UTF-8.") from None
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        rows = [(reader.line_num, row) for row in reader]  # of rows over several lines, the last
        header = reader.fieldnames or ()
    except csv.Error:
        raise refuse("table", "It is not a CSV table.", "Save it as CSV, with commas between columns.") from None
    columns = [(name or "").strip().lower() for name in header]
    if absent := [name for name in COLUMNS if name not in columns]:
        raise refuse("table", f"The table has no column {', '.join(absent)}.", f"It needs {', '.join(COLUMNS)}.")
    if twice := [name for name in COLUMNS if columns.count(name) > 1]:
        raise refuse("table", f"The table has more than one column {', '.join(twice)}.", "Take all but one out.")
    if not rows:
        raise refuse("table", "The table has no lines below its first.", "Add a line for each record.")
    if len(rows) > MOST_LINES:
        raise refuse("table", f"The table has {len(rows):,} lines.", f"Send at most {MOST_LINES:,} at once.")
    records, problems = [], []
    for number, row in rows:
        cells = {(name or "").strip().lower(): value for name, value in row.items() if isinstance(value, str)}
        found, wrong = _read(cells, today, f"Line {number}: ")
        if any(one.strip() for one in row.get(None, ())):  # a comma at the end of a line is none
            what = f"Line {number} has more cells than there are columns."
            problems.append(Problem("table", what, "Put quotes around what has a comma in it."))
        problems += [Problem("table", one.what, one.do) for one in wrong]
        records += [found] if found else []
    if problems:
        raise ProjectRefused(problems)
    return records


def _read(typed: Mapping[str, str], today: date, before: str) -> tuple[Found | None, list[Problem]]:
    problems: list[Problem] = []
    cells = {name: " ".join(typed.get(name, "").replace("\x00", "").split()) for name in COLUMNS}
    on = day_typed(cells["date"], "date", f"{before}The day", problems)
    if on is None and not problems:
        problems.append(Problem("date", f"{before}No day is given.", "Write it as year-month-day."))
    if on and on > today:
        problems.append(Problem("date", f"{before}The day has not come yet.", "Correct it."))
    for name, most in FIELDS.items():
        if not cells[name] or len(cells[name]) > most:
            said = "is missing" if not cells[name] else f"has more than {most} letters"
            problems.append(Problem(name.replace(" ", "_"), f"{before}“{name}” {said}.", "Write it."))
    if not _NUMBER.fullmatch(cells["value"]):
        what = f"{before}{cells['value'][:40] or 'Nothing'} is not a number."
        problems.append(Problem("value", what, "Write one with at most six decimals, such as 12 or 0.35."))
    if problems or on is None:
        return None, problems
    return Found(on, cells["what"], Decimal(cells["value"].replace(",", "")), cells["unit"], cells["by whom"]), []
