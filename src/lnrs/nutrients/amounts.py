"""Amounts of nutrients in exact decimals, and how they are shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, localcontext
from typing import Literal

Nutrient = Literal["nitrogen", "phosphorus"]
NUTRIENTS: tuple[Nutrient, ...] = ("nitrogen", "phosphorus")
ZERO = Decimal(0)
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Pair:
    """One number for each nutrient; its unit is said where it is used."""

    nitrogen: Decimal = ZERO
    phosphorus: Decimal = ZERO

    def of(self, nutrient: Nutrient) -> Decimal:
        """The number of one nutrient."""
        return self.nitrogen if nutrient == "nitrogen" else self.phosphorus


NOTHING = Pair()


@contextmanager
def exact() -> Iterator[None]:
    """Decimal arithmetic without rounding: what would have to be rounded raises decimal.Inexact."""
    with localcontext(Context(prec=200, traps=[Inexact])):
        yield


def kg_text(kg: Decimal) -> str:
    """A load as it is shown: to the hundredth of a kilogram, half away from zero.

    >>> kg_text(Decimal("26.298")), kg_text(Decimal("-1234.5"))
    ('26.30 kg', '-1,234.50 kg')
    """
    with localcontext(Context(prec=200)):
        shown = kg.quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
    return f"{shown if shown else abs(shown):,} kg"


def number_text(number: Decimal) -> str:
    """A number as it was given, without noughts at its end.

    >>> number_text(Decimal("365.250")), number_text(Decimal("120")), number_text(Decimal("1E+3"))
    ('365.25', '120', '1000')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def day_text(day: date) -> str:
    """A day in words.

    >>> day_text(date(2030, 4, 1))
    '1 April 2030'
    """
    return f"{day.day} {day:%B %Y}"
