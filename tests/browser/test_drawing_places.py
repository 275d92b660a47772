"""Points, lines and areas drawn under Have your say: by mouse, by keyboard, by finger; sent, shown, and changed."""

from collections.abc import Callable

import pytest
import shapely
from playwright.sync_api import Page, expect

from .asking import SAY
from .test_drawing import PIXEL, SHOW, at_rest, canvas_of, degrees, draw, press_on, ready, said, sent, under_cross

pytestmark = pytest.mark.xdist_group("say")

PLACE = f"{SAY}comments/take-part/pages/place/"
POND, LANE, FIELD = (7, 4), [(2, 2), (6, 2), (6, 3)], [(2, 4), (5, 4), (5, 6), (2, 6)]


@pytest.fixture(scope="module")
def site(say_site: str) -> str:
    return say_site


def at_the_map(page: Page) -> Page:
    """The page that asks where it is, with its map ready to be drawn on."""
    page.goto(f"{SAY}comments/")
    page.get_by_role("button", name="Begin").click()
    page.goto(PLACE)
    page.get_by_label("Draw it on a map").check()
    ready(page)
    longitude, latitude = degrees((5, 4))
    page.evaluate(SHOW, {"center": [longitude, latitude], "zoom": 14})
    at_rest(page)
    return page


def tool(page: Page, name: str):
    return page.get_by_role("group", name="What to draw").get_by_role("button", name=name)


def kinds(page: Page) -> dict[str, str]:
    return {name: shape.geom_type for name, shape in sent(page).items()}


def goes_on(page: Page) -> None:
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/you/")


