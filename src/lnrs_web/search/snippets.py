"""The part of a text that answers a question, with the words that do marked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lnrs_web.search.question import Question
from lnrs_web.search.words import Word, words

ABOUT = 220
"""Letters of a snippet, to the end of a word."""


@dataclass(frozen=True)
class Part:
    """Letters of a text as they stand there, and whether they are to be marked. A template escapes them."""

    text: str
    marked: bool


def marked(text: str, question: Question) -> list[Part]:
    """The whole text in parts."""
    return list(_parts(text, _spans(text, question), 0, len(text)))


def snippet(text: str, question: Question) -> list[Part]:
    """About as much of a text as two lines hold, where most of what is sought stands together.

    What is left out before or after is told by an ellipsis.
    """
    spans = _spans(text, question)
    first = _best_start(text, spans)
    end = len(text) if len(text) - first <= ABOUT else _word_end(text, first + ABOUT)
    parts = list(_parts(text, [one for one in spans if one[0] >= first and one[1] <= end], first, end))
    before = [Part("… ", False)] if first else []
    return [*before, *parts, *([Part(" …", False)] if end < len(text) else [])]


def _spans(text: str, question: Question) -> list[tuple[int, int]]:
    """Where what is sought stands, in order; none overlaps another."""
    row = list(words(text))
    spans: list[tuple[int, int]] = []
    longest = max((len(one.stems) for one in question.sought), default=1)
    for place, word in enumerate(row):
        met = [one for one in question.sought if one.meets(row[place : place + longest])]
        if not met or (spans and word.first < spans[-1][1]):
            continue
        spans.append((word.first, _end(row, place, max(len(one.stems) for one in met))))
    return spans


def _end(row: list[Word], place: int, count: int) -> int:
    return row[min(place + count, len(row)) - 1].end


def _best_start(text: str, spans: list[tuple[int, int]]) -> int:
    """Where a snippet begins: a little before the span from which most others are near."""
    if not spans or spans[-1][1] <= ABOUT:
        return 0
    near = [sum(1 for other in spans if one[0] <= other[0] < one[0] + ABOUT * 3 // 4) for one in spans]
    begin = spans[near.index(max(near))][0] - ABOUT // 4
    if begin <= 0:
        return 0
    return text.find(" ", begin, begin + ABOUT // 4) + 1 or begin


def _word_end(text: str, end: int) -> int:
    """The end of the word in which `end` lies, if there is one soon."""
    return next((place for place in range(end, min(end + 30, len(text))) if text[place].isspace()), end)


def _parts(text: str, spans: Iterable[tuple[int, int]], first: int, end: int) -> Iterator[Part]:
    for start, stop in spans:
        if first < start:
            yield Part(text[first:start], False)
        yield Part(text[start:stop], True)
        first = stop
    if first < end:
        yield Part(text[first:end], False)
