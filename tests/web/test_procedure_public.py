"""The timeline for everyone: in words, and the same in a picture."""

import re
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.test import Client

from lnrs.law.acts import Kind
from lnrs_web.procedure import actions
from lnrs_web.procedure.actions import Entry

from .procedure import AREA, PUBLIC, Desk, authorities, it_is
from .published import Page, publish

pytestmark = pytest.mark.django_db


def test_an_area_that_has_recorded_nothing_says_so_and_is_in_the_menu() -> None:
    publish()
    page = Client().get(PUBLIC).text
    assert "No step has been recorded here yet." in page
    assert PUBLIC in Client().get("/kent-and-medway/").text
    assert Client().get(f"{PUBLIC}timeline.svg").status_code == 200


def test_an_area_that_is_not_here_is_not_found() -> None:
    for address in ("/kent-and-medway/procedure/", "/nowhere/procedure/", "/nowhere/procedure/timeline.svg"):
        assert Client().get(address).status_code == 404
    assert Client().post(PUBLIC).status_code == 405


def test_every_step_has_its_day_its_place_in_the_law_and_whether_that_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    it_is(monkeypatch, 2025, 3, 1)
    desk = Desk()
    desk.records("appointed", date(2023, 6, 30))
    desk.gives("draft-given", authorities(desk.who).values())
    desk.records("involvement-considered", date(2024, 5, 1), words="Farmers first.")
    page = Client().get(PUBLIC).text
    assert len(re.findall(r'<li id="step-\d+"', page)) == 3
    first = page.index("Responsible authority appointed")
    assert "30 June 2023" in page[first : first + 300]
    reg7 = page.index("SI 2023/341 reg 7")
    assert "second-hand" in page[reg7 : reg7 + 120]
    reg4 = page.index("SI 2023/341 reg 4(4)-(5)")
    assert "checked" in page[reg4 : reg4 + 120]
    assert "Each could reply until <strong>28 March 2025</strong>" in page
    assert "Natural England, Surrey County Council, Swale, Tunbridge Wells." in page
    assert "Has not replied" in page
    assert "example.org" not in page


def test_the_picture_holds_every_step_of_the_list_and_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    it_is(monkeypatch, 2025, 3, 1)
    desk = Desk()
    for day in range(1, 9):  # close together: none may lie on another
        desk.records("sites-sought", date(2024, 5, day), words=f"Walk {day}")
    desk.gives("draft-given", authorities(desk.who).values())
    answer = Client().get(f"{PUBLIC}timeline.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    picture = ElementTree.fromstring(answer.content)
    svg = "{http://www.w3.org/2000/svg}"
    circles = picture.findall(f".//{svg}g/{svg}circle")
    titles = [one.text or "" for one in picture.findall(f".//{svg}g/{svg}title")]
    listed = re.findall(r'<span class="number"[^>]*>(\d+)</span> ([^<]+)</h3>', Client().get(PUBLIC).text)
    assert [title.partition(", ")[0] for title in titles] == [f"{number}. {title}" for number, title in listed]
    places = sorted(float(one.attrib["cx"]) for one in circles if one.attrib["cy"] == circles[0].attrib["cy"])
    assert all(after - before >= 24 for before, after in pairwise(places))
    assert all(0 < place < 960 for place in places)


def test_a_long_procedure_still_fits_into_its_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    it_is(monkeypatch, 2025, 3, 1)
    desk = Desk()
    for day in range(60):
        on = date(2024, 5, 1) + timedelta(days=3 * day)
        actions.enter(AREA, Entry(kind=Kind.SITES_SOUGHT, on=on, words="Walk"), by=desk.who)
    picture = ElementTree.fromstring(Client().get(f"{PUBLIC}timeline.svg").content)
    svg = "{http://www.w3.org/2000/svg}"
    dots = [(float(one.attrib["cx"]), float(one.attrib["r"])) for one in picture.findall(f".//{svg}g/{svg}circle")]
    assert len(dots) == 60
    assert all(x - r >= 0 and x + r <= 960 for x, r in dots)
    assert all(b - a >= r + s for (a, r), (b, s) in pairwise(dots))


def test_the_page_can_be_read_in_every_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    it_is(monkeypatch, 2025, 3, 1)
    edition = publish()
    page = Client().get(f"{PUBLIC}?edition={edition.identity}")
    assert page.status_code == 200
    assert Page(page.text).count("h1") == 1
    assert Client().get(f"{PUBLIC}?edition=nothing").status_code == 404
