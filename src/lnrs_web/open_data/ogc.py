"""What OGC API - Features says of itself and of its collections, as plain values."""

from collections.abc import Callable
from typing import Any

from lnrs_web.open_data import licences
from lnrs_web.open_data.answers import GEOJSON, HTML, JSON, OPENAPI_JSON, SCHEMA_JSON
from lnrs_web.open_data.collections import Collection
from lnrs_web.open_data.crs import CRS84, GRID, OFFERED, accuracy_m, bounds_in
from lnrs_web.open_data.layers import bounds, schema_of

CLASSES = (
    *(f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{one}" for one in ("core", "geojson", "html", "oas30")),
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    *(
        f"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/{one}"
        for one in ("queryables", "queryables-query-parameters", "filter", "features-filter")
    ),
    *(
        f"http://www.opengis.net/spec/cql2/1.0/conf/{one}"
        for one in ("cql2-text", "cql2-json", "basic-cql2", "basic-spatial-functions", "basic-spatial-functions-plus")
    ),
)
"""What the site conforms to; each is tried in tests/web/test_open_data_conformance*.py."""

TITLE = "Local nature recovery strategies: open data"
WORDS = (
    "Every layer of the strategies that are published here: areas of particular importance for biodiversity, areas "
    "that could become so, and where potential measures are mapped and why. Editions never change."
)
Address = Callable[..., str]
"""The whole address of a page of open data: its name, the parts of its path, and what is asked of it."""
Link = dict[str, str]


def link(rel: str, href: str, media: str, title: str = "") -> Link:
    """A link as OGC API has it."""
    return {"rel": rel, "type": media, "href": href} | ({"title": title} if title else {})


def forms(address: Address, page: str, *parts: str, media: str = JSON, form: str = "json") -> list[Link]:
    """The links of a page to itself and to its other form."""
    json_link = (address(page, *parts, f="json"), media, "As JSON")
    html_link = (address(page, *parts, f="html"), HTML, "As a page")
    ours, other = (json_link, html_link) if form == "json" else (html_link, json_link)
    return [link("self", *ours), link("alternate", *other)]


def landing(address: Address, editions: list[Any]) -> dict[str, Any]:
    """The landing page."""
    return {
        "title": TITLE,
        "description": WORDS,
        "editions": [edition_of(one) for one in editions],
        "links": [
            *forms(address, "landing"),
            link("service-desc", address("api"), OPENAPI_JSON, "The definition of this interface (OpenAPI 3.0)"),
            link("service-doc", address("api", f="html"), HTML, "The same to read"),
            link("conformance", address("conformance"), JSON, "What this interface conforms to"),
            link("data", address("collections"), JSON, "The collections"),
        ],
    }


def edition_of(edition: Any) -> dict[str, Any]:
    """An edition, as every answer names it."""
    return {
        "identity": edition.identity,
        "name": edition.name,
        "status": edition.status,
        "as_of": edition.as_of.isoformat(),
        "area": edition.area.name,
        "invented": edition.invented,
    }


def about(collection: Collection) -> dict[str, Any]:
    """The edition and the credit that every answer with features has."""
    sources = licences.sources_of(collection.edition, collection.layer.file)
    return {"edition": edition_of(collection.edition), "attribution": licences.attribution_of(sources)}


def licence_links(collection: Collection) -> list[Link]:
    """A link to each licence of what a collection is made from."""
    found = licences.licences_of(licences.sources_of(collection.edition, collection.layer.file))
    return [link("license", url, HTML, name) for name, url in found.items() if url]


def collection(address: Address, one: Collection) -> dict[str, Any]:
    """The description of a collection."""
    layer, as_of = one.layer, one.edition.as_of.isoformat()
    box = bounds(one.edition, layer)
    return {
        "id": one.name,
        "title": one.title,
        "description": f"{layer.words} Coordinates in degrees are known to about {accuracy_m():g} m; for exact "
        f"ones ask for {GRID.uri}.",
        **about(one),
        "itemType": "feature",
        "crs": list(OFFERED),
        "storageCrs": GRID.uri,
        "extent": {
            **({"spatial": {"bbox": [bounds_in(box, CRS84)], "crs": CRS84.uri}} if box else {}),
            "temporal": {
                "interval": [[f"{as_of}T00:00:00Z", f"{as_of}T23:59:59Z"]],
                "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
            },
        },
        "links": [
            *forms(address, "collection", one.name),
            link("items", address("items", one.name, f="json"), GEOJSON, "Its features as GeoJSON"),
            link("items", address("items", one.name, f="html"), HTML, "Its features as pages"),
            link(
                "http://www.opengis.net/def/rel/ogc/1.0/queryables",
                address("queryables", one.name, f="json"),
                SCHEMA_JSON,
                "What can be asked of it",
            ),
            *licence_links(one),
            link("canonical", address("collection", one.lasting_name), JSON, "The same for ever"),
            link("latest-version", address("collection", one.current_name), JSON, "The same in the current edition"),
        ],
    }


def queryables(address: Address, one: Collection) -> dict[str, Any]:
    """What can be asked of a collection, as a JSON Schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address("queryables", one.name),
        "type": "object",
        "title": one.title,
        "description": "Each can be used in a filter, and all but the geometry as a parameter of its own name.",
        "properties": schema_of(one.layer),
        "additionalProperties": False,
        "x-edition": edition_of(one.edition),
    }
