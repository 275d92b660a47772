"""Land drawn on the map: by mouse, by keyboard, by finger, changed without dragging, sent, and shown again."""

import csv
import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pyproj
import pytest
import shapely
from playwright.sync_api import Page, expect

from lnrs_web.pages.words import ha

from ..unit.edition_case import box, point

AREA = "/kent-and-medway/"
LAND, PLANNING = f"{AREA}my-land/", f"{AREA}planning/"
LONGEST_S = 90
AT_REST = """() => {
  const map = document.getElementById("drawing-map").map;
  return map.loaded() && map.areTilesLoaded() && !map.isMoving();
}"""
SHOW = "(view) => document.getElementById('drawing-map').map.jumpTo(view)"
PIXEL = "(there) => document.getElementById('drawing-map').map.project(there)"

TO_GRID = pyproj.Transformer.from_crs(4326, 27700, always_xy=True)
FIELD = [(2, 2), (6, 2), (6, 5), (2, 5)]
"""Corners counted in fields of the edition's case; 12 ha."""
OTHER = [(8, 2), (10, 2), (10, 4)]
"""2 ha."""


def degrees(corner: tuple[float, float]) -> tuple[float, float]:
    """Longitude and latitude of a corner counted in fields."""
    return TO_GRID.transform(*point(*corner), direction="INVERSE")


def opened(page: Page, address: str = LAND) -> Page:
    """The form with its map ready to be drawn on, and the case's fields in sight."""
    page.goto(address)
    page.get_by_label("Draw it on a map").check()
    ready(page)
    longitude, latitude = degrees((6.5, 4))
    page.evaluate(SHOW, {"center": [longitude, latitude], "zoom": 14.5})
    at_rest(page)
    return page


def ready(page: Page) -> None:
    """Wait until the map can be drawn on."""
    expect(page.locator(".drawing .cross")).to_be_visible(timeout=LONGEST_S * 1000)
    at_rest(page)


def at_rest(page: Page) -> None:
    """Wait until the map moves no more. (A page with this policy lets no test wait by a script of its own.)"""
    until = time.monotonic() + LONGEST_S
    while not page.evaluate(AT_REST):
        assert time.monotonic() < until, "the map never came to rest"
        time.sleep(0.1)


def canvas_of(page: Page):
    return page.locator("#drawing-map canvas")


def press_on(page: Page, corner: tuple[float, float], *, tap: bool = False) -> None:
    """Press on the map at a corner."""
    there = page.evaluate(PIXEL, list(degrees(corner)))
    canvas_of(page).tap(position=there) if tap else canvas_of(page).click(position=there)


def draw(page: Page, corners: list[tuple[float, float]], *, tap: bool = False) -> None:
    """A parcel, by pressing at each corner and on the first again."""
    for corner in [*corners, corners[0]]:
        press_on(page, corner, tap=tap)


def under_cross(page: Page, corner: tuple[float, float]) -> None:
    """Move the map until a corner is under the cross."""
    page.evaluate(SHOW, {"center": list(degrees(corner))})
    at_rest(page)


def sent(page: Page) -> dict[str, shapely.Polygon]:
    """What the form will send: each parcel by its name, on the National Grid."""
    features = json.loads(page.locator("#land-drawn").input_value())["features"]
    return {
        one["properties"]["ref"]: shapely.transform(
            shapely.geometry.shape(one["geometry"]), TO_GRID.transform, interleaved=False
        )
        for one in features
    }


def land_ha(page: Page) -> float:
    """What the planning check says of the size of the land."""
    land = page.get_by_text(re.compile(r"The land has [0-9.]+"))
    return float(land.inner_text().split("The land has ")[1].split()[0].split("\xa0")[0])


def said(page: Page) -> str:
    return page.locator("#drawing-said").inner_text().replace("\xa0", " ")


