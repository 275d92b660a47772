"""What a rule answers: an outcome, the reason in plain words, how hard the rule binds, and where it comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from lnrs.law.periods import in_words
from lnrs.marks import in_brackets, mark_of


class Outcome(StrEnum):
    """A rule never raises and never guesses: it gives one of these."""

    MET = "met"
    NOT_MET = "not met"
    NOT_YET = "not yet"
    """Nothing is wrong: its time has not come, or neither this step nor a later one is recorded."""
    FOR_JUDGEMENT = "for judgement"
    """A person must decide; the reason gathers what is known."""


class Force(StrEnum):
    """How hard a rule binds. "Not met" means something different for each."""

    MUST = "must"
    """The Act or the Regulations require it."""
    HAVE_REGARD = "have regard"
    """Statutory guidance: it may be departed from, with reasons."""
    GOOD_PRACTICE = "good practice"
    """What responsible authorities have done, or this software promises; nothing requires it."""


@dataclass(frozen=True)
class Source:
    """Where a rule or a number comes from, and whether it has been compared with that text."""

    cite: str
    url: str
    verified: bool
    note: str = ""
    checked: date | None = None
    """The day of the last comparison with the page at `url`; None where there was none."""
    second_hand: bool = False
    """The page at `url` is someone's account of the law, not its text."""

    @property
    def mark(self) -> str:
        """What must be said wherever the source is shown: `unverified`, `second-hand`, or nothing."""
        return mark_of(checked=self.verified, second_hand=self.second_hand)

    def __str__(self) -> str:
        """The citation with its mark."""
        return f"{self.cite}{in_brackets(self.mark)}"


def source_of(row: Mapping[str, Any], cite: str) -> Source:
    """The source in a row of provisions.toml or values.toml: without a day of checking it is unverified."""
    checked = row.get("checked")
    return Source(cite, row["url"], checked is not None, row.get("note", ""), checked, row.get("second_hand", False))


@dataclass(frozen=True)
class Answer:
    """What the body of a rule decides; `lnrs.law.rules.rule` makes a Finding of it."""

    outcome: Outcome
    because: str


@dataclass(frozen=True)
class Finding:
    """The answer of one rule to one set of facts."""

    rule: str
    says: str
    outcome: Outcome
    because: str
    force: Force
    source: Source
    about: str = ""
    """The authority, or the notice, that the finding concerns, where a rule is put to several."""
    unverified: tuple[str, ...] = ()
    """What the finding rests on that has not been compared with any text."""

    def __str__(self) -> str:
        concerning = f" ({self.about})" if self.about else ""
        doubt = f" Unverified: {'; '.join(self.unverified)}" if self.unverified else ""
        return f"{self.outcome.upper()}: {self.says}{concerning} {_sentence(self.because)} {self.source}.{doubt}"


def met(because: str) -> Answer:
    """The rule is kept."""
    return Answer(Outcome.MET, because)


def not_met(because: str) -> Answer:
    """The rule is broken."""
    return Answer(Outcome.NOT_MET, because)


def not_yet(because: str) -> Answer:
    """The step is still to come."""
    return Answer(Outcome.NOT_YET, because)


def for_judgement(because: str) -> Answer:
    """A person decides, with this before them."""
    return Answer(Outcome.FOR_JUDGEMENT, because)


def not_taken(because: str, later: date | None, unrecorded: str = "no day is recorded") -> Answer:
    """A step that nothing records: still to come, or for a person to say where a `later` step has been taken."""
    if later is None:
        return not_yet(because)
    return for_judgement(f"{unrecorded}, though a later step was taken on {in_words(later)}: say how this one stands")


def as_record(finding: Finding) -> dict[str, object]:
    """The finding as plain values in a fixed order, ready for JSON.

    Returns text, lists of text and one nested table `source`; nothing in it depends on the day it is made.
    """
    source = finding.source
    return {
        "rule": finding.rule,
        "about": finding.about,
        "says": finding.says,
        "outcome": str(finding.outcome),
        "because": finding.because,
        "force": str(finding.force),
        "source": {
            "cite": str(source),
            "url": source.url,
            "verified": source.verified,
            "second_hand": source.second_hand,
            "note": source.note,
            "checked": source.checked.isoformat() if source.checked else None,
        },
        "unverified": list(finding.unverified),
    }


def listed(items: Sequence[str], most: int = 6) -> str:
    """The items as a phrase: `GL1, GL2 and GL3`; beyond `most` the rest are counted."""
    shown = [*items[:most], f"{len(items) - most} more"] if len(items) > most else [*items]
    return " and ".join(part for part in (", ".join(shown[:-1]), *shown[-1:]) if part)


def counted(number: int, one: str, many: str = "") -> str:
    """The number with its noun: `1 priority`, `2 priorities` (`many` where adding an s is wrong)."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."
