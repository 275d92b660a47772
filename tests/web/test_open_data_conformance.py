"""The abstract test suites of OGC API - Features Part 1 (annex A), Part 2 and Part 3, put to every collection that the
site offers, from one landing page on and by the links alone."""

import json
from typing import Any

import jsonschema
import openapi_spec_validator
import pytest
import shapely
from django.test import Client

from .open_data import AREA, CRS84, GRID, LAYERS, MERCATOR, OGC, WGS84, body, every, from_grid, get, items, shape_of
from .published import Page, publish, publish_later

pytestmark = pytest.mark.django_db
FEATURES = "http://www.opengis.net/spec/ogcapi-features-"


@pytest.fixture(autouse=True)
def _published() -> None:
    publish(with_birds=True)


def links(content: Any, rel: str, media: str = "") -> list[str]:
    """Where the links of a relation lead, as paths."""
    found = [one for one in content["links"] if one["rel"] == rel and media in one.get("type", "")]
    return [one["href"].removeprefix("http://testserver") for one in found]


def collections(client: Client) -> list[Any]:
    return get(client, links(get(client, "/ogc/"), "data")[0])["collections"]


# --- Part 1, A.2.1 and A.2.2: landing page, definition, conformance


def test_the_landing_page_links_to_the_definition_the_conformance_and_the_data(client: Client) -> None:
    landing = get(client, "/ogc/")
    for rel in ("self", "alternate", "service-desc", "service-doc", "conformance", "data"):
        assert links(landing, rel), rel
        for address in links(landing, rel):
            assert client.get(address).status_code == 200, address


def test_the_definition_is_openapi_3_0_and_has_every_address(client: Client) -> None:
    response = client.get(links(get(client, "/ogc/"), "service-desc")[0])
    assert response["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    definition = json.loads(body(response))
    assert definition["openapi"].startswith("3.0")
    openapi_spec_validator.validate(definition)
    for one in collections(client):
        for end in ("", "/queryables", "/items", "/items/{featureId}"):
            assert f"/collections/{one['id']}{end}" in definition["paths"]


def test_every_parameter_of_the_definition_is_taken_and_none_besides(client: Client) -> None:
    definition = get(client, "/ogc/api")
    known = definition["components"]["parameters"]
    good = {"limit": "2", "offset": "1", "bbox": "0,50,2,52", "filter": "TRUE", "filter-lang": "cql2-text", "f": "json"}
    good |= {"datetime": "2026-10-01", "as_of": "2026-10-01"}
    good |= dict.fromkeys(("crs", "bbox-crs", "filter-crs"), CRS84)
    for one in collections(client):
        operation = definition["paths"][f"/collections/{one['id']}/items"]["get"]
        full = [known[p["$ref"].rpartition("/")[2]] if "$ref" in p else p for p in operation["parameters"]]
        for parameter in full:
            kind = parameter["schema"].get("type")
            value = good.get(parameter["name"], "" if parameter["name"] == "properties" else "1")
            assert kind in ("string", "integer", "number", "array"), parameter
            get(client, f"{OGC}{one['id']}/items", **{parameter["name"]: value})
        get(client, f"{OGC}{one['id']}/items", 400, nothing_of_ours="1")


def test_what_is_conformed_to_is_declared(client: Client) -> None:
    declared = get(client, links(get(client, "/ogc/"), "conformance")[0])["conformsTo"]
    for one in ("core", "geojson", "html", "oas30"):
        assert f"{FEATURES}1/1.0/conf/{one}" in declared
    assert f"{FEATURES}2/1.0/conf/crs" in declared
    assert f"{FEATURES}3/1.0/conf/filter" in declared
    assert "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2" in declared


# --- A.2.3: collections


def test_every_layer_of_the_current_edition_is_a_collection(client: Client) -> None:
    found = collections(client)
    assert [one["id"] for one in found] == [f"{AREA}.{layer}" for layer in LAYERS]
    for one in found:
        assert one["itemType"] == "feature"
        assert links(one, "items", "application/geo+json")
        assert links(one, "items", "text/html")
        assert all(link.startswith("https://") for link in links(one, "license"))
        assert links(one, "license")
        west, south, east, north = one["extent"]["spatial"]["bbox"][0]
        assert -1 < west < east < 2
        assert 50 < south < north < 52
        assert one["extent"]["temporal"]["interval"] == [["2026-10-01T00:00:00Z", "2026-10-01T23:59:59Z"]]
        assert get(client, links(one, "self")[0]) == one
        assert one["attribution"]
        assert one["edition"]["as_of"] == "2026-10-01"


# --- A.2.4 and A.2.5: items


def test_items_are_geojson_that_says_how_many_there_are(client: Client) -> None:
    for one in collections(client):
        address = links(one, "items", "application/geo+json")[0]
        response = client.get(address)
        assert response["Content-Type"] == "application/geo+json"
        page = json.loads(body(response))
        assert page["type"] == "FeatureCollection"
        assert page["numberReturned"] == len(page["features"]) <= page["numberMatched"]
        assert links(page, "self")
        assert links(page, "alternate", "text/html")
        for feature in page["features"][:3]:
            assert feature["type"] == "Feature"
            assert shape_of(feature).is_valid
            alone = get(client, f"{OGC}{one['id']}/items/{feature['id']}")
            assert {name: alone[name] for name in feature} == feature
            assert links(alone, "self")
            assert links(alone, "alternate")
            assert links(alone, "collection")


@pytest.mark.parametrize(
    ("asked", "most"),
    [({}, 100), ({"limit": 1}, 1), ({"limit": 7}, 7), ({"limit": 10_000}, 10_000), ({"limit": 99_999}, 10_000)],
)
def test_a_page_has_as_many_as_are_asked_for_and_no_error_for_too_many(client: Client, asked: Any, most: int) -> None:
    page = items(client, "measures", **asked)
    assert page["numberReturned"] == min(most, page["numberMatched"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("limit", value) for value in ("0", "-1", "x", "1.5", "", "٣", "9" * 40)),
        *(("offset", value) for value in ("-1", "x")),
        *(("bbox", value) for value in ("", "1", "0,50,2", "0,50,1,51,2", "a,b,c,d", "0,52,2,50", "nan,50,2,52")),
        *(("bbox", value) for value in ("0,50,2,inf", "0,-100,2,52", "0,50,9,2,52,1", "181,50,2,52")),
        *(("datetime", value) for value in ("", "yesterday", "2026-13-01", "2026-10-01T10:00:00", "../..", "a/b")),
        *(("datetime", value) for value in ("2026-10-02/2026-10-01", "2026-01-01/2026-01-02/2026-01-03", "2026")),
        *((name, "EPSG:27700") for name in ("crs", "bbox-crs", "filter-crs")),
        *(("properties", "nothing"), ("f", "xml"), ("nothing", "1"), ("filter-lang", "sql"), ("score", "x")),
        *(("as_of", "yesterday"), ("pm_loc_id", "1.5"), ("score", "nan"), ("measure", "\x00")),
    ],
)
def test_what_cannot_be_is_refused_with_its_name(client: Client, name: str, value: str) -> None:
    wrong = get(client, f"{OGC}{AREA}.measures/items", 400, **{name: value})
    assert [one["parameter"] for one in wrong["problems"]] == [name], wrong
    assert (wrong["status"], wrong["title"]) == (400, "Bad Request")


