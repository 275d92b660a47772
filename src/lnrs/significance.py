"""Strategic significance in the statutory biodiversity metric, from a local nature recovery strategy.

Land counts as high where the strategy maps a measure on it and the habitat is one that the measure makes; everywhere
else it counts as low. The middle category is not used where a strategy is published. Land that lies on both sides of an
edge is split along it, and so is land in two districts, since each planning authority answers for its own.

Sources: the statutory biodiversity metric's user guide on strategic significance, as Hampshire and Devon put it for
their strategies (https://www.havant.gov.uk/strategic-significance-and-local-nature-recovery-strategy-lnrs,
https://www.naturerecoverydevon.org.uk/information/planning-and-biodiversity-net-gain/). Shapes are polygons in metres
of EPSG:27700. Nothing here opens a file or asks a database.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

import numpy as np
import shapely

LEAST_M2 = 1.0
"""A smaller piece only shows two edges that nearly agree, and counts with the largest piece of the same land."""
HAIR_M2 = 1e-6
"""A part that is no larger, a square millimetre, is what rounding left of an overlay."""
GRID_M = 1e-6
"""Where edges nearly agree, land is overlaid on a grid so fine: on none, GEOS 3.14 was seen to be a tenth wrong."""


class Significance(StrEnum):
    """A category of strategic significance; its value is the metric's word for it."""

    HIGH = "High"
    LOW = "Low"

    @property
    def multiplier(self) -> float:
        """What the metric multiplies units by (statutory biodiversity metric, sheet G-3)."""
        return 1.15 if self is Significance.HIGH else 1.0


class Action(StrEnum):
    """What becomes of a habitat: it is there already, is made anew, or is made better."""

    BASELINE = "baseline"
    CREATION = "creation"
    ENHANCEMENT = "enhancement"


@dataclass(frozen=True)
class Makes:
    """A row of the strategy's table: a measure makes a habitat of the metric by creation, enhancement or `both`."""

    measure: str
    habitat: str
    intervention: str


@dataclass(frozen=True)
class MappedLand:
    """Land that measures are mapped on, by their references."""

    measures: frozenset[str]
    shape: shapely.Geometry


@dataclass(frozen=True)
class Piece:
    """A part of a parcel that lies wholly in one district and on one side of what is mapped.

    `significance` is nothing for land outside the strategy area, of which another strategy speaks; `district` is empty
    where no district is known. `measures` holds those that make the habitat, with the square metres each has here.
    """

    significance: Significance | None
    district: str
    shape: shapely.Geometry
    measures: Mapping[str, float]

    @property
    def area_m2(self) -> float:
        """Square metres of the piece."""
        return float(self.shape.area)


@lru_cache(maxsize=4096)  # the same few names are compared for every parcel
def plainly(habitat: str) -> str:
    """A habitat's name without the differences that mean nothing: capitals, spaces, kinds of dash.

    >>> plainly("Grassland –  Lowland Meadows") == plainly("Grassland - Lowland meadows")
    True
    """
    return " ".join(habitat.replace("–", "-").replace("—", "-").casefold().split())


def consistent(habitat: str, action: Action, table: Iterable[Makes]) -> frozenset[str]:
    """References of the measures that a habitat is consistent with.

    A habitat that is there already is named by a measure that makes it in either way.
    """
    name = plainly(habitat)
    ways = {"both", str(action)} if action is not Action.BASELINE else {"both", "creation", "enhancement"}
    return frozenset(row.measure for row in table if plainly(row.habitat) == name and row.intervention in ways)


