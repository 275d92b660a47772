"""Candidates, their answers and the places that shares are of, out of files; every problem of a file at once."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pandas as pd

from lnrs.errors import CandidateProblems, NotFound, Problem
from lnrs.layers.points import read_table
from lnrs.thirty_by_thirty.candidates import TESTS, VERDICTS, Answer, Candidate, Test, Verdict, candidate_problems
from lnrs.thirty_by_thirty.counting import Place, PlaceKind, of_land
from lnrs.thirty_by_thirty.pieces import united
from lnrs.thirty_files.shapes import one_column, read_areas, text_of

REFS, NAMES, CODES = ("ref", "reference"), ("name",), ("code", "reference", "ref")
ANSWER_COLUMNS = ("ref", "test", "verdict", "since", "until", "evidence")


def read_candidates(
    files: Mapping[Path, tuple[str, str]], answers: Path | None = None, ostn15: Path | None = None
) -> list[Candidate]:
    """The candidates of all files. For each file the designation and the owner of rows that do not name theirs.

    Columns: ref (else the number of the row after the file's name), name, designation, owner, realm, and for each test
    `purpose`, `purpose_since`, `purpose_until`, `purpose_evidence`. A day that is not given is the first one there is.
    Raises CandidateProblems with every problem of every file, LayerRefused or NotFound.
    """
    found: list[Candidate] = []
    problems: list[Problem] = []
    for file, (designation, owner) in files.items():
        try:
            frame, origin = read_areas(file, ostn15)
        except CandidateProblems as error:
            problems += error.problems
            continue
        ref = one_column(list(frame.columns), REFS)
        for number, row in frame.iterrows():
            where = f"{origin.name}:{number}"
            cells = {str(name): text_of(row, str(name)) for name in frame.columns if name != "geometry"}
            found.append(
                Candidate(
                    ref=cells.get(ref or "", "") or f"{file.stem}-{number}",
                    name=cells.get("name", ""),
                    shape=row["geometry"],
                    designation=cells.get("designation", "").upper() or designation,
                    owner=cast(Any, cells.get("owner", "").lower() or owner),
                    realm=cast(Any, cells.get("realm", "").lower() or "land"),
                    answers=tuple(_answers_of(cells, where, problems)),
                )
            )
    if answers is not None:
        found = _with_answers(found, answers, problems)
    problems += candidate_problems(found)
    if problems:
        raise CandidateProblems(problems)
    return found


def read_places(file: Path, kind: PlaceKind, ostn15: Path | None = None) -> list[Place]:
    """A place for each row of a file, with the columns name and, where there is one, code."""
    frame, origin = read_areas(file, ostn15)
    if "name" not in frame.columns:
        raise CandidateProblems([Problem(origin.name, "has no column name.", "Name each place in it.")])
    code = one_column(list(frame.columns), CODES)
    return [
        of_land(kind, text_of(row, code) if code else str(number), text_of(row, "name"), row["geometry"])
        for number, row in frame.iterrows()
    ]


def read_whole(file: Path, name: str, *, sea: bool = False, ostn15: Path | None = None) -> Place:
    """All areas of a file as one place: the land, or the sea, that shares are of."""
    frame, _ = read_areas(file, ostn15)
    return of_land("area", "", name, united(list(frame.geometry)), "sea" if sea else "land")


def _answers_of(cells: Mapping[str, str], where: str, problems: list[Problem]) -> list[Answer]:
    """The answers in the columns of a row; none for a test whose column is empty or not there."""
    found = []
    for test in TESTS:
        if cells.get(test, ""):
            given = {"test": test, "verdict": cells[test]}
            given |= {part: cells.get(f"{test}_{part}", "") for part in ("since", "until", "evidence")}
            found += _answer(given, where, problems, since=date.min)
    return found


def _with_answers(candidates: list[Candidate], file: Path, problems: list[Problem]) -> list[Candidate]:
    """The candidates with the answers of a table, a row for each, besides those that they have."""
    if not file.exists():
        raise NotFound([Problem(str(file), "is not there.")])
    table: pd.DataFrame = read_table(file)
    table.columns = [str(name).strip().lower() for name in table.columns]
    if lacking := [name for name in ANSWER_COLUMNS if name not in table.columns]:
        problems += [Problem(f"{file.name}:1", f"has no column {name}.") for name in lacking]
        return candidates
    by_ref: dict[str, list[Answer]] = {one.ref: [] for one in candidates}
    for line, row in table.iterrows():
        where, cells = f"{file.name}:{line}", {name: text_of(row, name) for name in ANSWER_COLUMNS}
        if cells["ref"] not in by_ref:
            problems.append(Problem(where, f"there is no candidate {cells['ref']!r}.", "Mend the reference."))
            continue
        by_ref[cells["ref"]] += _answer(cells, where, problems)
    return [replace(one, answers=(*one.answers, *by_ref[one.ref])) for one in candidates]


def _answer(cells: Mapping[str, str], where: str, problems: list[Problem], since: date | None = None) -> list[Answer]:
    before = len(problems)
    test, verdict = cells["test"].lower(), cells["verdict"].lower()
    if test not in TESTS:
        problems.append(Problem(where, f"the test is {cells['test']!r}.", f"Write one of {', '.join(TESTS)}."))
    if verdict not in VERDICTS:
        problems.append(Problem(where, f"{test} is {cells['verdict']!r}.", f"Write one of {', '.join(VERDICTS)}."))
    begins = _day(cells["since"], f"{test}: since", where, problems) or since
    ends = _day(cells["until"], f"{test}: until", where, problems)
    if begins is None and len(problems) == before:
        problems.append(Problem(where, f"{test} has no day from which it holds.", "Give it as since."))
    if begins is None or len(problems) > before:
        return []
    return [Answer(cast(Test, test), cast(Verdict, verdict), begins, ends, cells["evidence"])]


def _day(text: str, what: str, where: str, problems: list[Problem]) -> date | None:
    if not text:
        return None
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}([T ]00:00:00(\.0+)?)?", text, re.ASCII):
            raise ValueError
        return date.fromisoformat(text[:10])
    except ValueError:
        problems.append(Problem(where, f"{what} is {text!r}.", "Write a day as 2026-11-27."))
        return None
