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
    """A chapter of the strategy; its prefix begins every reference in it (GL in GL1.2). There is at least one."""

    prefix: str
    """One to six capital letters that begin every reference in the theme, such as `GL`; each theme has its own, and
    none is the name of a month or short for one."""
    name: str
    """The heading of the chapter, such as `Grassland`."""
    aim: str
    """What the theme is for, in a sentence; printed under its heading."""
    colour: str
    """As #rrggbb, such as `#2f7d4f`; used on maps, always beside a pattern or a label."""


@dataclass(frozen=True)
class Priority:
    """A biodiversity priority: an outcome for habitats or species (Environment Act 2021 s.106(2))."""

    ref: str
    """The prefix of its theme and a number, such as `GL2`; given once, and never again to another priority."""
    theme: str
    """The prefix of a theme in `strategy.toml`: the letters that the reference begins with."""
    kind: Literal["habitat", "species"]
    """Whether the outcome is one for habitats or for species; a strategy should have both."""
    priority: str
    """The outcome sought, in a sentence, such as `Meadows are larger and joined up`."""
    why: str
    """Why it was chosen, in a sentence or two."""
    wider_benefits: tuple[str, ...] = ()
    """What else it would bring to people and the environment, in your own words, such as `pollination; carbon
    storage`."""
    national_objectives: tuple[str, ...] = ()
    """The national environmental objectives that it contributes to, in your own words, such as `wildlife-rich habitat;
    species abundance`."""
    no_measure_because: str = ""
    """Why no potential measure serves it; has to be filled in where none does, and to be empty where one does."""


@dataclass(frozen=True)
class PotentialMeasure:
    """A practical action that would serve a priority; a proposal, never an obligation on anyone.

    A mapped measure has a rule (`rules/<ref>.toml`). A wider measure has no sensible single place: no geometry, same
    numbering.
    """

    ref: str
    """The reference of the priority it belongs to, a dot and a number, such as `GL2.4`; given once, and never again to
    another measure."""
    measure: str
    """The action in a sentence, such as `Sow meadow beside meadow`."""
    detail: str
    """How it is done, in a sentence or two."""
    action: Action
    """The kind of action; the word that comes nearest will do, as no check or calculation depends on it."""
    mapped: bool
    """Yes for a measure with places on the map, which needs a rule, `rules/REF.toml`; no for a wider measure, which has
    none."""
    priorities: tuple[str, ...]
    """References of the priorities served, such as `GL1; SP3`; the first is the one its own reference belongs to."""
    habitat: str = ""
    """The habitat it makes or improves, such as `lowland meadow`, in the words of the land parcels' `habitat`
    column."""
    principles: tuple[Principle, ...] = ()
    """Which ways of recovering nature it follows: better, bigger, more or joined-up habitat, or nature-based
    solutions."""
    who: tuple[str, ...] = ()
    """Who might do it, in your own words, such as `farmers; landowners`."""
    wider_benefits: tuple[str, ...] = ()
    """What else it would bring to people and the environment, in your own words, such as `pollination; carbon storage`;
    a measure that names none leaves a finding not met."""
    funding: tuple[str, ...] = ()
    """References of the routes in `funding.csv` that may pay for it, such as `EX1; BNG`."""
    not_mapped_because: str = ""
    """Why it has no place on the map; has to be filled in where `mapped` is no, and to be empty where it is yes."""
    guidance_url: str = ""
    """Web address of guidance on how to do it; begins with `https://` or `http://`."""


@dataclass(frozen=True)
class Species:
    """A species priority, and how it is helped."""

    ref: str
    """Your own short name for the row, such as `SP1`; letters, digits, dots, hyphens and underscores without spaces,
    given once."""
    common_name: str
    """The English name, such as `Turtle dove`."""
    scientific_name: str
    """The scientific name, such as `Streptopelia turtur`."""
    group: str
    """What kind of species it is, in your own words, such as `Birds`; the statement lists species by group."""
    why: str
    """Why it is a priority here, in a sentence or two."""
    helped_by: Literal["habitat measures", "its own measures"]
    """Whether measures for habitats are enough for it, or it needs measures of its own."""
    measures: tuple[str, ...] = ()
    """References of the measures that help it, such as `GL1.1; SP1.2`; at least one where `helped_by` is `its own
    measures`."""


