"""ArcGIS FeatureServer and MapServer layers.

The numbers of all wanted features are asked for first, then the features by number: pages stay the same however the
service sorts, and a page that comes short or proves too heavy is asked for again in smaller pieces. Source: ArcGIS REST
API, Query (Feature Service/Layer).
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from lnrs.layers.contract import Source
from lnrs.layers.fetch.order import Order
from lnrs.layers.fetch.pages import Harvest, open_part, page_file, read_page, save_page
from lnrs.layers.fetch.session import Line, Params, ask_json, failed
from lnrs.layers.store import Bounds

LARGEST_PAGE = 500
NATIONAL = "27700"


def fetch_arcgis(order: Order) -> Harvest:
    """Every feature that meets the bounds, in pages of Esri JSON in EPSG:27700.

    Raises FetchFailed where the service's count and its features differ, or it gives up.
    """
    line, source = order.line, order.source
    about = _told(line, source.url, {"f": "json"})
    wanted = _selection(source, order.bounds)
    numbers = _numbers(line, source, wanted)
    version = _last_change(about)
    size = max(1, min(int(about.get("maxRecordCount") or LARGEST_PAGE), LARGEST_PAGE))
    state = version or order.retrieved.isoformat()
    part = open_part(order, {"state": state, "numbers": numbers, "size": size, **wanted})
    pages: list[Path] = []
    rows = 0
    for start in range(0, len(numbers), size):
        order.progress(order.task, start / len(numbers))
        file = page_file(part, len(pages), "json")
        if not file.is_file():
            page = _page(line, source, _number_field(about), numbers[start : start + size])
            save_page(part, len(pages), json.dumps(page).encode())
        rows += len(read_page(file)["features"])
        pages.append(file)
    return Harvest(tuple(pages), rows, len(numbers), f"EPSG:{NATIONAL}", version)


def _selection(source: Source, bounds: Bounds | None) -> dict[str, str]:
    chosen = {"where": source.where or "1=1", "f": "json"}
    if bounds is not None:
        chosen |= {
            "geometry": ",".join(f"{edge:.2f}" for edge in bounds),
            "geometryType": "esriGeometryEnvelope",
            "inSR": NATIONAL,
            "spatialRel": "esriSpatialRelIntersects",
        }
    return chosen


def _numbers(line: Line, source: Source, wanted: dict[str, str]) -> list[int]:
    """Object numbers of all wanted features, in order, checked against the service's count."""
    url = f"{source.url}/query"
    told = _told(line, url, {**wanted, "returnIdsOnly": "true"}, form=True)
    numbers = sorted(int(number) for number in told.get("objectIds") or [])
    count = int(_told(line, url, {**wanted, "returnCountOnly": "true"}, form=True).get("count", -1))
    if count != len(numbers):
        what = f"says that it has {count} features and names {len(numbers)}."
        raise failed(url, what, "It may be changing just now: fetch again later.")
    return numbers


def _page(line: Line, source: Source, number_field: str, numbers: Sequence[int]) -> dict:
    """The features with these numbers, asked for in halves where the service cannot give them at once."""
    url = f"{source.url}/query"
    asked = {
        "objectIds": ",".join(map(str, numbers)),
        "outFields": ",".join(dict.fromkeys([number_field, *source.fields.values()])),
        "returnGeometry": "true",
        "outSR": NATIONAL,
        "f": "json",
    }
    got = ask_json(line, url, asked, form=True)
    if "error" in got and len(numbers) > 1:
        return _halves(line, source, number_field, numbers)
    if "error" in got:
        raise failed(url, f"cannot give feature {numbers[0]}: {_complaint(got)}.")
    _check_system(url, got)
    have = {int(feature["attributes"][number_field]) for feature in got["features"]}
    missing = [number for number in numbers if number not in have]
    if not missing:
        return got
    if not have or not got.get("exceededTransferLimit"):
        raise failed(url, f"left out {len(missing)} of {len(numbers)} features.", "Fetch again later.")
    return _joined(got, _page(line, source, number_field, missing))


def _halves(line: Line, source: Source, number_field: str, numbers: Sequence[int]) -> dict:
    middle = len(numbers) // 2
    first = _page(line, source, number_field, numbers[:middle])
    return _joined(first, _page(line, source, number_field, numbers[middle:]))


def _joined(first: dict, second: dict) -> dict:
    return {**first, "features": first["features"] + second["features"], "exceededTransferLimit": False}


def _check_system(url: str, got: dict) -> None:
    """Coordinates have to be in the system that was asked for; a table without geometry is in none."""
    system = got.get("spatialReference") or {}
    known = {str(system.get("latestWkid", "")), str(system.get("wkid", ""))}
    if any("geometry" in feature for feature in got["features"]) and NATIONAL not in known:
        raise failed(url, f"answered in coordinate system {system or 'unknown'}, not EPSG:{NATIONAL}.")


def _told(line: Line, url: str, params: Params, *, form: bool = False) -> dict:
    """A JSON answer that is not an error; ArcGIS wraps its errors in an answer of 200."""
    got = ask_json(line, url, params, form=form)
    if "error" in got:
        raise failed(url, f"answered with an error: {_complaint(got)}.", "Check the address and the columns.")
    return got


def _complaint(got: dict) -> str:
    error = got["error"] if isinstance(got["error"], dict) else {"message": got["error"]}
    return f"{error.get('code', '')} {error.get('message') or 'no reason given'}".strip()


def _number_field(about: dict) -> str:
    named = [field["name"] for field in about.get("fields", []) if field.get("type") == "esriFieldTypeOID"]
    return str(about.get("objectIdField") or (named or ["OBJECTID"])[0])


def _last_change(about: dict) -> str:
    """The day of the last change (ISO), as the service tells it in milliseconds."""
    stamp = (about.get("editingInfo") or {}).get("dataLastEditDate") or (about.get("editingInfo") or {}).get(
        "lastEditDate"
    )
    return datetime.fromtimestamp(int(stamp) / 1000, UTC).date().isoformat() if stamp else ""
