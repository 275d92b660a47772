"""The map's page tells in words what it draws, for any place and any choice, without JavaScript."""

import json
import re
from html import unescape
from urllib.parse import quote

import pytest
from django.http import QueryDict
from django.test import Client

from lnrs_web.atlas import wanted
from lnrs_web.editions.models import Measure, Priority, Theme, Town
from lnrs_web.strategy.chapters import Chapter, Mapped, Section

from .published import AREA, Page, crawl, publish, publish_later

pytestmark = pytest.mark.django_db

MAP = f"{AREA}map/"
MEADOW_TO_BE = "605450,146950"


def shown(html: str) -> dict[str, list[str]]:
    """References of the measures that the map is told to draw, by theme."""
    return json.loads(Page(html).all("data-shown")[0])


def test_the_map_is_told_in_words_before_it_is_drawn(client: Client) -> None:
    publish()
    answer = client.get(MAP)
    assert answer.status_code == 200
    page = Page(answer.text)
    assert (page.count("h1"), page.title.startswith("Map - Kent and Medway")) == (1, True)
    order = [answer.text.index(part) for part in ('name="place"', 'id="here"', 'id="map"', 'id="shown"')]
    assert order == sorted(order)
    assert "An invented example" in answer.text
    assert "<noscript>" in answer.text
    assert f'<img src="{AREA}map.svg?' in answer.text
    assert "/statement/maps/could-become.png" in client.get(MAP, {"layers": "importance"}).text