def test_everything_that_is_wrong_is_told_at_once(client: Client) -> None:
    response = client.get(f"{OGC}{AREA}.measures/items?limit=x&bbox=1&nothing=1&filter=a")
    assert response["Content-Type"] == "application/problem+json"
    told = {one["parameter"] for one in json.loads(response.content)["problems"]}
    assert told == {"limit", "bbox", "nothing", "filter"}


@pytest.mark.parametrize(
    ("asked", "is_in"),
    [
        *((value, True) for value in ("2026-10-01", "2026-10-01T12:00:00Z", "../2026-10-01", "2026-10-01/..")),
        *((value, True) for value in ("2026-01-01/2027-01-01", "/2026-12-31", "2026-10-02T00:30:00+01:00")),
        *(
            (value, False)
            for value in ("2026-10-02", "2026-10-02/..", "../2026-09-30", "2025-01-01/2026-09-30T23:59:59Z")
        ),
    ],
)
def test_a_day_asks_for_what_was_known_on_it(client: Client, asked: str, is_in: bool) -> None:
    assert bool(items(client, "measures", datetime=asked)["numberMatched"]) is is_in


@pytest.mark.parametrize("layer", LAYERS)
def test_what_is_not_there_is_not_found(client: Client, layer: str) -> None:
    for address in (
        *(f"{OGC}{AREA}.{layer}/items/{one}" for one in ("999999", "nothing", "1e3", "%2D1", "9" * 30)),
        *(
            f"{OGC}{one}"
            for one in ("nothing", f"{AREA}.nothing", f"nowhere.{layer}", f".{layer}", f"{AREA}.{layer}.x")
        ),
    ):
        told = get(client, address, 404)
        assert told["status"] == 404
        assert client.get(address, headers={"accept": "text/html"})["Content-Type"].startswith("text/html")


