"""Days as forms send them."""

from datetime import date

from lnrs.errors import Problem

YEARS = range(1990, 2201)
"""Years that somebody may mean: with those at the end of the calendar nothing could be reckoned."""


def read_day(text: str) -> date:
    """A day as browsers send it. Raises ValueError.

    >>> read_day("2027-03-01")
    datetime.date(2027, 3, 1)
    """
    if (day := date.fromisoformat(text.strip())).year not in YEARS:
        raise ValueError(text)
    return day


def day_typed(text: str, field: str, words: str, problems: list[Problem]) -> date | None:
    """The day that a field was sent with; nothing, and a problem, where it is none. `words` name the field."""
    if not (text := text.strip()):
        return None
    try:
        return read_day(text)
    except ValueError:
        do = "Write it as year-month-day, such as 2026-11-28."
        problems.append(Problem(field, f"{words}: {text[:40]} is not a date.", do))
        return None
