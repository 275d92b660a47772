"""The pages that belong to no area, and what every answer carries."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import DatabaseError, connection
from django.test import Client

import lnrs_web
from lnrs_web.editions import queries
from lnrs_web.pages import words

from .people import officer, signed_in
from .published import publish

pytestmark = pytest.mark.django_db


def test_the_front_page_says_so_where_nothing_is_published(client: Client) -> None:
    publish(stop_at_import=True)
    answer = client.get("/")
    assert answer.status_code == 200
    assert "No strategy has been published here yet" in answer.text
    assert "Kent and Medway" not in answer.text


def test_the_front_page_offers_the_areas_with_a_published_edition(client: Client) -> None:
    publish()
    answer = client.get("/")
    assert '<a href="/kent-and-medway/">Kent and Medway</a>' in answer.text
    assert "An invented example" in answer.text
    assert "Kent County Council" not in answer.text, "an authority is not said to have prepared an invented strategy"


def test_who_is_signed_in_is_not_asked_to_sign_in(client: Client) -> None:
    way_in = '<li><a href="/account/sign-in/">Sign in</a></li>'
    assert way_in in client.get("/").text
    assert way_in in client.get("/account/sign-in/").text
    for address in ("/desk/", "/account/"):
        page = signed_in(officer()).get(address).text
        assert way_in not in page
        assert "Sign out" in page
    assert '<a class="to-menu" href="#menu">Menu</a>' in signed_in(officer()).get("/desk/").text


@pytest.mark.parametrize("address", ["/accessibility/", "/privacy/"])
def test_the_pages_about_the_site_are_there(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/", "/accessibility/", "/nowhere/", "/healthz", "/kent-and-medway/at/?place=x"])
def test_every_answer_forbids_script_frames_and_other_sites(client: Client, address: str) -> None:
    publish()
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'")
    assert "frame-ancestors 'none'" in policy
    assert "script" not in policy
    assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "same-origin")
    assert "Set-Cookie" not in headers


def test_a_page_that_is_not_there_says_so_in_our_words(client: Client) -> None:
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


def test_a_page_that_breaks_says_so_in_our_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks() -> None:
        raise RuntimeError

    monkeypatch.setattr(queries, "current_editions", breaks)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_healthz_says_ok_and_asks_the_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")
    assert answer.headers["Cache-Control"] == "no-store"

    def silent() -> None:
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", silent)
    assert client.get("/healthz").status_code == 503


def test_pages_are_read_and_never_written_to(client: Client) -> None:
    publish()
    for address in ("/", "/healthz", "/kent-and-medway/", "/kent-and-medway/at/"):
        assert client.post(address).status_code == 405
        assert client.head(address).status_code == 200


def test_the_look_is_one_file_that_asks_nothing_of_anyone_else() -> None:
    sheet = finders.find("pages/site.css")
    assert isinstance(sheet, str)
    with open(sheet, encoding="utf-8") as file:
        text = file.read()
    assert "url(" not in text
    assert "@import" not in text


@pytest.mark.parametrize(
    ("address", "kept"),
    [("https://example.org/", True), ("http://example.org/", True), ("javascript:alert(1)", False), ("", False)],
)
def test_a_link_leads_to_the_web_or_nowhere(address: str, kept: bool) -> None:
    assert words.web_address(address) == (address if kept else "")


def test_hectares_and_shares_read_as_people_write_them() -> None:
    areas = [words.ha(value).replace(words.HARD_SPACE, " ") for value in (0, 0.01, 0.05, 9.94, 9.96, 1234.5, 1235.5)]
    assert areas == ["0 ha", "less than 0.1 ha", "0.1 ha", "9.9 ha", "10 ha", "1,234 ha", "1,236 ha"]
    assert [words.percent(value) for value in (0, 0.009, 0.01, 0.226)] == ["0%", "less than 1%", "1%", "23%"]
    assert [words.percent(value) for value in (0.99, 0.9951, 1)] == ["99%", "more than 99%", "100%"]


def test_each_cell_of_a_table_that_is_stacked_on_a_telephone_says_what_it_is() -> None:
    found = 0
    for template in Path(lnrs_web.__file__).parent.rglob("templates/**/*.html"):
        for table in re.findall(r'class="scroll stacked.*?</table>', template.read_text(), re.DOTALL):
            found += 1
            for cell in re.findall(r"<td[^>]*>", table):
                assert 'role="cell"' in cell, (template, cell)
                assert re.search(r'data-label="[^"]', cell), (template, cell)
    assert found > 20