def test_open_data_is_only_read(client: Client) -> None:
    for address in ("/ogc/", f"{OGC}{AREA}.measures/items", "/open-data/"):
        for method in (client.post, client.put, client.delete):
            assert method(address).status_code == 405
        assert client.head(address).status_code == 200


# --- A.3 and A.4: GeoJSON and HTML


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "application/geo+json"),
        ("application/json", "application/geo+json"),
        ("application/geo+json;q=0.5, text/html;q=0.4", "application/geo+json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
    ],
)
def test_the_form_is_the_one_that_is_accepted(client: Client, accept: str, media: str) -> None:
    response = client.get(f"{OGC}{AREA}.measures/items", headers={"accept": accept})
    assert (response.status_code, response["Content-Type"]) == (200, media)
    assert "Accept" in response["Vary"]
    assert body(response)


def test_a_form_that_is_not_had_is_not_acceptable(client: Client) -> None:
    assert client.get("/ogc/", headers={"accept": "image/png"}).status_code == 406


def test_every_page_of_ogc_api_can_be_read_as_html(client: Client) -> None:
    addresses = ["/ogc/", "/ogc/conformance", "/ogc/api", "/ogc/collections"]
    for layer in LAYERS:
        feature = items(client, layer)["features"][0]["id"]
        addresses += [f"{OGC}{AREA}.{layer}{end}" for end in ("", "/queryables", "/items", f"/items/{feature}")]
    for address in addresses:
        response = client.get(address, {"f": "html"})
        assert response["Content-Type"].startswith("text/html"), address
        page = Page(body(response).decode())
        assert page.count("h1") == 1, address
        assert "script" not in {tag for tag, _ in page.tags}, address
    wrong = client.get(f"{OGC}{AREA}.measures/items?f=html&limit=x")
    assert (wrong.status_code, "That cannot be answered" in wrong.text) == (400, True)


def test_features_that_are_read_name_their_edition_and_lead_on(client: Client) -> None:
    text = body(client.get(f"{OGC}{AREA}.measures/items", {"f": "html", "limit": 5})).decode()
    assert "draft-1" in text
    assert "1 October 2026" in text
    assert 'rel="next"' in text
    first = items(client, "measures")["features"][0]
    assert f"/items/{first['id']}?f=html" in text
    alone = client.get(f"{OGC}{AREA}.measures/items/{first['id']}", {"f": "html"}).text
    assert first["properties"]["because"] in alone


# --- Part 2: coordinate systems by reference


@pytest.mark.parametrize("crs", [CRS84, GRID, WGS84, MERCATOR])
@pytest.mark.parametrize("layer", LAYERS)
def test_coordinates_are_in_the_system_asked_for_with_its_axes(client: Client, layer: str, crs: str) -> None:
    assert crs in get(client, f"{OGC}{AREA}.{layer}")["crs"]
    response = client.get(f"{OGC}{AREA}.{layer}/items", {"crs": crs})
    assert response["Content-Crs"] == f"<{crs}>"
    exact = {one["id"]: shape_of(one) for one in items(client, layer, crs=GRID)["features"]}
    code = {CRS84: "OGC:CRS84", GRID: "EPSG:27700", WGS84: "EPSG:4326", MERCATOR: "EPSG:3857"}[crs]
    for feature in json.loads(body(response))["features"]:
        given, wanted = shape_of(feature), from_grid(exact[feature["id"]], code)
        if crs == WGS84:
            wanted = shapely.transform(wanted, lambda xy: xy[:, ::-1])
        close = 2e-7 if crs in (CRS84, WGS84) else 0.01
        assert shapely.hausdorff_distance(given, wanted) <= close


def test_degrees_have_7_decimals_and_metres_3_at_most(client: Client) -> None:
    for crs, decimals in ((CRS84, 7), (WGS84, 7), (GRID, 3), (MERCATOR, 3)):
        text = body(client.get(f"{OGC}{AREA}.measures/items", {"crs": crs})).decode()
        coordinates = shapely.get_coordinates([shape_of(one) for one in json.loads(text)["features"]])
        assert all(len(repr(float(value)).partition(".")[2]) <= decimals for value in coordinates.ravel())


def test_rings_are_wound_as_geojson_asks(client: Client) -> None:
    for layer in LAYERS:
        for feature in items(client, layer)["features"]:
            for part in shapely.get_parts(shape_of(feature)):
                assert shapely.is_ccw(part.exterior)
                assert not any(shapely.is_ccw(ring) for ring in part.interiors)


