"""The pages that everyone meets first: no barrier that axe can find, nothing broken, nothing asked of anyone else."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

AREA = "/kent-and-medway/"
PAGES = {
    "front": "/",
    "overview": AREA,
    "priorities": f"{AREA}strategy/priorities/",
    "priority": f"{AREA}strategy/priorities/GL1/",
    "measures": f"{AREA}strategy/measures/",
    "measure": f"{AREA}strategy/measures/GL1.1/",
    "wider-measure": f"{AREA}strategy/measures/GL1.2/",
    "species": f"{AREA}strategy/species/",
    "zones": f"{AREA}places/",
    "at": f"{AREA}at/?place=605450,146950",
    "at-wrong": f"{AREA}at/?place=nowhere",
    "downloads": f"{AREA}strategy/downloads/",
    "versions": f"{AREA}strategy/versions/",
    "accessibility": "/accessibility/",
    "privacy": "/privacy/",
    "not-there": "/nowhere/",
}


@pytest.mark.parametrize("name", PAGES)
def test_the_page_has_no_barrier_that_axe_finds(page: Page, axe: Callable[[Page], None], name: str) -> None:
    page.goto(PAGES[name])
    axe(page)


@pytest.mark.parametrize("name", ["overview", "measure", "at"])
def test_the_page_is_the_same_without_javascript(no_js_page: Page, page: Page, name: str) -> None:
    texts = []
    for reader in (page, no_js_page):
        reader.goto(PAGES[name])
        texts.append(reader.locator("main").inner_text())
    assert texts[0] == texts[1]


@pytest.mark.parametrize("name", ["overview", "measure", "at"])
def test_a_telephone_shows_the_page_without_moving_sideways(phone: Page, name: str) -> None:
    phone.goto(PAGES[name])
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_place_is_found_by_keyboard_alone(page: Page) -> None:
    page.goto(AREA)
    page.get_by_label("What does it say of my place?").focus()
    page.keyboard.type("605450, 146950")
    page.keyboard.press("Enter")
    page.wait_for_url("**/at/**")
    assert page.get_by_role("heading", level=1).inner_text().startswith("What is at TR 054 469")