def test_land_drawn_by_mouse_is_answered_to_the_hectare(page: Page, axe: Callable[[Page], None]) -> None:
    opened(page)
    press_on(page, FIELD[0])
    press_on(page, FIELD[1])
    assert said(page).startswith("2 corners put.")
    axe(page)
    press_on(page, FIELD[2])
    assert said(page).startswith("3 corners put: 6.0")
    press_on(page, FIELD[3])
    press_on(page, FIELD[0])
    draw(page, OTHER)
    page.get_by_label("Name", exact=True).first.fill("Long Field")
    drawn = sent(page)
    assert list(drawn) == ["Long Field", "Parcel 2"]
    assert drawn["Long Field"].symmetric_difference(shapely.Polygon([point(*one) for one in FIELD])).area < 6_000
    total_ha = sum(one.area for one in drawn.values()) / 10_000
    expect(page.locator("#drawing-shapes h2")).to_have_text(f"2\xa0parcels, {total_ha:.2f}\xa0ha")
    assert page.locator("#drawing-shapes .size").all_inner_texts() == [
        f"{drawn['Long Field'].area / 10_000:.2f}\xa0ha, 4\xa0corners",
        f"{drawn['Parcel 2'].area / 10_000:.2f}\xa0ha, 3\xa0corners",
    ]
    page.get_by_text("How to draw").click()
    page.get_by_text("Corners of Long Field").click()
    axe(page)
    page.get_by_role("button", name="See what it says").click()
    page.wait_for_url("**/my-land/answer/")
    expect(page.locator("main")).to_contain_text(ha(total_ha))
    expect(page.locator("main")).to_contain_text("Long Field")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Table (CSV)").click()
    rows = list(csv.DictReader(Path(taken.value.path()).read_text(encoding="utf-8-sig").splitlines()))
    sizes = {row["parcel"]: float(row["parcel_ha"]) for row in rows}
    assert sizes == {name: pytest.approx(one.area / 10_000, abs=2e-4) for name, one in drawn.items()}


