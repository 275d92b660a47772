"""The shapes of a GeoPackage: whether they are whole, within the red line and beside each other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from lnrs.errors import Problem
from lnrs.metric_files import limits
from lnrs.metric_files.binary import COLLECTION, kind_of

SLACK_M2 = 1.0
"""Square metres by which parcels may overlap or leave the red line, as drawing does."""
SLACK_M = 1.0
"""The same for lines and points, in metres."""
GRID = (0.0, 0.0, 700_000.0, 1_300_000.0)
"""The British National Grid, in metres."""
KINDS: Mapping[str, tuple[str, ...]] = {
    "polygon": ("Polygon", "MultiPolygon"),
    "line": ("LineString", "MultiLineString"),
    "point": ("Point", "MultiPoint"),
}
LISTED = 20
"""Overlaps that are listed one by one."""
COUNTED = 1_000
"""Overlaps that are counted."""


@dataclass(frozen=True)
class Shape:
    """A parcel with what it looks like."""

    ref: str
    place: str
    layer: str
    geometry: shapely.Geometry
    on_site: bool
    takes_ground: bool = True


def shape_of(wkb: bytes | None, kind: str) -> shapely.Geometry | str:
    """A shape of a kind, in two dimensions, or in words why it is none."""
    if wkb is None:
        return "has no shape."
    try:
        if kind_of(wkb) == COLLECTION:
            return f"is a GeometryCollection, and should be a {kind}."
        shape = shapely.force_2d(shapely.from_wkb(wkb))
    except (shapely.errors.GEOSException, ValueError, TypeError):
        return "has a shape that is broken, or one with curves."
    if shape is None or shape.is_empty:
        return "has no shape."
    if shape.geom_type not in KINDS[kind]:
        return f"is a {shape.geom_type}, and should be a {kind}."
    if shapely.get_num_coordinates(shape) > limits.VERTICES:
        return f"has more than {limits.VERTICES:,} corners."
    bounds = shape.bounds
    inside = np.isfinite(bounds).all() and min(bounds) >= 0 and bounds[2] <= GRID[2] and bounds[3] <= GRID[3]
    if not inside:
        return "lies outside the British National Grid, in which coordinates are metres."
    if not shape.is_valid:
        return f"crosses itself or is not whole: {shapely.is_valid_reason(shape)}."
    return shape


def outside(shapes: Sequence[Shape], red_line: shapely.Geometry, where: str) -> Iterator[Problem]:
    """Parcels on the site that leave its red line by more than the slack."""
    shapely.prepare(red_line)
    wide = red_line.buffer(SLACK_M)
    for one in shapes:
        if not one.on_site or red_line.covers(one.geometry):
            continue
        if one.geometry.geom_type in KINDS["polygon"]:
            over = one.geometry.difference(red_line).area
            said = f"{over:,.0f} m² of it lie outside the red line." if over > SLACK_M2 else ""
        elif one.geometry.geom_type in KINDS["line"]:
            over = one.geometry.difference(wide).length
            said = f"{over:,.0f} m of it lie outside the red line." if over > 0 else ""
        else:
            said = "" if wide.covers(one.geometry) else "lies outside the red line."
        if said:
            yield Problem(f"{where} {one.place}", f"{one.ref}: {said}", "Draw it within, or say that it is off-site.")


def overlaps(shapes: Sequence[Shape], where: str) -> Iterator[Problem]:
    """Pairs of habitat parcels that lie on the same ground; the largest first where there are many. Once COUNTED are
    found no more are looked for: where every parcel lies on every other, there would be millions."""
    own = [one for one in shapes if one.takes_ground and one.geometry.geom_type in KINDS["polygon"]]
    geometries = np.array([one.geometry for one in own], object)
    tree = shapely.STRtree(geometries)
    pairs: list[tuple[float, int, int]] = []
    for number, geometry in enumerate(geometries):
        beside = tree.query(geometry, predicate="intersects")
        beside = beside[beside > number]
        areas = shapely.area(shapely.intersection(geometry, geometries[beside]))
        pairs += [(-float(area), number, int(b)) for area, b in zip(areas, beside, strict=True) if area > SLACK_M2]
        if len(pairs) >= COUNTED:
            break
    for area, a, b in sorted(pairs)[:LISTED]:
        what = f"{own[a].ref} and {own[b].ref} overlap on {-area:,.0f} m²."
        yield Problem(f"{where} {own[a].place}", what, "Let each piece of ground be in one parcel.")
    if len(pairs) > LISTED:
        least = "at least " if len(pairs) >= COUNTED else ""
        yield Problem(where, f"So do {least}{len(pairs) - LISTED:,} more pairs of parcels.")


def bare_m2(shapes: Sequence[Shape], red_line: shapely.Geometry) -> float:
    """Square metres within the red line that no habitat parcel covers."""
    own = [one.geometry for one in shapes if one.geometry.geom_type in KINDS["polygon"]]
    return float(red_line.difference(shapely.union_all(own)).area) if own else float(red_line.area)
