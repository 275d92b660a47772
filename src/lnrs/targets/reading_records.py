"""Read records of species from a CSV file; every problem at once."""

import re
from datetime import date
from pathlib import Path

from lnrs.errors import IndexProblems, Problem
from lnrs.targets.reading import EARLIEST, LATEST, rows_of
from lnrs.targets.records import Lists, lists

COLUMNS = ("species", "date", "place")


def read_records(path: Path) -> Lists:
    """The records in a CSV file with the columns species, date (as 2024-05-17) and place, counted as visits.

    A visit is a place on a day. Raises IndexProblems with every mistake, or NotFound.
    """
    problems: list[Problem] = []
    records: list[tuple[str, date, str]] = []
    for row in rows_of(path, COLUMNS)[1]:
        day = _day(row.cells["date"])
        lacking = [name for name in ("species", "place") if not row.cells[name]]
        problems += [Problem(row.where, f"names no {name}.") for name in lacking]
        if day is None:
            what = f"date is {row.cells['date']!r}."
            problems.append(Problem(row.where, what, f"Write a day from {EARLIEST} to {LATEST}, as 2024-05-17."))
        elif not lacking:
            records.append((row.cells["species"], day, row.cells["place"]))
    if not records and not problems:
        problems.append(Problem(path.name, "has no record."))
    if problems:
        raise IndexProblems(problems)
    return lists(records)


def _day(text: str) -> date | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day.year <= LATEST else None
