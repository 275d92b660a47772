"""Open data as a program meets it: answers as plain values, and the plain meaning of what is asked of features."""

import json
from typing import Any
from urllib.parse import urlencode

import numpy as np
import shapely
from django.test import Client
from pyproj import Transformer

AREA = "kent-and-medway"
OGC = "/ogc/collections/"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GRID, WGS84, MERCATOR = (f"http://www.opengis.net/def/crs/EPSG/0/{code}" for code in (27700, 4326, 3857))
LAYERS = ("important", "become", "measures", "districts", "parishes", "wards", "constituencies", "area")


def body(response: Any) -> bytes:
    """What was sent."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def get(client: Client, address: str, status: int = 200, /, **asked: Any) -> Any:
    """The JSON at an address; `asked` are parameters, an underscore standing for a dash."""
    query = urlencode({name.replace("_", "-") if name in DASHED else name: value for name, value in asked.items()})
    response = client.get(f"{address}?{query}" if query else address)
    text = body(response)
    assert response.status_code == status, (address, asked, text[:500])
    return json.loads(text)


DASHED = ("bbox_crs", "filter_crs", "filter_lang")


def items(client: Client, layer: str, **asked: Any) -> Any:
    """A page of the features of a layer of the current edition."""
    return get(client, f"{OGC}{AREA}.{layer}/items", **asked)


def every(client: Client, layer: str, **asked: Any) -> list[dict[str, Any]]:
    """All features of a layer, by following the links to the next page."""
    page, found = items(client, layer, **asked), []
    while True:
        found += page["features"]
        ahead = [link["href"] for link in page["links"] if link["rel"] == "next"]
        if not ahead:
            return found
        page = get(client, ahead[0].removeprefix("http://testserver"))


def shape_of(feature: dict[str, Any]) -> shapely.Geometry:
    """The shape of a feature in the coordinates that it is given in."""
    return shapely.from_geojson(json.dumps(feature["geometry"]))


def from_grid(shape: shapely.Geometry, code: str = "OGC:CRS84") -> shapely.Geometry:
    """A shape of the National Grid in another system, its x first."""
    way = Transformer.from_crs("EPSG:27700", code, always_xy=True)
    return shapely.transform(shape, lambda xy: np.column_stack(way.transform(xy[:, 0], xy[:, 1])))
