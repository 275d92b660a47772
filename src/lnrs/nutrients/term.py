"""One term of a budget: an amount with the words that say how it came about."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from lnrs.nutrients.amounts import ZERO, exact

Stage = Literal["wastewater", "land before", "land after", "land change", "drainage", "buffer"]


@dataclass(frozen=True)
class Term:
    """An amount that is added to the budget."""

    stage: Stage
    about: str
    """The phase or the land that it is about; empty for the whole development."""
    kg: Decimal
    """kg a year, exact; below 0 where it lowers the budget."""
    words: str
    """The calculation in words, with its numbers and their marks."""


def total(terms: Iterable[Term], *stages: Stage) -> Decimal:
    """The sum of the terms of some stages, or of all where none is named, exact."""
    with exact():
        return sum((one.kg for one in terms if not stages or one.stage in stages), ZERO)
