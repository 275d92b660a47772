"""Forms of this app as plain data: their fields, and what was typed into them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID, uuid4

from lnrs.errors import Problem
from lnrs_web.pages.days import read_day

MOST_LETTERS, LINE_LETTERS = 2_000, 200
"""Of several lines, and of one: no column for one has room for fewer."""
MOST_PENCE = 10**11


@dataclass(frozen=True)
class Field:
    """Something that is asked for. `kind` is text, area, date, whole, pounds, choice or mark (`mark`)."""

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    start: str = ""
    """What stands in it at first."""
    optional: bool = False


@dataclass(frozen=True)
class Form:
    """A page that asks for some things and does one."""

    title: str
    button: str
    fields: tuple[Field, ...]
    do: Callable[..., object]
    """Called with what it is about, what was typed, and `by=`."""
    lead: str = ""
    grave: bool = False


def read(fields: Sequence[Field], typed: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """What was typed, by field: text, days, whole numbers, pence; and every problem with it."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for field in fields:
        text = typed.get(field.name, "").strip()
        most = MOST_LETTERS if field.kind == "area" else LINE_LETTERS
        if len(text) > most:
            problems.append(Problem(field.name, f"{field.label} has more than {most:,} letters.", "Shorten it."))
            continue
        if not text and field.optional:
            values[field.name] = "" if field.kind in ("text", "area") else None
            continue
        try:
            values[field.name] = READERS[field.kind](text)
        except (ValueError, InvalidOperation):
            problems.append(Problem(field.name, f"{field.label}: {SAYS[field.kind]}.", HINTS[field.kind]))
    return values, problems


def mark() -> Field:
    """What nobody sees of a form, another each time it is shown: the same form sent twice is one act."""
    return Field("mark", "The form", "mark", start=uuid4().hex)


def read_mark(text: str) -> str:
    """The mark of a form. Raises ValueError.

    >>> read_mark("0F3C2B1A-4D5E-4F60-8718-293A4B5C6D7E")
    '0f3c2b1a4d5e4f608718293a4b5c6d7e'
    """
    return UUID(text).hex


def read_whole(text: str) -> int:
    """A whole number, with commas or without. Raises ValueError.

    >>> read_whole("12,345")
    12345
    """
    plain = text.replace(",", "")
    if not plain.isascii() or not plain.isdigit() or len(plain) > 12:
        raise ValueError(text)
    return int(plain)


def read_pounds(text: str) -> int:
    """Pounds as pence. Raises ValueError and InvalidOperation.

    >>> read_pounds("£3,500"), read_pounds("0.05")
    (350000, 5)
    """
    pence = Decimal(text.replace(",", "").removeprefix("£")) * 100
    if not pence.is_finite() or pence != int(pence) or not 0 <= pence <= MOST_PENCE:
        raise ValueError(text)
    return int(pence)


def _text(text: str) -> str:
    return text


READERS: dict[str, Callable[[str], Any]] = {
    "text": _text,
    "area": _text,
    "choice": _text,
    "date": read_day,
    "whole": read_whole,
    "pounds": read_pounds,
    "mark": read_mark,
}
SAYS = {
    "date": "that is no day",
    "whole": "that is no whole number",
    "pounds": "that is no amount of money",
    "mark": "it was not sent whole",
}
HINTS = {
    "date": "Give day, month and year.",
    "whole": "Write it in figures.",
    "pounds": "Write it as 3500 or 12.50.",
    "mark": "Open it again.",
}
