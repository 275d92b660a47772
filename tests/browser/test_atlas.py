"""The map in use: by keyboard, by pointing, by choosing, by link, on paper, on a telephone and without JavaScript."""

import itertools
import json
import re
import time
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from ..unit.edition_case import FIELD_M, LAND, SOUTH_M, WEST_M

MAP = "/kent-and-medway/map/"
NEAR = "view=51.185,0.944,14"
MEADOW_TO_BE = "605450,146950"

RESTS = """() => {
  const map = document.getElementById("map")?.map;
  return Boolean(map?.loaded() && map.areTilesLoaded() && !map.isMoving());
}"""
"""Whether the map has drawn all that it is to draw."""

LONGEST_S = 90

DRAWN_AT = """(point) => {
  const map = document.getElementById("map").map;
  const there = map.project(point);
  const found = map.queryRenderedFeatures(there).filter((one) => one.layer.metadata?.part);
  const of = (part) => found.filter((one) => one.layer.metadata.part === part);
  const named = (part, name) => of(part).map((one) => one.properties[name]);
  const measures = named("measures", "measures").flatMap((text) => text.split(";"));
  return { measures: [...new Set(measures)].sort(), sites: new Set(named("importance", "apib_site_id")).size,
           could_become: named("could_become", "acb_id").length > 0 };
}"""
"""What is drawn at a point."""


def once_drawn(page: Page) -> None:
    """Wait until the map is drawn and at rest."""
    expect(page.locator(".cross")).to_be_visible(timeout=LONGEST_S * 1000)
    at_rest(page)


def at_rest(page: Page) -> None:
    """Wait until the map moves no more. (A page with this policy lets no test wait by a script of its own.)"""
    until = time.monotonic() + LONGEST_S
    while not page.evaluate(RESTS):
        assert time.monotonic() < until, "the map never came to rest"
        time.sleep(0.1)


def opened(page: Page, asked: str = NEAR) -> Page:
    """The map's page, drawn."""
    page.goto(f"{MAP}?{asked}")
    once_drawn(page)
    return page


def query_of(page: Page) -> dict[str, list[str]]:
    """What the page's address asks."""
    return parse_qs(urlsplit(page.url).query)


def drawn_measures(page: Page) -> set[str]:
    """Every measure that is drawn anywhere on the map."""
    texts = page.evaluate(
        """() => document.getElementById("map").map.queryRenderedFeatures()
                 .filter((one) => one.layer.metadata?.by).map((one) => one.properties[one.layer.metadata.by])"""
    )
    return {ref for text in texts for ref in text.split(";")}


def test_the_map_has_no_barrier_that_axe_finds(page: Page, axe: Callable[[Page], None]) -> None:
    axe(opened(page, ""))
    axe(opened(page, f"place={MEADOW_TO_BE}"))
    page.get_by_text("Choose what the map shows").click()
    page.get_by_role("button", name="Share this map").click()
    axe(page)
    page.goto(f"{MAP}?theme=XX&place=nowhere")
    axe(page)


def test_by_keyboard_the_map_moves_and_tells_what_is_in_its_middle(page: Page, axe: Callable[[Page], None]) -> None:
    opened(page, f"place={MEADOW_TO_BE}")
    page.locator(".choose summary").focus()
    page.keyboard.press("Tab")
    canvas = page.locator("#map canvas")
    expect(canvas).to_be_focused()
    before = page.evaluate("document.getElementById('map').map.getCenter().lng")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("What is at TR 05")
    assert page.evaluate("document.getElementById('map').map.getCenter().lng") > before
    latitude, longitude = query_of(page)["place"][0].split(", ")
    assert page.get_by_label("Which place?").input_value() == f"{latitude}, {longitude}"
    expect(canvas).to_be_focused()
    axe(page)


def test_buttons_do_all_that_a_hand_can_do(page: Page) -> None:
    opened(page)

    def view() -> tuple[float, float, float]:
        at_rest(page)
        latitude, longitude, zoom = map(float, query_of(page)["view"][0].split(","))
        return latitude, longitude, zoom

    start = view()
    page.get_by_role("button", name="Zoom in map").click()
    assert view()[2] == pytest.approx(start[2] + 1)
    page.get_by_role("button", name="Zoom out map").click()
    for way, axis, sign in (("north", 0, 1), ("south", 0, -1), ("east", 1, 1), ("west", 1, -1)):
        before = view()
        page.get_by_role("button", name=f"Move map {way}").click()
        assert (view()[axis] - before[axis]) * sign > 0
    page.get_by_role("button", name="What is in the middle?").click()
    expect(page.locator("#here-heading")).to_contain_text("What is at")
    page.get_by_role("link", name="Start again").click()
    page.wait_for_url(re.compile(r"/map/(\?view=[^&]*)?$"))


