"""Numbers for things that had others before: given once, kept for ever, never given again."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from lnrs.strategy.references import MONTHS

_SMALL_WORDS = {"a", "an", "and", "for", "in", "of", "on", "or", "our", "the", "to", "with"}


@dataclass(frozen=True)
class Number:
    """One row of `numbering.csv`: which reference a priority, measure or theme of the source was given."""

    kind: Literal["theme", "priority", "measure"]
    source: str
    """The theme's name, or the number of the priority or measure in the source."""
    ref: str


@dataclass(frozen=True)
class References:
    """The reference that each theme, priority and measure of the source was given last, by what it was there."""

    themes: dict[str, str]
    priorities: dict[str, str]
    measures: dict[str, str]


def references(numbers: Iterable[Number]) -> References:
    """References by kind and source."""
    found: dict[str, dict[str, str]] = {"theme": {}, "priority": {}, "measure": {}}
    for number in numbers:
        found[number.kind][number.source] = number.ref
    return References(found["theme"], found["priority"], found["measure"])


def prefixes(themes: Iterable[str], earlier: Mapping[str, str]) -> dict[str, str]:
    """A prefix for every theme: the one it had, or its initials, lengthened until no other theme has them."""
    found = dict(earlier)
    for theme in themes:
        if theme not in found:
            found[theme] = next(prefix for prefix in _candidates(theme) if prefix not in {*found.values(), *MONTHS})
    return found


def _candidates(theme: str) -> Iterable[str]:
    words = [word for word in re.findall("[A-Za-z]+", theme) if word.lower() not in _SMALL_WORDS]
    initials = "".join(word[0] for word in words).upper()[:6]
    letters = "".join(words).upper()
    if len(initials) > 1:
        yield initials
    yield from (letters[:length] for length in range(2, min(len(letters), 6) + 1))
    yield from (f"{letters[:4]}{chr(first)}{chr(second)}" for first in range(65, 91) for second in range(65, 91))


def highest_given(numbers: Iterable[Number]) -> dict[str, int]:
    """The highest number ever given under each theme's prefix (`GL`) and each priority's number (`GL2.`)."""
    highest: dict[str, int] = {}
    for number in numbers:
        if match := re.fullmatch(r"(.*?)([1-9][0-9]*)", number.ref):
            under, given = match.group(1), int(match.group(2))
            highest[under] = max(given, highest.get(under, 0))
    return highest