def test_the_map_s_page_and_no_other_runs_the_site_s_own_script(client: Client) -> None:
    publish()
    policy = dict(part.strip().split(" ", 1) for part in client.get(MAP)["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "worker-src": "'self'",
        "connect-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    for address in (f"{MAP}words/", f"{MAP}style.json", AREA):
        assert "script" not in client.get(address)["Content-Security-Policy"]
    assert "Set-Cookie" not in client.get(MAP).headers


def test_no_style_or_script_stands_in_the_page_itself(client: Client) -> None:
    publish()
    page = Page(client.get(f"{MAP}?place={MEADOW_TO_BE}").text)
    assert not page.all("style")
    assert not page.all("onclick")
    assert all("src" in attributes for tag, attributes in page.tags if tag == "script")


def test_a_place_is_told_as_on_its_own_page(client: Client) -> None:
    publish()
    there = client.get(f"{AREA}at/?place={MEADOW_TO_BE}").text
    for address in (f"{MAP}?place={MEADOW_TO_BE}", f"{MAP}words/?place={MEADOW_TO_BE}"):
        here = client.get(address).text
        facts = there.split('<dl class="facts')[1].split('<h2 id="beside">')[0].strip()
        assert facts in here
        assert 'data-latitude="51.184' in here


@pytest.mark.parametrize(
    ("asked", "refs"),
    [
        ("", {"GL": ["GL1.1"], "WTH": ["WTH2.1"]}),
        ("theme=GL", {"GL": ["GL1.1"]}),
        ("theme=GL&theme=WTH", {"GL": ["GL1.1"], "WTH": ["WTH2.1"]}),
        ("priority=WTH2", {"WTH": ["WTH2.1"]}),
        ("priority=WTH3", {"GL": ["GL1.1"]}),  # a measure serves more priorities than its own
        ("measure=WTH2.1", {"WTH": ["WTH2.1"]}),
        ("measure=WTH2.1&theme=GL", {}),
        ("layers=importance", {}),
        ("layers=measures&layers=could_become", {"GL": ["GL1.1"], "WTH": ["WTH2.1"]}),
    ],
)
def test_what_is_chosen_is_what_is_shown(client: Client, asked: str, refs: dict[str, list[str]]) -> None:
    publish()
    for address in (f"{MAP}?{asked}", f"{MAP}words/?{asked}"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert shown(answer.text) == refs
        legend = answer.text.split('class="legend"')[1]
        assert re.findall(r'measures/([^/"]+)/', legend) == [ref for of_theme in refs.values() for ref in of_theme]


def test_the_form_keeps_what_was_chosen(client: Client) -> None:
    publish()
    html = client.get(f"{MAP}?theme=GL&priority=WTH3&layers=could_become&strength=60").text
    assert 'name="theme" value="GL" checked' in html
    assert 'name="theme" value="WTH">' in html
    assert '<option value="WTH3" selected>' in html
    assert 'name="layers" value="could_become" checked' in html
    assert 'name="layers" value="measures">' in html
    assert html.count('value="60"') == 2


def test_every_problem_with_what_is_asked_is_told_at_once_and_the_rest_is_shown(client: Client) -> None:
    publish()
    wrong = "theme=XX&theme=GL&measure=nothing&principle=faster&layers=gold&strength=0&view=far,away&zone=parish:none"
    answer = client.get(f"{MAP}?{wrong}")
    assert answer.status_code == 400
    problems = answer.text.split('id="problems-heading"')[1].split("</ul>")[0]
    assert problems.count("<li>") == 7
    assert "This edition has no theme &#x27;XX&#x27;. Choose from the list." in problems
    assert shown(answer.text) == {"GL": ["GL1.1"]}
    assert Page(answer.text).title.startswith("Error: Map")


def test_principles_narrow_with_a_theme_and_several_of_them_widen() -> None:
    theme, priority = Theme(prefix="GL"), Priority(ref="GL1")
    followed = {"GL1.1": ["better"], "GL1.2": ["bigger", "joined"], "GL1.3": []}
    measures = [Measure(ref=ref, priorities=["GL1"], principles=ones) for ref, ones in followed.items()]
    chapters = [Chapter(theme, [Section(priority, [Mapped(one, 1.0) for one in measures], 3.0)])]

    def refs(asked: str) -> dict[str, list[str]]:
        chosen, problems = wanted.read(QueryDict(asked), chapters)
        assert problems == []
        return wanted.refs_by_theme(wanted.shown(chosen, chapters))

    assert wanted.known_words(chapters)["principle"] == ["better", "bigger", "joined"]
    assert refs("principle=joined") == {"GL": ["GL1.2"]}
    assert refs("principle=joined&principle=better") == {"GL": ["GL1.1", "GL1.2"]}
    assert refs("principle=joined&measure=GL1.1") == {}


@pytest.mark.parametrize("view", ["51.18,0.94,12", "49,-9,0", "61,2.1,22"])
def test_a_view_of_great_britain_is_kept(client: Client, view: str) -> None:
    publish()
    assert Page(client.get(f"{MAP}?view={view}").text).all("data-view") == [view]


@pytest.mark.parametrize("view", ["51.18,0.94", "0,0,3", "nan,0,3", "51,1,99", ",,", "1" * 5000])
def test_any_other_view_is_a_problem(client: Client, view: str) -> None:
    publish()
    assert client.get(f"{MAP}?view={view}").status_code == 400


def test_a_place_that_cannot_be_found_is_told_and_kept(client: Client) -> None:
    publish()
    answer = client.get(f"{MAP}?place=nowhere%20at%20all")
    assert answer.status_code == 400
    assert "We cannot find that place" in answer.text
    assert 'value="nowhere at all"' in answer.text
    outside = client.get(f"{MAP}?place=NY%20300%20300")
    assert outside.status_code == 200
    assert "It is not in Kent and Medway" in outside.text


def test_a_name_that_several_places_have_is_asked_about_with_a_way_on(client: Client) -> None:
    publish()
    asked = "place=stourham&theme=GL&layers=measures&layers=importance&strength=60&priority=&view=51.18,0.94,12"
    zones = {"parish:P2": "Parish in East", "ward:W2": "Ward in East"}
    to_choose = []
    for address in (f"{MAP}?{asked}", f"{MAP}words/?{asked}"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Which “stourham”?" in answer.text
        assert 'aria-invalid="true"' not in answer.text
        to_choose.append(answer.text.split('<ul class="entries">')[1].split("</ul>")[0])
    assert to_choose[0] == to_choose[1], "by JavaScript the same as without"
    links = [unescape(link) for link in Page(to_choose[0]).all("href")]
    assert links == [f"{MAP}?zone={quote(zone, safe='')}&theme=GL&strength=60" for zone in zones]
    for zone, link in zip(zones, links, strict=True):
        assert zones[zone] in to_choose[0]
        answer = client.get(link)
        assert answer.status_code == 200
        assert "The map begins with Stourham" in answer.text
        assert shown(answer.text) == {"GL": ["GL1.1"]}


def test_a_town_with_the_name_of_a_district_is_shown_by_its_middle(client: Client) -> None:
    edition = publish()
    town = Town.objects.get(name="Wye")
    Town.objects.create(
        edition=edition, name="Wyeham", kind="town", population=9, easting_m=town.easting_m, northing_m=town.northing_m
    )
    html = client.get(f"{MAP}?place=Wyeham").text
    assert "Town in East: what is at its middle" in html
    assert f'href="{MAP}?place={town.where}"' in html
    assert "What is at " in client.get(f"{MAP}?place={town.where}").text
    publish_later()
    assert (
        f'href="{MAP}?place={town.where}&amp;edition={edition.identity}"'
        in client.get(f"{MAP}?place=Wyeham&edition={edition.identity}").text
    )


def test_an_older_edition_keeps_its_map(client: Client) -> None:
    old = publish()
    publish_later()
    now, then = client.get(MAP).text, client.get(f"{MAP}?edition={old.identity}").text
    assert "This is not the current edition" in then
    assert "This is not the current edition" not in now
    assert f'data-style="/kent-and-medway/map/style.json?edition={old.identity}"' in then
    assert f'name="edition" value="{old.identity}"' in then
    style = client.get(f"{MAP}style.json?edition={old.identity}").json()
    assert old.identity in style["sources"]["measures"]["url"]
    assert style["sprite"].endswith(f"patterns?edition={old.identity}")
    assert f"Edition {old.name} of 1 October 2026" in client.get(f"{MAP}words/?edition={old.identity}").text


def test_the_lasting_link_keeps_all_that_was_asked(client: Client) -> None:
    edition = publish()
    html = client.get(f"{MAP}?theme=GL&view=51.18,0.94,12").text
    assert f'href="/kent-and-medway/map/?theme=GL&amp;view=51.18,0.94,12&amp;edition={edition.identity}"' in html


@pytest.mark.parametrize("path", ["", "words/", "style.json", "patterns.png", "patterns@2x.json"])
def test_there_is_a_map_only_where_an_edition_is_published(client: Client, path: str) -> None:
    assert client.get(MAP + path).status_code == 404
    publish(stop_at_import=True)
    assert client.get(MAP + path).status_code == 404
    assert client.get(f"{MAP}{path}?edition=another").status_code == 404


def test_the_map_is_read_and_never_written_to(client: Client) -> None:
    publish()
    for path in ("", "words/", "style.json", "patterns.png"):
        assert client.post(MAP + path).status_code == 405


def test_what_lies_on_the_map_leads_to_it(client: Client) -> None:
    publish()
    leads = {
        f"{AREA}strategy/measures/GL1.1/": f"{MAP}?measure=GL1.1",
        f"{AREA}strategy/priorities/GL1/": f"{MAP}?priority=GL1",
        f"{AREA}at/?place={MEADOW_TO_BE}": f"{MAP}?place={MEADOW_TO_BE}",
    }
    for page, address in leads.items():
        assert f'<a href="{address}">See it on the map</a>' in client.get(page).text
        assert client.get(address).status_code == 200
    assert "See it on the map" not in client.get(f"{AREA}strategy/measures/GL1.2/").text


@pytest.mark.whole_site
def test_every_link_of_the_map_s_page_leads_somewhere(client: Client) -> None:
    publish()
    assert len(crawl(client, f"{MAP}?place={MEADOW_TO_BE}")) > 10