def test_pointing_at_land_tells_what_is_there_and_why(page: Page) -> None:
    opened(page)
    page.locator("#map canvas").click()
    here = page.locator("#here")
    expect(here).to_contain_text("Measures mapped here")
    expect(here.get_by_role("link", name="The page about this place")).to_be_visible()
    here.get_by_role("link", name="The page about this place").click()
    page.wait_for_url("**/at/**")
    page.go_back()
    once_drawn(page)
    expect(page.locator("#here")).to_contain_text("Measures mapped here")


def test_choosing_changes_the_map_the_words_and_the_address_without_a_reload(page: Page) -> None:
    opened(page, f"layers=measures&{NEAR}")
    assert drawn_measures(page) == {"GL1.1", "WTH2.1"}
    page.evaluate("window.still_here = true")
    page.get_by_text("Choose what the map shows").click()
    page.get_by_role("checkbox", name="Grassland").check()
    expect(page.locator("#shown")).not_to_contain_text("WTH2.1")
    at_rest(page)
    assert all("GL1.1" in piece for piece in pieces(page))
    assert query_of(page)["theme"] == ["GL"]
    page.get_by_role("checkbox", name="Measures").uncheck()
    page.get_by_role("checkbox", name="Areas of particular importance").check()
    expect(page.locator("#said")).to_contain_text("No measures, as you chose.")
    at_rest(page)
    assert drawn_measures(page) == set()
    assert page.evaluate("window.still_here")
    page.go_back()
    page.go_back()
    expect(page.get_by_role("checkbox", name="Measures")).to_be_checked()
    expect(page.locator("#shown")).to_contain_text("GL1.1")


def pieces(page: Page) -> list[str]:
    """The measures of every piece of land that is drawn."""
    return page.evaluate(
        """() => document.getElementById("map").map.queryRenderedFeatures()
                 .filter((one) => one.layer.metadata?.by === "measures").map((one) => one.properties.measures)"""
    )


def test_a_link_brings_another_reader_to_the_same_map(page: Page, opens) -> None:
    opened(page, f"theme=GL&place={MEADOW_TO_BE}")
    page.get_by_role("button", name="Zoom in map").click()
    page.get_by_label("Strength of colours, per cent").fill("60")
    page.get_by_label("Strength of colours, per cent").press("Tab")
    at_rest(page)
    page.get_by_role("button", name="Share this map").click()
    link = page.get_by_label("A lasting link to this map").input_value()
    assert {"theme", "place", "view", "strength", "edition"} == set(parse_qs(urlsplit(link).query))
    other = opens().new_page()
    other.goto(link)
    once_drawn(other)
    state = """() => { const map = document.getElementById("map").map; const { lat, lng } = map.getCenter();
      return [lat.toFixed(4), lng.toFixed(4), map.getZoom().toFixed(1), document.getElementById("here").innerText,
              document.getElementById("shown").innerText, map.getPaintProperty("theme-GL-pieces", "fill-opacity")]; }"""
    assert other.evaluate(state) == page.evaluate(state)
    assert other.evaluate(state)[-1] == 0.6


def test_without_javascript_the_words_are_all_there(no_js_page: Page, page: Page) -> None:
    no_js_page.goto(MAP)
    expect(no_js_page.get_by_role("img", name=re.compile("^Map of Kent and Medway"))).to_be_visible()
    expect(no_js_page.get_by_role("button", name="Share this map")).to_be_hidden()
    no_js_page.get_by_label("Which place?").fill(MEADOW_TO_BE)
    no_js_page.get_by_text("Choose what the map shows").click()
    no_js_page.get_by_role("checkbox", name="Grassland").check()
    no_js_page.get_by_role("button", name="Show these").click()
    no_js_page.wait_for_url("**theme=GL**")
    opened(page, urlsplit(no_js_page.url).query)
    for part in ("#here", "#shown"):
        assert no_js_page.locator(part).inner_text() == page.locator(part).inner_text()


