"""What a plan is made of: habitat that is there, habitat that is made, and habitat that is made better."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from lnrs.bng.tables import Module

Size = Fraction | Decimal | int
"""Hectares of area habitat, kilometres of hedgerow or watercourse. Never a float, which is not what was typed."""


@dataclass(frozen=True)
class State:
    """A habitat as it is, or as it is to be."""

    habitat: str
    condition: str
    significance: str = "low"
    """Strategic significance: `high`, `medium` or `low`."""
    in_watercourse: str = ""
    """Encroachment into the watercourse; watercourses only."""
    on_banks: str = ""
    """Encroachment on both banks, `Minor/No Encroachment`; watercourses only."""


@dataclass(frozen=True)
class Timing:
    """Years that work is begun before the losses, or after them. tables.OVER_30 is more than thirty."""

    advance_years: int = 0
    delay_years: int = 0


@dataclass(frozen=True)
class Existing:
    """Habitat that is there before, and what becomes of it: retained, enhanced, and the rest lost."""

    ref: str
    module: Module
    state: State
    size: Size
    retained: Size = 0
    enhanced: Size = 0
    """How much is there when it has been enhanced. A watercourse may be longer then than it was."""
    irreplaceable: bool = False
    bespoke_agreed: bool = False
    """Whether compensation was agreed for losses of irreplaceable habitat or of very high distinctiveness."""
    off_site: Size | None = None
    """The multiplier of spatial risk off the site; None on it. An off-site provider's own metric has 1."""

    @property
    def lost(self) -> Fraction:
        """What is neither retained nor enhanced."""
        return max(Fraction(0), Fraction(self.size) - Fraction(self.retained) - Fraction(self.enhanced))


@dataclass(frozen=True)
class Created:
    """Habitat that is made where another was lost."""

    ref: str
    module: Module
    state: State
    size: Size
    timing: Timing = field(default_factory=Timing)
    off_site: Size | None = None


@dataclass(frozen=True)
class Enhanced:
    """The enhanced part of habitat that is there, with the state it is to have."""

    existing: Existing
    state: State
    timing: Timing = field(default_factory=Timing)

    @property
    def ref(self) -> str:
        """The reference of the habitat that is enhanced."""
        return self.existing.ref

    @property
    def module(self) -> Module:
        """The module of the habitat that is enhanced."""
        return self.existing.module


@dataclass(frozen=True)
class Plan:
    """Everything that one metric is about, on the site and off it."""

    existing: tuple[Existing, ...] = ()
    created: tuple[Created, ...] = ()
    enhanced: tuple[Enhanced, ...] = ()
