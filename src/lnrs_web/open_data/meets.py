"""The rows whose shape has a point in common with a shape, as a condition of a query that `NOT` and `OR` may hold.

PostgreSQL does it by PostGIS. SQLite finds the boxes by its R*Tree, takes those that lie within a rectangle inside the
shape as they are, and asks Shapely of the rest.
"""

import threading
from functools import lru_cache
from typing import Any

import shapely
from django.db import models
from django.db.models import BinaryField, BooleanField, F, FloatField, Func, Value


class Meets(Func):
    """Whether the row of `table` that `key` names meets a shape in EPSG:27700."""

    output_field = BooleanField()

    def __init__(self, key: str, table: str, shape: shapely.Geometry) -> None:
        """The box, the rectangle within and the shape itself are the values of the condition."""
        west, south, east, north = shape.bounds
        inner = _rectangle_within(shape)
        edges = (
            Value(edge, FloatField()) for edge in (west, east, south, north, inner[0], inner[2], inner[1], inner[3])
        )
        super().__init__(F(key), *edges, Value(shapely.to_wkb(shape), BinaryField()))
        self.table = table

    def as_sqlite(self, compiler: Any, *_: Any, **__: Any) -> tuple[str, list[Any]]:
        """By the R*Tree, and `lnrs_meets` at the edges."""
        key, *values = (compiler.compile(one) for one in self.get_source_expressions())
        one = [sql for sql, _ in values]
        near = f"b.east >= {one[0]} AND b.west <= {one[1]} AND b.north >= {one[2]} AND b.south <= {one[3]}"
        within = f"b.west >= {one[4]} AND b.east <= {one[5]} AND b.south >= {one[6]} AND b.north <= {one[7]}"
        asked = f'lnrs_meets((SELECT t.wkb FROM "{self.table}" t WHERE t.id = b.id), {one[8]})'
        sql = f'{key[0]} IN (SELECT b.id FROM "{self.table}_box" b WHERE {near} AND (({within}) OR {asked}))'
        return sql, [*key[1], *(param for _, params in values for param in params)]

    def as_postgresql(self, compiler: Any, *_: Any, **__: Any) -> tuple[str, list[Any]]:
        """By PostGIS."""
        sources = self.get_source_expressions()
        key, shape = compiler.compile(sources[0]), compiler.compile(sources[-1])
        near = f'SELECT t.id FROM "{self.table}" t WHERE ST_Intersects(t.place, ST_GeomFromWKB({shape[0]}, 27700))'
        return f"{key[0]} IN ({near})", [*key[1], *shape[1]]


def meeting(row: type[models.Model], key: str, shape: shapely.Geometry) -> models.Q:
    """The condition that the row of a `Located` table that `key` names meets a shape; never for an empty shape."""
    if shape.is_empty:
        return models.Q(pk__in=[])
    return models.Q(Meets(key, row._meta.db_table, shape))


def meets(wkb: bytes, shape_wkb: bytes) -> bool:
    """Whether two shapes, as WKB, have a point in common."""
    return bool(shapely.intersects(_prepared(bytes(shape_wkb), threading.get_ident()), shapely.from_wkb(bytes(wkb))))


@lru_cache(maxsize=32)
def _prepared(wkb: bytes, thread: int) -> shapely.Geometry:  # noqa: ARG001
    """A shape made ready to be compared with many, once a thread: GEOS fills it as it is asked."""
    shape = shapely.from_wkb(wkb)
    shapely.prepare(shape)
    return shape


def _rectangle_within(shape: shapely.Geometry) -> tuple[float, float, float, float]:
    """West, south, east and north of a rectangle that a shape covers, for one that is nearly a rectangle; for any
    other one that holds nothing."""
    west, south, east, north = shape.bounds
    nothing = (1.0, 1.0, -1.0, -1.0)
    if shape.geom_type != "Polygon" or shape.interiors:
        return nothing
    x, y = shapely.get_coordinates(shape).T
    mid_x, mid_y = (west + east) / 2, (south + north) / 2
    margin_x, margin_y = (east - west) * _ASKEW, (north - south) * _ASKEW
    inner = (
        max(x[x < west + margin_x], default=mid_x),
        max(y[y < south + margin_y], default=mid_y),
        min(x[x > east - margin_x], default=mid_x),
        min(y[y > north - margin_y], default=mid_y),
    )
    is_within = inner[0] < inner[2] and inner[1] < inner[3] and shape.covers(shapely.box(*inner))
    return tuple(map(float, inner)) if is_within else nothing  # type: ignore[return-value]


_ASKEW = 0.2
"""How far in from an edge of its box, as a share of the box, a side of what is nearly a rectangle may reach."""
