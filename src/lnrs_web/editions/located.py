"""Rows that lie somewhere: their shape as WKB in the national grid, their box, and an index over the boxes.

SQLite has an R*Tree beside each table, PostgreSQL a PostGIS column made from the shape: both are kept by the database
itself (migration 0002). What a box leaves open Shapely settles.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import shapely
from django.db import connection, models

Row = TypeVar("Row", bound="Located")
MOST_BOXES = 100
"""Boxes that are looked up at once."""


class Located(models.Model):
    """A row with a shape. `west` to `north` are its box in metres of EPSG:27700."""

    wkb = models.BinaryField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()

    class Meta:
        abstract = True

    @property
    def shape(self) -> shapely.Geometry:
        """The row's shape."""
        return shapely.from_wkb(bytes(self.wkb))


def box_of(wkb: bytes) -> dict[str, float]:
    """The box of a shape, as the columns of `Located`."""
    west, south, east, north = (float(edge) for edge in shapely.bounds(shapely.from_wkb(wkb)))
    return {"west": west, "south": south, "east": east, "north": north}


Box = tuple[float, float, float, float]
"""West, south, east and north in metres of EPSG:27700."""


def meeting_box(rows: "models.QuerySet[Row]", box: Box) -> "models.QuerySet[Row]":
    """The rows whose box meets a box, by the index."""
    return meeting_any(rows, [box])


def meeting_any(rows: "models.QuerySet[Row]", boxes: Sequence[Box]) -> "models.QuerySet[Row]":
    """The rows whose box meets one of at most a few hundred boxes, each once, by the index."""
    table = rows.model._meta.db_table
    if connection.vendor == "sqlite":
        one = f'SELECT id FROM "{table}_box" WHERE east >= %s AND west <= %s AND north >= %s AND south <= %s'
        found = " UNION ALL ".join([one] * len(boxes))
        asked = [edge for west, south, east, north in boxes for edge in (west, east, south, north)]
        return rows.extra(where=[f'"{table}"."id" IN ({found})'], params=asked)
    one = f'"{table}"."place" && ST_MakeEnvelope(%s, %s, %s, %s, 27700)'
    return rows.extra(where=[" OR ".join([one] * len(boxes))], params=[edge for box in boxes for edge in box])


def at_point(rows: "models.QuerySet[Row]", easting_m: float, northing_m: float) -> list[Row]:
    """The rows whose shape holds a point, its edge included. PostGIS settles it by itself: there a shape is only read
    where somebody asks for it, since that of a district is long."""
    if connection.vendor == "sqlite":
        return touching(rows, shapely.Point(easting_m, northing_m))
    holds = f'ST_Intersects("{rows.model._meta.db_table}"."place", ST_SetSRID(ST_MakePoint(%s, %s), 27700))'
    return list(rows.defer("wkb").extra(where=[holds], params=[easting_m, northing_m]))


def touching(rows: "models.QuerySet[Row]", shape: shapely.Geometry) -> list[Row]:
    """The rows whose shape has a point in common with a shape. Between its parts none is read, unless it has many."""
    parts = shapely.get_parts(shape)
    boxes = shapely.bounds(parts).tolist() if 1 < len(parts) <= MOST_BOXES else [shape.bounds]
    near = list(meeting_any(rows, boxes))
    shapely.prepare(shape)
    return _that(near, shapely.intersects(shape, shapely.from_wkb([bytes(row.wkb) for row in near])))


def _that(rows: list[Row], flags: Iterable[Any]) -> list[Row]:
    return [row for row, flag in zip(rows, flags, strict=True) if flag]