@dataclass(frozen=True)
class FundingRoute:
    """A scheme or market that may pay for a measure."""

    ref: str
    """Your own short name for the route, such as `CSHT-GRASS`; letters, digits, dots, hyphens and underscores without
    spaces, given once."""
    scheme: str
    """The scheme or market it is part of, such as `Countryside Stewardship Higher Tier`."""
    name: str
    """The option or grant within the scheme, such as `Woodland improvement`."""
    summary: str
    """What it pays for, in a sentence or two."""
    url: str
    """Web address of the scheme's own page, beginning with `https://` or `http://`; empty where there is no page but a
    person to ask."""
    checked: date
    """The day a person last compared this with the scheme's own page, or, where nobody has, the day it was written
    down."""
    verified: bool = False
    """Yes once a person has compared this with the scheme's own page; until then the statement marks it as
    unverified."""


@dataclass(frozen=True)
class MetricHabitat:
    """Which habitat of the statutory biodiversity metric a measure makes: creation, enhancement or both."""

    measure: str
    """Reference of a measure in `measures.csv`, such as `GL1.2`; a measure that makes several habitats has a row for
    each."""
    metric_habitat: str
    """The habitat as the statutory biodiversity metric names it, such as `Grassland - Lowland meadows`; it is not
    compared with the metric's list."""
    intervention: Literal["creation", "enhancement", "both"]
    """Whether the measure creates the habitat, enhances it, or can do either."""


@dataclass(frozen=True)
class Contact:
    """How people reach the responsible authority."""

    name: str
    """Who is to be asked: a person, a team or the authority."""
    email: str
    """An e-mail address, such as `nature@example.org`."""
    url: str = ""
    """A web address that begins with `https://` or `http://`."""


@dataclass(frozen=True)
class Mapping:
    """How land is divided before measures are placed."""

    units: Literal["land_parcels", "squares"] = "land_parcels"
    """The layer of land parcels, or squares of the national grid where there is none; squares have neither land cover
    nor habitat, so no rule's `[eligible]` can name any."""
    square_m: int = 250
    """Side of a square where units are squares; a multiple of the 10 m cell."""
    smallest_piece_m2: float = 100.0
    """A parcel, or a part of one, that is smaller than this is left out of the map; 0 or more."""


@dataclass(frozen=True)
class Procedure:
    """The statutory procedure so far (SI 2023/341), as the authority records it. All may be empty."""

    supporting_authorities: tuple[str, ...] = ()
    """Their names: the area's other local planning authorities, and Natural England."""
    preparation_published: date | None = None
    """The day on which information about the strategy in preparation was published."""
    involvement_considered: date | None = None
    """The last day on which it was considered whom to involve, how and on what."""
    pre_consultation_given: date | None = None
    """The day by which every supporting and neighbouring responsible authority had been given the draft."""
    consultation_opened: date | None = None
    """The first day of the public consultation."""
    consultation_closed: date | None = None
    """Its last day."""
    responses_considered: date | None = None
    """The day by which the responses to it had been considered."""
    final_given: date | None = None
    """The day by which every supporting authority had been given the final strategy."""
    published: date | None = None
    """The day the strategy was published."""
    handed_over: date | None = None
    """The day it was given to the Secretary of State and Natural England."""


@dataclass(frozen=True)
class StrategyRecord:
    """The `[strategy]` table of strategy.toml."""

    area: int
    """Number of the strategy area, 1 to 48; `lnrs areas` lists them."""
    title: str
    """The title on the cover of the statement."""
    edition: str
    """The authority's own name for this edition, such as `consultation-draft-2`; a new one for every edition given to
    anyone."""
    as_of: date
    """Data and law are read as at this date; every date the build prints comes from here."""
    status: Status = "draft"
    """How far the edition has got; printed on the statement."""
    contact: Contact = field(default_factory=lambda: Contact("", ""))
    """Whom readers can ask about the strategy."""
    invented: bool = False
    """Whether all of it is an example, as in the sketch: it is then labelled so wherever a person sees it."""
    replaces: str = ""
    """Identity of the edition that this one corrects or supersedes, such as `isle-of-wight-draft-1-0123456789ab`; empty
    for the first."""
