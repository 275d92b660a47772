"""A councillor opens the ward's briefing on a telephone, and asks to have it by mail; a farmer's project is on it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from .office import Office
from .readers import Reader

pytestmark = pytest.mark.xdist_group("briefings")


@pytest.fixture(scope="module")
def site(office: Office) -> Iterator[str]:
    """A site with example projects and with briefings, which its own worker makes."""
    with office.served() as address:
        office.tells("example_projects")
        office.tells("make_briefings")
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
