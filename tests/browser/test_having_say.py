"""Journey: a resident says what they know, from a link to a reference, and comes back to change it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ..served_site import environment_of, served, told
from ..unit.edition_case import case
from .mailbox import link_in_mail_to
from .readers import Reader

pytestmark = pytest.mark.xdist_group("say")

SAY = "/kent-and-medway/have-your-say/"
OPEN = """
from datetime import timedelta
from django.utils import timezone
from lnrs.model import areas
from lnrs_web.accounts import actions as accounts
from lnrs_web.accounts.models import Person
from lnrs_web.areas.models import StrategyArea
from lnrs_web.editions.models import Edition
from lnrs_web.engagement.actions.activities import make, release
from lnrs_web.engagement.desk.beginnings import QUESTIONS, beginning
from lnrs_web.engagement.sensitive import USUAL
accounts.add_officer("officer@example.org", next(one for one in areas() if one.lnrs_id == 40), by="a test")
who, now = Person.objects.get(email="officer@example.org"), timezone.now()
for kind in ("comments", "representations"):
    fields = beginning(kind) | {"sensitive_species": list(USUAL), "edition": Edition.objects.get()}
    made = make(
        StrategyArea.objects.get(), QUESTIONS[kind], by=who, kind=kind, slug=kind, title="About " + kind,
        summary="Say what you know.", opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=9), **fields,
    )
    release(made, by=who)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("say") / "site"


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    """A site of its own, with two activities that are open."""
    environment = environment_of(folder) | {"LNRS_LIMITS": "0"}
    with served(environment, case().edition, folder.with_name("log")) as address:
        told(environment, "shell", "-v", "0", "-c", OPEN)
        yield address


def test_a_comment_on_a_place_is_written_proved_and_changed(reader: Reader, folder: Path) -> None:
    page, mail = reader.page, f"{reader.how.split()[-1].lower()}@example.org"
    reader.goes(SAY, "Have your say")
    reader.follows("About comments", "About comments")
    reader.follows(page.get_by_role("button", name="Begin"), "What do you want to say")
    reader.writes("What do you want to say", "Skylarks sing here")
    reader.follows(page.get_by_role("button", name="Go on"), "Where is it?")
    reader.picks("A postcode, a grid reference")
    reader.writes("Where is it?", "nowhere at all")
    reader.follows(page.get_by_role("button", name="Go on"), "Where is it?")
    reader.presses(page.get_by_role("alert").get_by_role("link"))
    expect(page.get_by_label("Where is it?", exact=True)).to_be_focused()
    reader.writes(page.get_by_label("Where is it?", exact=True), "TR 053 463")
    reader.follows(page.get_by_role("button", name="Go on"), "About you")
    reader.follows(page.get_by_role("button", name="Go on"), "May we publish it?")
    reader.picks("Yes, publish it")
    reader.follows(page.get_by_role("button", name="Go on"), "Your mail address")
    page.reload()  # a telephone that lost its connection finds all of it again
    reader.writes("Your mail address", mail)
    reader.follows(page.get_by_role("button", name="Go on"), "Check what you wrote")
    expect(page.locator("main")).to_contain_text("Skylarks sing here")
    expect(page.locator("main")).to_contain_text("TR 053 463")
    page.wait_for_timeout(4500)  # nobody writes in less, and who does is set aside
    reader.follows(page.get_by_role("button", name="Send", exact=True), "Now open your mail")
    reader.goes(link_in_mail_to(folder, mail, f"{SAY}proof/"), "Was it you?")
    reader.follows(page.get_by_role("button", name="Yes, it was me"), "We have received it")
    reader.goes(link_in_mail_to(folder, mail, f"{SAY}back/"), "Open what you sent")
    reader.follows(page.get_by_role("button", name="Open it"), "What you sent")
    reader.follows(page.get_by_role("button", name="Change it"), "Check what you wrote")
    reader.follows(page.locator("main").get_by_role("link", name="What do you want to say"), "What do you want to say")
    reader.writes("What do you want to say", "Skylarks sang here")
    reader.follows(page.get_by_role("button", name="Keep it"), "Check what you wrote")
    reader.follows(page.get_by_role("button", name="Send the change"), "We have received it")
    reader.follows("See what you sent", "What you sent")
    expect(page.locator("main")).to_contain_text("Skylarks sang here")


def test_a_representation_begins_at_the_measure_that_it_is_about(reader: Reader) -> None:
    page = reader.page
    reader.goes("/kent-and-medway/strategy/measures/GL1.1/")
    reader.follows("Say what you think of this measure", "Have your say")
    reader.follows("About representations", "About representations")
    reader.follows(page.get_by_role("button", name="Begin"), "Which part of the strategy")
    expect(page.get_by_role("radio", name="A measure")).to_be_checked()
    expect(page.get_by_label("Which measure?")).to_have_value("GL1.1")
    reader.follows(page.get_by_role("button", name="Go on"), "What do you think of it?")
    reader.follows(page.get_by_role("button", name="Go on"), "What do you think of it?")
    reader.presses(page.get_by_role("alert").get_by_role("link"))
    reader.picks("I object to it")
    reader.follows(page.get_by_role("button", name="Go on"), "What do you want to say?")
    reader.follows(page.get_by_role("link", name="Go on later"), "Go on later")
    reader.follows(page.get_by_role("link", name="Go on now"), "Check what you wrote")
    expect(page.locator("main")).to_contain_text("Still to do")
