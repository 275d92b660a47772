"""The catalogue of open data, who may read it, and how long it is kept."""

import json
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.test import Client

from lnrs_web.editions.models import Edition

from .open_data import AREA, LAYERS, OGC, body, get
from .published import Page, publish, publish_later

pytestmark = pytest.mark.django_db
OPEN = ("/ogc/", f"{OGC}{AREA}.measures/items", "/api/v1/areas", "/open-data/", "/open-data/catalogue.jsonld")


@pytest.fixture(autouse=True)
def edition() -> Edition:
    return publish()


def follow(client: Client, address: str) -> int:
    response = client.get(address.removeprefix("http://testserver"))
    assert not response.streaming or body(response)
    return response.status_code


def test_the_catalogue_tells_of_every_layer_with_its_licence_and_how_to_have_it(client: Client) -> None:
    text = client.get("/open-data/").text
    page = Page(text)
    assert page.count("h1") == 1
    for layer in LAYERS:
        assert f"{AREA}-draft-1" in text
        assert f".{layer}/items" in text
    assert "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/" in text
    assert "1 October 2026" in text
    for tool in ("QGIS", "GDAL", "GeoPandas", "DuckDB"):
        assert tool in text
    for link in page.all("href"):
        if link.startswith(("/", "http://testserver")) and not link.startswith("/static/"):
            assert follow(client, link) == 200, link


def test_without_an_edition_the_catalogue_says_so(client: Client) -> None:
    Edition.objects.update(stage=Edition.Stage.IMPORTED)
    assert "No strategy has been published here yet" in client.get("/open-data/").text
    assert get(client, "/open-data/catalogue.jsonld")["dcat:dataset"] == []


def test_dcat_has_what_its_profile_needs_and_every_way_leads_somewhere(client: Client, edition: Edition) -> None:
    later = publish_later()
    response = client.get("/open-data/catalogue.jsonld")
    assert response["Content-Type"] == "application/ld+json"
    said = json.loads(response.content)
    assert said["@type"] == "dcat:Catalog"
    assert {"dct:title", "dct:description", "dct:publisher"} <= set(said)
    sets = {one["dct:identifier"]: one for one in said["dcat:dataset"]}
    assert {edition.identity, later.identity} <= set(sets)
    assert len(sets) == 2 * (1 + len(LAYERS))
    for one in sets.values():
        assert {"dct:title", "dct:description", "dct:publisher", "dct:spatial", "dct:temporal", "dcat:theme"} <= set(
            one
        )
        for way in one["dcat:distribution"]:
            assert follow(client, way["dcat:accessURL"]["@id"]) == 200
            assert way["dct:license"]
    assert {one["dct:isPartOf"]["@id"].rpartition("#")[2] for one in sets.values() if "dct:isPartOf" in one} == {
        edition.identity,
        later.identity,
    }


def test_schema_org_has_data_sets_with_places_and_downloads(client: Client, edition: Edition) -> None:
    said = get(client, "/open-data/datasets.jsonld")
    assert (said["@context"], said["@type"]) == ("https://schema.org", "DataCatalog")
    assert edition.identity in [one["identifier"] for one in said["dataset"]]
    for one in said["dataset"]:
        assert 50 <= len(one["description"]) <= 5_000
        assert one["license"]
        assert one["distribution"]
        south, west, north, east = map(float, one["spatialCoverage"]["geo"]["box"].split())
        assert -1 < west < east < 2
        assert 50 < south < north < 52


