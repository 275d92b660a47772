"""Where a mapped measure can go, must not go, and would do most: a declarative rule, one file a measure."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Share:
    """A condition on how much of a unit of land lies in a layer: at least, or at most, this share (0-1)."""

    layer: str
    """Name of a layer of areas, such as `flood_zones`."""
    value: tuple[str, ...] = ()
    """Which values of the layer count, such as `2` and `3` of `flood_zones`; none means every feature of it."""
    at_least: float = 0.0
    """The smallest share of the land that may lie in the layer, 0 to 1; 0.5 is half."""
    at_most: float = 1.0
    """The largest share of the land that may lie in the layer, 0 to 1; give this, `at_least` or both."""


@dataclass(frozen=True)
class Eligible:
    """Land the measure can go on. Everything that is given must hold."""

    land_cover: tuple[str, ...] = ()
    """Any of these land covers, such as `arable`, in the words of the layer `land_parcels`; none means every land
    cover."""
    habitat: tuple[str, ...] = ()
    """Any of these habitats, such as `lowland meadow`, in the words of your own land parcels; none means every
    habitat."""
    where: tuple[Share, ...] = ()
    """Conditions on layers, such as `{ layer = "flood_zones", at_least = 0.5 }`, all of which must hold."""


@dataclass(frozen=True)
class Exclude:
    """Land the measure must not go on. `inside` cuts exactly along the layer's edge."""

    land_cover: tuple[str, ...] = ()
    """Land covers to keep off, such as `built-up`, in the words of the layer `land_parcels`."""
    habitat: tuple[str, ...] = ()
    """Habitats to keep off, in the words of your own land parcels."""
    inside: tuple[str, ...] = ()
    """Names of layers of areas, or `areas_of_particular_importance` (here only) for every site and irreplaceable
    habitat at once."""


@dataclass(frozen=True)
class DistanceTo:
    """Nearness: 1 at `best_m` from the nearest named habitat or layer, falling straight to 0 at `worst_m`.

    With `best_m` above `worst_m`, farther is better. A habitat or a layer is named, not both; `value` chooses from the
    layer. Distances are measured up to 20 km.
    """

    kind: Literal["distance"]
    """Says that the criterion is how near something is."""
    name: str
    """What the criterion is called in the statement, such as `near a lowland meadow`; each of a rule has its own."""
    worst_m: float
    """The distance that gets no point, 0 to 20,000; below `best_m` where farther is better, and never equal to it."""
    habitat: tuple[str, ...] = ()
    """The nearest of these habitats of the land parcels is meant; leave it out where `layer` is given."""
    layer: str = ""
    """Name of a layer of areas, lines or points, the nearest feature of which is meant; leave it out where `habitat` is
    given."""
    value: tuple[str, ...] = ()
    """Which values of the layer count, such as `main river` of `rivers`; none means every feature of it."""
    best_m: float = 0.0
    """The distance that gets a full point, 0 to 20,000."""
    weight: float = 1.0
    """How much it counts beside the rule's other criteria; more than 0, and only the proportions matter."""


@dataclass(frozen=True)
class ShareOf:
    """Share of the unit (0-1) that lies in the layer, or in the named values of it; the layer has to hold areas."""

    kind: Literal["share"]
    """Says that the criterion is a share of the land."""
    name: str
    """What the criterion is called in the statement, such as `on heavy wet soil`; each of a rule has its own."""
    layer: str
    """Name of a layer of areas, such as `soils`."""
    value: tuple[str, ...] = ()
    """Which values of the layer count, such as `peaty fen` of `soils`; none means every feature of it."""
    weight: float = 1.0
    """How much it counts beside the rule's other criteria; more than 0, and only the proportions matter."""


@dataclass(frozen=True)
class Slope:
    """Mean slope in degrees: 1 at `best_deg`, falling in a straight line to 0 at `worst_deg`."""

    kind: Literal["slope"]
    """Says that the criterion is how steep the land is; needs the layer `elevation`."""
    name: str
    """What the criterion is called in the statement, such as `nearly level`; each of a rule has its own."""
    best_deg: float
    """The slope that gets a full point, 0 (level) to 90."""
    worst_deg: float
    """The slope that gets no point, 0 to 90; below `best_deg` where steep land is better, and never equal to it."""
    weight: float = 1.0
    """How much it counts beside the rule's other criteria; more than 0, and only the proportions matter."""


@dataclass(frozen=True)
class Elevation:
    """Mean height above sea level in metres: 1 at `best_m`, falling in a straight line to 0 at `worst_m`."""

    kind: Literal["elevation"]
    """Says that the criterion is how high the land is; needs the layer `elevation`."""
    name: str
    """What the criterion is called in the statement, such as `low ground`; each of a rule has its own."""
    best_m: float
    """The height that gets a full point, above sea level."""
    worst_m: float
    """The height that gets no point, above sea level; below `best_m` where high land is better, and never equal to
    it."""
    weight: float = 1.0
    """How much it counts beside the rule's other criteria; more than 0, and only the proportions matter."""