def test_the_storage_system_is_one_of_those_offered(client: Client) -> None:
    for one in collections(client):
        assert one["storageCrs"] == GRID
        assert one["storageCrs"] in one["crs"]
        assert one["crs"][0] == CRS84


@pytest.mark.parametrize("crs", [CRS84, GRID, WGS84, MERCATOR])
def test_a_box_in_any_system_asks_for_the_same_features(client: Client, crs: str) -> None:
    box = shapely.box(605_150, 146_150, 605_450, 146_450)
    code = {CRS84: "OGC:CRS84", GRID: "EPSG:27700", WGS84: "EPSG:4326", MERCATOR: "EPSG:3857"}[crs]
    west, south, east, north = from_grid(box, code).bounds
    numbers = (south, west, north, east) if crs == WGS84 else (west, south, east, north)
    found = every(client, "measures", bbox=",".join(map(str, numbers)), bbox_crs=crs)
    asked = every(client, "measures", bbox="605150,146150,605450,146450", bbox_crs=GRID)
    inner = every(client, "measures", bbox="605170,146170,605430,146430", bbox_crs=GRID)
    assert {one["id"] for one in inner} == {one["id"] for one in asked}, "no edge lies near the box"
    assert {one["id"] for one in found} == {one["id"] for one in asked}


# --- Part 3: queryables


def test_queryables_are_a_schema_of_what_can_be_asked(client: Client) -> None:
    for one in collections(client):
        address = links(one, "http://www.opengis.net/def/rel/ogc/1.0/queryables")[0]
        response = client.get(address)
        assert response["Content-Type"] == "application/schema+json"
        schema = json.loads(response.content)
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["type"] == "object"
        assert schema["additionalProperties"] is False
        properties = schema["properties"]
        assert properties.pop("geometry")["x-ogc-role"] == "primary-geometry"
        feature = get(client, f"{OGC}{one['id']}/items")["features"][0]
        assert set(properties) <= set(feature["properties"])
        jsonschema.validate(
            {name: value for name, value in feature["properties"].items() if name in properties}, schema
        )


def test_older_editions_keep_their_own_collections_and_the_current_name_moves_on(client: Client) -> None:
    first = items(client, "measures")["edition"]["identity"]
    lasting = f"{OGC}{first}.measures"
    before = get(client, f"{lasting}/items", limit=3)
    assert before["features"] == items(client, "measures", limit=3)["features"]
    publish_later()
    assert get(client, f"{lasting}/items", limit=3) == before
    now = items(client, "measures", limit=3)["edition"]
    assert now["name"] == "draft-2"
    assert "This is not the current edition" in client.get(lasting, {"f": "html"}).text
    assert links(get(client, lasting), "latest-version") == [f"{OGC}{AREA}.measures"]


def test_an_edition_that_is_not_published_has_no_collections(client: Client) -> None:
    from lnrs_web.editions.models import Edition

    identity = Edition.objects.get().identity
    Edition.objects.update(stage=Edition.Stage.IMPORTED)
    get(client, f"{OGC}{identity}.measures", 404)
    assert get(client, "/ogc/collections")["collections"] == []


def test_a_layer_that_its_licence_keeps_back_is_no_collection(client: Client) -> None:
    from lnrs_web.editions.models import Zone

    Zone.objects.filter(kind="parish").delete()
    assert f"{AREA}.parishes" not in [one["id"] for one in collections(client)]
    get(client, f"{OGC}{AREA}.parishes", 404)


# --- the schemas and answers that come with the standard's own executable tests


@pytest.mark.real_data
def test_answers_are_as_the_schemas_of_the_executable_test_suite_ask(client: Client, shared_data) -> None:
    folder = shared_data / "formats" / "ogcapi_features_ets"
    components = json.loads((folder / "openapi.json").read_text(encoding="utf-8"))["components"]

    def check(content: Any, schema: str) -> None:
        named = {"$ref": f"#/components/schemas/{schema}", "components": components}
        jsonschema.Draft4Validator(named).validate(content)

    check(get(client, "/ogc/"), "root")
    check(get(client, "/ogc/conformance"), "req-classes")
    for layer in LAYERS:
        page = items(client, layer)
        check(page, "featureCollectionGeoJSON")
        check(page["features"][0], "featureGeoJSON")
        others = json.loads((folder / "collectionItems-vineyards.json").read_text(encoding="utf-8"))
        assert set(others) - {"timeStamp"} <= set(page)
        assert set(others["features"][0]) <= set(page["features"][0])