def test_search_engines_are_told_of_the_pages_and_not_of_every_feature(client: Client) -> None:
    site = ET.fromstring(client.get("/sitemap.xml").content)
    addresses = [one.text or "" for one in site.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(set(addresses)) == len(addresses)
    paths = [one.removeprefix("http://testserver") for one in addresses]
    for wanted in ("/", f"/{AREA}/", f"/{AREA}/strategy/measures/GL1.1/", f"/{AREA}/places/parish/P1/", "/open-data/"):
        assert wanted in paths
    for path in paths:
        assert follow(client, path) == 200, path
    robots = client.get("/robots.txt")
    assert robots["Content-Type"].startswith("text/plain")
    assert "Disallow: /ogc/collections/" in robots.text
    assert "Sitemap: http://testserver/sitemap.xml" in robots.text


# --- who may read it


def file_of(edition: Edition) -> str:
    return f"/{AREA}/editions/{edition.identity}/tiles/measures.pmtiles"


def test_pages_of_other_sites_may_read_open_data(client: Client, edition: Edition) -> None:
    tiles = f"/tiles/{edition.identity}/"
    for address in (*OPEN, file_of(edition), tiles, f"{OGC}nothing", "/api/nothing", f"{OGC}{AREA}.area?nothing=1"):
        response = client.get(address, headers={"origin": "https://example.org"})
        assert not response.streaming or body(response)
        assert response["Access-Control-Allow-Origin"] == "*", address
        assert "Access-Control-Allow-Credentials" not in response
        assert "ETag" in response["Access-Control-Expose-Headers"]
        assert "Set-Cookie" not in response
        asked = {"origin": "https://example.org", "access-control-request-method": "GET"}
        before = client.options(address, headers={**asked, "access-control-request-headers": "range"})
        assert before.status_code == 204
        assert "Range" in before["Access-Control-Allow-Headers"]
        assert "POST" not in before["Access-Control-Allow-Methods"]


@pytest.mark.parametrize("address", ["/", f"/{AREA}/", f"/{AREA}/at/?place=TR+053+463", "/healthz", "/ogcx/", "/apis"])
def test_no_other_page_is_open_to_other_sites(client: Client, address: str) -> None:
    for response in (client.get(address), client.options(address)):
        assert "Access-Control-Allow-Origin" not in response


# --- how long it is kept


@pytest.mark.parametrize(
    "address", [*OPEN, "/open-data/datasets.jsonld", f"{OGC}{AREA}.measures", "/ogc/api", "/api/v1/"]
)
def test_an_answer_has_a_name_for_caches_and_is_not_sent_again(client: Client, address: str) -> None:
    first = client.get(address)
    content = body(first)
    assert first["ETag"].startswith('"')
    assert first["Cache-Control"] == "public, max-age=300"
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, body(again)) == (304, b"")
    assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], first["Cache-Control"])
    other = client.get(address, headers={"if-none-match": '"another"'})
    assert body(other) == content
    assert other["ETag"] == first["ETag"]


def test_every_question_and_every_edition_has_another_name(client: Client) -> None:
    address = f"{OGC}{AREA}.measures/items"
    asked: list[dict[str, Any]] = [{}, {"limit": 1}, {"limit": 2}, {"f": "html"}, {"properties": "score"}]

    def names() -> list[str]:
        found = []
        for one in asked:
            response = client.get(address, one)
            assert body(response)
            found.append(response["ETag"])
        return found

    before = names()
    publish_later()
    assert len(set(before + names())) == 2 * len(asked)


def test_an_answer_under_the_name_of_its_edition_is_kept_for_ever(client: Client, edition: Edition) -> None:
    for end in ("", "/items", "/items/1", "/queryables"):
        address = f"{OGC}{edition.identity}.measures{end}"
        lasting = client.get(address)
        assert body(lasting)
        assert lasting["Cache-Control"] == "public, max-age=31536000, immutable"
        page = client.get(address, {"f": "html"})
        assert body(page)
        assert page["Cache-Control"] == "public, max-age=300", "a page says whether another edition took its place"


@pytest.mark.parametrize("end", ["", "/items", "/items/1", "/queryables"])
def test_who_has_a_page_is_told_that_another_edition_took_its_place(client: Client, edition: Edition, end: str) -> None:
    address = f"{OGC}{edition.identity}.measures{end}?f=html"
    name = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": name}).status_code == 304
    publish_later()
    again = client.get(address, headers={"if-none-match": name})
    assert again.status_code == 200
    assert "This is not the current edition" in again.text


def test_what_is_wrong_is_not_kept(client: Client) -> None:
    assert client.get("/ogc/?nothing=1")["Cache-Control"] == "no-store"
