"""How a candidate stands on a day: it counts, could count, or fails a test; and what it lacks."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from lnrs.thirty_by_thirty.candidates import TESTS, Answer, Candidate, Test

Status = Literal["counts", "could", "fails"]
STATUSES: tuple[Status, ...] = ("counts", "could", "fails")
DAY = timedelta(days=1)
STATUS_WORDS: dict[Status, str] = {"counts": "counts", "could": "could count", "fails": "fails a test"}


@dataclass(frozen=True)
class Lack:
    """A test that is not passed, and why: the answer is no, nobody knows, or the answer has run out."""

    test: Test
    why: Literal["no", "unknown", "expired"]


@dataclass(frozen=True)
class Standing:
    """What a candidate comes to on a day."""

    status: Status
    lacks: tuple[Lack, ...]
    """In the order of the tests; none where it counts."""
    until: date | None
    """The last day on which it counts by the answers that are known, those that are yet to begin too; None where it
    does not count, or where no end is known."""


def in_force(candidate: Candidate, test: Test, on: date) -> Answer | None:
    """The answer to a test that began last by a day, whether or not it still holds; None where there is none."""
    begun = [one for one in candidate.answers if one.test == test and one.since <= on]
    return max(begun, key=lambda one: one.since, default=None)


def standing(candidate: Candidate, on: date) -> Standing:
    """It counts when all three answers are yes and none has run out; it fails when one is no, and otherwise it could
    count. An answer that has run out is worth as much as none: a no that has run out leaves the question open too."""
    lacks = _lacks(candidate, on)
    if not lacks:
        return Standing("counts", (), _counts_until(candidate, on))
    return Standing("fails" if any(lack.why == "no" for lack in lacks) else "could", lacks, None)


def _counts_until(candidate: Candidate, on: date) -> date | None:
    """The last day before the first on which a test is lacking: an answer has ended, or another began in its place."""
    ends = {one.until for one in candidate.answers if one.until is not None}
    ends |= {one.since - DAY for one in candidate.answers if one.since > on}
    return next((end for end in sorted(ends) if end >= on and end < date.max and _lacks(candidate, end + DAY)), None)


def _lacks(candidate: Candidate, on: date) -> tuple[Lack, ...]:
    answers = ((test, in_force(candidate, test, on)) for test in TESTS)
    return tuple(lack for test, answer in answers if (lack := _lack(test, answer, on)) is not None)


def _lack(test: Test, answer: Answer | None, on: date) -> Lack | None:
    if answer is None or (answer.verdict == "unknown"):
        return Lack(test, "unknown")
    if answer.until is not None and answer.until < on:
        return Lack(test, "expired")
    return Lack(test, "no") if answer.verdict == "no" else None
