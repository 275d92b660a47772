"""Small turns of phrase that every message shares."""

from collections.abc import Iterable, Sequence
from datetime import date
from difflib import get_close_matches

MOST_LISTED = 20


def listed(words: Iterable[object], joined_by: str = "and") -> str:
    """`a, b and c`."""
    *most, last = [str(word) for word in words] or [""]
    return f"{', '.join(most)} {joined_by} {last}" if most else last


def closest(word: str, known: Iterable[str], cutoff: float = 0.7) -> str:
    """The known word that `word` is most likely meant to be, or nothing where none is as alike as `cutoff`, 0 to 1."""
    by_small_letters = {candidate.casefold(): candidate for candidate in known}
    found = get_close_matches(word.casefold(), by_small_letters, n=1, cutoff=cutoff)
    return by_small_letters[found[0]] if found else ""


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Advice on a word that is not one of the known: the likeliest, or all of them where they are not too many."""
    if likeliest := closest(word, known):
        return f"Did you mean {likeliest}?"
    return f"It can be {listed(known, 'or')}." if 0 < len(known) <= MOST_LISTED else ""


def shown(value: object) -> str:
    """A value of a file as its writer would know it."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f"'{value}'" if len(value) <= 60 else f"'{value[:57]}...'"
        case dict():
            return "a table"
        case list() | tuple():
            return "a list"
        case date():
            return value.isoformat()
        case _:
            return str(value)
