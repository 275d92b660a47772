"""KML: its placemarks with an area, their names and their data. No document type, so that no entity can grow or reach
out; links to other files are not followed."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

import shapely

from lnrs_web.boundaries.features import Features
from lnrs_web.boundaries.text import DEGREES


def features_of(data: bytes) -> Features:
    """What a KML file holds.

    Raises ValueError, in words for the person.
    """
    _without_document_type(data)
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise ValueError("It is not KML: it cannot be read as XML") from error
    if _name(root) != "kml":
        raise ValueError("It is XML, and not KML")
    marks = list(_all(root, "Placemark"))
    rows = [_columns(mark) for mark in marks]
    names = dict.fromkeys(name for row in rows for name in row)
    columns: dict[str, list[Any]] = {name: [row.get(name) for row in rows] for name in names}
    return Features([_shape(mark) for mark in marks], columns, DEGREES)


def _without_document_type(data: bytes) -> None:
    def refuse(*_: Any) -> None:
        raise ValueError("It has a document type declaration, which no KML needs")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError("It is not KML: it cannot be read as XML") from error


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _all(element: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (one for one in element.iter() if _name(one) == name)


def _columns(mark: ElementTree.Element) -> dict[str, str]:
    """The placemark's own data, and its name."""
    row = {one.get("name", ""): one.text or "" for one in _all(mark, "SimpleData")}
    for one in _all(mark, "Data"):
        row[one.get("name", "")] = next((value.text or "" for value in _all(one, "value")), "")
    name = next((one.text or "" for one in mark if _name(one) == "name"), "")
    return row | ({"name": name} if name else {})


def _shape(mark: ElementTree.Element) -> shapely.Geometry | None:
    polygons = [_polygon(one) for one in _all(mark, "Polygon")]
    if len(polygons) == 1:
        return polygons[0]
    if polygons:
        return shapely.MultiPolygon(polygons)
    return next((stand_in for kind, stand_in in _NO_AREA if next(_all(mark, kind), None) is not None), None)


_NO_AREA = (("LineString", shapely.LineString([(0, 51), (1, 51)])), ("Point", shapely.Point(0, 51)))
"""What stands for a placemark without an area: it is only said to be none."""


def _polygon(element: ElementTree.Element) -> shapely.Polygon:
    outer = [ring for edge in _all(element, "outerBoundaryIs") for ring in _all(edge, "coordinates")]
    inner = [ring for edge in _all(element, "innerBoundaryIs") for ring in _all(edge, "coordinates")]
    if not outer:
        return shapely.Polygon()
    return shapely.Polygon(_corners(outer[0]), [_corners(ring) for ring in inner])


def _corners(ring: ElementTree.Element) -> list[tuple[float, float]]:
    try:
        corners = [tuple(map(float, corner.split(",")[:2])) for corner in (ring.text or "").split()]
        if len(corners) < 3 or any(len(corner) != 2 for corner in corners):
            raise ValueError
    except ValueError as error:
        raise ValueError("It is not KML: the corners of an area cannot be read") from error
    return corners  # type: ignore[return-value]