def test_a_telephone_scrolls_past_a_map_of_a_useful_height(phone: Page, axe: Callable[[Page], None]) -> None:
    opened(phone, f"place={MEADOW_TO_BE}")
    size = phone.locator("#map").bounding_box()
    assert size is not None
    assert size["height"] > 300
    assert size["height"] < phone.viewport_size["height"] * 0.8
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    for button in phone.locator(".tools button:visible").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
    axe(phone)


def test_on_paper_the_map_and_its_legend_are_there_and_what_is_pressed_is_not(page: Page) -> None:
    opened(page)
    page.emulate_media(media="print")
    for there in ("#map", "#shown", "#here"):
        expect(page.locator(there)).to_be_visible()
    for gone in (".tools.buttons", ".choose", "#asked", ".cross"):
        expect(page.locator(gone)).to_be_hidden()
    assert page.pdf()[:5] == b"%PDF-"
    seen = page.evaluate(
        """() => { const canvas = document.querySelector("#map canvas");
             const small = document.createElement("canvas"); small.width = small.height = 64;
             const pen = small.getContext("2d"); pen.drawImage(canvas, 0, 0, 64, 64);
             return new Set(new Uint32Array(pen.getImageData(0, 0, 64, 64).data.buffer)).size; }"""
    )
    assert seen > 3, "the drawing is kept for the printer"


def test_a_browser_that_cannot_draw_says_so_and_keeps_the_words(page: Page) -> None:
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(f"{MAP}?place={MEADOW_TO_BE}")
    expect(page.get_by_text("This browser cannot draw the map")).to_be_visible()
    expect(page.locator("#here")).to_contain_text("What is at TR 054 469")


def test_the_map_and_the_words_tell_the_same_of_every_other_field(page: Page) -> None:
    opened(page, f"layers=measures&layers=importance&layers=could_become&{NEAR}")
    rows = [line.split() for line in LAND.strip().splitlines()]
    told_of = set()
    for row, column in itertools.product(range(len(rows)), range(len(rows[0]))):
        if (row + column) % 2:
            continue
        place = f"{WEST_M + (column + 0.5) * FIELD_M:.0f},{SOUTH_M + (row + 0.5) * FIELD_M:.0f}"
        told = words_at(page, place)
        drawn = page.evaluate(DRAWN_AT, told.pop("point"))
        assert drawn == told, place
        told_of.add(json.dumps(told))
    assert len(told_of) >= 4, "fields of several kinds were looked at"


def words_at(page: Page, place: str) -> dict[str, object]:
    """What the words say of a place."""
    html = page.request.get(f"{MAP}words/?place={place}").text()
    here = html.split('id="shown"')[0]
    sites = here.split("Of particular importance already</h2>")[1].split("<h2>")[0]
    latitude, longitude = (float(re.findall(rf'data-{name}="([^"]+)"', here)[0]) for name in ("latitude", "longitude"))
    return {
        "point": [longitude, latitude],
        "measures": sorted(re.findall(r'measures/([^/"]+)/">', here.split("Measures mapped here</h2>")[1])),
        "sites": sites.count("<li>"),
        "could_become": "Yes: it is part of" in here,
    }


def test_a_picture_of_the_same_ground_is_there_until_the_map_is_drawn(page: Page) -> None:
    held: list[Route] = []
    page.route("**/map*.js", lambda route: held.append(route))
    page.goto(MAP)
    picture = page.locator(".frame .map img")
    expect(picture).to_be_visible()
    assert "areas of particular importance" in (picture.get_attribute("alt") or "").casefold()
    while not held:
        page.wait_for_timeout(100)
    page.unroute("**/map*.js")  # what was held goes on
    once_drawn(page)
    expect(picture).to_have_count(0)
    assert page.evaluate("performance.getEntriesByName('map drawn').length") == 1


def test_where_part_of_the_map_is_asked_for_no_other_picture_is_shown(page: Page) -> None:
    for asked in (NEAR, "theme=GL", f"place={MEADOW_TO_BE}"):
        page.goto(f"{MAP}?{asked}")
        assert page.locator(".frame .map").count() == 0, asked
