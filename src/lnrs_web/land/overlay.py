"""How much of each row of an edition lies within each of several shapes."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np
import shapely
from django.db.models import QuerySet

from lnrs_web.editions.located import Located, meeting_box

LEAST_M2 = 1.0
"""Less shared land than this is two edges that nearly agree."""
CORNERS = 256
"""A shape with more is cut up first, so that small rows are never cut with a whole coast."""
COMPACT = 4.0
"""Shapes whose common box is at most so many times their own boxes are looked up by it, once."""

Row = TypeVar("Row", bound=Located)
Shared = list[tuple[int, int, shapely.Geometry]]
"""Number of the shape, number of the row, and the land of both."""


def near(rows: "QuerySet[Row]", shapes: Sequence[shapely.Geometry], within_m: float = 0.0) -> list[Row]:
    """The rows whose box comes within a distance of a shape's box, each once."""
    boxes = shapely.bounds(np.array(shapes, dtype=object)) + np.array([-1, -1, 1, 1]) * within_m
    whole = shapely.total_bounds(shapely.box(*boxes.T))
    if _size(whole) <= COMPACT * sum(map(_size, boxes)):
        return list(meeting_box(rows, tuple(whole.tolist())))
    found: dict[int, Row] = {}
    for box in boxes.tolist():
        found |= {row.pk: row for row in meeting_box(rows, tuple(box))}
    return list(found.values())


def shared(shapes: Sequence[shapely.Geometry], rows: Sequence[Located]) -> Shared:
    """The land that each shape shares with each row, where it is a square metre at least, in the order of both."""
    parts, owners = _cut_up(shapes)
    land = shapely.from_wkb([bytes(row.wkb) for row in rows])
    found: dict[tuple[int, int], list[shapely.Geometry]] = {}
    part, row = shapely.STRtree(land).query(parts, predicate="intersects")
    for owner, number, piece in zip(owners[part], row, _common(parts[part], land[row]), strict=True):
        found.setdefault((int(owner), int(number)), []).append(piece)
    whole = (
        (key, pieces[0] if len(pieces) == 1 else shapely.union_all(pieces)) for key, pieces in sorted(found.items())
    )
    return [(*key, piece) for key, piece in whole if piece.area >= LEAST_M2]


def _common(ones: np.ndarray, others: np.ndarray) -> np.ndarray:
    """What each pair shares; a shape that lies wholly in the other is not cut."""
    shapely.prepare(ones)
    within = shapely.covers(ones, others)
    common = others.copy()
    common[~within] = shapely.intersection(ones[~within], others[~within])
    return common


def _size(box: np.ndarray) -> float:
    return float((box[2] - box[0]) * (box[3] - box[1]))


def _cut_up(shapes: Sequence[shapely.Geometry]) -> tuple[np.ndarray, np.ndarray]:
    """Parts of shapes that have few corners each, and the number of the shape that each is of."""
    parts = [(number, part) for number, shape in enumerate(shapes) for part in _small_parts(shape)]
    return np.array([part for _, part in parts], dtype=object), np.array([number for number, _ in parts], dtype=int)


def _small_parts(shape: shapely.Geometry) -> Iterator[shapely.Geometry]:
    """The shape's polygons, cut in halves until each has few corners."""
    ahead = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    while ahead:
        part = ahead.pop()
        if shapely.get_num_coordinates(part) <= CORNERS:
            yield part
            continue
        west, south, east, north = part.bounds
        x, y = (west + east) / 2, (south + north) / 2
        halves = (
            (shapely.box(west, south, x, north), shapely.box(x, south, east, north))
            if east - west > north - south
            else (shapely.box(west, south, east, y), shapely.box(west, y, east, north))
        )
        cut = shapely.intersection(part, np.array(halves, dtype=object))
        ahead += [one for half in cut for one in shapely.get_parts(half) if one.geom_type == "Polygon"]
