"""A number of units with the reason for it: terms that are added, each a product of factors that say what they are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import NamedTuple

SPATIAL_RISK = "spatial risk"


class Factor(NamedTuple):
    """One number of a product, with what it is and why it is so much."""

    name: str
    says: str
    value: Fraction

    def __str__(self) -> str:
        return f"{self.name} {number(self.value)} ({self.says})" if self.says else f"{self.name} {number(self.value)}"


@dataclass(frozen=True)
class Term:
    """A product of factors."""

    name: str
    factors: tuple[Factor, ...]

    @cached_property
    def value(self) -> Fraction:
        """The product, exact."""
        return product(factor.value for factor in self.factors)

    def __str__(self) -> str:
        return f"{self.name}: {' x '.join(map(str, self.factors))} = {number(self.value)}"


@dataclass(frozen=True)
class Units:
    """Units of biodiversity, as a sum of terms."""

    terms: tuple[Term, ...] = ()

    @cached_property
    def value(self) -> Fraction:
        """The sum, exact."""
        return self.terms[0].value if len(self.terms) == 1 else exact_sum(term.value for term in self.terms)

    @cached_property
    def before_spatial_risk(self) -> Fraction:
        """The sum without spatial risk: what trading rules look at."""
        if not any(factor.name == SPATIAL_RISK for term in self.terms for factor in term.factors):
            return self.value
        return self.without(SPATIAL_RISK).value

    def without(self, name: str) -> "Units":
        """The units as they would be if there were no factor of that name."""
        kept = [Term(term.name, tuple(factor for factor in term.factors if factor.name != name)) for term in self.terms]
        return Units(tuple(kept))

    def __str__(self) -> str:
        if not self.terms:
            return "no units"
        lines = [str(term) for term in self.terms]
        return "\n".join(lines if len(lines) == 1 else [*lines, f"together {number(self.value)}"])


def number(value: Fraction) -> str:
    """A fraction for people, to six significant digits."""
    return f"{float(value):.6g}"


def together(units: Iterable[Units]) -> Fraction:
    """The sum of many, exact and so in any order."""
    return exact_sum(one.value for one in units)


def product(values: Iterable[Fraction]) -> Fraction:
    """The product of fractions, put into lowest terms once and not after each step."""
    above = below = 1
    for value in values:
        above *= value.numerator
        below *= value.denominator
    return Fraction(above, below)


def exact_sum(values: Iterable[Fraction]) -> Fraction:
    """The sum of fractions: whole numbers over what all of them divide, put into lowest terms once."""
    above: dict[int, int] = defaultdict(int)
    for value in values:
        above[value.denominator] += value.numerator
    below = lcm(*above)
    return Fraction(sum(whole * (below // part) for part, whole in above.items()), below)
