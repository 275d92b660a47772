"""A councillor opens the ward's briefing on a telephone, and asks to have it by mail; a farmer's project is on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ..served_site import environment_of, served, told
from ..unit.edition_case import case
from .readers import Reader

pytestmark = pytest.mark.xdist_group("briefings")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with example projects and with briefings, which its own worker makes."""
    folder: Path = tmp_path_factory.mktemp("briefings")
    environment = environment_of(folder / "site")
    with served(environment, case().edition, folder / "log") as address:
        told(environment, "example_projects")
        told(environment, "make_briefings")
        yield address


def test_a_councillor_reads_the_briefing_of_the_ward_and_asks_for_it_by_mail(reader: Reader) -> None:
    for _ in range(60):
        reader.page.goto("/kent-and-medway/briefings/")
        if reader.page.get_by_role("link", name="All briefings (zip)").count():
            break
        reader.page.wait_for_timeout(1000)
    reader.goes("/kent-and-medway/briefings/", "Briefings")
    reader.follows("Wye Downs", "Wye Downs")
    main = reader.page.locator("main")
    for words in ("What is here", "Example Meadow", "What could be", "What people said", "Who decides"):
        expect(main).to_contain_text(words)
    width = reader.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0
    slug = reader.how.split()[-1].lower()
    reader.writes("Your mail address", f"councillor.{slug}@example.org")
    reader.presses(reader.page.get_by_role("button", name="Send me the link"))
    reader.sees("Look into your mail")
    reader.goes("/kent-and-medway/delivery/", "Who is doing what, where")
    reader.follows("Progress on each priority", "Progress on each priority")
