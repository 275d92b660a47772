"""The England edition as a STAC catalogue: a collection for each layer, an item for each area (STAC 1.0.0)."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyproj
import shapely

from lnrs.network.folder import Network
from lnrs.network.pairing import outline_of
from lnrs.network.storage import Store
from lnrs.network.taking_in import LAYERS
from lnrs.network.tasks import Found

VERSION = "1.0.0"
PARQUET = "application/vnd.apache.parquet"
SIMPLIFY_M = 500.0

TITLES = {
    "measures": "Places where potential measures are mapped",
    "important": "Areas of particular importance for biodiversity",
    "become": "Areas that could become of particular importance",
    "habitats": "Present habitat",
}


def write(store: Store, network: Network, taken: Mapping[str, Found]) -> None:
    """Write `stac/catalog.json`, a collection for each layer that any strategy has, and an item for each that does.

    Licences stay with the strategies: an item names the authority and the edition that its files are from.
    """
    layers = [layer for layer in LAYERS if any(found["rows"][layer] for found in taken.values())]
    items = [_item(store, network, layer, key, found) for layer in layers for key, found in taken.items()]
    items = [item for item in items if item["assets"]]
    for item in items:
        _put(store, f"stac/{item['collection']}/{item['id']}.json", item)
    for layer in layers:
        own = [item for item in items if item["collection"] == layer]
        _put(store, f"stac/{layer}/collection.json", _collection(network, layer, own))
    links = [_link("child", f"./{layer}/collection.json") for layer in layers]
    _put(store, "stac/catalog.json", _catalogue(network, [_link("root", "./catalog.json"), *links]))


def _item(store: Store, network: Network, layer: str, key: str, found: Found) -> dict[str, Any]:
    shape = _degrees(outline_of(store, int(key)).simplify(SIMPLIFY_M))
    facts = found["facts"]
    assets = {
        square: {
            "href": f"../../data/{layer}/lnrs_id={key}/square={square}/part.parquet",
            "type": PARQUET,
            "title": f"{TITLES[layer]}, {facts['name']}, {square}",
            "roles": ["data"],
        }
        for square in found["rows"][layer]
    }
    return {
        "type": "Feature",
        "stac_version": VERSION,
        "id": key,
        "collection": layer,
        "geometry": json.loads(shapely.to_geojson(shape)),
        "bbox": [round(edge, 6) for edge in shape.bounds],
        "properties": {
            "datetime": f"{facts['as_of'] or network.date.isoformat()}T00:00:00Z",
            "title": f"{TITLES[layer]}: {facts['name']}",
            "lnrs_id": int(key),
            "authority": facts["authority"],
            "edition": facts["identity"],
            "rows": sum(found["rows"][layer].values()),
        },
        "assets": assets,
        "links": [_link("collection", "./collection.json"), _link("root", "../catalog.json")],
    }


def _collection(network: Network, layer: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    boxes = np.array([item["bbox"] for item in items])
    whole = [*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist()]
    days = sorted(item["properties"]["datetime"] for item in items)
    return {
        "type": "Collection",
        "stac_version": VERSION,
        "id": layer,
        "title": f"{TITLES[layer]}: {network.name}",
        "description": f"{TITLES[layer]}, as GeoParquet by strategy area and 10 km square; items say whose.",
        "license": "other",
        "extent": {"spatial": {"bbox": [whole]}, "temporal": {"interval": [[days[0], days[-1]]]}},
        "links": [_link("root", "../catalog.json"), *(_link("item", f"./{item['id']}.json") for item in items)],
    }


def _catalogue(network: Network, links: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "type": "Catalog",
        "stac_version": VERSION,
        "id": "local-nature-recovery-network",
        "title": f"{network.name}: the network of {len(network.sources)} Local Nature Recovery Strategies",
        "description": f"Local Nature Recovery Strategies joined as of {network.date.isoformat()}.",
        "links": links,
    }


def _link(rel: str, href: str) -> dict[str, str]:
    return {"rel": rel, "href": href, "type": "application/json"}


def _degrees(shape: shapely.Geometry) -> shapely.Geometry:
    to_degrees = pyproj.Transformer.from_crs(27700, 4326, always_xy=True)
    return shapely.transform(shape, lambda xy: np.column_stack(to_degrees.transform(*xy.T)).round(6))


def _put(store: Store, name: str, content: Mapping[str, Any]) -> None:
    store.write(name, (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode())
