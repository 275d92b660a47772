"""Text with parts taken out. What was taken out is replaced by words that say of which kind it was, never how long."""

from collections.abc import Iterable
from dataclasses import dataclass

CATEGORIES = {
    "name": "a name",
    "mail": "a mail address",
    "phone": "a phone number",
    "national_insurance": "a National Insurance number",
    "postcode": "a postcode",
    "address": "an address",
    "age": "an age or date of birth",
    "health": "words about health",
    "wildlife": "where a protected animal lives",
    "grid_reference": "an exact place",
    "link": "a link",
    "accusation": "an accusation",
    "other": "words",
}
"""Why something is taken out, in the words that take its place."""


@dataclass(frozen=True, order=True)
class Span:
    """Characters `start` up to, and without, `end` of a text."""

    start: int
    end: int
    category: str


@dataclass(frozen=True)
class Piece:
    """Part of a text that is shown: its own words, or a box in their place."""

    text: str
    removed: bool = False


def merged(spans: Iterable[Span], length: int) -> list[Span]:
    """The same characters in spans that neither overlap nor touch, in order; the first category of each is kept.

    Raises ValueError for a span that is not within the text, or of no such category.
    """
    found: list[Span] = []
    for span in sorted(spans):
        if not 0 <= span.start < span.end <= length or span.category not in CATEGORIES:
            raise ValueError(f"no such part of the text: {span}")
        if found and span.start <= found[-1].end:
            last = found[-1]
            found[-1] = Span(last.start, max(last.end, span.end), last.category)
        else:
            found.append(span)
    return found


def pieces_of(text: str, spans: Iterable[Span]) -> list[Piece]:
    """The text in pieces, with a box in place of each span. Raises ValueError."""
    pieces, at = [], 0
    for span in merged(spans, len(text)):
        pieces += [Piece(text[at : span.start]), Piece(f"[{CATEGORIES[span.category]} taken out]", True)]
        at = span.end
    return [one for one in [*pieces, Piece(text[at:])] if one.text]


def redacted(text: str, spans: Iterable[Span]) -> str:
    """The text without what is in the spans. Raises ValueError.

    >>> redacted("Ask Ann at 9 High Street.", [Span(4, 7, "name"), Span(11, 24, "address")])
    'Ask [a name taken out] at [an address taken out].'
    """
    return "".join(piece.text for piece in pieces_of(text, spans))


def found_again(text: str, words: str, category: str) -> list[Span]:
    """Every place in a text where some words stand, capitals aside."""
    spans, at = [], 0
    while words and (at := text.find(words, at)) >= 0:
        spans.append(Span(at, at + len(words), category))
        at += len(words)
    return spans
