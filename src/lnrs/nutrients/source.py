"""Where a number comes from, and how sure that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lnrs.marks import in_brackets, mark_of


@dataclass(frozen=True)
class Source:
    """What a number was read in; `checked` is the day it was last compared with that."""

    cite: str
    url: str = ""
    checked: date | None = None
    second_hand: bool = False
    """What was read is someone's account of the original."""
    note: str = ""

    @property
    def mark(self) -> str:
        """What must be said wherever the number is shown: `unverified`, `second-hand`, or nothing."""
        return mark_of(checked=self.checked is not None, second_hand=self.second_hand)

    def __str__(self) -> str:
        """The citation with its mark."""
        return f"{self.cite}{in_brackets(self.mark)}"


def source_of(row: Mapping[str, Any]) -> Source:
    """The source in a row of rules.toml or catchments.toml."""
    keys = ("cite", "url", "checked", "second_hand", "note")
    return Source(**{key: row[key] for key in keys if key in row})
