"""What a reader asks for: words, each in any of its forms, and phrases in quotes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lnrs_web.search.words import Word, words

LONGEST = 200
MOST = 12
"""Words and phrases of a question."""

UNASKED = frozenset(
    (
        *("a", "an", "and", "are", "as", "at", "be", "by", "do", "for", "from", "how", "in", "is", "it", "of", "on"),
        *("or", "the", "to", "what", "where", "which", "who", "with"),
    )
)
"""Words that say nothing of what is sought; they count within quotes."""

SHORTEST_BEGINNING = 2
_QUOTED = re.compile(r'["“”]([^"“”]*)["“”]|([^\s"“”]+)|["“”]')


@dataclass(frozen=True)
class Sought:
    """Stems that stand in a row. One word alone may be only begun: `begins` is as much of it as was typed."""

    stems: tuple[str, ...]
    begins: str = ""
    folded: tuple[str, ...] = ()
    """The words as they were typed."""

    def meets(self, ahead: list[Word]) -> bool:
        """Whether the words ahead begin with it."""
        if self.begins and ahead and ahead[0].stem.startswith(self.begins):
            return True
        return tuple(word.stem for word in ahead[: len(self.stems)]) == self.stems


@dataclass(frozen=True)
class Question:
    """Everything that has to be in what is found."""

    asked: str
    sought: tuple[Sought, ...]

    @property
    def folded(self) -> list[str]:
        """Every word that was typed and is sought."""
        return [word for one in self.sought for word in one.folded]


def read(asked: str) -> Question:
    """The question that a reader typed. The last word may be only begun.

    Raises ValueError, in words for the reader.

    >>> [one.stems for one in read('"hay meadows" for bees').sought]
    [('hay', 'meadow'), ('bee',)]
    """
    if len(asked) > LONGEST:
        raise ValueError(f"It is longer than {LONGEST} letters. A few words are enough")
    found = list(_sought(asked))
    kept = [one for one, meant in found if meant] or [one for one, _ in found]
    if len(kept) > MOST:
        raise ValueError(f"It has more than {MOST} words. A few are enough")
    return Question(asked, tuple(dict.fromkeys(kept)))


def _sought(asked: str) -> Iterator[tuple[Sought, bool]]:
    """Each part of a question, and whether it says anything."""
    for match in _QUOTED.finditer(asked):
        quoted, plain = match.groups()
        row = list(words(quoted or plain or ""))
        if not row:
            continue
        typed, roots = tuple(word.folded for word in row), tuple(word.stem for word in row)
        last = match.end() == len(asked) and quoted is None and len(row) == 1
        begun = last and len(typed[0]) >= SHORTEST_BEGINNING and not typed[0].isdigit()
        yield Sought(roots, typed[0] if begun else "", typed), quoted is not None or typed[0] not in UNASKED
