"""The definition of OGC API - Features in OpenAPI 3.0, with every collection of the current editions by its name."""

from collections.abc import Iterable
from typing import Any

from lnrs_web.open_data import ogc
from lnrs_web.open_data.answers import GEOJSON, HTML, JSON, OPENAPI_JSON, PROBLEM, SCHEMA_JSON
from lnrs_web.open_data.asked import FEWEST, LANGUAGES, MOST, USUAL
from lnrs_web.open_data.collections import Collection
from lnrs_web.open_data.crs import CRS84, OFFERED
from lnrs_web.open_data.layers import Field

_TEXT: dict[str, Any] = {"type": "string"}


def definition(root: str, collections: Iterable[Collection]) -> dict[str, Any]:
    """The whole definition; `root` is the address of the landing page."""
    paths = {
        "/": _get("landing", "The landing page", "landing", JSON),
        "/conformance": _get("conformance", "What this conforms to", "conformance", JSON),
        "/collections": _get("collections", "Every collection of the current editions", "collections", JSON),
        "/api": _get("api", "This definition", "object", OPENAPI_JSON),
    }
    for one in collections:
        paths |= _paths(one)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": ogc.TITLE,
            "version": "1.0.0",
            "description": f"{ogc.WORDS} Each collection is also to be had under the lasting name of its edition, and "
            "every older edition under its own.",
        },
        "servers": [{"url": root.rstrip("/")}],
        "paths": paths,
        "components": {"parameters": _parameters(), "responses": _responses(), "schemas": _SCHEMAS},
    }


def _paths(one: Collection) -> dict[str, Any]:
    at, name = f"/collections/{one.name}", one.name
    asked = (
        "limit",
        "offset",
        "bbox",
        "bbox-crs",
        "crs",
        "datetime",
        "properties",
        "filter",
        "filter-lang",
        "filter-crs",
    )
    by_name = [_by_name(field) for field in one.layer.queryables.values()]
    feature = {
        "name": "featureId",
        "in": "path",
        "required": True,
        "description": one.layer.id_field.words,
        "schema": _TEXT if one.layer.id_field.kind == "string" else {"type": "integer"},
    }
    return {
        at: _get(f"{name}.describe", one.title, "collection", JSON, missing=True),
        f"{at}/queryables": _get(f"{name}.queryables", "What can be asked of it", "object", SCHEMA_JSON, missing=True),
        f"{at}/items": _get(
            f"{name}.items", "Its features", "featureCollection", GEOJSON, *asked, more=by_name, missing=True
        ),
        f"{at}/items/{{featureId}}": _get(
            f"{name}.item", "One feature", "feature", GEOJSON, "crs", more=[feature], missing=True
        ),
    }


def _by_name(field: Field) -> dict[str, Any]:
    kind = {"type": "string", "format": "date"} if field.kind == "date" else {"type": field.kind}
    return {"name": field.name, "in": "query", "required": False, "description": field.words, "schema": kind}


def _get(
    operation: str,
    words: str,
    schema: str,
    media: str,
    *parameters: str,
    more: Iterable[dict[str, Any]] = (),
    missing: bool = False,
) -> dict[str, Any]:
    content = {media: {"schema": {"$ref": f"#/components/schemas/{schema}"}}, HTML: {"schema": _TEXT}}
    wrong = {"400": {"$ref": "#/components/responses/refused"}, "406": {"$ref": "#/components/responses/refused"}}
    if missing:
        wrong["404"] = {"$ref": "#/components/responses/missing"}
    named = [{"$ref": f"#/components/parameters/{name}"} for name in (*parameters, "f")]
    responses = {"200": {"description": words, "content": content}, **wrong}
    return {"get": {"operationId": operation, "summary": words, "parameters": [*named, *more], "responses": responses}}


