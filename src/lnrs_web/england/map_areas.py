"""The 48 areas for the moving map, in degrees: their generalised outlines, and a point for the name of each."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer

from lnrs.model import areas
from lnrs.outlines import outline
from lnrs_web.atlas.whereabouts_asked import box_of
from lnrs_web.england.areas import Shown

SIMPLIFY_M = 150.0
DECIMALS = 4
"""Of a degree: some 10 m, far finer than the outlines are."""


def as_geojson(shown: Mapping[int, Shown]) -> dict[str, Any]:
    """Features of each area with its number, name and status: the outline, and the point of its name."""
    features = []
    for number, one in shown.items():
        said = {"lnrs_id": number, "name": one.area.name, "status": one.status}
        for shape in _shapes()[number]:
            features.append({"type": "Feature", "properties": said, "geometry": shape})
    return {"type": "FeatureCollection", "features": features}


def box_deg(lnrs_id: int) -> tuple[float, float, float, float]:
    """West, south, east and north of an area."""
    return box_of(*outline(lnrs_id).bounds)


WHOLE_DEG = box_of(82_000, 5_000, 656_000, 658_000)
"""West, south, east and north of England."""


@lru_cache(maxsize=1)
def _shapes() -> dict[int, tuple[dict[str, Any], dict[str, Any]]]:
    found = {}
    for area in areas():
        shape = outline(area.lnrs_id).simplify(SIMPLIFY_M)
        largest = max(shapely.get_parts(shape), key=shapely.area)
        found[area.lnrs_id] = _geojson(shape), _geojson(shapely.point_on_surface(largest))
    return found


def _geojson(shape: shapely.Geometry) -> dict[str, Any]:
    mapped: dict[str, Any] = shapely.geometry.mapping(_in_degrees(shape))
    return mapped


def _in_degrees(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(shape, lambda xy: np.column_stack(_to_degrees().transform(*xy.T)).round(DECIMALS))


@lru_cache(maxsize=1)
def _to_degrees() -> Transformer:
    return Transformer.from_crs(27700, 4326, always_xy=True)
