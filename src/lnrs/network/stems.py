"""Words by their stems, so that `planting` and `plants` are one word; commas and stops part clauses."""

import re
import threading
from functools import lru_cache

import snowballstemmer

BREAK = "|"
"""Stands between clauses; no term holds it, so no term reaches over it."""

_TOKEN = re.compile(r"[a-z0-9]+|[.,;:()!?]")
_PREFIX = re.compile(r"\b(re|de)-(?=[a-z])")
_STEMMER = threading.local()


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words in order, with BREAK for a mark that ends a clause."""
    plain = _PREFIX.sub(r"\1", text.casefold().replace("’", "'").replace("'s", ""))
    return tuple(BREAK if not token[0].isalnum() else stem(token) for token in _TOKEN.findall(plain))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of one word in small letters. A stemmer has a state of its own, so each thread has one."""
    if not hasattr(_STEMMER, "english"):
        _STEMMER.english = snowballstemmer.stemmer("english")
    return str(_STEMMER.english.stemWord(word))