@dataclass(frozen=True)
class Connectivity:
    """How much better joined a habitat would be: hectares of connected habitat that a hectare here would add.

    Points are the share of the measure's land (0-1) that would add less.
    """

    kind: Literal["connectivity"]
    """Says that the criterion is what a place would join."""
    name: str
    """What the criterion is called in the statement, such as `joins up meadows`; each of a rule has its own."""
    habitat: tuple[str, ...]
    """The habitats to be joined, in the words of your own land parcels; together they make one network."""
    dispersal_m: float = 1_000.0
    """How far the plants and animals in mind travel on average to settle, 100 to 10,000 metres."""
    weight: float = 1.0
    """How much it counts beside the rule's other criteria; more than 0, and only the proportions matter."""


@dataclass(frozen=True)
class Corridor:
    """How much movement between places of a habitat is led through the land, as a current is led through resistances.

    Points are the share of the measure's land (0-1) that carries less for its distance from the habitat.
    """

    kind: Literal["corridor"]
    """Says that the criterion is how much movement passes."""
    name: str
    """What the criterion is called in the statement, such as `on the way between woods`; each of a rule has its own."""
    habitat: tuple[str, ...]
    """The habitats between which animals move, in the words of your own land parcels."""
    dispersal_m: float = 2_000.0
    """How far they go from where they live: the radius within which places are joined, 200 to 10,000 metres."""
    weight: float = 1.0
    """How much it counts beside the rule's other criteria; more than 0, and only the proportions matter."""


@dataclass(frozen=True)
class Bottleneck:
    """How much a place would ease the narrowest gaps that species meet as they shift across the area with the climate.

    Points are the share of the measure's land (0-1) that lies on weaker gaps.
    """

    kind: Literal["bottleneck"]
    """Says that the criterion is the gaps of a range that shifts."""
    name: str
    """What the criterion is called in the statement, such as `widens the way north`; each of a rule has its own."""
    habitat: tuple[str, ...]
    """The habitats that the species live in, in the words of your own land parcels."""
    dispersal_m: float = 2_000.0
    """How far a generation spreads on average, 500 to 10,000 metres."""
    weight: float = 1.0
    """How much it counts beside the rule's other criteria; more than 0, and only the proportions matter."""


@dataclass(frozen=True)
class Benefit:
    """What a place would do besides: one of the benefits that are worked out for the whole area.

    Points are the share of the measure's land (0-1) that would do less.
    """

    kind: Literal["benefit"]
    """Says that the criterion is a benefit."""
    name: str
    """What the criterion is called in the statement, such as `slows floods above homes`; each of a rule has its own."""
    benefit: Literal["flood", "water quality", "carbon", "soil", "heat", "access", "pollination"]
    """Which benefit; `docs/explanation/benefits.md` says how each is worked out, and what it cannot say."""
    cover: Literal["broadleaved woodland", "semi-natural grassland", "heathland"] = "semi-natural grassland"
    """The land cover that the measure makes, or the nearest of these; heat and access do not depend on it."""
    weight: float = 1.0
    """How much it counts beside the rule's other criteria; more than 0, and only the proportions matter."""


Criterion = DistanceTo | ShareOf | Slope | Elevation | Connectivity | Corridor | Bottleneck | Benefit

BY_RANK = (Connectivity, Corridor, Bottleneck, Benefit)
"""Criteria whose points are by rank: their amounts have no end that everyone would call the best."""


@dataclass(frozen=True)
class Select:
    """How much to choose: the best land first, until the area is reached or the score is too low."""

    by: Literal["score", "optimisation"] = "score"
    """`score` chooses for this measure alone, whatever other measures want the same land; `optimisation` chooses for
    all measures that say so at once: no land gets two of them, and the whole scores the most hectares."""

    area_ha: float | None = None
    """How much land to choose, more than 0; leave it out where `share` is given."""
    share: float | None = None
    """Share of the eligible land to choose, more than 0 and up to 1; give this or `area_ha`, or neither to take all
    that scores enough."""
    min_score: float = 0.0
    """Land that scores less than this, 0 to 1, is never chosen, even where the amount is not reached."""
    min_patch_ha: float = 0.0
    """Adjoining chosen land that makes up less than this is dropped; 0 or more."""


@dataclass(frozen=True)
class Rule:
    """The whole of `rules/<ref>.toml`, such as `rules/GL1.2.toml`: one file for each mapped measure."""

    because: str
    """Why the measure belongs there, in a sentence or two; shown with every place on the map."""
    eligible: Eligible = field(default_factory=Eligible)
    """The land that the measure can go on; all land where it is left out."""
    exclude: Exclude = field(default_factory=Exclude)
    """The land that it must not go on; none where it is left out."""
    criteria: tuple[Criterion, ...] = ()
    """What makes one place better than another; without any, all eligible land scores 1."""
    select: Select = field(default_factory=Select)
    """How much of the land to choose; all of it where it is left out."""
