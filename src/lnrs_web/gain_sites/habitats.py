"""Habitats that a site lists, one by one or as a table: read and held against the metric's own tables."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from lnrs.bng.rule_sets import rule_set_on
from lnrs.bng.tables import MODULES, Habitat, Module, Tables
from lnrs.errors import Problem
from lnrs_web.config.clock import today
from lnrs_web.gain_sites import parts
from lnrs_web.gain_sites.models.site import HabitatLine
from lnrs_web.gain_sites.refused import ListingRefused

COLUMNS = ("habitat", "condition", "work", "size", "units")
"""Of a table of habitats: its name in the metric, the condition to be reached, `created` or `enhanced`, hectares or
kilometres, and units gained less those that were there."""
MOST_LINES = 200
MOST_LETTERS = 100_000
BEST_SIGNIFICANCE = "high"


@dataclass(frozen=True)
class Line:
    """A habitat with its units, in ten-thousandths."""

    module: Module
    habitat: str
    condition: str
    work: str
    size: int
    units: int
    why: tuple[str, ...] = ()
    levels: Mapping[str, int] = field(default_factory=dict)
    """How much of the size a metric counts as of which strategic significance; nothing where it was typed."""


@cache
def _tables_of(day_iso: str) -> Tables:  # noqa: ARG001  # kept for a day
    return rule_set_on(today()).tables


def tables() -> Tables:
    """The metric's tables of today."""
    return _tables_of(today().isoformat())


def every_habitat() -> list[Habitat]:
    """Every habitat of the metric, area habitats first."""
    return [one for module in MODULES for one in tables().habitats[module].values()]


def named(text: str) -> list[Habitat]:
    """The habitats that somebody may mean: the one of that name, or else all whose name has every word."""
    asked = " ".join(text.split()).casefold()
    if not asked:
        return []
    known = every_habitat()
    exact = [one for one in known if asked in (one.name.casefold(), one.name.partition(" - ")[2].casefold())]
    if exact:
        return exact
    words = asked.split()
    return [one for one in known if all(word in one.name.casefold() for word in words)]


def read_line(typed: Mapping[str, str]) -> Line:
    """One habitat as a form sent it. Raises ListingRefused with every problem."""
    found, problems = _read(typed, "")
    if problems or found is None:
        raise ListingRefused(problems)
    return found


def read_table(data: bytes) -> list[Line]:
    """The habitats of a CSV file with the COLUMNS in its first line, in any order. Raises ListingRefused with every
    problem of every line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused("The table's letters are not UTF-8.", "Save it as CSV in UTF-8.") from None
    if len(text) > MOST_LETTERS:
        raise _refused("The table is too long.", f"List at most {MOST_LINES} habitats.")
    rows = list(csv.DictReader(io.StringIO(text)))
    columns = {(name or "").strip().lower() for name in (rows[0] if rows else {})}
    if absent := [name for name in COLUMNS if name not in columns]:
        raise _refused(f"The table has no column {', '.join(absent)}.", f"It needs {', '.join(COLUMNS)}.")
    if len(rows) > MOST_LINES:
        raise _refused(f"The table has {len(rows):,} lines.", f"List at most {MOST_LINES} habitats.")
    lines, problems = [], []
    for number, row in enumerate(rows, 2):
        cells = {(name or "").strip().lower(): value for name, value in row.items() if isinstance(value, str)}
        found, wrong = _read(cells, f"Line {number}: ")
        problems += [Problem("table", one.what, one.do) for one in wrong]
        lines += [found] if found else []
    if problems:
        raise ListingRefused(problems)
    return lines


def rows_of(lines: Sequence[Line]) -> list[HabitatLine]:
    """Rows of the database, numbered from one, yet of no version."""
    return [
        HabitatLine(
            position=position,
            module=one.module,
            habitat=one.habitat,
            condition=one.condition,
            work=one.work,
            size=one.size,
            units=one.units,
            why=list(one.why),
            levels=dict(one.levels),
        )
        for position, one in enumerate(lines, 1)
    ]


def _refused(what: str, do: str) -> ListingRefused:
    return ListingRefused([Problem("table", what, do)])


def _read(typed: Mapping[str, str], before: str) -> tuple[Line | None, list[Problem]]:
    problems: list[Problem] = []
    habitat = _habitat(typed.get("habitat", ""), before, problems)
    condition = " ".join(typed.get("condition", "").split())
    if habitat and condition not in habitat.years:
        what = f"{before}{habitat.name} cannot be in condition {condition[:40] or 'none'}."
        problems.append(Problem("condition", what, f"Possible: {', '.join(habitat.years)}."))
    work = typed.get("work", "").strip().lower()
    if work not in HabitatLine.Work.values:
        problems.append(Problem("work", f"{before}it is neither created nor enhanced.", "Say which."))
    size = _number(typed.get("size", ""), "size", f"{before}the size", problems)
    units = _number(typed.get("units", ""), "units", f"{before}the units", problems)
    if problems or habitat is None:
        return None, problems
    most = _most(habitat, condition, size)
    if units > most:
        what = f"{before}so much {habitat.name} has at most {parts.number(most)} units."
        return None, [Problem("units", what, "Look at the size and the units again.")]
    return Line(habitat.module, habitat.name, condition, work, size, units), []


def _most(habitat: Habitat, condition: str, size: int) -> int:
    """Parts of units that a size has at best: at once, without difficulty, in the most significant place."""
    known = tables()
    score = habitat.score * known.condition_score[condition] * known.significance[BEST_SIGNIFICANCE]
    return parts.offered(score * size / parts.PARTS)


def _habitat(text: str, before: str, problems: list[Problem]) -> Habitat | None:
    found = named(text)
    if len(found) == 1:
        return found[0]
    if not found:
        what = f"{before}the metric has no habitat {text.strip()[:80] or 'without a name'}."
        problems.append(Problem("habitat", what, "Name it as the metric does."))
    else:
        names = "; ".join(one.name for one in found[:5])
        problems.append(Problem("habitat", f"{before}{text.strip()[:80]} may be several.", f"Such as: {names}."))
    return None


def _number(text: str, field: str, what: str, problems: list[Problem]) -> int:
    try:
        return parts.read(text)
    except ValueError as error:
        problems.append(Problem(field, f"{what[:1].upper()}{what[1:]} cannot be read.", f"{error}."))
        return 0
