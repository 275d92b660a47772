"""Keys of a table that a person wrote, TOML or CSV, read one by one; every mistake becomes a problem."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any

from lnrs.errors import Problem

MOST_DIGITS = 12
"""No number that is measured has more, and with more a sum could not stay exact."""


class Fields:
    """The keys of one table. What cannot be read is noted in `problems`, and a stand-in is given for it."""

    def __init__(self, where: str, row: Mapping[str, Any], problems: list[Problem]) -> None:
        self.where = where
        self.row = {key: value for key, value in row.items() if value != ""}
        self.problems = problems
        self.asked: list[str] = []

    def wrong(self, what: str, do: str = "") -> None:
        """Note a problem of this table."""
        self.problems.append(Problem(self.where, what, do))

    def given(self, key: str) -> bool:
        """Whether a key says something."""
        self.asked.append(key)
        return key in self.row

    def text(self, key: str, default: str | None = None) -> str:
        """A text; it must be there unless there is a default."""
        if not self._there(key, default):
            return default or ""
        value = self.row[key]
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.wrong(f"{key} is {value!r}, which is no text.", f'Write {key} = "..." in quotation marks.')
        return default or ""

    def number(self, key: str, default: Decimal | None = None, *, least: int = 0, most: int | None = None) -> Decimal:
        """A number from `least` to `most`; it must be there unless there is a default."""
        stand_in = Decimal(1) if default is None else default
        if not self._there(key, default):
            return stand_in
        value = self.row[key]
        number = _number(value)
        if number is None:
            self.wrong(f"{key} is {value!r}, which is no number.", "Write digits with a point, such as 0.87.")
        elif number < least or (most is not None and number > most):
            bounds = f"{least} or more" if most is None else f"from {least} to {most}"
            self.wrong(f"{key} is {value}; it has to be {bounds}.")
        elif len(number.as_tuple().digits) > MOST_DIGITS or abs(number.adjusted()) > MOST_DIGITS:
            self.wrong(f"{key} is {value}, with more than {MOST_DIGITS} digits.", "Round it.")
        else:
            return number
        return stand_in

    def whole(self, key: str, *, least: int = 0) -> int:
        """A whole number that must be there."""
        number = self.number(key, least=least)
        if number != number.to_integral_value():
            self.wrong(f"{key} is {number}, which is no whole number.")
            return least
        return int(number)

    def day(self, key: str, default: date | None = None) -> date:
        """A date; it must be there unless there is a default."""
        stand_in = default or date.max
        if not self._there(key, default):
            return stand_in
        value = self.row[key]
        if type(value) is date:
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self.wrong(f"{key} is {value!r}, which is no date.", "Write it as 2027-06-01.")
            return stand_in

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false; in a table yes or no."""
        if not self._there(key, default):
            return default
        known: dict[Any, bool] = {"yes": True, "no": False, "true": True, "false": False}
        value = self.row[key]
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.lower() in known:
            return known[value.lower()]
        self.wrong(f"{key} is {value!r}; it is true or false.")
        return default

    def tables(self, key: str) -> list[dict[str, Any]]:
        """The tables under a key, none where it is not there."""
        value = self.row.get(key, []) if self.given(key) else []
        if isinstance(value, list) and all(isinstance(one, dict) for one in value):
            return value
        self.wrong(f"{key} should be tables.", f"Begin each with [[{key}]].")
        return []

    def done(self) -> None:
        """Note every key that was not asked for."""
        for key in self.row:
            if key not in self.asked:
                self.wrong(f"{key} is not known here.", did_you_mean(key, self.asked))

    def _there(self, key: str, default: Any) -> bool:
        if self.given(key):
            return True
        if default is None:
            self.wrong(f"{key} is missing.")
        return False


def did_you_mean(word: str, known: Collection[str]) -> str:
    """The word that is likeliest to be meant, or all there are."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"Did you mean {close[0]}?" if close else f"There are: {', '.join(known)}."


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