def _parameters() -> dict[str, Any]:
    crs = {"type": "string", "format": "uri", "enum": list(OFFERED), "default": CRS84.uri}
    number = {"type": "number"}
    box = {"type": "array", "items": number, "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}]}
    limit = {"type": "integer", "minimum": FEWEST, "maximum": MOST, "default": USUAL}
    listed: dict[str, tuple[str, dict[str, Any]]] = {
        "f": (
            "The form of the answer; otherwise the Accept header decides",
            {"type": "string", "enum": ["json", "html"]},
        ),
        "limit": (f"Features of a page; more than {MOST:,} are taken as so many", limit),
        "offset": ("Features to leave out first", {"type": "integer", "minimum": 0, "default": 0}),
        "bbox": ("Features that meet this box; heights are left out of account", box),
        "bbox-crs": ("The coordinate system of bbox", crs),
        "crs": ("The coordinate system of the answer", crs),
        "datetime": ("All features if it holds the day at which the edition's data was read, or else none", _TEXT),
        "properties": ("Names of the properties to be given", {"type": "array", "items": _TEXT}),
        "filter": ("A condition in CQL2: Basic CQL2, and S_INTERSECTS with any shape", _TEXT),
        "filter-lang": (
            "How the filter is written",
            {"type": "string", "enum": list(LANGUAGES), "default": LANGUAGES[0]},
        ),
        "filter-crs": ("The coordinate system of shapes in the filter", crs),
    }
    lists = {"style": "form", "explode": False}
    return {
        name: {"name": name, "in": "query", "required": False, "description": words, "schema": schema}
        | (lists if schema.get("type") == "array" else {})
        for name, (words, schema) in listed.items()
    }


def _responses() -> dict[str, Any]:
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/problem"}}, HTML: {"schema": _TEXT}}
    return {
        "refused": {"description": "What was asked cannot be answered: every reason", "content": content},
        "missing": {"description": "There is nothing at this address", "content": content},
    }


def _object(required: Iterable[str] = (), **properties: Any) -> dict[str, Any]:
    needed = list(required)
    return {"type": "object", "properties": properties} | ({"required": needed} if needed else {})


def _list(of: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{of}"}}


_EDITION = {"$ref": "#/components/schemas/edition"}
_SCHEMAS: dict[str, Any] = {
    "object": {"type": "object"},
    "link": _object(("href", "rel"), href=_TEXT, rel=_TEXT, type=_TEXT, title=_TEXT),
    "edition": _object(
        ("identity", "name", "as_of"),
        **dict.fromkeys(("identity", "name", "status", "as_of", "area"), _TEXT),
        invented={"type": "boolean"},
    ),
    "landing": _object(("links",), title=_TEXT, description=_TEXT, editions=_list("edition"), links=_list("link")),
    "conformance": _object(("conformsTo",), conformsTo={"type": "array", "items": _TEXT}),
    "collections": _object(("links", "collections"), links=_list("link"), collections=_list("collection")),
    "collection": _object(
        ("id", "links"),
        **dict.fromkeys(("id", "title", "description", "attribution", "itemType", "storageCrs"), _TEXT),
        edition=_EDITION,
        extent={"type": "object"},
        crs={"type": "array", "items": _TEXT},
        links=_list("link"),
    ),
    "featureCollection": _object(
        ("type", "features"),
        type={"type": "string", "enum": ["FeatureCollection"]},
        features=_list("feature"),
        links=_list("link"),
        numberMatched={"type": "integer", "minimum": 0},
        numberReturned={"type": "integer", "minimum": 0},
        attribution=_TEXT,
        edition=_EDITION,
    ),
    "feature": _object(
        ("type", "geometry", "properties"),
        type={"type": "string", "enum": ["Feature"]},
        id={"oneOf": [_TEXT, {"type": "integer"}]},
        geometry={"type": "object"},
        properties={"type": "object"},
        links=_list("link"),
    ),
    "problem": _object(
        ("title", "status", "problems"),
        type=_TEXT,
        title=_TEXT,
        status={"type": "integer"},
        detail=_TEXT,
        problems={"type": "array", "items": _object(("detail",), parameter=_TEXT, detail=_TEXT)},
    ),
}
