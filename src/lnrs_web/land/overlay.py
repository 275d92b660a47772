"""How much of each row of an edition lies within each of several shapes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import shapely
from django.db.models import QuerySet

from lnrs_web.editions.located import Located, meeting_any

LEAST_M2 = 1.0
"""Less shared land than this is two edges that nearly agree."""
CORNERS = 256
"""A shape with more is cut up first, so that small rows are never cut with a whole coast."""
TILE_M = 2_000
"""Side of the squares by which parts are looked up together."""
BOXES_AT_ONCE = 100
ROWS_AT_ONCE = 10_000

Row = TypeVar("Row", bound=Located)
Shared = list[tuple[int, int, list[shapely.Geometry]]]
"""Number of the shape, number of the row, and the land of both in parts that do not lie on one another."""


@dataclass(frozen=True)
class Parts:
    """Shapes in parts with few corners each; `owner` is the number of the shape that each is of."""

    parts: np.ndarray
    owner: np.ndarray


def cut_up(shapes: Sequence[shapely.Geometry]) -> Parts:
    """The parts of shapes."""
    parts = [(number, part) for number, shape in enumerate(shapes) for part in _small_parts(shape)]
    return Parts(
        np.array([part for _, part in parts], dtype=object), np.array([number for number, _ in parts], dtype=int)
    )


def near(rows: "QuerySet[Row]", land: Parts, within_m: float = 0.0) -> list[Row]:
    """The rows whose box comes within a distance of the box of a part, each once. Parts in one square of the map are
    looked up together."""
    boxes = shapely.bounds(land.parts)
    tiles = ((boxes[:, :2] + boxes[:, 2:]) / 2 // TILE_M).astype(int)
    _, tile_of = np.unique(tiles, axis=0, return_inverse=True)
    whole = [boxes[tile_of == tile] for tile in range(int(tile_of.max()) + 1)]
    asked = [
        (*(box[:, :2].min(axis=0) - within_m).tolist(), *(box[:, 2:].max(axis=0) + within_m).tolist()) for box in whole
    ]
    found: dict[int, Row] = {}
    for start in range(0, len(asked), BOXES_AT_ONCE):
        found |= {row.pk: row for row in meeting_any(rows, asked[start : start + BOXES_AT_ONCE])}
    return list(found.values())


def batched(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Numbers of rows, so many at a time as a database takes."""
    return (numbers[start : start + ROWS_AT_ONCE] for start in range(0, len(numbers), ROWS_AT_ONCE))


def shared(land: Parts, rows: Sequence[Located]) -> Shared:
    """The land that each shape shares with each row, where it is a square metre at least, in the order of both."""
    shapes = shapely.from_wkb([bytes(row.wkb) for row in rows])
    part, row = shapely.STRtree(shapes).query(land.parts, predicate="intersects")
    found: dict[tuple[int, int], list[shapely.Geometry]] = {}
    for owner, number, piece in zip(land.owner[part], row, _common(land.parts[part], shapes[row]), strict=True):
        found.setdefault((int(owner), int(number)), []).append(piece)
    held = ((*key, pieces) for key, pieces in sorted(found.items()))
    return [one for one in held if sum(piece.area for piece in one[2]) >= LEAST_M2]


def _common(ones: np.ndarray, others: np.ndarray) -> np.ndarray:
    """What each pair shares; a shape that lies wholly in the other is not cut."""
    shapely.prepare(ones)
    within = shapely.covers(ones, others)
    common = others.copy()
    common[~within] = shapely.intersection(ones[~within], others[~within])
    return common


def _small_parts(shape: shapely.Geometry) -> Iterator[shapely.Geometry]:
    """The shape's polygons, cut in halves until each has few corners."""
    ahead = _polygons(shape)
    while ahead:
        part = ahead.pop()
        if shapely.get_num_coordinates(part) <= CORNERS:
            yield part
            continue
        west, south, east, north = part.bounds
        x, y = (west + east) / 2, (south + north) / 2
        wide = east - west > north - south
        halves = (
            ((west, south, x, north), (x, south, east, north))
            if wide
            else ((west, south, east, y), (west, y, east, north))
        )
        ahead += [one for half in halves for one in _polygons(_clipped(part, half))]


def _clipped(shape: shapely.Geometry, box: tuple[float, float, float, float]) -> shapely.Geometry:
    """The shape within a box; the quick way is tried first, which now and then gives a shape that is none."""
    quick = shapely.clip_by_rect(shape, *box)
    return quick if quick.is_valid else shapely.intersection(shape, shapely.box(*box))


def _polygons(shape: shapely.Geometry) -> list[shapely.Geometry]:
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and not part.is_empty]
