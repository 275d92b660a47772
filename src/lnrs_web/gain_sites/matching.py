"""A developer's need matched to what sites offer: trading rules, then spatial risk, then how much has to be bought.

Everything is exact: units are fractions, and what has to be bought is rounded up to a ten-thousandth.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lnrs.bng.tables import Habitat, Tables
from lnrs.bng.trading import BandRule, trading_rules
from lnrs_web.gain_sites import parts

COMPENSATED = "Irreplaceable habitat is not made good by units: it takes bespoke compensation."


@dataclass(frozen=True)
class Step:
    """One line of the reckoning: what it is, its number, and why."""

    name: str
    number: str
    says: str

    def __str__(self) -> str:
        return f"{self.name}: {self.number}. {self.says}" if self.says else f"{self.name}: {self.number}."


@dataclass(frozen=True)
class Priced:
    """What an offer comes to for a need; numbers are ten-thousandths."""

    needed: int
    """Units to be bought for the whole need."""
    available: int
    counts_for: Fraction

    @property
    def suffices(self) -> bool:
        """Whether it makes all of the need good."""
        return self.available >= self.needed

    @property
    def taken(self) -> int:
        """Units that would be bought of it."""
        return min(self.needed, self.available)

    @property
    def makes_good(self) -> Fraction:
        """Ten-thousandths of the need that it makes good."""
        return self.taken * self.counts_for


def rule_for(lost: Habitat, gained: Habitat, tables: Tables) -> BandRule | None:
    """The trading rule by which a gain of one habitat makes a loss of another good; None where it does not.

    It is the metric's own rule, asked about the loss of a unit of the one and the gain of a unit of the other.
    """
    if lost.module != gained.module or lost.irreplaceable == "yes":
        return None
    changes = {lost.name: Fraction(-1)}
    changes[gained.name] = changes.get(gained.name, Fraction(0)) + 1
    rules = trading_rules(lost.module, changes, tables)
    if not all(rule.kept for rule in rules):
        return None
    return next(rule for rule in rules if rule.band == lost.band)


def priced(need: int, counts_for: Fraction, available: int) -> Priced:
    """What an offer comes to; `need` and `available` are ten-thousandths.

    >>> priced(23000, Fraction(3, 4), 50000).needed
    30667
    """
    return Priced(parts.needed(Fraction(need, parts.PARTS) / counts_for), available, counts_for)


def together(need: int, offers: Sequence[Priced]) -> int | None:
    """How many of the offers, from the first on, make a need good; None where all of them do not.

    >>> together(20000, [priced(20000, Fraction(1, 2), 30000), priced(20000, Fraction(1, 2), 30000)])
    2
    """
    left = Fraction(need)
    for count, one in enumerate(offers, 1):
        left -= one.available * one.counts_for
        if left <= 0:
            return count
    return None
