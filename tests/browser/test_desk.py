"""Journey: an officer signs in by mail and telephone, uploads an edition and asks for it to be published; a colleague
approves; and they go back."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ..unit.edition_case import case
from ..web.people import zipped
from .conftest import Opens
from .office import Office, signs_in
from .readers import Reader

pytestmark = pytest.mark.xdist_group("desk")

LONGEST_S = 120


@pytest.fixture(scope="module")
def site(office: Office) -> Iterator[str]:
    """The officers' site, with an earlier edition published on it."""
    with office.served(case(edition="draft-0", meadow_ha=12).edition) as address:
        yield address


def test_two_people_publish_an_edition_and_go_back(
    reader: Reader, office: Office, opens: Opens, tmp_path: Path
) -> None:
    page, address = reader.page, f"{reader.how.split()[-1].lower()}@example.org"
    colleague = Reader("without JavaScript", opens(java_script_enabled=False).new_page(), reader.axe)
    for who, one in ((address, reader), (f"colleague.{address}", colleague)):
        signs_in(one, office, who)
    reader.goes("/desk/", "Editions")
    reader.follows("Upload an edition", "Upload an edition")
    page.get_by_label("The zip of the edition").set_input_files(zipped(case().edition, tmp_path / "edition.zip"))
    reader.follows(page.get_by_role("button", name="Upload"))
    once_taken_in(reader)
    reader.follows("Look at it and publish it", "Edition draft-1")
    publish(reader, colleague, "draft-1")
    expect(page.locator("main")).to_contain_text("Everyone sees it")
    reader.goes("/kent-and-medway/")
    expect(page.locator(".edition")).to_contain_text("draft-1")
    reader.goes("/desk/", "Editions")
    reader.follows(page.get_by_role("row", name="draft-0").get_by_role("link"), "Edition draft-0")
    publish(reader, colleague, "draft-0")
    reader.goes("/kent-and-medway/")
    expect(page.locator(".edition")).to_contain_text("draft-0")
    reader.goes("/account/", "Your account")
    reader.follows(page.get_by_role("button", name="Sign out"))
    reader.goes("/desk/", "Sign in")


def publish(reader: Reader, colleague: Reader, name: str) -> None:
    """From an edition's page: for the first time, or again, which is to go back to it. One asks, the other agrees."""
    main, edition = reader.page.locator("main"), reader.page.url
    reader.follows(main.get_by_role("link", name=re.compile("^(Publish|Go back)")), "Publish")
    reader.picks("For everyone to read, but not as the published strategy")
    reader.follows(main.get_by_role("button", name="Ask for it"), "Is this to be published?")
    expect(main).to_contain_text("A second person has to agree")
    colleague.goes(reader.page.url, "Is this to be published?")
    colleague.follows(colleague.page.get_by_role("button", name="Agree, and publish it"), "Published")
    reader.goes(edition, f"Edition {name}")


def once_taken_in(reader: Reader) -> None:
    """Look again until the work is done."""
    until = time.monotonic() + LONGEST_S
    while "has been taken in" not in (reader.page.get_by_role("heading", level=1).text_content() or ""):
        assert time.monotonic() < until, reader.page.locator("main").text_content()
        time.sleep(0.5)
        reader.page.reload()
    reader.sees("The edition has been taken in")