def split(
    parcel: shapely.Geometry,
    measures: frozenset[str],
    lands: Sequence[MappedLand],
    districts: Mapping[str, shapely.Geometry],
    area: shapely.Geometry,
) -> list[Piece]:
    """The pieces of a parcel, which together are the parcel: by district in their order, high before low, and what
    lies outside the strategy `area` last.

    `measures` are those that the habitat is consistent with; districts and lands may overlap, and a place in two
    districts counts in the first.
    """
    serving = [land for land in lands if land.measures & measures]
    mapped = shapely.union_all([land.shape for land in serving])
    pieces = []
    for district, part in _by_district(polygonal(_overlaid(shapely.intersection, parcel, area)), districts):
        for significance, shape in (
            (Significance.HIGH, _overlaid(shapely.intersection, part, mapped)),
            (Significance.LOW, _overlaid(shapely.difference, part, mapped)),
        ):
            pieces.append(Piece(significance, district, polygonal(shape), {}))
    pieces.append(Piece(None, "", polygonal(_overlaid(shapely.difference, parcel, area)), {}))
    return [_with_measures(piece, measures, serving) for piece in _without_slivers(pieces)]


def _overlaid(how: Callable[..., shapely.Geometry], one: shapely.Geometry, other: shapely.Geometry) -> shapely.Geometry:
    """Exact, but where edges agree so nearly that GEOS gives up."""
    try:
        return how(one, other)
    except shapely.errors.GEOSException:
        return how(one, other, grid_size=GRID_M)


def _by_district(
    land: shapely.Geometry, districts: Mapping[str, shapely.Geometry]
) -> Iterable[tuple[str, shapely.Geometry]]:
    for code, shape in districts.items():
        if shapely.intersects(land, shape):
            yield code, polygonal(_overlaid(shapely.intersection, land, shape))
            land = polygonal(_overlaid(shapely.difference, land, shape))
    yield "", land


def _without_slivers(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces that have land, with slivers joined to the largest of them."""
    there = [piece for piece in pieces if piece.area_m2 > 0]
    kept = [piece for piece in there if piece.area_m2 >= LEAST_M2]
    slivers = [piece.shape for piece in there if piece.area_m2 < LEAST_M2]
    if not kept or not slivers:
        return kept or there
    largest = max(range(len(kept)), key=lambda number: kept[number].area_m2)
    joined = shapely.union_all([kept[largest].shape, *slivers], grid_size=GRID_M)
    kept[largest] = replace(kept[largest], shape=polygonal(joined))
    return kept


def _with_measures(piece: Piece, measures: frozenset[str], serving: Sequence[MappedLand]) -> Piece:
    if piece.significance is not Significance.HIGH:
        return piece
    held = {}
    for measure in sorted(measures):
        land = shapely.union_all([one.shape for one in serving if measure in one.measures])
        if (area_m2 := shapely.intersection(piece.shape, land, grid_size=GRID_M).area) >= LEAST_M2:
            held[measure] = float(area_m2)
    return replace(piece, measures=held)


def polygonal(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """The part of a shape that has an area: where shapes touch, they also share lines and points, and where edges
    nearly agree hairs, of which the next overlay would make anything."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon" and part.area > HAIR_M2])


@dataclass(frozen=True)
class Somewhere:
    """How much of a habitat would be of high significance, if it may lie anywhere on a site: from `least` to `most`,
    in the unit of its size."""

    least: float
    most: float


def somewhere(size: float, high: float, low: float) -> Somewhere:
    """The bounds for a habitat of a size on a site with so much land of high and of low significance.

    >>> somewhere(2.0, 1.5, 1.0)
    Somewhere(least=1.0, most=1.5)
    """
    most = min(size, high)
    return Somewhere(least=min(most, max(0.0, size - low)), most=most)


def whole_m2(areas_m2: Sequence[float]) -> list[int]:
    """Areas in whole square metres that add up to what their sum rounds to: those with the largest remainders are
    rounded up, the first of like ones first. With them lines of a table add up to the table's total.

    >>> whole_m2([1.4, 1.4, 1.2])
    [2, 1, 1]
    """
    exact = np.asarray(areas_m2, float)
    whole = np.floor(exact).astype(int)
    short = round(float(exact.sum())) - int(whole.sum())
    for number in np.argsort(whole - exact, kind="stable")[:short]:
        whole[number] += 1
    return whole.tolist()
