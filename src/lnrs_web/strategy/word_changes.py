"""Two versions of a text side by side, with what is only in one of them set apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST = 1_500
"""Words beyond which texts are shown whole, since to compare every word of long ones takes long."""


@dataclass(frozen=True)
class Part:
    """Some of a text, and whether the other version lacks it."""

    text: str
    only_here: bool


@dataclass(frozen=True)
class Reworded:
    """What a text was and what it is; nothing for the one in which it is not."""

    before: list[Part]
    after: list[Part]


def reworded(before: str, after: str) -> Reworded:
    """Two versions of a text compared word by word.

    >>> [part.text for part in reworded("Cut late", "Cut very late").after if part.only_here]
    ['very ']
    """
    old, new = (re.findall(r"\S+\s*", text) for text in (before, after))
    if max(len(old), len(new)) > MOST or not old or not new:
        return Reworded([Part(before, True)] if before else [], [Part(after, True)] if after else [])
    was: list[Part] = []
    now: list[Part] = []
    for what, a, b, c, d in SequenceMatcher(
        None, [w.strip() for w in old], [w.strip() for w in new], False
    ).get_opcodes():
        changed = what != "equal"
        was += [Part("".join(old[a:b]), changed)] if b > a else []
        now += [Part("".join(new[c:d]), changed)] if d > c else []
    return Reworded(was, now)


def paragraphs(before: str, after: str) -> Iterator[Reworded]:
    """The paragraphs of a text in Markdown that are not the same in both versions, in order."""
    old, new = (_paragraphs(text) for text in (before, after))
    for what, a, b, c, d in SequenceMatcher(None, old, new, False).get_opcodes():
        if what == "equal":
            continue
        for place in range(max(b - a, d - c)):
            was = old[a + place] if a + place < b else ""
            now = new[c + place] if c + place < d else ""
            yield reworded(was, now)


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]
