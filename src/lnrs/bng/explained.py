"""A number of units with the reason for it: terms that are added, each a product of factors that say what they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import prod

SPATIAL_RISK = "spatial risk"


@dataclass(frozen=True)
class Factor:
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

    @property
    def value(self) -> Fraction:
        """The product, exact."""
        return prod((factor.value for factor in self.factors), start=Fraction(1))

    def __str__(self) -> str:
        return f"{self.name}: {' x '.join(map(str, self.factors))} = {number(self.value)}"


@dataclass(frozen=True)
class Units:
    """Units of biodiversity, as a sum of terms."""

    terms: tuple[Term, ...] = ()

    @property
    def value(self) -> Fraction:
        """The sum, exact."""
        return sum((term.value for term in self.terms), start=Fraction(0))

    @property
    def before_spatial_risk(self) -> Fraction:
        """The sum without spatial risk: what trading rules look at."""
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
    return sum((one.value for one in units), start=Fraction(0))
