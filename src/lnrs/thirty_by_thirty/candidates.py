"""Candidate land and sea: whose it is, what it is designated as, and what was answered to the three tests."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

import shapely

from lnrs.errors import Problem

Test = Literal["purpose", "protection", "management"]
Verdict = Literal["yes", "no", "unknown"]
Realm = Literal["land", "sea"]
Owner = Literal["public", "community", "charity", "private", "unknown"]

TESTS: tuple[Test, ...] = ("purpose", "protection", "management")
VERDICTS: tuple[Verdict, ...] = ("yes", "no", "unknown")
REALMS: tuple[Realm, ...] = ("land", "sea")
OWNERS: tuple[Owner, ...] = ("public", "community", "charity", "private", "unknown")
PROTECTED_YEARS = 20
"""The least that land has to be secured for."""

ASKS: dict[Test, str] = {
    "purpose": "Is nature conservation here what it is for, or one of the things it is for that no other may undo?",
    "protection": f"Is it secured for at least {PROTECTED_YEARS} years, by law or by other means that work?",
    "management": "Is it managed so that nature does well, and is that monitored?",
}
SOURCE = (
    "https://www.informea.org/en/content/legislation/policy-paper-30by30-land-england-confirmed-criteria-and-next-steps"
)
"""Where the three tests were read; the full text of the third was seen in summary only."""


@dataclass(frozen=True)
class Designation:
    """What land is designated as. Where designations overlap, land is counted under the one of the lowest rank."""

    rank: int
    code: str
    name: str


@dataclass(frozen=True)
class Answer:
    """What was answered to one test from a day on, on what evidence, and the last day that it holds."""

    test: Test
    verdict: Verdict
    since: date
    until: date | None = None
    """The last day; None where no end is set."""
    evidence: str = ""


@dataclass(frozen=True)
class Candidate:
    """A piece of land or sea that may count. `shape` is valid, in metres of EPSG:27700."""

    ref: str
    name: str
    shape: shapely.Geometry
    designation: str = "NONE"
    """A code of `designations()`."""
    owner: Owner = "unknown"
    realm: Realm = "land"
    answers: tuple[Answer, ...] = ()
    """In any order; of one test the one that began last is in force."""


@cache
def designations() -> dict[str, Designation]:
    """The designations by code, in the order in which land that has several is counted."""
    with files("lnrs.thirty_by_thirty").joinpath("designations.csv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    return {row["code"]: Designation(int(row["rank"]), row["code"], row["name"]) for row in rows}


def answer_problems(answer: Answer, where: str) -> Iterator[Problem]:
    """What cannot be in an answer by itself."""
    if answer.until is not None and answer.until < answer.since:
        what = f"{answer.test} is said to hold until {answer.until}, before it begins on {answer.since}."
        yield Problem(where, what, "Mend one of the days.")
    if answer.verdict != "unknown" and not answer.evidence.strip():
        yield Problem(where, f"{answer.test} is {answer.verdict} without evidence.", "Say what it rests on.")


def candidate_problems(candidates: Iterable[Candidate]) -> list[Problem]:
    """Everything that cannot be in a set of candidates: references twice, unknown words, two answers for one day."""
    problems: list[Problem] = []
    seen: set[str] = set()
    for one in candidates:
        where = one.ref or "a candidate"
        if not one.ref:
            problems.append(Problem(where, "has no reference.", "Give each one of its own."))
        elif one.ref in seen:
            problems.append(Problem(where, "is there twice.", "Give each a reference of its own."))
        seen.add(one.ref)
        problems += _word_problems(one, where)
        days = [(answer.test, answer.since) for answer in one.answers]
        for test, since in sorted({day for day in days if days.count(day) > 1}):
            problems.append(Problem(where, f"{test} is answered twice from {since} on.", "Leave one out."))
        problems += [problem for answer in one.answers for problem in answer_problems(answer, where)]
    return problems


def _word_problems(one: Candidate, where: str) -> Iterator[Problem]:
    known: tuple[tuple[str, str, Iterable[str]], ...] = (
        ("designation", one.designation, designations()),
        ("owner", one.owner, OWNERS),
        ("realm", one.realm, REALMS),
        *(("test", answer.test, TESTS) for answer in one.answers),
        *((answer.test, answer.verdict, VERDICTS) for answer in one.answers),
    )
    for column, value, words in known:
        if value not in words:
            yield Problem(where, f"{column} is {value!r}.", f"Write one of {', '.join(words)}.")
    if one.shape is None or one.shape.is_empty or one.shape.geom_type not in ("Polygon", "MultiPolygon"):
        yield Problem(where, "is no area.", "Give a polygon.")
    elif not one.shape.is_valid:
        yield Problem(where, "has an outline that crosses itself.", "Mend it in a GIS.")
