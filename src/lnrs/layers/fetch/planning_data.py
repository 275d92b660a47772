"""planning.data.gov.uk: the entities of a data set. Source: its API documentation, Entity search (entity.geojson)."""

import json
from datetime import date
from urllib.parse import urlsplit, urlunsplit

from lnrs.layers.fetch.linked import follow
from lnrs.layers.fetch.ogc_features import degrees_around
from lnrs.layers.fetch.order import Order
from lnrs.layers.fetch.pages import Harvest, open_part, read_page
from lnrs.layers.fetch.session import ask_json
from lnrs.layers.writing import write_bytes

PAGE = 500
"""The most that one answer holds."""


def fetch_planning_data(order: Order) -> Harvest:
    """Every entity of the source's data set that meets the bounds and has not ended by the day of retrieval.

    Raises FetchFailed.
    """
    url = order.source.url
    params: dict[str, str | int] = {"dataset": order.source.layer, "limit": PAGE}
    if order.bounds is not None:
        params |= {"geometry": box_wkt(degrees_around(order.bounds)), "geometry_relation": "intersects"}
    part = open_part(order, {"state": order.retrieved.isoformat(), **params})
    told = ask_json(order.line, _counting(url), {**params, "limit": 1})
    promised = int(told["count"]) if "count" in told else None
    pages = follow(order, url, params, part, _next, promised)
    features = [feature for page in pages for feature in read_page(page)["features"]]
    current = [feature for feature in features if _is_current(feature["properties"], order.retrieved)]
    collected = part / "current.json"
    write_bytes(collected, json.dumps({"type": "FeatureCollection", "features": current}).encode())
    version = max((str(feature["properties"].get("entry-date", "")) for feature in current), default="")
    return Harvest((collected,), len(features), promised, "EPSG:4326", version)


def box_wkt(box: tuple[float, float, float, float]) -> str:
    """A box of degrees as the WKT of a polygon."""
    west, south, east, north = (f"{edge:.6f}" for edge in box)
    corners = (west, south), (east, south), (east, north), (west, north), (west, south)
    return f"POLYGON(({', '.join(' '.join(corner) for corner in corners)}))"


def _counting(url: str) -> str:
    """The address that tells the count: entity.json beside entity.geojson."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=parts.path.removesuffix(".geojson") + ".json"))


def _next(page: dict) -> str:
    return str((page.get("links") or {}).get("next") or "")


def _is_current(properties: dict, on: date) -> bool:
    ended = str(properties.get("end-date") or "")
    return not ended or ended > on.isoformat()
