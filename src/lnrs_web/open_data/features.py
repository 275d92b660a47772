"""The features of a collection as GeoJSON, read and written part by part: a page never lies in memory whole."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from lnrs_web.editions.models import Edition
from lnrs_web.open_data.asked import Asked
from lnrs_web.open_data.collections import Collection
from lnrs_web.open_data.crs import Crs, from_grid
from lnrs_web.open_data.layers import Field

PART = 500
"""Rows that are in memory at once."""


def keys_of(collection: Collection, asked: Asked) -> list[int]:
    """The keys of the rows of the page that is asked for, and of the one after its last, if there is one."""
    rows = collection.layer.rows(collection.edition).filter(asked.where)
    return list(rows.values_list("pk", flat=True)[asked.offset : asked.offset + asked.limit + 1])


def matched(collection: Collection, asked: Asked) -> int:
    """How many features are asked for, on all pages."""
    return collection.layer.rows(collection.edition).order_by().filter(asked.where).count()


def rows_of(collection: Collection, keys: Sequence[int]) -> Iterator[list[Any]]:
    """The rows of some keys in their order, part by part."""
    rows = collection.layer.whole_rows(collection.edition)
    for start in range(0, len(keys), PART):
        yield _of_edition(collection, rows.filter(pk__in=keys[start : start + PART]))


def one(collection: Collection, feature_id: str) -> Any | None:
    """The row of a feature; nothing where there is none."""
    field = collection.layer.id_field
    if field.kind == "integer" and not (feature_id.isascii() and feature_id.isdigit() and len(feature_id) <= 9):
        return None
    rows = collection.layer.whole_rows(collection.edition)
    return next(iter(_of_edition(collection, rows.filter(**{field.column: feature_id})[:1])), None)


def _of_edition(collection: Collection, rows: Iterable[Any]) -> list[Any]:
    """Rows that know their edition, which is not read again for each."""
    found = list(rows)
    for row in found:
        if not isinstance(row, Edition):
            row.edition = collection.edition
    return found


def geojson(collection: Collection, rows: Sequence[Any], fields: Sequence[Field], crs: Crs) -> Iterator[str]:
    """Rows as the text of GeoJSON features, with rings wound as RFC 7946 asks."""
    layer = collection.layer
    shapes = np.array([shapely.from_wkb(layer.shape_wkb(row)) for row in rows], object)
    texts = shapely.to_geojson(from_grid(shapely.orient_polygons(shapes), crs))
    for row, text in zip(rows, texts.tolist(), strict=True):
        named = _json(layer.id_field.value(row))
        properties = _json({field.name: field.value(row) for field in fields})
        yield f'{{"type":"Feature","id":{named},"geometry":{text},"properties":{properties}}}'


def written(collection: Collection, keys: Sequence[int], asked: Asked, about: Mapping[str, Any]) -> Iterator[bytes]:
    """A feature collection as bytes: what is said about it first, then the features."""
    yield f'{_json({"type": "FeatureCollection", **about})[:-1]},"features":['.encode()
    between = ""
    for rows in rows_of(collection, keys):
        yield (between + ",\n".join(geojson(collection, rows, asked.fields, asked.crs))).encode()
        between = ",\n"
    yield b"]}"


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
