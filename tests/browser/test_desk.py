"""Journey: an officer signs in by mail and telephone, uploads an edition and asks for it to be published; a colleague
approves; and they go back."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ..served_site import environment_of, served, told
from ..unit.edition_case import case
from ..web.people import app_code, zipped
from .conftest import Opens
from .readers import Reader

pytestmark = pytest.mark.xdist_group("desk")

LONGEST_S = 120


@dataclass(frozen=True)
class Office:
    """A site of the officers' own: where it is, its folder, and a zip of its second edition."""

    environment: dict[str, str]
    folder: Path
    zip: Path

    def code_in_mail_to(self, address: str) -> str:
        """The code that the last mail to somebody brought."""
        until = time.monotonic() + LONGEST_S
        while time.monotonic() < until:
            for mail in sorted((self.folder / "mail").glob("*.log"), key=lambda one: one.stat().st_mtime, reverse=True):
                text = mail.read_text()
                if f"To: {address}" in text and (code := re.search(r"^    (\S+)$", text, re.MULTILINE)):
                    return code[1]
            time.sleep(0.2)
        raise AssertionError("no mail came")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The folder of the site that `site` serves."""
    folder = tmp_path_factory.mktemp("office")
    return Office(environment_of(folder / "site"), folder / "site", zipped(case().edition, folder / "edition.zip"))


@pytest.fixture(scope="module")
def site(office: Office) -> Iterator[str]:
    """The officers' site, with an earlier edition published on it."""
    earlier = case(edition="draft-0", meadow_ha=12).edition
    with served(office.environment, earlier, office.folder.parent / "log") as address:
        yield address


def test_two_people_publish_an_edition_and_go_back(reader: Reader, office: Office, opens: Opens) -> None:
    page, address = reader.page, f"{reader.how.split()[-1].lower()}@example.org"
    colleague = Reader("without JavaScript", opens(java_script_enabled=False).new_page(), reader.axe)
    for who, one in ((address, reader), (f"colleague.{address}", colleague)):
        told(office.environment, "add_officer", who, "--area", "kent-and-medway")
        signs_in(one, office, who)
    reader.goes("/desk/", "Editions")
    reader.follows("Upload an edition", "Upload an edition")
    page.get_by_label("The zip of the edition").set_input_files(office.zip)
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


def signs_in(reader: Reader, office: Office, address: str) -> None:
    """By the code in the mail, and then by an app on the telephone, which is set up on the way."""
    page = reader.page
    reader.goes("/account/sign-in/", "Sign in")
    reader.writes("Your mail address", address)
    reader.follows(page.get_by_role("button", name="Send me a code"), "Look at your mail")
    reader.writes(page.locator("main input[name=code]"), office.code_in_mail_to(address))
    reader.follows(page.get_by_role("button", name="Go on"))
    reader.goes("/desk/", "Second factor")
    reader.follows("Set it up", "Set up your authenticator app")
    secret = page.locator(".secret").text_content() or ""
    reader.writes(page.locator("main input[name=code]"), app_code(secret.strip()))
    reader.follows(page.get_by_role("button", name="Go on"))


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
