"""Parcels as GeoJSON text and back: what the worker says, what a form carries, what a map draws."""

import json
from collections.abc import Sequence
from typing import Any

import shapely

from lnrs_web.boundaries.features import Features
from lnrs_web.boundaries.parcels import Note, Parcel

NATIONAL_GRID = "urn:ogc:def:crs:EPSG::27700"
DEGREES = "OGC:CRS84"
"""What GeoJSON is in where it names nothing (RFC 7946, section 4)."""


def geojson(parcels: Sequence[Parcel]) -> str:
    """The parcels as compact GeoJSON on the National Grid, which it names."""
    features = [
        {
            "type": "Feature",
            "properties": {"ref": one.ref, "notes": list(one.notes)},
            "geometry": json.loads(shapely.to_geojson(one.shape)),
        }
        for one in parcels
    ]
    system = {"type": "name", "properties": {"name": NATIONAL_GRID}}
    whole = {"type": "FeatureCollection", "crs": system, "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def parcels_of(text: str) -> list[Parcel]:
    """The parcels of text that `geojson` wrote; of no other."""
    return [
        Parcel(
            one["properties"]["ref"],
            shapely.from_geojson(json.dumps(one["geometry"])),
            tuple(map(Note, one["properties"]["notes"])),
        )
        for one in json.loads(text)["features"]
    ]


def features_of(text: str) -> Features:
    """What anybody's GeoJSON holds: a collection, a feature or a bare geometry.

    Raises ValueError, in words for the person.
    """
    try:
        whole = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise ValueError("It is not GeoJSON: the text cannot be read as JSON") from error
    kind = whole.get("type") if isinstance(whole, dict) else None
    if kind not in _WHOLE:
        raise ValueError("It is not GeoJSON: there is no feature and no shape in it")
    features = (
        whole.get("features") if kind == "FeatureCollection" else [whole if kind == "Feature" else {"geometry": whole}]
    )
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise ValueError("It is not GeoJSON: its list of features is not one")
    rows = [one.get("properties") or {} for one in features]
    rows = [row if isinstance(row, dict) else {} for row in rows]
    for row, one in zip(rows, features, strict=True):
        if "id" in one and "id" not in row:
            row["id"] = one["id"]
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: [_plain(row.get(name)) for row in rows] for name in names}
    return Features([_shape(one.get("geometry")) for one in features], columns, _system(whole))


_WHOLE = ("FeatureCollection", "Feature", "Polygon", "MultiPolygon", "GeometryCollection", "Point", "MultiPoint",
          "LineString", "MultiLineString")  # fmt: skip


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float) else None


def _shape(geometry: Any) -> shapely.Geometry | None:
    if geometry is None:
        return None
    try:
        return shapely.from_geojson(json.dumps(geometry))
    except (ValueError, TypeError, RecursionError, shapely.errors.GEOSException) as error:
        raise ValueError("It is not GeoJSON: the corners of a shape cannot be read") from error


def _system(whole: dict[str, Any]) -> Any:
    """The coordinate system that it names, as GeoJSON did before 2016 and farm software does still."""
    crs = whole.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    if crs is None:
        return DEGREES
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) and len(name) < 100 else None
