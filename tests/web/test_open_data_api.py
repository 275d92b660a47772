"""The JSON interface says what the pages say, names its edition, and tells everything that is wrong."""

import json
from typing import Any

import jsonschema
import openapi_spec_validator
import pytest
from django.test import Client

from lnrs_web.editions.models import Edition, Measure, Priority, Zone
from lnrs_web.strategy import figures, zones
from lnrs_web.strategy.served import measures_in

from ..unit.edition_case import point
from .open_data import AREA, body, every, get
from .published import Page, publish, publish_later

pytestmark = pytest.mark.django_db
API = "/api/v1/"
OF_AREA = f"{API}areas/{AREA}/"
LISTS = ("priorities", "measures", "species", "funding", "zones", "figures")
OF_EDITION = (*LISTS, "figures/summary", "zones/district/E1", "at?place=TR+053+463")


@pytest.fixture(autouse=True)
def edition() -> Edition:
    return publish(with_birds=True)


@pytest.mark.parametrize("address", OF_EDITION)
def test_every_answer_names_its_edition_and_its_day(client: Client, edition: Edition, address: str) -> None:
    said = get(client, OF_AREA + address)
    assert said["edition"]["identity"] == edition.identity
    assert said["edition"]["as_of"] == "2026-10-01"
    assert said["attribution"]


@pytest.mark.parametrize("address", OF_EDITION)
def test_an_older_edition_says_the_same_for_ever(client: Client, edition: Edition, address: str) -> None:
    before = get(client, OF_AREA + address)
    later = publish_later()
    assert get(client, OF_AREA + address)["edition"]["identity"] == later.identity
    mark = "&" if "?" in address else "?"
    response = client.get(f"{OF_AREA}{address}{mark}edition={edition.identity}")
    assert json.loads(response.content) == before
    assert "immutable" in response["Cache-Control"]


def test_facts_are_only_read(client: Client) -> None:
    for address in (API, f"{API}areas", f"{OF_AREA}species"):
        assert client.head(address).status_code == 200
        assert client.post(address).status_code == 405


def test_areas_and_editions(client: Client, edition: Edition) -> None:
    (area,) = get(client, f"{API}areas")["areas"]
    assert (area["slug"], area["lnrs_id"], area["edition"]["identity"]) == (AREA, 40, edition.identity)
    later = publish_later()
    told = get(client, f"{OF_AREA}editions")
    assert [(one["identity"], one["stage"]) for one in told["editions"]] == [
        (later.identity, "published"),
        (edition.identity, "superseded"),
    ]


def test_lists_have_every_row_with_its_hectares(client: Client, edition: Edition) -> None:
    area_ha = figures.area_ha_by(edition, "measure")
    told = get(client, f"{OF_AREA}measures")["measures"]
    rows = list(Measure.objects.filter(edition=edition))
    assert [one["ref"] for one in told] == [one.ref for one in rows]
    assert [one["area_ha"] for one in told] == [area_ha.get(one.ref, 0.0) if one.mapped else None for one in rows]
    assert told[0]["rule"] == rows[0].rule
    assert len(get(client, f"{OF_AREA}priorities")["priorities"]) == Priority.objects.filter(edition=edition).count()
    assert [one["common_name"] for one in get(client, f"{OF_AREA}species")["species"]] == ["Turtle dove"]
    assert [one["checked"] for one in get(client, f"{OF_AREA}funding")["funding"]] == ["2026-09-01"]
    assert len(get(client, f"{OF_AREA}zones")["zones"]) == Zone.objects.filter(edition=edition).count()


@pytest.mark.parametrize(
    ("asked", "refs"),
    [
        ({"ref": "GL1.2"}, ["GL1.2"]),
        ({"priority": "WTH3"}, ["GL1.1", "WTH3.1"]),
        ({"mapped": "false"}, ["GL1.2"]),
        ({"priority": "WTH3", "mapped": "false"}, []),
        ({"ref": "nothing"}, []),
    ],
)
def test_measures_are_asked_for_by_what_they_serve(client: Client, asked: dict[str, str], refs: list[str]) -> None:
    assert [one["ref"] for one in get(client, f"{OF_AREA}measures", **asked)["measures"]] == refs


def test_a_zone_is_told_as_its_page_tells_it(client: Client, edition: Edition) -> None:
    zone = zones.named(edition, "district", "E1")
    assert zone
    told = get(client, f"{OF_AREA}zones/district/E1")
    assert told["zone"] == {"kind": "district", "code": "E1", "name": "West"}
    assert [one["area_ha"] for one in told["land"]] == [one.area_ha for one in zones.compared(zone)]
    assert [one["ref"] for one in told["measures"]] == [one.measure.ref for one in measures_in(zone)]
    assert [one["name"] for one in get(client, f"{OF_AREA}zones", name="WEST")["zones"]] == ["West"]


