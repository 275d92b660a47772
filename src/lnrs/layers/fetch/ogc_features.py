"""OGC API - Features: a collection page by page. Source: OGC 17-069r4 (Part 1) and OGC 18-058r1 (Part 2, CRS)."""

from pathlib import Path

from lnrs.layers.fetch.linked import first_page, follow
from lnrs.layers.fetch.order import Order
from lnrs.layers.fetch.pages import Harvest, open_part, read_page
from lnrs.layers.fetch.session import ask_json
from lnrs.layers.projection import WGS84, bounds_in
from lnrs.layers.store import Bounds

PAGE = 1000
NATIONAL_URI = "http://www.opengis.net/def/crs/EPSG/0/27700"


def fetch_ogc_features(order: Order) -> Harvest:
    """Every feature that meets the bounds; the source's address is the collection's.

    The National Grid is asked for where the service offers it, WGS 84 otherwise. Raises FetchFailed.
    """
    url = order.source.url
    about = ask_json(order.line, url, {"f": "json"})
    national = NATIONAL_URI in about.get("crs", [])
    params: dict[str, str | int] = {"f": "json", "limit": PAGE}
    if order.bounds is not None:
        params["bbox"] = ",".join(f"{degree:.6f}" for degree in degrees_around(order.bounds))
    if national:
        params["crs"] = NATIONAL_URI
    part = open_part(order, {"state": order.retrieved.isoformat(), **params})
    promised = _promised(order, params, part)
    pages = follow(order, f"{url}/items", params, part, _next, promised)
    rows = sum(len(read_page(page)["features"]) for page in pages)
    return Harvest(tuple(pages), rows, promised, "EPSG:27700" if national else "EPSG:4326", _version(about))


def degrees_around(bounds: Bounds) -> tuple[float, float, float, float]:
    """West, south, east and north in degrees (WGS 84) of a box around bounds in metres, with 20 m to spare."""
    return bounds_in(bounds, WGS84, 20.0)


def _promised(order: Order, params: dict[str, str | int], part: Path) -> int | None:
    """How many features the service says it has: asked of a page of one, or read from the page that was kept."""
    told = first_page(part) or ask_json(order.line, f"{order.source.url}/items", {**params, "limit": 1})
    matched = told.get("numberMatched")
    return int(matched) if isinstance(matched, int) else None


def _next(page: dict) -> str:
    return next((link.get("href", "") for link in page.get("links", []) if link.get("rel") == "next"), "")


def _version(about: dict) -> str:
    return str(about.get("updated") or about.get("modified") or "")[:10]
