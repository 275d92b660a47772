"""What an explanation holds, as frozen records: a place on the map, or a measure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SourceUsed:
    """A layer that an answer rests on."""

    layer: str
    title: str
    publisher: str
    version: str
    retrieved: str
    licence: str


@dataclass(frozen=True)
class SiteHere:
    """An area of particular importance that a place lies in."""

    kind: str
    """SSSI, SAC, SPA, RAMSAR, NNR, MCZ, LNR, LWS or IRREP."""
    name: str
    ref: str
    area_ha: float


@dataclass(frozen=True)
class CriterionHere:
    """How a piece of land does by one criterion of a rule."""

    name: str
    value: float | None
    """None where it is withheld: it is measured from sensitive records."""
    unit: str
    """m, share, deg, ha per ha, index, or a benefit's own."""
    limit_m: float | None
    """A distance was measured up to here: a value at the limit may be any greater. None for what is no distance."""
    points: float | None
    """0-1."""
    weight: float
    share_of_score: float
    """The criterion's weight as a share (0-1) of all weights."""


@dataclass(frozen=True)
class HabitatJoined:
    """The patches of some habitats, which make one network, around a place; a patch is of one habitat, and its size is
    that of the whole of it."""

    habitat: str
    """One or several, with semicolons between them."""
    within_m: float
    """How far away patches are looked for: the distance at which the rule's criterion has plants and animals settle on
    average, or else a kilometre."""
    part_of_ha: float
    """Size of the patch that the place is part of already; 0 where it is not such habitat."""
    touching: int
    """How many other patches begin where the place ends."""
    touching_ha: float
    others: int
    """How many more there are within the distance."""
    others_ha: float
    nearest_m: float | None
    """How far the nearest of these is; None where there is none."""
    nearest_ha: float | None
    nearest_at: str
    """Grid reference of its nearest point."""


@dataclass(frozen=True)
class MeasureHere:
    """A potential measure that is mapped at a place, and why."""

    ref: str
    measure: str
    place: int
    """Number of the place in this edition (pm_loc_id)."""
    score: float | None
    """0-1; None where it is withheld with one of its criteria."""
    area_ha: float
    """Area of the piece of land."""
    parcel: str
    because: str
    rule: tuple[str, ...]
    """The measure's rule in sentences."""
    criteria: tuple[CriterionHere, ...]
    priorities: tuple[str, ...]
    """Reference and words of each priority served."""
    layers: tuple[str, ...]
    joins: tuple[HabitatJoined, ...]
    """What is around it of the habitats that its rule would join, or else of the habitat that it makes."""


@dataclass(frozen=True)
class PlaceExplained:
    """Why the map is as it is at a place."""

    edition: str
    title: str
    as_of: str
    invented: bool
    asked: str
    easting: float
    northing: float
    grid_reference: str
    district: str
    parish: str
    important: tuple[SiteHere, ...]
    measures: tuple[MeasureHere, ...]
    could_become_ha: float | None
    """Area of the polygon that could become of particular importance; None where the place lies in none."""
    sources: tuple[SourceUsed, ...]


@dataclass(frozen=True)
class BestPlace:
    """One of the pieces of land where a measure would do most."""

    grid_reference: str
    score: float
    area_ha: float
    place: int


@dataclass(frozen=True)
class MeasureExplained:
    """A potential measure: what it is, where it goes and why there."""

    edition: str
    title: str
    as_of: str
    invented: bool
    ref: str
    measure: str
    detail: str
    mapped: bool
    not_mapped_because: str
    priorities: tuple[str, ...]
    because: str
    rule: tuple[str, ...]
    rule_text: str
    """The rule as it stands in its file."""
    pieces: int
    area_ha: float
    eligible_ha: float
    could_become_ha: float
    mean_score: float | None
    """0-1; None where it is withheld with the scores."""
    best_places: tuple[BestPlace, ...]
    sources: tuple[SourceUsed, ...]
