"""Words of a text as the search takes them: small letters without accents, and the stem that their forms share.

Both databases are given stems, so that a question finds the same on either. The stems are those of Snowball's English
(Porter 2) algorithm: https://snowballstem.org/algorithms/english/stemmer.html.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

LONGEST = 60
"""Letters of a word that are looked at."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_own = threading.local()


@dataclass(frozen=True)
class Word:
    """A word where it stands in a text: from its first letter to the one after its last."""

    first: int
    end: int
    folded: str
    """In small letters, without accents and apostrophes; letters and digits only."""

    @property
    def stem(self) -> str:
        """What its forms have in common."""
        return stem(self.folded)


def words(text: str) -> Iterator[Word]:
    """The words of a text, in order.

    >>> [word.folded for word in words("Kent’s flower-rich GL1.2")]
    ['kent', 'flower', 'rich', 'gl1', '2']
    """
    for match in _WORD.finditer(text):
        if kept := folded(match.group()):
            yield Word(match.start(), match.end(), kept)


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """A word in small letters without accents, apostrophes and the s of possession."""
    word = unicodedata.normalize("NFKD", word).casefold().replace("’", "'").removesuffix("'s")
    return "".join(letter for letter in word if letter.isalnum())[:LONGEST]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a folded word.

    >>> stem("meadows"), stem("grazing"), stem("gl1")
    ('meadow', 'graze', 'gl1')
    """
    if not hasattr(_own, "stemmer"):
        _own.stemmer = snowballstemmer.stemmer("english")  # it keeps the word at hand in itself: one a thread
    return "".join(letter for letter in _own.stemmer.stemWord(word) if letter.isalnum()) or word


def stems(text: str) -> str:
    """The stems of a text with spaces between them, as the databases are given them."""
    return " ".join(word.stem for word in words(text))
