"""Public services that strategies are published at: ArcGIS feature services and planning.data.gov.uk.

Pages come through `lnrs.layers.fetch` into a folder of our own, and are then read like any file.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from shapely.geometry.base import BaseGeometry

from lnrs.layers.contract import Source as Service
from lnrs.layers.fetch.arcgis import fetch_arcgis
from lnrs.layers.fetch.order import Order
from lnrs.layers.fetch.pages import Harvest, kept_pages, read_page
from lnrs.layers.fetch.planning_data import fetch_planning_data
from lnrs.layers.fetch.session import Line, ask_json, failed
from lnrs.layers.progress import Progress
from lnrs.layers.store import Bounds
from lnrs.network.published.note import Note
from lnrs.network.published.tables import Table, tables_in

PLANNING_HOST = "planning.data.gov.uk"
DATASET = "local-nature-recovery-strategy"
"""The data set of planning.data.gov.uk, as its specification names it (digital-land/specification)."""
SPARE_M = 1_000.0
"""Around an outline, when a service is asked for what meets its box."""


@dataclass(frozen=True)
class Asking:
    """How services are asked."""

    line: Line
    folder: Path
    """Where pages are kept."""
    retrieved: date
    outline: BaseGeometry | None
    progress: Progress

    @property
    def bounds(self) -> Bounds | None:
        """The box that is asked for; None for everything."""
        if self.outline is None:
            return None
        west, south, east, north = self.outline.bounds
        return west - SPARE_M, south - SPARE_M, east + SPARE_M, north + SPARE_M

    def order(self, service: Service, name: str) -> Order:
        """The order of all that a service has within the box."""
        return Order(self.line, service, self.bounds, self.folder, name, self.retrieved, self.progress)


@dataclass(frozen=True)
class Fetched:
    """The tables of a service, what is to be told of them, and their fingerprint."""

    tables: tuple[Table, ...]
    notes: tuple[Note, ...]
    identity: str
    as_of: str


def is_arcgis(address: str) -> bool:
    """Whether an address is a feature or map service, or a layer of one."""
    return re.search(r"/(Feature|Map)Server(/\d+)?/?$", urlsplit(address).path, re.IGNORECASE) is not None


def is_planning_data(address: str) -> bool:
    """Whether an address is one of planning.data.gov.uk, or of a server with its pages."""
    parts = urlsplit(address)
    return (parts.hostname or "").endswith(PLANNING_HOST) or parts.path.endswith(("/entity.geojson", "/entity.json"))


def from_arcgis(address: str, asking: Asking) -> Fetched:
    """Every layer and table of a feature service, or the one that is named. Raises FetchFailed."""
    parts = urlsplit(address)
    url = urlunsplit(parts._replace(path=parts.path.rstrip("/"), query="", fragment=""))
    about = _told(asking.line, url)
    if re.search(r"/\d+$", parts.path.rstrip("/")):
        addresses = [url]
    else:
        addresses = [f"{url}/{one['id']}" for one in (*about.get("layers", ()), *about.get("tables", ()))]
        if not addresses:
            raise failed(url, "has no layers.", "Check the address.")
    tables, harvests = [], []
    for one in addresses:
        table, harvest = _arcgis_layer(one, asking)
        tables += [table] if table else []
        harvests.append(harvest)
    notes = _box_note(url, asking)
    return Fetched(tuple(tables), notes, _identity(harvests), max(one.version for one in harvests))


def _arcgis_layer(url: str, asking: Asking) -> tuple[Table | None, Harvest]:
    about = _told(asking.line, url)
    names = [str(field["name"]) for field in about.get("fields", ())]
    service = Service("arcgis", url, fields={name: name for name in names})
    harvest = fetch_arcgis(asking.order(service, f"layer-{urlsplit(url).path.rpartition('/')[2]}"))
    return _joined(harvest, str(about.get("name") or url.rpartition("/")[2]), url), harvest


def from_planning_data(address: str, asking: Asking) -> Fetched:
    """The entities of the data set, or of the one in the address's `dataset=`; ended ones are told of.

    Raises FetchFailed.
    """
    parts = urlsplit(address)
    dataset = dict(parse_qsl(parts.query)).get("dataset", DATASET)
    url = urlunsplit(parts._replace(path="/entity.geojson", query="", fragment=""))
    order = asking.order(Service("planning-data", url, layer=dataset), "entities")
    harvest = fetch_planning_data(order)
    if harvest.promised is not None and harvest.promised != harvest.rows:
        what = f"says that it has {harvest.promised} entities and gave {harvest.rows}."
        raise failed(url, what, "It may be changing just now: read it again later.")
    table = _joined(harvest, dataset, url)
    notes = (*_box_note(url, asking), *_ended(harvest, url, asking.retrieved))
    return Fetched((table,) if table else (), notes, _identity([harvest]), harvest.version)


def _ended(harvest: Harvest, url: str, on: date) -> list[Note]:
    """Entities that had ended by the day; the pages as they came lie beside what is current."""
    pages = kept_pages(harvest.pages[0].parent)
    told = []
    for feature in (feature for page in pages for feature in read_page(page)["features"]):
        ended = str(feature["properties"].get("end-date") or "")
        if ended and ended <= on.isoformat():
            says = f"entity {feature['properties'].get('entity')} ended on {ended}, and is not read"
            told.append(Note(url, None, "left_out", says))
    return told


def _joined(harvest: Harvest, name: str, url: str) -> Table | None:
    """The pages of a harvest as one table; None where nothing came."""
    filled = [page for page in harvest.pages if read_page(page)["features"]]
    if not filled:
        return None
    first, *others = (tables_in(page, url)[0] for page in filled)
    fields = {field: kind for one in (*others, first) for field, kind in zip(one.fields, one.kinds, strict=True)}
    return replace(
        first,
        name=name,
        files=tuple(filled),
        layer=None,
        fields=tuple(fields),
        kinds=tuple(fields.values()),
        rows=first.rows + sum(one.rows for one in others),
    )


def _identity(harvests: list[Harvest]) -> str:
    """Of the features as they came, whatever the pages."""
    whole = hashlib.sha256()
    for page in (page for harvest in harvests for page in harvest.pages):
        for feature in read_page(page)["features"]:
            whole.update(json.dumps(feature, sort_keys=True).encode())
    return f"sha256-{whole.hexdigest()[:12]}"


def _box_note(url: str, asking: Asking) -> tuple[Note, ...]:
    if asking.bounds is None:
        return ()
    says = f"only what meets the box of the strategy area, and {SPARE_M:g} m around it, was asked for"
    return (Note(url, None, "left_out", says),)


def _told(line: Line, url: str) -> Mapping:
    told = ask_json(line, url, {"f": "json"})
    if "error" in told:
        raise failed(url, f"answered with an error: {told['error']}.", "Check the address.")
    return told
