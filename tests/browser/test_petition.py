"""Journey: a resident signs, opens the mail, presses the button, sees the count move and ends the news; an officer
counts what a rule is about, cancels it, takes signatures out and puts them back."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from .mailbox import link_in_mail_to
from .office import Office, signs_in
from .readers import Reader

pytestmark = pytest.mark.xdist_group("petition")

HOME = "/kent-and-medway/petition/"
TITLE = "More meadows in Kent"
OPEN = """
from lnrs.model import areas
from lnrs_web.accounts import actions as accounts
from lnrs_web.accounts.models import Person
from lnrs_web.areas.models import StrategyArea
from lnrs_web.petition.actions import course
accounts.add_officer("first@example.org", next(one for one in areas() if one.lnrs_id == 40), by="a test")
who = Person.objects.get(email="first@example.org")
said = {"title": "More meadows in Kent", "asks": "Bring back the meadows.", "eligible": "live in Kent",
    "controller": "Meadows for Kent", "controller_contact": "a@example.org", "milestones": [[1000, "A reply"]]}
course.open_it(course.make(StrategyArea.objects.get(), "more-meadows", said, by=who), by=who)
"""
UNHURRIED_MS, LONGEST_S = 3_300, 60
"""Who signs quicker is taken for a machine; and how long the count may take to move."""


@pytest.fixture(scope="module")
def site(office: Office) -> Iterator[str]:
    """A site with a petition that is open."""
    with office.served() as address:
        office.tells("shell", "-v", "0", "-c", OPEN)
        yield address


def signed(reader: Reader) -> int:
    """How many have signed, as the page says."""
    text = reader.page.locator(".count strong").inner_text()
    return int(re.sub(r"\D", "", text))


A_DEVICE = """
navigator.share = async (what) => { window.sent = what; throw new DOMException("closed again", "AbortError"); };
navigator.clipboard.writeText = async (text) => { window.copied = text; };
"""
"""What a telephone has and this browser has not: a list of ways to send something on; and a clipboard of the test's."""


def tells_a_friend(reader: Reader, site: str) -> None:
    """By links that need no script; with one, by the device's own list of ways, and by a copy of the address."""
    page, main = reader.page, reader.page.locator("main")
    address = main.locator(".share code").inner_text()
    for way in ("Mail", "WhatsApp", "Facebook", "Bluesky"):
        expect(main.get_by_role("link", name=way, exact=True)).to_be_visible()
    send = main.get_by_role("button", name="Send it on")
    if reader.how == "without JavaScript":
        expect(send).to_be_hidden()
        expect(main.get_by_role("button", name="Copy the address")).to_be_hidden()
        return
    reader.presses(send)
    assert page.evaluate("window.sent") == {"title": TITLE, "text": f"Will you sign “{TITLE}”?", "url": address}
    reader.presses(main.get_by_role("button", name="Copy the address"))
    expect(main.get_by_role("status")).to_have_text("Copied.")
    assert page.evaluate("window.copied") == address
    assert address == f"{site}{HOME}more-meadows/"


def test_a_resident_signs_and_sees_the_count_move_and_an_officer_counts_first(
    reader: Reader, office: Office, site: str
) -> None:
    page, folder, who = reader.page, office.folder, reader.how.split()[-1].lower()
    mail = f"{who}@{who}.example"
    page.add_init_script(A_DEVICE)
    reader.goes(HOME, "Petitions")
    reader.follows(TITLE, TITLE)
    before = signed(reader)
    for more in ("Signatures by district", "How the count grew", "How signatures are counted"):
        reader.goes(f"{HOME}more-meadows/", TITLE)
        reader.follows(more)
    reader.goes(f"{HOME}more-meadows/", TITLE)
    tells_a_friend(reader, site)
    reader.follows("Sign this petition", "Your signature")
    reader.follows(page.get_by_role("button", name="Go on"), "Your signature")
    expect(page.get_by_role("alert")).to_contain_text("Enter your name")
    reader.presses(page.get_by_role("alert").get_by_role("link", name="Enter your name"))
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    reader.writes(page.get_by_label("Name", exact=True), "Ada Meadow")
    reader.writes(page.get_by_label("Postcode", exact=True), "tn24 0aa")
    reader.writes(page.get_by_label("Mail address", exact=True), mail)
    reader.ticks("I live in Kent.")
    reader.ticks(re.compile("^I agree"))
    reader.ticks(re.compile("^Write to me"))
    page.wait_for_timeout(UNHURRIED_MS)
    reader.follows(page.get_by_role("button", name="Go on"), "Check and sign")
    expect(page.locator("main")).to_contain_text("TN24 0AA")
    reader.follows(page.get_by_role("button", name="Sign the petition"), "Now open your mail")

    link = link_in_mail_to(folder, mail, f"{HOME}link/")
    reader.goes(link, "Was it you?")
    reader.follows(page.get_by_role("button", name="Yes, I sign"), "Thank you. You have signed")
    until = time.monotonic() + LONGEST_S
    while signed(reader) != before + 1:
        assert time.monotonic() < until, "the count does not move"
        page.wait_for_timeout(1_000)
        reader.presses(page.get_by_role("link", name="See it move"))
    reader.goes(link, "You have signed")
    assert page.context.cookies() == []

    signs_in(reader, office, f"{who}-officer@example.org")
    reader.goes("/desk/petition/", "Petitions")
    reader.follows(TITLE, TITLE)
    reader.follows("News by mail", "News by mail")
    reader.writes(page.get_by_label("Subject", exact=True), f"A debate, {who}")
    reader.writes(page.get_by_label("Text", exact=True), "The council will debate it.")
    reader.follows(page.get_by_role("button", name="Save, and look at it"), "News by mail")
    reader.follows(page.get_by_role("button", name=f"Send “A debate, {who}”"), "News by mail")

    reader.goes("/desk/petition/", "Petitions")
    reader.follows(TITLE, TITLE)
    reader.follows("Signatures on paper", "Signatures on paper")
    reader.goes("/desk/petition/", "Petitions")
    reader.follows(TITLE, TITLE)
    reader.follows("Take signatures out by a rule", "Take signatures out")
    reader.writes(page.get_by_label("Domain of mail addresses", exact=True), f"{who}.example")
    reader.writes(page.get_by_label("Why", exact=True), "Looks like machines")
    reader.follows(page.get_by_role("button", name="Count first"), "Looks like machines")
    expect(page.locator("#removal")).to_contain_text(re.compile(r"1\s+signature that counted"))
    reader.follows(page.get_by_role("button", name="Cancel: leave them"), "Looks like machines")
    expect(page.locator("#removal")).to_contain_text("cancelled")
    reader.goes(f"{HOME}more-meadows/", TITLE)
    assert signed(reader) == before + 1

    stop = link_in_mail_to(folder, mail, f"{HOME}stop/").rstrip(">")  # it may be that of the mail's header
    reader.goes(stop, "No more news by mail?")
    reader.follows(page.get_by_role("button", name="Send me no more"), "You get no more news by mail")
