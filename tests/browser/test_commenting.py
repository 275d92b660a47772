"""Journey: a reader comments on a paragraph of the strategy, from its link to the check of what was written."""

import pytest
from playwright.sync_api import expect

from .readers import Reader

pytestmark = pytest.mark.xdist_group("say")
CHAPTER = "/kent-and-medway/strategy/chapters/using/"


@pytest.fixture(scope="module")
def site(say_site: str) -> str:
    return say_site


def test_a_paragraph_is_commented_on_from_its_link_and_its_words_stay_in_sight(reader: Reader) -> None:
    page = reader.page
    reader.goes(CHAPTER, "Using the map")
    words = page.locator('[id="using.1"]').inner_text()
    reader.follows(page.get_by_role("link", name="Comment on this paragraph number 1"), "Have your say")
    expect(page.locator("main")).to_contain_text(words)
    reader.follows("About representations", "About representations")
    expect(page.locator(".spoken-of")).to_have_text(words)
    reader.follows(page.get_by_role("button", name="Begin"), "Which part of the strategy")
    expect(page.get_by_role("radio", name="Paragraph 1 of “Using the map”")).to_be_checked()
    expect(page.locator(".spoken-of")).to_have_text(words)
    reader.follows(page.get_by_role("button", name="Go on"), "What do you think of it?")
    reader.picks("I object to it")
    reader.follows(page.get_by_role("button", name="Go on"), "What do you want to say?")
    expect(page.locator(".spoken-of")).to_have_text(words)
    reader.follows(page.get_by_role("link", name="Go on later"), "Go on later")
    reader.follows(page.get_by_role("link", name="Go on now"), "Check what you wrote")
    expect(page.locator("main")).to_contain_text(f"“{words}”")
