"""The table of terms by which a measure's words are read (`terms.csv`), for anybody to check and to better.

Each row is a kind, what it means, the words, and a weight. Kinds `habitat` and `action` say what the words mean; the
other kinds say how to take what follows in the same clause: `near` (it is only the neighbour), `from` (it is what the
land was), `against` (it is what is taken away), `into` (it is what the land becomes). The weight of those is what the
weight of a term that follows is multiplied by.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lnrs.network.stems import BREAK, stems

MARKERS = ("near", "from", "against", "into")
REACH = 5
"""How many words after a marker it is about."""


@dataclass(frozen=True)
class Term:
    """Words that mean something, as stems; `parts` has more than one where all must be in the text, wherever."""

    kind: str
    means: str
    words: str
    parts: tuple[tuple[str, ...], ...]
    weight: float


@dataclass(frozen=True)
class Mention:
    """A term found in a text at a token, with its weight after the markers before it."""

    term: Term
    at: int
    weight: float


@cache
def terms() -> tuple[Term, ...]:
    """Every term, those with most words first."""
    with files("lnrs.network").joinpath("terms.csv").open(encoding="utf-8") as table:
        found = [
            Term(row["kind"], row["means"], row["words"], _parts(row["words"]), float(row["weight"]))
            for row in csv.DictReader(table)
        ]
    return tuple(sorted(found, key=lambda term: (-len(term.parts[0]), -len(term.parts))))


def _parts(words: str) -> tuple[tuple[str, ...], ...]:
    return tuple(stems(part) for part in words.split("+"))


@cache
def _by_first_stem(kind: str) -> dict[str, list[Term]]:
    found: dict[str, list[Term]] = {}
    for term in terms():
        if term.kind == kind:
            found.setdefault(term.parts[0][0], []).append(term)
    return found


def mentions(tokens: Sequence[str], kind: str) -> list[Mention]:
    """Every mention of a kind of meaning in a text: the longest term at each place, which uses up its words."""
    factors = _factors(tokens) if kind == "habitat" else [1.0] * len(tokens)
    found, at = [], 0
    while at < len(tokens):
        term = next((term for term in _by_first_stem(kind).get(tokens[at], ()) if _stands(term, tokens, at)), None)
        if term is None:
            at += 1
            continue
        found.append(Mention(term, at, term.weight * factors[at]))
        at += len(term.parts[0])
    return found


def _stands(term: Term, tokens: Sequence[str], at: int) -> bool:
    first, *others = term.parts
    if tuple(tokens[at : at + len(first)]) != first:
        return False
    return all(_is_anywhere(part, tokens) for part in others)


def _is_anywhere(part: tuple[str, ...], tokens: Sequence[str]) -> bool:
    return any(tuple(tokens[at : at + len(part)]) == part for at in range(len(tokens)))


def _factors(tokens: Sequence[str]) -> list[float]:
    """For each token, what the last marker shortly before it in its clause makes of a habitat that stands there."""
    factors = [1.0] * len(tokens)
    found = [mention for kind in MARKERS for mention in mentions(tokens, kind)]
    for mention in sorted(found, key=lambda mention: mention.at):
        start = mention.at + len(mention.term.parts[0])
        for at in range(start, min(start + REACH, len(tokens))):
            if tokens[at] == BREAK:
                break
            factors[at] = mention.term.weight
    return factors
