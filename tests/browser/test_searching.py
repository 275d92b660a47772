"""Journey: find something in the strategy by words."""

from playwright.sync_api import expect

from .readers import Reader

AREA = "/kent-and-medway/"


def test_a_word_in_the_masthead_leads_to_what_says_it(reader: Reader) -> None:
    page = reader.page
    reader.goes(AREA)
    reader.writes("Search this strategy", "meadow")
    reader.follows(page.get_by_role("search").get_by_role("button", name="Search"), "Search the strategy")
    expect(page.get_by_role("heading", name="for “meadow”")).to_be_visible()
    reader.follows(page.get_by_role("navigation", name="Kinds of answer").get_by_role("link", name="Measures"))
    reader.follows("Make lowland meadow", "Make lowland meadow")


def test_what_is_not_found_is_answered_with_other_ways(reader: Reader) -> None:
    page = reader.page
    reader.goes(f"{AREA}search/", "Search the strategy")
    reader.writes(page.get_by_label("What are you looking for?"), "medow")
    reader.follows(page.locator("main").get_by_role("button", name="Search"))
    expect(page.get_by_role("heading", name="Nothing found for “medow”")).to_be_visible()
    reader.follows(page.locator("main .callout").get_by_role("link").first)
