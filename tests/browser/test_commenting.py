"""Journey: a reader comments on a paragraph of the strategy, from its link to the check of what was written."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ..served_site import environment_of, served, told
from ..unit.edition_case import case
from .readers import Reader
from .test_having_say import OPEN

pytestmark = pytest.mark.xdist_group("commenting")
CHAPTER = "/kent-and-medway/strategy/chapters/using/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site of its own, with two activities that take comments on words."""
    folder: Path = tmp_path_factory.mktemp("commented") / "site"
    environment = environment_of(folder) | {"LNRS_LIMITS": "0"}
    with served(environment, case().edition, folder.with_name("log")) as address:
        told(environment, "shell", "-v", "0", "-c", OPEN)
        yield address


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
