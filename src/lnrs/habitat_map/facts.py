"""What rules ask about each piece of land, measured once on the 10 m grid and kept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Literal

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from lnrs.ecology.burn import covered, touched
from lnrs.ecology.grid import Grid
from lnrs.ecology.nearest import Rows, nearest_m, row_by_row
from lnrs.ecology.terrain import slope_deg
from lnrs.ecology.zonal import Zones, mean, mean_on_coarser, zones
from lnrs.errors import CannotBuild, Problem
from lnrs.habitat_map.cache import Cache, key_of
from lnrs.strategy.benefits import BENEFITS
from lnrs.strategy.check_rules import FARTHEST_M
from lnrs.strategy.rule import (
    Benefit,
    Bottleneck,
    Connectivity,
    Corridor,
    Criterion,
    DistanceTo,
    Elevation,
    Rule,
    Share,
    ShareOf,
    Slope,
)

LIMITS_M = (2_000.0, 5_000.0, 10_000.0, float(FARTHEST_M))
"""A distance is measured as far as its criterion looks, in few steps, so that criteria share what was measured."""

UNKNOWN_SHARE = 0.05
"""Land (0-1) without a height that may pass for level ground at the sea, as mud at the edge of a survey is."""

LEAST_KNOWN_SHARE = 0.5
"""Land (0-1) for which a benefit must be known: every benefit leaves out built-up land and water, and some soils."""

UNITS = {
    "distance": "m",
    "share": "share",
    "slope": "deg",
    "elevation": "m",
    "connectivity": "ha per ha",
    "corridor": "index",
    "bottleneck": "share",
}

Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Fact:
    """One question about a piece of land: how near, what share, how steep or high, what it would join or do besides."""

    kind: Literal["distance", "share", "slope", "elevation", "connectivity", "corridor", "bottleneck", "benefit"]
    layer: str = ""
    value: tuple[str, ...] = ()
    habitat: tuple[str, ...] = ()
    limit_m: float = 0.0
    """Distances are measured up to here; farther is as far."""
    dispersal_m: float = 0.0
    benefit: str = ""
    """Reckoned for the land cover that is the one word of `value`, where it depends on any."""

    @property
    def unit(self) -> str:
        """Unit of the answer."""
        return BENEFITS[self.benefit].unit if self.benefit else UNITS[self.kind]

    @property
    def sources(self) -> tuple[str, ...]:
        """The layers that hold the answer."""
        if self.benefit:
            return BENEFITS[self.benefit].layers
        return ("land_parcels" if self.habitat else self.layer or "elevation",)


def fact_for(asked: Criterion | Share) -> Fact:
    """The fact that a criterion, or a condition on a share, looks at."""
    match asked:
        case DistanceTo():
            limit_m = next(limit for limit in LIMITS_M if limit >= max(asked.worst_m, asked.best_m))
            return Fact("distance", asked.layer, tuple(sorted(asked.value)), tuple(sorted(asked.habitat)), limit_m)
        case ShareOf() | Share():
            return Fact("share", asked.layer, tuple(sorted(asked.value)))
        case Slope():
            return Fact("slope")
        case Elevation():
            return Fact("elevation")
        case Connectivity() | Corridor() | Bottleneck():
            return Fact(asked.kind, habitat=tuple(sorted(asked.habitat)), dispersal_m=asked.dispersal_m)
        case Benefit():
            cover = (asked.cover,) if BENEFITS[asked.benefit].by_cover else ()
            return Fact("benefit", benefit=asked.benefit, value=cover)


def facts_for(rules: Iterable[Rule]) -> list[Fact]:
    """Every fact that the rules look at, once each, in a fixed order."""
    asked = (fact_for(part) for rule in rules for part in (*rule.criteria, *rule.eligible.where))
    return sorted(set(asked), key=repr)


@dataclass(frozen=True)
class Ground:
    """The pieces and the layers that facts are measured from; each is read and made ready only when needed."""

    pieces: Callable[[], gpd.GeoDataFrame]
    layer: Callable[[str], gpd.GeoDataFrame]
    of_kind: Callable[[str, str, tuple[str, ...]], gpd.GeoDataFrame]
    """Features of a layer whose column holds one of the words."""
    class_column: Callable[[str], str]
    heights: Callable[[], tuple[npt.NDArray[np.float32], Grid]]
    grid: Grid
    keys: Mapping[str, str]
    """Content key of `pieces` and of every layer, by name."""
    cache: Cache
    method: str
    """A key for the way of measuring."""

    @cached_property
    def zones(self) -> Zones:
        """The pieces' cells."""

        def make() -> Zones:
            return zones(self.pieces().geometry.to_numpy(), self.grid)

        return self.cache.record(self._key("zones"), Zones, make)

    @cached_property
    def rows(self) -> Rows:
        """The same, row by row."""
        return self.cache.record(self._key("rows"), Rows, lambda: row_by_row(self.zones, self.grid.rows))

    def _key(self, what: str) -> str:
        return key_of(what, self.method, self.grid, self.keys["pieces"])


