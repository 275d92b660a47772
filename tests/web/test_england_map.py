"""The moving map of England: its words, its picture, what it is drawn from, and that its pages are kept."""

import io
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from django.test import Client
from PIL import Image
from pmtiles.reader import MemorySource, Reader

from lnrs.document.colours import rgb
from lnrs_web.atlas.marks import LAND
from lnrs_web.england.map_marks import MEASURES, NOW
from lnrs_web.england.models import EnglandEdition
from lnrs_web.england.outline_map import NORTH_M, WEST_M
from lnrs_web.pages.middleware import MAP_POLICY

from ..unit.england_case import MEADOWS, WOODLAND, england
from ..unit.england_land import BAND_M, GAPS_M, NOW_FROM_M, tiles
from .england import publish_england
from .published import Page, publish
from .test_england_pages import words

pytestmark = pytest.mark.django_db
MAP = "/england/map/"
IN_BOTH, IN_WOOD = "610100,150050", "609100,149100"
"""In a meadow and a wood to be, of one file; and in the wood alone, in another square than the file is of."""


@pytest.fixture
def edition() -> EnglandEdition:
    return publish_england()


def get(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.text


@pytest.mark.usefixtures("edition")
def test_the_page_says_in_words_what_it_shows_and_runs_the_sites_own_script_alone(client: Client) -> None:
    response = client.get(MAP)
    assert response["Content-Security-Policy"] == MAP_POLICY
    said = words(response.text)
    assert "Areas of particular importance already, a solid edge: 1,000 ha, 25% of the land" in said
    assert "Mapped for measures: 600 ha" in said
    assert "Habitat now" not in said.partition("What the map shows")[2], "it is not shown at first"
    assert all(one.startswith("/") for one in Page(response.text).all("src"))
    assert "nvented" in response.text


def test_without_an_england_edition_there_is_no_map(client: Client) -> None:
    assert "no figures for England yet" in get(client, MAP, 404)
    for part in ("words/", "style.json", "areas.json", "picture.png"):
        assert client.get(MAP + part).status_code == 404


# --- what is at a place


@pytest.mark.usefixtures("edition")
def test_all_that_is_mapped_at_a_place_is_told_whatever_square_it_is_filed_in(client: Client) -> None:
    both, wood = words(get(client, f"{MAP}?place={IN_BOTH}")), words(get(client, f"{MAP}?place={IN_WOOD}"))
    assert "It is in Kent and Medway" in both
    assert "2 measures mapped here" in both
    assert f"GL1.1 Create meadows (create: {MEADOWS})" in both
    assert f"WO1.1 &lt;b&gt;Plant&lt;/b&gt; woods (create: {WOODLAND})" in both
    assert "1 measure mapped here" in wood
    assert "GL1.1" not in wood


@pytest.mark.usefixtures("edition")
def test_a_layer_of_an_area_that_is_no_neighbour_is_not_looked_through(client: Client) -> None:
    """The case files a site of Surrey in Kent; Kent's neighbours are asked, and Surrey is one of them."""
    html = get(client, f"{MAP}?place={IN_BOTH}")
    assert "Of particular importance for nature already" in words(html)
    assert "Down (LWS) , as Surrey maps it" in words(html)


@pytest.mark.usefixtures("edition")
def test_the_share_of_network_around_a_place_is_that_of_its_cell(client: Client) -> None:
    y = BAND_M[0] + 100
    for x, said in (
        (NOW_FROM_M + 100, "100% of this square of 500 m now, 100% if"),
        (NOW_FROM_M - 100, "0% of this square of 500 m now, 100% if"),
        (GAPS_M[0][0] + 100, "0% of this square of 500 m now, 0% if"),
    ):
        assert said in words(get(client, f"{MAP}?place={x},{y}"))
    assert f"{MEADOWS}: 0% now, 100% if delivered" in words(get(client, f"{MAP}?place={NOW_FROM_M - 100},{y}"))
    assert "of this square" not in words(get(client, f"{MAP}?place=400000,300000")), "no cell is there"


@pytest.mark.usefixtures("edition")
def test_a_place_leads_to_what_the_strategy_on_this_site_says_of_it(client: Client) -> None:
    publish()
    links = Page(get(client, f"{MAP}?place=605450,146950")).all("href")
    for link in ("/kent-and-medway/at/?place=605450,146950", "/kent-and-medway/map/?place=605450,146950"):
        assert link in links
        get(client, link)


@pytest.mark.usefixtures("edition")
def test_a_name_gives_an_area_or_a_choice_that_keeps_what_is_shown(client: Client) -> None:
    html = get(client, f"{MAP}?place=Surrey")
    west, south, east, north = json.loads(Page(html).all("data-bounds")[0])
    assert -1 < west < east < 0.2
    assert 51 < south < north < 51.6
    several = get(client, f"{MAP}?place=Sussex&layers=now")
    to = [one for one in Page(several).all("href") if one.startswith(f"{MAP}?")]
    assert len(to) == 2
    for link in to:
        assert parse_qs(urlsplit(link).query)["layers"] == ["now"]
        assert "The map begins with" in get(client, link)


@pytest.mark.parametrize("wrong", ["place=Atlantis", "layers=lava", "habitat=marble", "action=dance", "view=1,2"])
@pytest.mark.usefixtures("edition")
def test_what_cannot_be_shown_is_said_and_the_rest_is_shown(client: Client, wrong: str) -> None:
    for address in (f"{MAP}?{wrong}", f"{MAP}words/?{wrong}"):
        html = get(client, address, 400)
        assert "We cannot find that place" in html or "Not all of that can be shown" in html
        assert "What the map shows" in html


# --- what is shown


def shown(client: Client, asked: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(Page(get(client, f"{MAP}words/?{asked}")).all("data-shown")[0])
    return found


@pytest.mark.usefixtures("edition")
def test_habitats_and_actions_are_chosen_by_the_address(client: Client) -> None:
    assert shown(client, "") == {
        "habitat": [MEADOWS, WOODLAND],
        "all": ["measures"],
        "action-create": [],
        "action-restore": [],
    }
    some = shown(client, "action=create&habitat=grassland-lowland-meadows&layers=now&layers=measures")
    assert some == {"habitat": [MEADOWS], "all": [], "action-create": ["create"], "action-restore": []}
    said = words(get(client, f"{MAP}?layers=delivered&habitat=grassland-lowland-meadows"))
    assert f"Habitat if every mapped measure were delivered: {MEADOWS}, 120 ha" in said
    said = words(get(client, f"{MAP}?layers=status&layers=measures&action=create"))
    assert "Mapped for measures that create: 400 ha" in said
    assert "Published: 1 area" in said


# --- what it is drawn from


def test_the_style_draws_the_editions_own_tiles_and_shapes_of_the_site(client: Client, edition: EnglandEdition) -> None:
    style = client.get(f"{MAP}style.json").json()
    archive = f"/england/editions/{edition.identity}/tiles/network.pmtiles"
    assert style["sources"]["network"] == {"type": "vector", "url": f"pmtiles://{archive}"}
    layers = {one["id"] for one in Reader(MemorySource(tiles())).metadata()["vector_layers"]}
    assert {one["source-layer"] for one in style["layers"] if "source-layer" in one} <= layers
    patterns = set(client.get(f"{style['sprite']}.json").json())
    used = json.dumps([one.get("paint", {}).get("fill-pattern", "") for one in style["layers"]])
    named = {name for name in patterns if f'"{name}"' in used}
    assert {"measures", "delivered", "status-draft", "action-create", "action-restore"} <= named
    for size in ("", "@2x"):
        index = client.get(f"{style['sprite']}{size}.json").json()
        picture = Image.open(io.BytesIO(client.get(f"{style['sprite']}{size}.png").content))
        assert picture.width == max(one["x"] + one["width"] for one in index.values())
    assert client.get(f"{style['sprite']}.svg").status_code == 404


@pytest.mark.usefixtures("edition")
def test_every_area_has_an_outline_a_point_for_its_name_and_its_status(client: Client) -> None:
    features = json.loads(client.get(f"{MAP}areas.json").content)["features"]
    by_kind: dict[bool, dict[int, str]] = {True: {}, False: {}}
    for one in features:
        by_kind[one["geometry"]["type"] == "Point"][one["properties"]["lnrs_id"]] = one["properties"]["status"]
    assert by_kind[True] == by_kind[False]
    assert len(by_kind[True]) == 48
    assert (by_kind[True][40], by_kind[True][38], by_kind[True][1]) == ("published", "draft", "none")


@pytest.mark.usefixtures("edition")
def test_the_picture_shows_network_now_over_what_would_be(client: Client) -> None:
    picture = Image.open(io.BytesIO(client.get(f"{MAP}picture.png").content)).convert("RGB")

    def at(easting: float, northing: float) -> tuple[int, ...]:
        pixel = picture.getpixel((int((easting - WEST_M) // 1000), int((NORTH_M - northing) // 1000)))
        assert isinstance(pixel, tuple)
        return pixel

    y = BAND_M[0] + 500
    seen = [at(NOW_FROM_M + 2_500, y), at(NOW_FROM_M - 2_500, y), at(GAPS_M[0][0] + 500, y)]
    for pixel, colour in zip(seen, (NOW.style.colour, MEASURES.style.colour, LAND), strict=True):
        assert np.abs(np.array(pixel) - np.array(rgb(colour))).max() < 12


# --- kept pages


def test_a_page_of_england_that_was_made_is_given_again_until_an_edition_changes(
    client: Client, tmp_path: Path, django_assert_num_queries: object
) -> None:
    publish_england()
    first = client.get("/england/compare/")
    with django_assert_num_queries(3):  # type: ignore[operator]
        again = client.get("/england/compare/")
    assert again.content == first.content
    have = {"If-None-Match": first["ETag"]}
    assert client.get("/england/compare/", headers=have).status_code == 304
    publish_england(england(tmp_path / "later", date="2027-01-01"))
    later = client.get("/england/compare/", headers=have)
    assert later.status_code == 200
    assert "1 January 2027" in later.text
    areas = client.get("/england/areas/kent-and-medway/")
    publish()
    assert "Read the strategy" not in areas.text
    assert "Read the strategy" in client.get("/england/areas/kent-and-medway/").text