def test_a_red_line_is_drawn_by_keyboard_alone(page: Page, axe: Callable[[Page], None]) -> None:
    page.goto(PLANNING)
    page.get_by_label("A place and a size").focus()
    page.keyboard.press("ArrowDown")
    ready(page)
    page.keyboard.press("Tab")
    expect(page.get_by_label("Where on the map?")).to_be_focused()
    longitude, latitude = degrees((4, 3))
    page.keyboard.type(f"{latitude:.6f}, {longitude:.6f}")
    page.keyboard.press("Enter")
    expect(page.locator("#drawing-said")).to_contain_text("under the cross")
    at_rest(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(canvas_of(page)).to_be_focused()
    axe(page)
    for number, keys in enumerate(("", "ArrowRight", "ArrowDown Shift+ArrowDown", "ArrowLeft"), start=1):
        for key in keys.split():
            page.keyboard.press(key)
            at_rest(page)
        page.keyboard.press("Enter")
        expect(page.locator("#drawing-said")).to_contain_text(f"{number}\xa0corner")
    page.keyboard.press("Backspace")
    assert said(page).startswith("3 corners put")
    page.keyboard.press("Enter")
    assert said(page).startswith("4 corners put")
    finish = page.get_by_role("button", name="Finish this parcel")
    for _ in range(6):
        page.keyboard.press("Tab")
        if finish.evaluate("(one) => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    assert said(page).startswith("Parcel 1: ")
    expect(finish).to_be_focused()
    [red_line] = sent(page).values()
    axe(page)
    page.get_by_role("button", name="Use this land").focus()
    page.keyboard.press("Enter")
    assert land_ha(page) == pytest.approx(red_line.area / 10_000, abs=2e-4)
    assert len(shapely.get_coordinates(red_line)) == 5


def test_all_is_done_by_buttons_without_dragging_or_pressing_on_the_map(page: Page) -> None:
    opened(page)
    for corner in FIELD:
        under_cross(page, corner)
        page.get_by_role("button", name="Put a corner here").click()
    page.get_by_role("button", name="Finish this parcel").click()
    before = sent(page)["Parcel 1"]
    page.get_by_text("Corners of Parcel 1").click()
    corner = page.locator(".corners li").nth(2)
    assert corner.locator(".where").inner_text().startswith("Corner 3 at TR 0")
    corner.get_by_role("button", name="Look there").click()
    at_rest(page)
    page.get_by_role("button", name="Move map east").click()
    at_rest(page)
    corner.get_by_role("button", name="Move to the cross").click()
    wider = sent(page)["Parcel 1"]
    assert wider.area != pytest.approx(before.area, rel=0.05)
    page.get_by_role("button", name="Undo").click()
    assert sent(page)["Parcel 1"].equals_exact(before, 0.01)
    page.get_by_role("button", name="Redo").click()
    assert sent(page)["Parcel 1"].equals_exact(wider, 0.01)
    page.locator(".corners li").nth(3).get_by_role("button", name="Take out").click()
    assert len(shapely.get_coordinates(sent(page)["Parcel 1"])) == 4
    page.locator(".corners li").nth(0).get_by_role("button", name="Take out").click()
    assert said(page) == "A parcel has 3 corners at least."
    page.get_by_role("button", name="Delete Parcel 1").click()
    assert page.locator("#land-drawn").input_value() == ""
    expect(page.locator("#drawing-shapes")).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    assert list(sent(page)) == ["Parcel 1"]


def test_corners_meet_those_of_another_parcel_where_that_is_wanted(page: Page) -> None:
    opened(page)
    draw(page, FIELD)
    page.get_by_label("Let corners meet").check()
    near = (FIELD[1][0] + 0.06, FIELD[1][1] + 0.06)
    for corner in (near, (8, 2), (8, 5)):
        press_on(page, corner)
    page.get_by_role("button", name="Finish this parcel").click()
    first, second = sent(page).values()
    shared = set(map(tuple, shapely.get_coordinates(first).round(3)))
    assert len(shared & set(map(tuple, shapely.get_coordinates(second).round(3)))) == 1


def test_what_was_drawn_is_shown_again_where_it_cannot_be_taken(page: Page) -> None:
    opened(page, PLANNING)
    page.evaluate(SHOW, {"center": [-3.2, 54.5], "zoom": 14})
    for x, y in ((200, 150), (400, 150), (400, 300)):
        canvas_of(page).click(position={"x": x, "y": y})
    page.get_by_role("button", name="Use this land").click()  # the parcel is finished by sending it
    expect(page.get_by_role("alert")).to_contain_text("None of the land is in")
    ready(page)
    expect(page.get_by_label("Name", exact=True)).to_have_value("Parcel 1")
    assert page.evaluate("document.getElementById('drawing-map').map.getCenter().lat") == pytest.approx(54.5, abs=0.05)
    page.get_by_role("button", name="Delete Parcel 1").click()
    page.evaluate(SHOW, {"center": list(degrees((6, 4))), "zoom": 14.5})
    at_rest(page)
    draw(page, FIELD)
    page.get_by_role("button", name="Use this land").click()
    assert land_ha(page) == pytest.approx(12, rel=0.05)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_shape_copied_from_elsewhere_is_drawn_and_can_be_changed(page: Page) -> None:
    opened(page)
    ring = [degrees(corner) for corner in [*FIELD, FIELD[0]]]
    shape = {
        "type": "Feature",
        "properties": {"name": "Copied"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    page.get_by_text("The shape as GeoJSON").click()
    field = page.locator("#land-drawn")
    field.fill(json.dumps(shape))
    field.blur()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Copied")
    page.get_by_label("Name", exact=True).fill("Mine")
    assert sent(page)["Mine"].area == pytest.approx(120_000, abs=5)
    grid = json.loads(shapely.to_geojson(box(2, 2, 6, 5))) | {"crs": {"properties": {"name": "EPSG:27700"}}}
    field.fill(json.dumps(grid))
    field.blur()
    assert "can be sent, but not be changed" in said(page)
    page.get_by_role("button", name="See what it says").click()
    expect(page.locator("main")).to_contain_text("12\xa0ha")


def test_an_edge_that_crosses_itself_is_said_to(page: Page) -> None:
    opened(page)
    draw(page, [FIELD[0], FIELD[2], FIELD[1], FIELD[3]])
    expect(page.locator(".crossed")).to_be_visible()


def test_land_is_drawn_by_finger_on_a_telephone(phone: Page, axe: Callable[[Page], None]) -> None:
    opened(phone, PLANNING)
    phone.evaluate(SHOW, {"center": list(degrees((4, 3.5))), "zoom": 14})
    at_rest(phone)
    draw(phone, FIELD, tap=True)
    [red_line] = sent(phone).values()
    assert red_line.area == pytest.approx(120_000, rel=0.05)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    axe(phone)
    phone.get_by_role("button", name="Use this land").tap()
    assert land_ha(phone) == pytest.approx(red_line.area / 10_000, abs=2e-4)


def test_without_javascript_drawing_is_not_offered_and_a_shape_is_taken_as_text(no_js_page: Page) -> None:
    no_js_page.goto(LAND)
    assert no_js_page.get_by_text("Draw it on a map").is_hidden()
    no_js_page.get_by_label("A shape, copied from elsewhere").check()
    grid = json.loads(shapely.to_geojson(box(2, 2, 6, 5))) | {"crs": {"properties": {"name": "EPSG:27700"}}}
    no_js_page.get_by_label("GeoJSON").fill(json.dumps(grid))
    no_js_page.get_by_role("button", name="See what it says").click()
    expect(no_js_page.locator("main")).to_contain_text("12\xa0ha")
