"""Where a rate or rule was read, when, and how sure that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeVar, get_args

Read = Literal["own text", "another's account", "former text", "not read"]
"""What was read: the scheme's own text; what somebody else says of it; a text of the scheme that a later one replaced;
or nothing, so that the row is general knowledge."""
Word = TypeVar("Word", bound=str)
STALE_AFTER = timedelta(days=365)
"""Schemes change their rates once a year or so: what was read longer ago than this is stale."""
MARKS: Mapping[Read, str] = {
    "own text": "",
    "another's account": "unverified: another's account",
    "former text": "unverified: a former text",
    "not read": "unverified: not read",
}


@dataclass(frozen=True)
class Source:
    """What a row of the tables rests on."""

    cite: str
    url: str
    read: Read
    text_of: date | None
    """The day that the text gives as its own, where it gives one."""
    checked: date
    """The day on which the row was last compared with the text."""

    @property
    def known_on(self) -> date:
        """The last day on which what the row says is known to have held: a text says nothing of days after its own."""
        return min(self.text_of or self.checked, self.checked)

    @property
    def mark(self) -> str:
        """What has to be said wherever the row is shown; nothing where the scheme's own text was read."""
        return MARKS[self.read]

    @property
    def verified(self) -> bool:
        """Whether the scheme's own text was read, and is not known to have been replaced."""
        return self.read == "own text"

    def stale(self, day: date) -> bool:
        """Whether what the row says may have changed since it was known to hold.

        >>> Source("", "", "own text", date(2025, 9, 10), date(2026, 11, 27)).stale(date(2026, 11, 27))
        True
        """
        return day - self.known_on > STALE_AFTER


def source_of(row: Mapping[str, str]) -> Source:
    """The source in a row of a table. Raises ValueError where a day or what was read is none."""
    read = one_of(row["read"], get_args(Read))
    return Source(row["cite"], row["url"], read, day_of(row["text_of"]), date.fromisoformat(row["checked"]))


def one_of(word: str, known: tuple[Word, ...]) -> Word:
    """A word that is one of those known. Raises ValueError for another."""
    for one in known:
        if word == one:
            return one
    raise ValueError(f"{word!r} is not one of {', '.join(known)}")


def day_of(text: str) -> date | None:
    """A day, or None where the cell is empty."""
    return date.fromisoformat(text) if text else None