def test_a_point_a_line_and_an_area_are_drawn_by_mouse_kept_shown_and_there_again(
    page: Page, axe: Callable[[Page], None]
) -> None:
    at_the_map(page)
    expect(tool(page, "Point")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Finish this")).to_be_hidden()
    press_on(page, POND)
    assert said(page).startswith("Point 1: TR 0")
    tool(page, "Line").click()
    assert said(page).startswith("Put one end of the line.")
    for corner in [*LANE, LANE[-1]]:
        press_on(page, corner)
    assert said(page).startswith("Line 1: ")
    axe(page)
    tool(page, "Area").click()
    draw(page, FIELD)
    assert kinds(page) == {"Point 1": "Point", "Line 1": "LineString", "Area 1": "Polygon"}
    metres = sent(page)["Line 1"].length
    expect(page.locator("#drawing-shapes .size").nth(1)).to_have_text(f"{metres:.0f}\xa0m, 3\xa0corners")
    expect(page.locator("#drawing-shapes h2")).to_contain_text("1\xa0point, 1\xa0line, 1\xa0area, ")
    page.get_by_label("Name", exact=True).first.fill("The pond")
    axe(page)
    goes_on(page)
    page.goto(f"{SAY}comments/take-part/check/")
    main = page.locator("main")
    for words in ("The pond", "A line near TR", "An area near TR"):
        expect(main).to_contain_text(words)
    picture = page.locator("figure.map img")
    assert picture.evaluate("(one) => one.complete && one.naturalWidth > 0")
    axe(page)
    page.goto(PLACE)
    ready(page)
    expect(page.get_by_label("Draw it on a map")).to_be_checked()
    expect(page.get_by_label("Name", exact=True)).to_have_count(3)
    expect(page.get_by_label("Name", exact=True).first).to_have_value("The pond")
    assert page.get_by_role("button", name="Undo").get_attribute("aria-disabled") == "true"
    page.get_by_role("button", name="Delete Area 1").click()
    page.get_by_role("button", name="Undo").click()
    assert len(kinds(page)) == 3
    page.get_by_role("button", name="Redo").click()
    assert list(kinds(page).values()) == ["Point", "LineString"]
    goes_on(page)
    page.goto(f"{SAY}comments/take-part/check/")
    expect(page.locator("main")).not_to_contain_text("An area near")


def test_a_point_and_a_line_are_drawn_by_keyboard_alone(page: Page, axe: Callable[[Page], None]) -> None:
    page.goto(f"{SAY}comments/")
    page.get_by_role("button", name="Begin").click()
    page.goto(PLACE)
    page.get_by_label("A whole parish, from a list").focus()
    page.keyboard.press("ArrowDown")
    ready(page)
    page.keyboard.press("Tab")
    longitude, latitude = degrees((4, 3))
    page.keyboard.type(f"{latitude:.6f}, {longitude:.6f}")
    page.keyboard.press("Enter")
    expect(page.locator("#drawing-said")).to_contain_text("under the cross")
    at_rest(page)
    tabs_to(page, tool(page, "Point"))
    tabs_to(page, canvas_of(page))
    page.keyboard.press("Enter")
    assert said(page).startswith("Point 1: TR 0")
    for _ in range(2):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(tool(page, "Line")).to_have_attribute("aria-pressed", "true")
    expect(tool(page, "Line")).to_be_focused()
    canvas_of(page).focus()
    for number, key in enumerate(("", "ArrowRight", "ArrowDown"), start=1):
        if key:
            page.keyboard.press(key)
            at_rest(page)
        page.keyboard.press("Enter")
        expect(page.locator("#drawing-said")).to_contain_text(f"{number}\xa0corner")
    page.keyboard.press("Backspace")
    assert said(page).startswith("2 corners put: ")
    finish = page.get_by_role("button", name="Finish this line")
    tabs_to(page, finish)
    page.keyboard.press("Enter")
    assert said(page).startswith("Line 1: ")
    assert kinds(page) == {"Point 1": "Point", "Line 1": "LineString"}
    axe(page)
    page.get_by_role("button", name="Go on").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/you/")


def tabs_to(page: Page, wanted) -> None:
    for _ in range(16):
        page.keyboard.press("Tab")
        if wanted.evaluate("(one) => one === document.activeElement"):
            return
    raise AssertionError("it cannot be reached by keyboard")


def test_shapes_are_moved_by_buttons_and_a_line_keeps_two_corners(page: Page) -> None:
    at_the_map(page)
    under_cross(page, POND)
    page.get_by_role("button", name="Put a point here").click()
    before = sent(page)["Point 1"]
    page.get_by_text("Move Point 1").click()
    expect(page.get_by_role("button", name="Take out")).to_have_count(0)
    page.get_by_role("button", name="Move map east").click()
    at_rest(page)
    page.get_by_role("button", name="Move to the cross: Point 1").click()
    assert sent(page)["Point 1"].x > before.x + 50
    tool(page, "Line").click()
    for corner in LANE[:2]:
        under_cross(page, corner)
        page.get_by_role("button", name="Put a corner here").click()
    tool(page, "Area").click()  # what is being drawn is finished, not lost
    assert kinds(page) == {"Point 1": "Point", "Line 1": "LineString"}
    page.get_by_text("Corners of Line 1").click()
    page.get_by_role("button", name="Take out: corner 1 of Line 1").click()
    assert said(page) == "A line has 2 corners at least."


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag what is at a place to another by mouse."""
    frame = canvas_of(page).bounding_box()
    assert frame
    first, last = (page.evaluate(PIXEL, list(degrees(corner))) for corner in (start, end))
    page.mouse.move(frame["x"] + first["x"], frame["y"] + first["y"])
    page.mouse.down()
    page.mouse.move(frame["x"] + last["x"], frame["y"] + last["y"], steps=8)
    page.mouse.up()


def test_what_one_tool_drew_is_dragged_while_another_is_chosen(page: Page) -> None:
    at_the_map(page)
    tool(page, "Area").click()
    draw(page, FIELD)
    tool(page, "Point").click()
    press_on(page, POND)
    before = sent(page)
    drag(page, FIELD[2], (6, 7))
    after = sent(page)
    assert after["Point 1"].equals(before["Point 1"])
    assert after["Area 1"].area > before["Area 1"].area * 1.2
    assert len(shapely.get_coordinates(after["Area 1"])) == len(shapely.get_coordinates(before["Area 1"]))
    expect(tool(page, "Area")).to_have_attribute("aria-pressed", "true")
    drag(page, POND, (7, 3))
    assert sent(page)["Point 1"].distance(before["Point 1"]) > 50
    assert sent(page)["Area 1"].equals(after["Area 1"])
    expect(tool(page, "Point")).to_have_attribute("aria-pressed", "true")
    press_on(page, FIELD[0])  # pressed, and not dragged: a point is put there
    assert list(kinds(page).values()) == ["Polygon", "Point", "Point"]


def test_of_several_places_of_a_name_one_is_chosen_by_keyboard_and_the_map_goes_there(
    page: Page, axe: Callable[[Page], None]
) -> None:
    at_the_map(page)
    page.get_by_label("Where on the map?").fill("Stourham")
    page.keyboard.press("Enter")
    found = page.get_by_role("list", name="Places of that name").get_by_role("button")
    expect(found.first).to_be_focused()
    assert found.count() > 1
    axe(page)
    words = found.first.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("#drawing-said")).to_contain_text(f"The map shows {words}")
    expect(found).to_have_count(0)
    expect(page.get_by_label("Where on the map?")).to_be_focused()


def test_a_point_that_is_put_from_far_away_says_how_far_it_may_be_out(page: Page) -> None:
    at_the_map(page)
    press_on(page, POND)
    assert "Put another" in said(page)
    page.evaluate(SHOW, {"center": list(degrees((5, 4))), "zoom": 8})
    at_rest(page)
    press_on(page, (60, 4))
    assert said(page).endswith("At this scale it may be 1 km out: zoom in, and put it where it is.")


def test_no_more_than_the_most_are_drawn_and_one_that_is_deleted_makes_room(page: Page) -> None:
    at_the_map(page)
    for number in range(20):
        press_on(page, (2 + 0.3 * number, 3))
    assert said(page).startswith("20 places are drawn, which is the most.")
    put = page.get_by_role("button", name="Put a point here")
    expect(put).to_have_attribute("aria-disabled", "true")
    press_on(page, (5, 6))
    assert len(kinds(page)) == 20
    page.get_by_role("button", name="Delete Point 3", exact=True).click()
    expect(put).to_have_attribute("aria-disabled", "false")
    press_on(page, (5, 6))
    assert len(kinds(page)) == 20
    goes_on(page)


def test_places_are_drawn_by_finger_on_a_telephone(phone: Page, axe: Callable[[Page], None]) -> None:
    at_the_map(phone)
    phone.evaluate(SHOW, {"center": list(degrees((4.5, 3.5))), "zoom": 13.5})
    at_rest(phone)
    press_on(phone, POND, tap=True)
    tool(phone, "Line").tap()
    for corner in [*LANE, LANE[-1]]:
        press_on(phone, corner, tap=True)
    tool(phone, "Area").tap()
    draw(phone, FIELD, tap=True)
    assert list(kinds(phone).values()) == ["Point", "LineString", "Polygon"]
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    axe(phone)
    goes_on(phone)


def test_without_javascript_what_was_given_is_said_in_words_and_kept(no_js_page: Page) -> None:
    page = no_js_page
    page.goto(f"{SAY}comments/")
    page.get_by_role("button", name="Begin").click()
    page.goto(PLACE)
    page.get_by_label("Coordinates, typed").check()
    page.get_by_label("What are they?").select_option("line")
    page.get_by_label("One place a line").fill("605300 146300\n605600 146300")
    goes_on(page)
    page.goto(PLACE)
    expect(page.get_by_label("As I said before: A line near TR 054 463")).to_be_checked()
    expect(page.get_by_role("group", name="What to draw")).to_have_count(0)
    goes_on(page)
    page.goto(f"{SAY}comments/take-part/check/")
    expect(page.locator("main")).to_contain_text("A line near TR 054 463")
