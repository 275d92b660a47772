"""Points, lines and areas as the map draws them: GeoJSON to locations, and back for who comes to draw on."""

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import shapely
from pyproj import Transformer

from lnrs.errors import Problem
from lnrs_web.boundaries import limits, text
from lnrs_web.boundaries.features import references
from lnrs_web.boundaries.grid import to_national_grid
from lnrs_web.boundaries.parcels import LandRefused
from lnrs_web.boundaries.reading import read_land
from lnrs_web.editions.models import Edition
from lnrs_web.engagement.models import Location
from lnrs_web.engagement.models.activities import SHAPES
from lnrs_web.engagement.shaping import few, kind_of, shaped

FIELD = "drawn"
LETTERS = 200_000
DECIMALS = 8
"""Of a degree: about a millimetre."""
_NUMBERED = re.compile(r"\d+|(Point|Line|Area|Parcel) \d+( \(\d+\))?")
"""Names that nobody gave: the map's own, and the number of a feature."""


def read_drawn(written: str, edition: Edition | None) -> list[Location]:
    """The places of GeoJSON, as the map or anything else writes it, in its order. Areas are read as land is, in a
    process apart. Raises LandRefused with every problem."""
    if not written.strip():
        raise _refused("Nothing has been drawn.", "Draw it, or say where in another way.")
    if len(written) > LETTERS:
        raise _refused("It has too many corners.", "Simplify it, or upload it as a file.")
    try:
        given = text.features_of(written)
    except ValueError as error:
        raise _refused(f"{error}.", "Draw it again.") from None
    few(given.shapes, FIELD)
    names = references(given.columns, len(given.shapes))
    is_area = [one is None or kind_of(one) == "area" for one in given.shapes]
    areas = iter(_areas(written, is_area) if any(is_area) else [])
    others = iter(_others([one for one, area in zip(given.shapes, is_area, strict=True) if not area], given.system))
    shapes = [next(areas) if area else next(others) for area in is_area]
    made = [shaped(shape, edition, called=own_name(name)) for shape, name in zip(shapes, names, strict=True)]
    return list({(one.kind, one.wkb): one for one in made}.values())  # a finger that trembles draws a point twice


def own_name(name: str) -> str:
    """A name that somebody gave; nothing for one that was given for them."""
    return "" if _NUMBERED.fullmatch(name) else name


def _areas(written: str, is_area: Sequence[bool]) -> list[shapely.Geometry]:
    whole = json.loads(written)
    if whole["type"] == "FeatureCollection":
        features = [one for one, area in zip(whole["features"], is_area, strict=True) if area]
        written = json.dumps({**whole, "features": features})
    return [one.shape for one in read_land({"way": FIELD, FIELD: written}, {})]


def _others(shapes: list[shapely.Geometry], system: Any) -> list[shapely.Geometry]:
    if not shapes:
        return []
    if sum(shapely.get_num_coordinates(shapes)) > limits.CORNERS:
        raise _refused("It has too many corners.", "Simplify it.")
    if any(one.is_empty for one in shapes):
        raise _refused("One of the shapes has no place.", "Draw it again.")
    try:
        moved, _ = to_national_grid(shapes, system)
    except LandRefused as refused:
        raise LandRefused([Problem(FIELD, one.what, one.do) for one in refused.problems]) from None
    if not all(one.is_valid for one in moved):
        raise _refused("A line has two ends.", "Give it two places at least, or draw a point.")
    return moved


def _refused(what: str, do: str) -> LandRefused:
    return LandRefused([Problem(FIELD, what, do)])


def drawn_again(places: Iterable[Location]) -> str:
    """GeoJSON in longitudes and latitudes of places, to be drawn on; nothing where one of them was not given exactly
    or cannot be drawn."""
    places = list(places)
    if not places or not all(map(_can_be_drawn, places)):
        return ""
    return json.dumps({"type": "FeatureCollection", "features": [_feature(one) for one in places]})


def outline_of(polygon: Location) -> str:
    """A place of the local habitat map likewise, to be drawn where it should be."""
    return drawn_again([Location(kind="area", wkb=polygon.wkb)])


def _can_be_drawn(one: Location) -> bool:
    shape = one.shape
    if shape is None or one.precision_m or one.kind not in SHAPES:
        return False
    return shape.geom_type in ("Point", "LineString") or (shape.geom_type == "Polygon" and not shape.interiors)


def _feature(one: Location) -> dict[str, Any]:
    degrees = shapely.transform(one.shape, _to_degrees().transform, interleaved=False)
    rounded = shapely.transform(degrees, lambda corners: corners.round(DECIMALS))
    geometry = json.loads(shapely.to_geojson(rounded))
    return {"type": "Feature", "properties": {"ref": one.called} if one.called else {}, "geometry": geometry}


@cache
def _to_degrees() -> Transformer:
    return Transformer.from_crs(27700, 4326, always_xy=True)
