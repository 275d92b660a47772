"""Journeys: an officer gives a district the draft, the district objects by its link, and everyone reads it."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from ..served_site import environment_of, served, told
from ..unit.edition_case import case
from ..web.people import app_code
from .mailbox import link_in_mail_to
from .readers import Reader

pytestmark = pytest.mark.xdist_group("procedure")

LONGEST_S = 120
PATH = "/desk/procedure/kent-and-medway/"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the site's programs are told."""
    return environment_of(tmp_path_factory.mktemp("procedure") / "site")


@pytest.fixture(scope="module")
def site(environment: dict[str, str]) -> Iterator[str]:
    """A site of the officers' own, with an edition published on it."""
    folder = Path(environment["LNRS_SITE"])
    with served(environment, case().edition, folder.parent / "log") as address:
        yield address


def test_a_draft_is_given_a_district_objects_and_everyone_reads_it(
    reader: Reader, environment: dict[str, str], site: str
) -> None:
    page, name = reader.page, reader.how.split()[-1].capitalize()
    signs_in(reader, environment, f"{name.lower()}@example.org")

    reader.goes(f"{PATH}authorities/add/", "Add an authority")
    reader.writes("Its name", f"District {name}")
    reader.picks("Supporting authority")
    reader.writes("Mail address for notices", f"district-{name.lower()}@example.org")
    reader.follows(page.get_by_role("button", name="Add it"), "Authorities")

    reader.goes(PATH, "Procedure")
    for box in go_to_form(reader, "draft-given").get_by_role("checkbox").all():
        if f"District {name}" not in (box.evaluate("one => one.labels[0].textContent")):
            box.uncheck()
    reader.picks("By mail, today")
    reader.follows(page.get_by_role("button", name="Go on, and check it"), "Check:")
    reader.follows(page.get_by_role("button", name="Give it, by mail"), "Consultation draft given")
    expect(page.locator("main")).to_contain_text("Proof")

    mail = f"district-{name.lower()}@example.org"
    link = site + link_in_mail_to(Path(environment["LNRS_SITE"]), mail, "/reply/")
    reader.goes(link, "The consultation draft")
    reader.follows(page.get_by_role("button", name="Go on, and check it"), "The consultation draft")
    expect(page.get_by_role("alert")).to_contain_text("You have not said what your authority replies.")
    reader.picks("We object")
    ticks(reader, "The strategy is materially deficient")
    reader.writes("Your reasons, or anything to add", f"The ponds of {name} are missing.")
    reader.writes("Your name", "Ann Clerk")
    reader.writes("Your position", "Head of planning")
    reader.follows(page.get_by_role("button", name="Go on, and check it"), "Check your reply")
    reader.follows(page.get_by_role("button", name="Send it"), "The consultation draft")
    expect(page.locator("main")).to_contain_text("Receipt")

    reader.goes(PATH, "Procedure")
    expect(page.locator("main")).to_contain_text("Objection made")
    reader.goes(f"{PATH}findings/", "What the law says")
    reader.goes("/kent-and-medway/procedure/", "How this strategy is made")
    expect(page.locator("main")).to_contain_text(f"The ponds of {name} are missing.")
    expect(page.locator("main")).not_to_contain_text("Ann Clerk")
    for form in ("review-notice", "review-ended", "advisory-notice"):
        reader.goes(f"{PATH}enter/{form}/")
    reader.goes(f"{PATH}publish/", "Publish")
    reader.goes(f"{PATH}judge/supporting_authorities_involved/", "For you to decide")


def ticks(reader: Reader, box: str) -> None:
    """Tick a box in the reader's own way."""
    one = reader.page.get_by_role("checkbox", name=box)
    if reader.how == "by keyboard":
        reader.comes_to(one)
        reader.page.keyboard.press("Space")
    else:
        reader.presses(one)
    expect(one).to_be_checked()


def go_to_form(reader: Reader, kind: str) -> Locator:
    """The form of an act, and the part of it that asks for authorities."""
    reader.goes(f"{PATH}enter/{kind}/", "Consultation draft given")
    return reader.page.get_by_role("group", name="Whom it is given to")


def signs_in(reader: Reader, environment: dict[str, str], address: str) -> None:
    """By the code in the mail, and an app that is set up on the way."""
    page = reader.page
    told(environment, "add_officer", address, "--area", "kent-and-medway")
    reader.goes("/account/sign-in/", "Sign in")
    reader.writes("Your mail address", address)
    reader.follows(page.get_by_role("button", name="Send me a code"), "Look at your mail")
    reader.writes(page.locator("main input[name=code]"), code_in_mail(Path(environment["LNRS_SITE"]), address))
    reader.follows(page.get_by_role("button", name="Go on"))
    reader.goes("/desk/", "Second factor")
    reader.follows("Set it up", "Set up your authenticator app")
    secret = page.locator(".secret").text_content() or ""
    reader.writes(page.locator("main input[name=code]"), app_code(secret.strip()))
    reader.follows(page.get_by_role("button", name="Go on"))


def code_in_mail(folder: Path, address: str) -> str:
    """The code that the last mail to somebody brought."""
    until = time.monotonic() + LONGEST_S
    while time.monotonic() < until:
        for mail in sorted((folder / "mail").glob("*.log"), key=lambda one: one.stat().st_mtime, reverse=True):
            text = mail.read_text()
            if f"To: {address}" in text and (code := re.search(r"^    (\S+)$", text, re.MULTILINE)):
                return code[1]
        time.sleep(0.2)
    raise AssertionError("no mail came")
