"""A development as facts: its phases of dwellings, and the land that changes with them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lnrs.nutrients.amounts import NOTHING, ZERO, Pair
from lnrs.nutrients.catchments import Works

RESIDENTIAL = "residential"
"""The land use of which rules take a part as greenspace and lower the rest by sustainable drainage."""


@dataclass(frozen=True)
class Phase:
    """Dwellings that are first lived in on the same day and drain to the same works."""

    name: str
    on: date
    """The first day on which somebody lives in them."""
    dwellings: int
    works: Works
    occupancy: Decimal | None = None
    """People a dwelling; None for what the rules take."""
    water_l_person_day: Decimal | None = None
    """Litres a person a day; None for what the rules take."""


@dataclass(frozen=True)
class LandUse:
    """What land is used as, and what it loses."""

    name: str
    kg_ha: Pair
    """kg a hectare a year."""
    because: str = ""
    """Where the coefficient comes from, with its mark."""


@dataclass(frozen=True)
class Parcel:
    """Land within the catchment that changes its use with a phase."""

    name: str
    phase: str
    area_ha: Decimal
    before: LandUse
    after: LandUse
    drained_share: Decimal = ZERO
    """Share of what it loses afterwards that passes through sustainable drainage as designed."""
    removed: Pair = NOTHING
    """Shares that this drainage removes of what passes through it."""


@dataclass(frozen=True)
class StatedChange:
    """A change of what land loses that somebody else worked out, where coefficients are not published."""

    name: str
    phase: str
    kg: Pair
    """kg a year; below 0 where the land loses less afterwards."""
    suds_counted: bool = False
    """Sustainable drainage is in the figure already."""
    because: str = ""


@dataclass(frozen=True)
class Development:
    """Everything about a development that its nutrient budget depends on, beside rules and catchment."""

    name: str
    as_of: date
    """The day whose rules are used."""
    area_ha: Decimal
    """The whole site, within the catchment or not: thresholds go by it."""
    phases: tuple[Phase, ...]
    parcels: tuple[Parcel, ...] = ()
    stated: tuple[StatedChange, ...] = ()

    @property
    def dwellings(self) -> int:
        """Dwellings of all phases."""
        return sum(phase.dwellings for phase in self.phases)
