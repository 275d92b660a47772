"""From a postcode, a grid reference or a name to the strategy of a place, anywhere in England."""

import re

import pytest
from django.test import Client

from lnrs.outlines import outline
from lnrs_web.editions.models import Edition
from lnrs_web.england import areas, finding
from lnrs_web.places.models import Postcode, PostcodeRelease
from lnrs_web.places.whereabouts import Whereabouts

from .england import publish_england
from .published import AREA, publish
from .test_england_pages import get, words

pytestmark = pytest.mark.django_db
CANTERBURY, CARLISLE, EDINBURGH = "TR 150 579", "NY 400 560", "NT 255 735"


def heading(html: str) -> str:
    return " ".join(re.findall(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)[0].split())


def known(postcode: str, easting_m: int, northing_m: int, ended: str = "") -> None:
    release, _ = PostcodeRelease.objects.get_or_create(source="a", version="1", sha256="0" * 64, in_use=True)
    Postcode.objects.create(release=release, postcode=postcode, easting_m=easting_m, northing_m=northing_m, ended=ended)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        (CANTERBURY, "Kent and Medway"),
        (CARLISLE, "Cumbria"),
        ("54.8925, -2.9329", "Cumbria"),
        ("530000, 180000", "Greater London"),
    ],
)
def test_a_grid_reference_or_coordinates_lead_to_the_area(client: Client, asked: str, name: str) -> None:
    html = get(client, f"/england/find/?place={asked}")
    assert heading(html).endswith(f"is in {name}")
    assert "Its strategy is not on this site. Ask" in words(html)


def test_a_postcode_anywhere_in_england_leads_to_the_area_with_its_status(client: Client) -> None:
    publish_england()
    known("CT1 2AB", 615_000, 157_900)
    known("CA3 8NA", 340_000, 556_000, ended="2015-06")
    kent = get(client, "/england/find/?place=ct12ab")
    assert heading(kent) == "CT1 2AB is in Kent and Medway"
    assert "Strategy Published" in words(kent)
    cumbria = get(client, "/england/find/?place=CA3+8NA")
    assert heading(cumbria) == "CA3 8NA is in Cumbria"
    assert "has not been used since June 2015" in cumbria
    assert "Strategy None yet" in words(cumbria)
    assert "Westmorland and Furness Council" in cumbria


def test_a_strategy_on_this_site_is_led_to_with_the_place(client: Client) -> None:
    publish()
    html = get(client, "/england/find/?place=TR+053+463")
    assert f'href="{AREA}at/?place=605350,146350"' in html
    assert client.get(f"{AREA}at/?place=605350,146350").status_code == 200
    assert f'href="{AREA}">Read the strategy' in html


def test_an_editions_own_postcode_is_known_too(client: Client) -> None:
    publish()
    assert heading(get(client, "/england/find/?place=ZZ1+1AA")) == "ZZ1 1AA is in Kent and Medway"


def test_the_name_of_an_area_leads_to_its_page_and_part_of_one_to_a_choice(client: Client) -> None:
    response = client.get("/england/find/?place=kent and medway")
    assert (response.status_code, response["Location"]) == (302, "/england/areas/kent-and-medway/")
    html = get(client, "/england/find/?place=sussex")
    assert heading(html) == "Which “sussex”?"
    for slug in ("west-sussex", "east-sussex-and-brighton-hove"):
        assert f"/england/areas/{slug}/" in html


def test_a_town_or_parish_of_a_strategy_here_is_found_by_name(client: Client) -> None:
    publish()
    html = get(client, "/england/find/?place=wyeham")
    link = re.search(r'href="(/england/find/\?place=[\d,]+)">Wyeham', html)
    assert link
    assert "is in Kent and Medway" in heading(get(client, link[1]))


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (EDINBURGH, "is not in England"),
        ("ZZ9 9ZZ", "no table of postcodes has been taken in"),
        ("Atlantis", "No strategy area has"),
        ("TR", "too wide"),
        ("x" * 200, "longer than"),
        ("TR 1", ""),
        ("\x00", ""),
    ],
)
def test_what_is_not_found_is_said_beside_the_field(client: Client, asked: str, why: str) -> None:
    response = client.get("/england/find/", {"place": asked})
    assert response.status_code == 400
    assert 'aria-invalid="true"' in response.text
    assert why in words(response.text)
    assert "Error: " in response.text


def test_a_postcode_that_the_table_lacks_may_be_mistyped(client: Client) -> None:
    known("CT1 2AB", 615_000, 157_900)
    assert "mistyped" in client.get("/england/find/?place=CT1+2AC").text


def test_close_to_a_border_both_areas_are_named() -> None:
    shown = areas.shown(None)
    kent, surrey = outline(40), outline(38)
    x, y = kent.boundary.intersection(surrey.boundary).representative_point().coords[0]
    found = finding.area_at(Whereabouts(x, y, 0), shown)
    assert {found.area.area.lnrs_id, *(one.area.lnrs_id for one in found.near)} >= {38, 40}
    assert not found.is_exact


def test_a_published_outline_settles_what_lies_close_to_a_border(monkeypatch: pytest.MonkeyPatch) -> None:
    edition = publish()
    Edition.objects.filter(pk=edition.pk).update(invented=False)
    kent, surrey = outline(40), outline(38)
    x, y = kent.boundary.intersection(surrey.boundary).representative_point().coords[0]
    at = Whereabouts(x, y, 0)
    monkeypatch.setattr(finding, "in_area", lambda *_: True)
    within = finding.area_at(at, areas.shown(None))
    assert (within.area.area.lnrs_id, within.near, within.is_exact) == (40, [], True)
    monkeypatch.setattr(finding, "in_area", lambda *_: False)
    beyond = finding.area_at(at, areas.shown(None))
    assert 40 not in {beyond.area.area.lnrs_id, *(one.area.lnrs_id for one in beyond.near)}


def test_a_small_island_is_in_the_area_nearest_to_it_and_the_page_says_so(client: Client) -> None:
    html = get(client, "/england/find/?place=NU+220+360")  # Inner Farne
    assert heading(html).endswith("is in North of Tyne")
    assert "just outside the outlines" in html
