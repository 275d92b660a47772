"""A parcel of land, and what is said when land cannot be taken."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import shapely

from lnrs.errors import LnrsError, Problem
from lnrs.units import HA_M2
from lnrs_web.boundaries import limits

TOLD = 20
"""Problems of one kind that are told; the rest are counted."""
GRAIN_M = 0.01
"""Corners lie on whole centimetres, so that land sent out and back is the same land."""


class Note(StrEnum):
    """What a person should know of how a parcel was read."""

    MENDED = "mended"
    DEGREES = "degrees"
    AROUND = "around"

    @property
    def words(self) -> str:
        """It in a sentence."""
        return _WORDS[self]


_WORDS = {
    Note.MENDED: "Its edge crossed itself and was mended. Compare its hectares with what you expect.",
    Note.DEGREES: "Its corners were moved to the National Grid, which is right to about 5 m.",
    Note.AROUND: "It is a circle of the size you gave, not the true edge of your land.",
}


class LandRefused(LnrsError):
    """The land cannot be taken. `where` of each problem is the field of the form; `status` is the answer's."""

    summary = "The land could not be read"

    def __init__(self, problems: Sequence[Problem], status: int = 400) -> None:
        super().__init__(problems)
        self.status = status


@dataclass(frozen=True)
class Parcel:
    """A piece of land with its owner's reference; `shape` is a polygon or multipolygon in metres of EPSG:27700."""

    ref: str
    shape: shapely.Polygon | shapely.MultiPolygon
    notes: tuple[Note, ...] = ()

    @property
    def area_ha(self) -> float:
        """Its size in hectares."""
        return float(self.shape.area) / HA_M2


def parcel(ref: str, shape: shapely.Geometry, notes: Sequence[Note] = ()) -> Parcel:
    """A parcel of any shape in EPSG:27700, on whole centimetres; an edge that crosses itself is mended, with a note.

    Raises ValueError, in words for the person, for what is no land.
    """
    if shape is None or shape.is_empty:
        raise ValueError("has no shape")
    if not _only_polygons(shape):
        raise ValueError(f"is {_KINDS.get(shape.geom_type, 'not an area')}, and land has an edge all the way round")
    shape = shapely.force_2d(shape)
    if not shape.is_valid:
        notes = (*notes, Note.MENDED)
        shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    shape = _polygons(shapely.set_precision(shape, GRAIN_M))
    if shape.area < limits.SMALLEST_M2:
        raise ValueError("has less than a square metre")
    return Parcel(ref, shape, tuple(dict.fromkeys(notes)))


_KINDS = {
    "Point": "a point",
    "MultiPoint": "only points",
    "LineString": "a line",
    "LinearRing": "a line",
    "MultiLineString": "only lines",
    "GeometryCollection": "a mixture of shapes",
}


def _only_polygons(shape: shapely.Geometry) -> bool:
    if shape.geom_type == "GeometryCollection":
        return bool(len(shape.geoms)) and all(map(_only_polygons, shape.geoms))
    return shape.geom_type in ("Polygon", "MultiPolygon")


def _polygons(shape: shapely.Geometry) -> shapely.Polygon | shapely.MultiPolygon:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    return parts[0] if len(parts) == 1 else shapely.union_all(parts) if parts else shapely.Polygon()


def told(problems: Sequence[Problem], where: str) -> list[Problem]:
    """The problems, where there are very many only the first with the number of the rest."""
    rest = len(problems) - TOLD
    return [*problems[:TOLD], *([Problem(where, f"So it is with {rest} more.")] if rest > 0 else [])]


def numbered_apart(parcels: Sequence[Parcel]) -> list[Parcel]:
    """The parcels with no reference twice: the second `A` is `A (2)`."""
    taken: set[str] = set()
    apart = []
    for one in parcels:
        ref, number = one.ref, 1
        while ref in taken:
            number += 1
            ref = f"{one.ref} ({number})"
        taken.add(ref)
        apart.append(replace(one, ref=ref))
    return apart


def too_many(shapes: Sequence[shapely.Geometry], where: str) -> list[Problem]:
    """What is to be said of too many parcels and corners; `where` is the field that they came from."""
    problems = []
    if len(shapes) > limits.PARCELS:
        do = "Give them in parts, one after another."
        problems.append(Problem(where, f"It has more than {limits.PARCELS} parcels.", do))
    if sum(shapely.get_num_coordinates(shapes)) > limits.CORNERS:
        what = f"Its edges have more than {limits.CORNERS:,} corners."
        problems.append(Problem(where, what, "Simplify them, or give it in parts."))
    return problems


def within_limits(parcels: Sequence[Parcel], where: str) -> list[Parcel]:
    """The parcels, where there are neither none nor too many.

    Raises LandRefused; `where` is the field that they came from.
    """
    shapes = [one.shape for one in parcels]
    size_ha, edge_km = sum(one.area_ha for one in parcels), sum(shapely.length(shapes)) / 1000
    problems = too_many(shapes, where)
    if not parcels:
        problems.append(Problem(where, "There is no land in it.", "Give one area at least."))
    if edge_km > limits.EDGE_KM:
        what = f"Its edges are {edge_km:,.0f} km long, and {limits.EDGE_KM} km is the most that can be asked about."
        problems.append(Problem(where, what, "Simplify them, or give it in parts."))
    if size_ha > limits.LARGEST_HA:
        problems.append(
            Problem(
                where,
                f"It has {size_ha:,.0f} ha, and {limits.LARGEST_HA:,.0f} ha is the most that can be asked about.",
                "Give it in parts. For a whole area, the documents and data have every hectare.",
            )
        )
    if problems:
        raise LandRefused(problems)
    return list(parcels)
