"""Parcels, hedges and trees cut where an edition's strategic significance changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import shapely

from lnrs.significance import MappedLand, Significance
from lnrs.significance import split as split_land
from lnrs.units import HA_M2

LEAST_M = 1.0
"""Shorter pieces of a line count with its longest one."""
LEVEL = {Significance.HIGH: "high", Significance.LOW: "low", None: None}


@dataclass(frozen=True)
class Piece:
    """A part of a parcel of one significance; None outside the strategy area. `size` is in m² or m, or 1 of a tree."""

    shape: shapely.Geometry
    size: float
    level: str | None


def pieces_of(
    shape: shapely.Geometry,
    measures: frozenset[str],
    lands: Sequence[MappedLand],
    districts: Mapping[str, shapely.Geometry],
    area: shapely.Geometry,
) -> list[Piece]:
    """The pieces of land, of a line or of trees; `measures` are those that the habitat is consistent with."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        found = split_land(shape, measures, lands, districts, area)
        return [Piece(one.shape, one.area_m2, LEVEL[one.significance]) for one in found]
    mapped = shapely.union_all([land.shape for land in lands if land.measures & measures])
    if shape.geom_type in ("Point", "MultiPoint"):
        level = None if not area.intersects(shape) else "high" if mapped.intersects(shape) else "low"
        return [Piece(shape, 1.0, level)]
    return _pieces_of_line(shape, mapped, districts, area)


def _pieces_of_line(
    line: shapely.Geometry,
    mapped: shapely.Geometry,
    districts: Mapping[str, shapely.Geometry],
    area: shapely.Geometry,
) -> list[Piece]:
    inside = shapely.intersection(line, area)
    parts = []
    for district in districts.values():
        parts.append(shapely.intersection(inside, district))
        inside = shapely.difference(inside, district)
    found = []
    for part in (*parts, inside):
        for shape, level in ((shapely.intersection(part, mapped), "high"), (shapely.difference(part, mapped), "low")):
            found.append(Piece(shape, float(shape.length), level))
    outside = shapely.difference(line, area)
    return _without_ends([*found, Piece(outside, float(outside.length), None)])


def _without_ends(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces that have a length, with those that are too short joined to the longest."""
    there = [piece for piece in pieces if piece.size > 0]
    kept = [piece for piece in there if piece.size >= LEAST_M]
    short = [piece for piece in there if piece.size < LEAST_M]
    if not kept or not short:
        return kept or there
    longest = max(range(len(kept)), key=lambda number: kept[number].size)
    whole = shapely.union_all([kept[longest].shape, *(piece.shape for piece in short)])
    kept[longest] = replace(kept[longest], shape=whole, size=float(whole.length))
    return kept


def size_of(shape: shapely.Geometry, size: float) -> str:
    """A size in words: hectares of land, metres of a line, nothing of a tree but that it is one."""
    if shape.geom_type in ("Point", "MultiPoint"):
        return "the trees"
    return f"{size / HA_M2:.4g} ha" if "Polygon" in shape.geom_type else f"{size:,.0f} m"
