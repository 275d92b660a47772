"""Journeys: an officer gives a district the draft, the district objects by its link, and everyone reads it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from .mailbox import link_in_mail_to
from .office import Office, signs_in
from .readers import Reader

pytestmark = pytest.mark.xdist_group("procedure")

PATH = "/desk/procedure/kent-and-medway/"


@pytest.fixture(scope="module")
def site(office: Office) -> Iterator[str]:
    """A site of the officers' own, with an edition published on it."""
    with office.served() as address:
        yield address


def test_a_draft_is_given_a_district_objects_and_everyone_reads_it(reader: Reader, office: Office, site: str) -> None:
    page, name = reader.page, reader.how.split()[-1].capitalize()
    signs_in(reader, office, f"{name.lower()}@example.org")

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
    link = site + link_in_mail_to(office.folder, mail, "/reply/")
    reader.goes(link, "The consultation draft")
    reader.follows(page.get_by_role("button", name="Go on, and check it"), "The consultation draft")
    expect(page.get_by_role("alert")).to_contain_text("You have not said what your authority replies.")
    reader.picks("We object")
    reader.ticks("The strategy is materially deficient")
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


def go_to_form(reader: Reader, kind: str) -> Locator:
    """The form of an act, and the part of it that asks for authorities."""
    reader.goes(f"{PATH}enter/{kind}/", "Consultation draft given")
    return reader.page.get_by_role("group", name="Whom it is given to")
