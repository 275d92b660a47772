"""What the JSON interface answers with: the fields of each answer, with their meaning."""

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import Field


class EditionNamed(Schema):
    """The edition that an answer is from. It never changes."""

    identity: str = Field(description="Its name for ever; give it as `edition` to have the same answer again")
    name: str = Field(description="The authority's own name for it")
    title: str
    status: str = Field(description="What it says of itself: draft, consultation draft, final or published")
    as_of: date = Field(description="The day at which data and law were read")
    invented: bool = Field(description="Whether everything in it is made up, as an example")


class AreaAnswer(Schema):
    """A strategy area with its current edition."""

    name: str
    slug: str = Field(description="Its name in addresses")
    lnrs_id: int = Field(description="Number of the strategy area, 1 to 48")
    responsible_authority: str
    edition: EditionNamed


class Areas(Schema):
    """Every area with a published strategy."""

    areas: list[AreaAnswer]


class EditionTold(EditionNamed):
    """An edition, and whether it is the current one."""

    stage: str = Field(description="published, which is the current one, or superseded")
    published_at: datetime | None
    replaces: str = Field(description="Identity of the edition that it corrects or supersedes, if any")
    size_bytes: int


class Editions(Schema):
    """Every edition of an area, the newest first."""

    area: str
    editions: list[EditionTold]


class Answer(Schema):
    """What every answer from an edition has."""

    edition: EditionNamed
    attribution: str = Field(description="The words that the licences of what it is made from ask for")


class PriorityTold(Schema):
    """A biodiversity priority."""

    ref: str
    theme: str = Field(description="Prefix of its theme")
    kind: str = Field(description="habitat or species")
    priority: str = Field(description="The outcome sought")
    why: str
    wider_benefits: list[str]
    national_objectives: list[str]
    no_measure_because: str
    area_ha: float | None = Field(description="Land that measures for it are mapped on, each hectare once")


class Priorities(Answer):
    """Every priority."""

    priorities: list[PriorityTold]


class MeasureTold(Schema):
    """A potential measure: a proposal, never an obligation on anyone."""

    ref: str
    measure: str = Field(description="The action")
    detail: str = Field(description="How it is done")
    action: str = Field(description="create, restore, enhance, manage, connect or protect")
    mapped: bool = Field(description="Whether it has a rule for where it goes; wider measures have none")
    priorities: list[str] = Field(description="References of the priorities it serves, its own first")
    habitat: str
    principles: list[str]
    who: list[str]
    wider_benefits: list[str]
    funding: list[str] = Field(description="References into funding")
    not_mapped_because: str
    guidance_url: str
    because: str = Field(description="Why it belongs where it is mapped")
    rule: list[str] = Field(description="Its rule in sentences")
    area_ha: float | None = Field(description="Land that it is mapped on; nothing for a wider measure")


class Measures(Answer):
    """Measures, in the order of the strategy."""

    measures: list[MeasureTold]


class SpeciesTold(Schema):
    """A species priority."""

    ref: str
    common_name: str
    scientific_name: str
    group: str
    why: str
    helped_by: str = Field(description="habitat measures, or its own measures")
    measures: list[str]


class SpeciesList(Answer):
    """Every species priority."""

    species: list[SpeciesTold]


class FundingTold(Schema):
    """A scheme or market that may pay for a measure."""

    ref: str
    scheme: str
    name: str
    summary: str
    url: str
    checked: date = Field(description="The day on which a person last compared this with the scheme's own page")
    verified: bool


class Funding(Answer):
    """Every funding route."""

    funding: list[FundingTold]


class ZoneNamed(Schema):
    """A district or parish."""

    kind: str = Field(description="district or parish")
    code: str
    name: str


class Zones(Answer):
    """Parishes, wards, districts and constituencies, where their licence lets the edition carry them."""

    zones: list[ZoneNamed]


class AmountOfZone(Schema):
    """An amount of land in a zone beside the whole area."""

    what: str
    area_ha: float
    share: float = Field(description="Of the zone, 0 to 1")
    area_share: float = Field(description="Of the whole strategy area, 0 to 1")


class MeasureOfZone(Schema):
    """A measure, and its hectares in a zone."""

    ref: str
    measure: str
    area_ha: float


class ZoneTold(Answer):
    """A district or parish: what is important there, what could be, which measures, how much."""

    zone: ZoneNamed
    area_ha: float = Field(description="Of it within the strategy area")
    land: list[AmountOfZone]
    measures: list[MeasureOfZone]


class FigureNames(Answer):
    """The tables of figures that there are."""

    figures: list[str]


class FigureRows(Answer):
    """A table of figures: numbers are text, as they were published."""

    figure: str
    rows: list[dict[str, Any]]


class PlaceAsked(Schema):
    """The place that was asked about, in metres of EPSG:27700."""

    easting_m: float
    northing_m: float
    grid_reference: str
    side_m: int = Field(description="Side of the square of which it is the middle; 0 where it was given exactly")


class SiteAt(Schema):
    """An area of particular importance."""

    apib_id: int
    apib_type: str
    type_name: str
    name: str
    ref: str
    area_ha: float


class OpportunityAt(Schema):
    """An area that could become of particular importance."""

    acb_id: int
    area_ha: float


class CriterionAt(Schema):
    """How a piece of land does by one criterion of a rule."""

    name: str
    value: str
    points: float | None = Field(description="0 to 1; nothing where they are withheld")
    share_of_score: float


class MeasureAt(Schema):
    """A measure that is mapped at a place, and why."""

    pm_loc_id: int
    ref: str
    measure: str
    because: str
    score: float | None = Field(description="0 to 1; nothing where it is withheld")
    area_ha: float = Field(description="Of the piece of land")
    parcel_id: str
    criteria: list[CriterionAt]
    joins: list[str] = Field(description="What it would join, in words")


class At(Answer):
    """What an edition says of a place."""

    place: PlaceAsked
    in_area: bool = Field(description="Whether it lies in the strategy area; if not, nothing is said of it")
    zones: list[ZoneNamed]
    important: list[SiteAt]
    could_become: OpportunityAt | None
    measures: list[MeasureAt]


class ProblemListed(Schema):
    """One thing that is wrong."""

    parameter: str
    detail: str


class ProblemTold(Schema):
    """Problem details (RFC 9457), with every problem."""

    type: str
    title: str
    status: int
    detail: str
    problems: list[ProblemListed]
