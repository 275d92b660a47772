"""Journey: a resident says what they know, from a link to a reference, and comes back to change it."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from .asking import SAY
from .mailbox import link_in_mail_to
from .readers import Reader

pytestmark = pytest.mark.xdist_group("say")


@pytest.fixture(scope="module")
def site(say_site: str) -> str:
    return say_site


def test_a_comment_on_a_place_is_written_proved_and_changed(reader: Reader, say_folder: Path) -> None:
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
    reader.goes(link_in_mail_to(say_folder, mail, f"{SAY}proof/"), "Was it you?")
    reader.follows(page.get_by_role("button", name="Yes, it was me"), "We have received it")
    reader.goes(link_in_mail_to(say_folder, mail, f"{SAY}back/"), "Open what you sent")
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
