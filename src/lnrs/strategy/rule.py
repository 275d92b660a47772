"""Where a mapped measure can go, must not go, and would do most: a declarative rule, one file a measure."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Share:
    """A condition on how much of a unit of land lies in a layer: at least, or at most, this share (0-1)."""

    layer: str
    value: tuple[str, ...] = ()
    """Which values of the layer's class column count; none means every feature."""
    at_least: float = 0.0
    at_most: float = 1.0


@dataclass(frozen=True)
class Eligible:
    """Land the measure can go on. Everything that is given must hold."""

    land_cover: tuple[str, ...] = ()
    """Any of these land covers; none means every land cover."""
    habitat: tuple[str, ...] = ()
    """Any of these habitats; none means every habitat."""
    where: tuple[Share, ...] = ()


@dataclass(frozen=True)
class Exclude:
    """Land the measure must not go on. `inside` cuts exactly along the layer's edge."""

    land_cover: tuple[str, ...] = ()
    habitat: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    """Layer names, or `areas_of_particular_importance` (here only) for every site and irreplaceable habitat at once."""


@dataclass(frozen=True)
class DistanceTo:
    """Nearness: 1 at `best_m` from the nearest named habitat or layer, falling straight to 0 at `worst_m`.

    With `best_m` above `worst_m`, farther is better. A habitat or a layer is named, not both; `value` chooses from the
    layer. Distances are measured up to 20 km.
    """

    kind: Literal["distance"]
    name: str
    worst_m: float
    habitat: tuple[str, ...] = ()
    layer: str = ""
    value: tuple[str, ...] = ()
    best_m: float = 0.0
    weight: float = 1.0


@dataclass(frozen=True)
class ShareOf:
    """Share of the unit (0-1) that lies in the layer, or in the named values of it; the layer has to hold areas."""

    kind: Literal["share"]
    name: str
    layer: str
    value: tuple[str, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True)
class Slope:
    """Mean slope in degrees: 1 at `best_deg`, falling in a straight line to 0 at `worst_deg`."""

    kind: Literal["slope"]
    name: str
    best_deg: float
    worst_deg: float
    weight: float = 1.0


@dataclass(frozen=True)
class Elevation:
    """Mean height above sea level in metres: 1 at `best_m`, falling in a straight line to 0 at `worst_m`."""

    kind: Literal["elevation"]
    name: str
    best_m: float
    worst_m: float
    weight: float = 1.0


Criterion = DistanceTo | ShareOf | Slope | Elevation


@dataclass(frozen=True)
class Select:
    """How much to choose: the best land first, until the area is reached or the score is too low."""

    area_ha: float | None = None
    share: float | None = None
    """Share (0-1) of the eligible land; give this or `area_ha`, or neither to take all that scores enough."""
    min_score: float = 0.0
    min_patch_ha: float = 0.0
    """Adjoining chosen land that makes up less than this is dropped."""


@dataclass(frozen=True)
class Rule:
    """The whole of `rules/<ref>.toml`. `because` says in a sentence or two why the measure belongs there."""

    because: str
    eligible: Eligible = field(default_factory=Eligible)
    exclude: Exclude = field(default_factory=Exclude)
    criteria: tuple[Criterion, ...] = ()
    select: Select = field(default_factory=Select)
