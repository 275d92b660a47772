"""The England edition in OGC API - Features and in the catalogues."""

from pathlib import Path

import pytest
from django.test import Client

from lnrs_web.england.models import EnglandEdition

from ..unit.england_case import england
from .england import publish_england
from .open_data import OGC, body, get
from .published import publish

pytestmark = pytest.mark.django_db
AREAS = f"{OGC}england.areas"


@pytest.fixture(autouse=True)
def edition() -> EnglandEdition:
    return publish_england()


def test_the_areas_are_a_collection_with_their_figures(client: Client, edition: EnglandEdition) -> None:
    listed = [one["id"] for one in get(client, "/ogc/collections")["collections"]]
    assert listed == ["england.areas"]
    said = get(client, AREAS)
    assert said["edition"]["identity"] == edition.identity
    assert said["edition"]["invented"] is True
    west, south, east, north = said["extent"]["spatial"]["bbox"][0]
    assert -7 < west < east < 2.1
    assert 49 < south < north < 56
    features = get(client, f"{AREAS}/items?limit=100")
    assert (features["numberMatched"], features["numberReturned"]) == (48, 48)
    kent = next(one["properties"] for one in features["features"] if one["id"] == 40)
    assert (kent["name"], kent["status"], kent["measures"]) == ("Kent and Medway", "published", 2)
    assert (kent["important_ha"], kent["become_ha"], kent["measures_ha"]) == (700.0, 500.0, 500.0)
    assert (kent["edition"], kent["as_of"]) == (edition.identity, "2026-10-01")
    cumbria = next(one["properties"] for one in features["features"] if one["id"] == 2)
    assert (cumbria["status"], cumbria["important_ha"]) == ("none", None)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("status=draft", ["Surrey"]),
        ("filter=important_ha > 300", ["Kent and Medway"]),
        ("filter=S_INTERSECTS(geometry,POINT(1.0789 51.2802))", ["Kent and Medway"]),
        ("bbox=-2.95,54.88,-2.92,54.9", ["Cumbria"]),
    ],
)
def test_areas_are_asked_for_by_figure_and_by_place(client: Client, asked: str, names: list[str]) -> None:
    found = get(client, f"{AREAS}/items?{asked}")
    assert [one["properties"]["name"] for one in found["features"]] == names


def test_every_page_of_the_collection_can_be_read(client: Client, edition: EnglandEdition) -> None:
    for end in ("", "/queryables", "/items", "/items/40"):
        page = client.get(f"{AREAS}{end}?f=html")
        assert page.status_code == 200
        assert "An invented example" in body(page).decode()
    assert "/england/find/?place=" in client.get(f"{AREAS}/items/40?f=html").text
    for page in ("/ogc/", "/ogc/collections", "/ogc/api"):
        assert client.get(f"{page}?f=html").status_code == 200
    assert edition.identity in [one["identity"] for one in get(client, "/ogc/")["editions"]]


def test_its_lasting_name_stays_when_another_takes_its_place(
    client: Client, edition: EnglandEdition, tmp_path: Path
) -> None:
    before = client.get(AREAS)["ETag"]
    later = publish_england(england(tmp_path / "later", date="2027-01-01"))
    assert client.get(AREAS)["ETag"] != before
    assert get(client, AREAS)["edition"]["identity"] == later.identity
    lasting = client.get(f"{OGC}{edition.identity}.areas")
    assert lasting["Cache-Control"] == "public, max-age=31536000, immutable"
    page = client.get(f"{OGC}{edition.identity}.areas?f=html")
    assert "This is not the current edition" in page.text


def test_names_that_are_none_are_not_there(client: Client, edition: EnglandEdition) -> None:
    EnglandEdition.objects.update(stage="imported")
    for name in ("england.areas", f"{edition.identity}.areas", "england.measures", "kent-and-medway.areas"):
        assert client.get(f"{OGC}{name}").status_code == 404


def test_the_catalogues_tell_of_it_and_every_way_leads_somewhere(client: Client, edition: EnglandEdition) -> None:
    publish()
    sets = {one["dct:identifier"]: one for one in get(client, "/open-data/catalogue.jsonld")["dcat:dataset"]}
    whole = sets[edition.identity]
    assert "An invented example" in whole["dct:description"]["@value"]
    assert sets[f"{edition.identity}.areas"]["dct:isPartOf"]["@id"] == whole["@id"]
    titles = [one["dct:title"]["@value"] for one in whole["dcat:distribution"]]
    assert "England's network as vector tiles (PMTiles)" in titles
    for one in (whole, sets[f"{edition.identity}.areas"]):
        for way in one["dcat:distribution"]:
            response = client.get(way["dcat:accessURL"]["@id"].removeprefix("http://testserver"))
            assert response.status_code == 200
            assert body(response)
    described = {one["identifier"]: one for one in get(client, "/open-data/datasets.jsonld")["dataset"]}
    assert described[edition.identity]["spatialCoverage"]["name"] == "England"
    assert edition.identity in client.get("/open-data/").text
