"""Journey: from the front page to one measure, where it is mapped, and who pays for it."""

import pytest
from playwright.sync_api import Page, expect

from .readers import Reader

AREA = "/kent-and-medway/"


def test_the_strategy_is_read_from_the_front_page_to_who_pays(reader: Reader) -> None:
    page = reader.page
    reader.goes("/", "Where nature could recover")
    reader.follows("Kent and Medway", "Example strategy for nature")
    expect(page.locator("main")).to_contain_text("could become so")
    reader.follows("3 priorities", "Priorities")
    reader.follows("More and better meadows", "More and better meadows")
    reader.follows("Make lowland meadow", "Make lowland meadow")
    assert page.get_by_role("heading", name="Where it would do most").is_visible()
    expect(page.locator("main")).to_contain_text("Meadow next to meadow is colonised soonest.")
    expect(page.locator("main")).to_contain_text("Sustainable Farming Incentive")
    place = page.get_by_role("table", name="highest scores for GL1.1").get_by_role("link").first
    reader.follows(place, "What is at TR")
    expect(page.locator("main")).to_contain_text("GL1.1 Make lowland meadow")


def test_where_a_measure_is_mapped_is_told_by_parish_and_district_in_hectares(reader: Reader) -> None:
    reader.goes(f"{AREA}strategy/measures/GL1.1/", "Make lowland meadow")
    words = reader.page.locator("main").text_content() or ""
    assert "Wyeham" in words
    assert "West" in words
    assert " ha" in words.replace("\u00a0", " ")


def test_the_menu_leads_to_every_part_and_says_where_one_is(reader: Reader) -> None:
    reader.goes(AREA)
    menu = reader.page.get_by_role("navigation", name="The strategy")
    assert menu.get_by_role("link").count() >= 14
    if reader.how == "with a telephone":
        reader.presses(reader.page.get_by_role("link", name="Menu"))
    reader.follows(menu.get_by_role("link", name="Who pays"), "Who pays")
    expect(menu.locator("[aria-current]")).to_have_text("Who pays")


def test_the_first_press_of_tab_offers_to_skip_to_the_content(page: Page) -> None:
    page.goto(AREA)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("name", ["", "strategy/", "strategy/priorities/GL1/", "strategy/measures/GL1.1/"])
def test_words_twice_as_large_stay_within_the_page(page: Page, name: str) -> None:
    page.goto(AREA + name)
    page.set_viewport_size({"width": 640, "height": 450})  # a page of 1280 by 900 at 200 %
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
