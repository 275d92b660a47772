"""The nouns of a Local Nature Recovery Strategy, as frozen records (standard library only).

They are also the schema of the strategy folder: `lnrs.strategy` validates rows and tables against these very classes.
"""

import csv
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

Status = Literal["draft", "consultation draft", "final", "published"]
Principle = Literal["better", "bigger", "more", "joined", "nature-based solutions"]
Action = Literal["create", "restore", "enhance", "manage", "connect", "protect"]


@dataclass(frozen=True)
class Area:
    """One of the 48 strategy areas of England (Environment Act 2021 s.104)."""

    lnrs_id: int
    name: str
    responsible_authority: str
    published_area_ha: float
    neighbours: tuple[int, ...]


@cache
def areas() -> tuple[Area, ...]:
    """The 48 strategy areas in order of their number.

    Source: Natural England, Local Nature Recovery Strategy Areas (England), Open Government Licence v3.
    """
    with files("lnrs").joinpath("areas.csv").open(encoding="utf-8") as table:
        return tuple(
            Area(
                int(row["lnrs_id"]),
                row["name"],
                row["responsible_authority"],
                float(row["published_area_ha"]),
                tuple(int(number) for number in row["neighbours"].split()),
            )
            for row in csv.DictReader(table)
        )


@dataclass(frozen=True)
class Theme:
    """A chapter of the strategy; its prefix begins every reference in it (GL in GL1.2)."""

    prefix: str
    name: str
    aim: str
    colour: str
    """As #rrggbb; used on maps, always beside a pattern or a label."""


@dataclass(frozen=True)
class Priority:
    """A biodiversity priority: an outcome for habitats or species (Environment Act 2021 s.106(2))."""

    ref: str
    theme: str
    kind: Literal["habitat", "species"]
    priority: str
    why: str
    wider_benefits: tuple[str, ...] = ()
    national_objectives: tuple[str, ...] = ()
    no_measure_because: str = ""


@dataclass(frozen=True)
class PotentialMeasure:
    """A practical action that would serve a priority; a proposal, never an obligation on anyone.

    A mapped measure has a rule (`rules/<ref>.toml`). A wider measure has no sensible single place: no geometry, same
    numbering.
    """

    ref: str
    measure: str
    detail: str
    action: Action
    mapped: bool
    priorities: tuple[str, ...]
    """References of the priorities served; the first is the one its own reference belongs to."""
    habitat: str = ""
    """The habitat it makes or improves, in the words of the land parcels' `habitat` column."""
    principles: tuple[Principle, ...] = ()
    who: tuple[str, ...] = ()
    wider_benefits: tuple[str, ...] = ()
    funding: tuple[str, ...] = ()
    """References into `funding.csv`."""
    not_mapped_because: str = ""
    guidance_url: str = ""


@dataclass(frozen=True)
class Species:
    """A species priority, and how it is helped."""

    ref: str
    common_name: str
    scientific_name: str
    group: str
    why: str
    helped_by: Literal["habitat measures", "its own measures"]
    measures: tuple[str, ...] = ()


@dataclass(frozen=True)
class FundingRoute:
    """A scheme or market that may pay for a measure."""

    ref: str
    scheme: str
    name: str
    summary: str
    url: str
    checked: date
    """The day a person last compared this with the scheme's own page."""
    verified: bool = False


@dataclass(frozen=True)
class MetricHabitat:
    """Which habitat of the statutory biodiversity metric a measure makes: creation, enhancement or both."""

    measure: str
    metric_habitat: str
    intervention: Literal["creation", "enhancement", "both"]


@dataclass(frozen=True)
class Contact:
    """How people reach the responsible authority."""

    name: str
    email: str
    url: str = ""


@dataclass(frozen=True)
class Mapping:
    """How land is divided before measures are placed."""

    units: Literal["land_parcels", "squares"] = "land_parcels"
    square_m: int = 250
    """Side of a square where units are squares; a multiple of the 10 m cell."""
    smallest_piece_m2: float = 100.0
    """Pieces of a unit smaller than this are joined to nothing and left out."""


@dataclass(frozen=True)
class Procedure:
    """Dates of the statutory procedure so far (SI 2023/341), as the authority records them. All may be empty."""

    preparation_published: date | None = None
    pre_consultation_given: date | None = None
    consultation_opened: date | None = None
    consultation_closed: date | None = None
    final_given: date | None = None
    published: date | None = None


@dataclass(frozen=True)
class StrategyRecord:
    """The `[strategy]` table of strategy.toml."""

    area: int
    """Number of the strategy area, 1 to 48."""
    title: str
    edition: str
    """The authority's own name for this edition, such as `consultation-draft-2`."""
    as_of: date
    """Data and law are read as at this date; every date the build prints comes from here."""
    status: Status = "draft"
    contact: Contact = field(default_factory=lambda: Contact("", ""))
    invented: bool = False
    """True for the sketch: everything in it is an example and is labelled so wherever a person sees it."""
    replaces: str = ""
    """Identity of the edition that this one corrects or supersedes."""
