"""Where in a file a row came from, so that a problem can be found by the person who has to mend it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from lnrs.errors import Problem

MOST_NAMED = 8


@dataclass(frozen=True)
class Origin:
    """A file, and whether its rows are counted as features (from 1) or as lines of text."""

    name: str
    unit: Literal["feature", "line"] = "feature"


def rows_problem(origin: Origin, rows: Iterable[int], what: str, do: str = "") -> Problem:
    """One problem that several rows share: `trees.csv:12: 3 lines (12, 15 and 19) have no geometry.`"""
    numbers = [int(row) for row in rows]
    where = f"{origin.name}:{numbers[0]}" if origin.unit == "line" else origin.name
    return Problem(where, f"{named(origin, numbers)} {what}", do)


def named(origin: Origin, numbers: list[int]) -> str:
    """The rows in words, the first few by number: `feature 3`, `12 features (3, 4, 9 and 9 more)`."""
    if len(numbers) == 1:
        return f"{origin.unit} {numbers[0]}"
    return f"{len(numbers)} {origin.unit}s ({listed(numbers)})"


def listed(things: Sequence[object]) -> str:
    """Things in a row of words, the first few only: `a, b and c`, `1, 2, 3, 4, 5, 6, 7, 8 and 116 more`."""
    shown, more = [str(thing) for thing in things[:MOST_NAMED]], len(things) - MOST_NAMED
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