def test_figures_are_as_they_were_published(client: Client, edition: Edition) -> None:
    for name in get(client, f"{OF_AREA}figures")["figures"]:
        assert get(client, f"{OF_AREA}figures/{name}")["rows"] == figures.rows_of(edition, name)


@pytest.mark.parametrize(("col", "row"), [(3.5, 1.5), (4.5, 2.5), (5.5, 7.5), (1.5, 2.5), (9.5, 3.5), (10.5, 1.5)])
def test_what_is_at_a_place_is_what_the_features_there_say(client: Client, col: float, row: float) -> None:
    east, north = point(col, row)
    told = get(client, f"{OF_AREA}at", easting=east, northing=north)
    assert told["in_area"] is True
    grid = "http://www.opengis.net/def/crs/EPSG/0/27700"
    here = {"filter": f"S_INTERSECTS(geometry,POINT({east} {north}))", "filter_crs": grid}

    def features(layer: str) -> list[Any]:
        return [one["properties"] for one in every(client, layer, **here)]

    assert {one["apib_id"] for one in told["important"]} == {one["apib_id"] for one in features("important")}
    assert (
        [told["could_become"]["acb_id"]]
        if told["could_become"]
        else [one["acb_id"] for one in features("become")] == []
    )
    assert {(one["pm_loc_id"], one["ref"], one["score"]) for one in told["measures"]} == {
        (one["pm_loc_id"], one["measure"], one["score"]) for one in features("measures")
    }
    assert {one["code"] for one in told["zones"]} == {
        one["code"] for kind in ("districts", "parishes", "wards", "constituencies") for one in features(kind)
    }


def test_a_place_outside_the_area_is_told_as_that(client: Client) -> None:
    told = get(client, f"{OF_AREA}at", place="SP 500 500")
    assert told["in_area"] is False
    assert (told["zones"], told["important"], told["could_become"], told["measures"]) == ([], [], None, [])
    assert told["place"]["grid_reference"] == "SP 500 500"


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("at", ["place"]),
        ("at?place=nowhere", ["place"]),
        ("at?place=TR+053+463&easting=1&northing=1", ["place"]),
        ("at?easting=605000", ["northing"]),
        ("at?northing=605000", ["easting"]),
        ("at?easting=1e300&northing=1", ["easting"]),
        ("at?easting=nan&northing=1", ["easting"]),
        ("at?easting=x&northing=y&nothing=1", ["nothing", "easting", "northing"]),
        ("measures?mapped=perhaps", ["mapped"]),
        ("species?nothing=1&other=2", ["nothing", "other"]),
        ("species?edition=a&edition=b", ["edition"]),
        ("zones?name=%00", ["name"]),
    ],
)
def test_everything_that_is_wrong_is_told(client: Client, address: str, names: list[str]) -> None:
    response = client.get(OF_AREA + address)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    told = json.loads(response.content)
    assert [one["parameter"] for one in told["problems"]] == names
    assert (told["status"], told["type"]) == (400, "about:blank")


@pytest.mark.parametrize(
    "address",
    [
        *("/api/", "/api/v1/nothing", "/api/v2/areas", f"{API}areas/nowhere/species", f"{OF_AREA}figures/nothing"),
        *(f"{OF_AREA}zones/district/nothing", f"{OF_AREA}zones/%00/x", f"{OF_AREA}species?edition=nothing"),
        *(f"{API}areas/nowhere/editions", f"{OF_AREA}figures/%00"),
    ],
)
def test_what_is_not_there_is_told_as_a_problem(client: Client, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_an_area_with_a_null_letter_is_told_as_a_problem(client: Client) -> None:
    """On every database: one of them cannot be asked for it."""
    for what in ("editions", "priorities", "at?place=TR+053+463", "zones/parish/P1"):
        response = client.get(f"{API}areas/%00/{what}")
        assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_the_definition_is_openapi_and_answers_are_as_it_says(client: Client) -> None:
    definition = get(client, f"{API}openapi.json")
    openapi_spec_validator.validate(definition)
    filled = {"area": AREA, "kind": "district", "code": "E1", "figure": "summary"}
    for path, operation in definition["paths"].items():
        schema = operation["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        asked = {"place": "TR 053 463"} if path.endswith("/at") else {}
        said = get(client, API.rstrip("/") + path.format(**filled), **asked)
        jsonschema.Draft202012Validator({**schema, "components": definition["components"]}).validate(said)
        assert all(one["description"] for one in operation["get"]["parameters"])


def test_the_definition_can_be_read_without_a_script(client: Client) -> None:
    response = client.get(API)
    page = Page(body(response).decode())
    assert response["Content-Type"].startswith("text/html")
    assert page.count("h1") == 1
    assert page.count("script") == 0
    for path in get(client, f"{API}openapi.json")["paths"]:
        assert path in response.text
    assert client.get(API, {"f": "json"})["Content-Type"].startswith("application/json")