def measure_facts(facts: Iterable[Fact], every: Sequence[Fact], ground: Ground) -> dict[Fact, Values]:
    """Each fact for every piece, in the pieces' order; shares are 0-1.

    Distances to one target are measured once, as far as the farthest-looking of `every` fact of the strategy asks.
    Raises CannotBuild where slope or height is asked for and not known for enough of the land.
    """
    farthest = {fact: max((other for other in every if same_target(fact, other)), key=_limit) for fact in facts}
    measured = {
        fact: ground.cache.array(fact_key(fact, ground), partial(_measure, fact, ground))
        for fact in dict.fromkeys(farthest.values())
    }
    return {fact: _up_to(fact.limit_m, measured[far]) for fact, far in farthest.items()}


def same_target(one: Fact, other: Fact) -> bool:
    """Whether two facts differ in nothing but how far they look."""
    return replace(one, limit_m=0.0) == replace(other, limit_m=0.0)


def _limit(fact: Fact) -> float:
    return fact.limit_m


def _up_to(limit_m: float, values: Values) -> Values:
    return np.minimum(values, limit_m) if limit_m else values


def fact_key(fact: Fact, ground: Ground) -> str:
    """A key for a fact of every piece of land."""
    return key_of(
        "fact", ground.method, fact, ground.grid, ground.keys["pieces"], *(ground.keys[name] for name in fact.sources)
    )


def _measure(fact: Fact, ground: Ground) -> Values:
    match fact.kind:
        case "distance":
            marked = touched(_target(fact, ground), ground.grid)
            return nearest_m(ground.rows, marked, cell_m=ground.grid.cell_m, limit_m=fact.limit_m)
        case "share":
            return mean(ground.zones, covered(_target(fact, ground), ground.grid))
        case "slope":
            heights, grid = ground.heights()
            return _of_ground(slope_deg(heights, grid.cell_m), grid, ground)
        case "elevation":
            return _of_ground(*ground.heights(), ground)
        case "benefit":
            from lnrs.habitat_map.benefits import benefit_of_acting  # takes a while to load, and is seldom needed

            raster, grid = benefit_of_acting(fact.benefit, "".join(fact.value), ground)
            return _known(mean_on_coarser(ground.zones, ground.grid, raster, grid), fact, ground)
        case "connectivity" | "corridor" | "bottleneck":
            return _joined(fact, ground)


def _known(found: Values, fact: Fact, ground: Ground) -> Values:
    """A benefit, 0 where it is not known. Raises CannotBuild where it is known for less than half of the land."""
    area_ha = ground.pieces()["area_ha"].to_numpy()
    known = float(area_ha[~np.isnan(found)].sum() / area_ha.sum())
    if known < LEAST_KNOWN_SHARE:
        what = f"the benefit '{fact.benefit}' is known for {known:.0%} of the land only."
        advice = f"Its tables (docs/explanation/benefits.md) may not have the words of {', '.join(fact.sources)}."
        raise CannotBuild([Problem("rules", what, advice)])
    return np.nan_to_num(found)


def _joined(fact: Fact, ground: Ground) -> Values:
    """What each piece would join, carry or relieve for the habitats that a fact names."""
    from lnrs.habitat_map.joining import bottleneck_relief, connectivity_gained, corridor_flow  # as above

    land = ground.pieces()
    habitat = land["habitat"].isin(fact.habitat).to_numpy()
    match fact.kind:
        case "corridor":
            return corridor_flow(ground.zones, land["land_cover"].to_list(), habitat, ground.grid, fact.dispersal_m)
        case "bottleneck":
            return bottleneck_relief(ground.zones, land.geometry.to_numpy(), habitat, ground.grid, fact.dispersal_m)
        case _:
            return connectivity_gained(ground.zones, habitat, ground.grid, fact.dispersal_m)


def _of_ground(raster: npt.NDArray[np.float32], grid: Grid, ground: Ground) -> Values:
    """Mean of what is known of each piece's ground, 0 where nothing is. Raises CannotBuild where too little is."""
    found = mean_on_coarser(ground.zones, ground.grid, raster, grid)
    area_ha = ground.pieces()["area_ha"].to_numpy()
    unknown_ha = float(area_ha[np.isnan(found)].sum())
    if unknown_ha > UNKNOWN_SHARE * area_ha.sum():
        what = f"has no height for {unknown_ha:,.0f} ha ({unknown_ha / area_ha.sum():.1%} of the land)."
        advice = "Add a grid that covers the whole strategy area, or take height and slope out of the rules."
        raise CannotBuild([Problem("layers/elevation.tif", what, advice)])
    return np.nan_to_num(found)


def _target(fact: Fact, ground: Ground) -> np.ndarray:
    if fact.habitat:
        return ground.of_kind(fact.sources[0], "habitat", fact.habitat).geometry.to_numpy()
    if fact.value:
        return ground.of_kind(fact.sources[0], ground.class_column(fact.layer), fact.value).geometry.to_numpy()
    return ground.layer(fact.sources[0]).geometry.to_numpy()
