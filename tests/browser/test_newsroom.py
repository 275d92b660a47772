"""Journey: an editor writes a story with a picture, looks at it, and publishes it; readers find it in the list, the
feed and the search. A reader asks for the newsletter, agrees by the link in the mail, has one, and leaves by the link
in it. And every kind of page, for each reader, with axe."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from .conftest import Opens
from .mailbox import link_in_mail_to
from .office import Office, signs_in
from .readers import READERS, Reader

pytestmark = pytest.mark.xdist_group("newsroom")

AREA = "/kent-and-medway/"
TO_EDITOR = "from lnrs_web.accounts.models import Membership; Membership.objects.update(role='editor')"
SEND = """
from lnrs.model import areas
from lnrs_web.accounts import actions as accounts
from lnrs_web.accounts.models import Person
from lnrs_web.areas.models import StrategyArea
from lnrs_web.newsletter import actions, queries
accounts.add_officer("sends@example.org", next(one for one in areas() if one.lnrs_id == 40), by="a test")
area = StrategyArea.objects.get()
who = Person.objects.get(email="sends@example.org")
actions.send(area, "What is new", "Dear all,", queries.unsent(area)[:1], by=who)
"""
"""An officer sends the newest page that was in no newsletter."""


@pytest.fixture(scope="module")
def site(office: Office) -> Iterator[str]:
    """A site with the pages of the demonstration."""
    with office.served() as address:
        office.tells("example_pages", "kent-and-medway")
        yield address


def given(address: str) -> bytes:
    """What is at an address."""
    with urlopen(address) as answer:
        return bytes(answer.read())


def photograph(path: Path) -> Path:
    """As a camera would write it, with the place where it was taken."""
    image = Image.new("RGB", (1200, 800), "#7fa8c9")
    ImageDraw.Draw(image).ellipse((300, 400, 900, 700), fill="#3a6a52")
    exif = image.getexif()
    exif[0x8825] = {1: "N", 2: (51.0, 12.0, 0.0), 3: "E", 4: (0.0, 45.0, 0.0)}
    image.save(path, "JPEG", exif=exif)
    return path


def writes_story(page: Page, picture: Path) -> None:
    """What an editor fills in, from the list of stories on."""
    page.goto("/desk/")
    page.get_by_role("link", name="News, guidance and stories").click()
    page.get_by_role("link", name="Stories", exact=True).click()
    page.get_by_role("link", name="Add story").first.click()
    page.get_by_role("textbox", name="Title*").fill("A pond dug by the school")
    page.get_by_role("textbox", name="In a sentence or two*").fill("Thirty children dug it in two days.")
    page.get_by_role("textbox", name="Where*").fill("A village school")
    page.get_by_role("button", name="Choose an image").click()
    page.get_by_role("tab", name="Upload").click()
    page.locator(".modal input[type=file]").set_input_files(picture)
    page.get_by_role("textbox", name="What it shows*").fill("A round pond in the grass.")
    title = page.locator(".modal").get_by_role("textbox", name="Title*")
    expect(title).to_have_value("pond", timeout=60_000)  # comes a while after the file; without it none is sent
    page.get_by_role("button", name="Upload", exact=True).click()
    expect(page.locator(".modal")).to_have_count(0, timeout=60_000)
    page.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name="Text", exact=True).click()
    page.locator(".public-DraftEditor-content").click()
    page.keyboard.insert_text("Frogspawn came in the first spring.")


def test_an_editor_publishes_a_story_and_readers_find_it(
    opens: Opens, office: Office, site: str, tmp_path: Path, axe: object
) -> None:
    page = opens().new_page()
    page.set_default_timeout(60_000)
    signs_in(Reader("with a mouse", page, lambda _: None), office, "ada@example.org")
    office.tells("shell", "-v", "0", "-c", TO_EDITOR)
    writes_story(page, photograph(tmp_path / "pond.jpg"))

    page.get_by_role("button", name="Toggle preview").click()
    seen = page.frame_locator("#w-preview-iframe, iframe.w-preview__iframe, iframe[title*='Preview']").first
    expect(seen.get_by_role("heading", level=1)).to_have_text("A pond dug by the school", timeout=60_000)
    assert given(f"{site}{AREA}stories/").count(b"A pond dug by the school") == 0

    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_url("**/desk/pages/pages/*/")

    reader = Reader("by keyboard", opens(**READERS["by keyboard"]).new_page(), axe)  # type: ignore[arg-type]
    reader.goes(AREA, "")
    menu = reader.page.get_by_role("navigation", name="The strategy")
    reader.follows(menu.get_by_role("link", name="Find out more"), "Find out more")
    reader.follows("Stories", "Stories")
    reader.follows("A pond dug by the school", "A pond dug by the school")
    expect(reader.page.locator("main")).to_contain_text("Frogspawn came in the first spring.")
    shown = reader.page.get_by_role("img", name="A round pond in the grass.")
    expect(shown).to_be_visible()
    made = Image.open(BytesIO(given(site + (shown.get_attribute("src") or ""))))
    assert (made.size, len(made.getexif())) == ((1200, 800), 0)
    for kept in Path(office.folder, "media", "original_images").iterdir():
        assert not Image.open(BytesIO(kept.read_bytes())).getexif(), kept.name
    assert b"A pond dug by the school" in given(f"{site}{AREA}find-out-more/feed.xml")
    reader.goes(AREA, "")
    reader.writes(reader.page.get_by_label("Search this strategy"), "frogspawn")
    with reader.page.expect_navigation():
        reader.page.keyboard.press("Enter")
    reader.follows("A pond dug by the school", "A pond dug by the school")


def test_every_kind_of_page_is_for_every_reader(reader: Reader, site: str) -> None:
    assert site
    reader.goes(f"{AREA}find-out-more/", "Find out more")
    for link, title in (
        ("Stories", "The churchyard that is mown once a year"),
        ("News", "Read the map with us"),
        ("Events", "Winter work day: lay a hedge"),
        ("Guidance", "Begin a meadow without seed"),
        ("Questions", "Do I have to do what the map says of my land?"),
    ):
        reader.goes(f"{AREA}find-out-more/", "Find out more")
        reader.follows(reader.page.get_by_role("heading", level=2).get_by_role("link", name=link), link)
        reader.follows(title, title)
        expect(reader.page.locator("main")).to_contain_text("An invented example")


def test_a_reader_asks_for_the_newsletter_has_it_and_leaves_by_its_link(
    reader: Reader, office: Office, site: str
) -> None:
    page, folder = reader.page, office.folder
    mail = f"{reader.how.split()[-1].lower()}@example.org"
    assert site
    reader.goes(f"{AREA}find-out-more/", "Find out more")
    reader.follows("The newsletter", "Newsletter")
    reader.follows(page.get_by_role("button", name="Send me the link to confirm"), "Newsletter")
    expect(page.get_by_role("alert")).to_contain_text("Tick the box if you agree.")
    reader.presses(page.get_by_role("alert").get_by_role("link", name="Give your mail address."))
    expect(page.get_by_label("Your mail address")).to_be_focused()
    reader.writes("Your mail address", mail)
    reader.ticks(re.compile("^Send me the newsletter"))
    reader.follows(page.get_by_role("button", name="Send me the link to confirm"), "Look at your mail")
    expect(page.locator("main")).to_contain_text(mail)

    reader.goes(link_in_mail_to(folder, mail, f"{AREA}newsletter/confirm/"), "Confirm the newsletter")
    reader.follows(page.get_by_role("button", name=f"Yes, send it to {mail}"), "The newsletter comes to you")

    office.tells("shell", "-v", "0", "-c", SEND)
    leave = link_in_mail_to(folder, mail, f"{AREA}newsletter/leave/").rstrip(">")  # it may be that of the mail's header
    answer = page.goto(leave.replace(":", ""))  # cut off or mistyped, it says so
    assert answer
    assert answer.status == 404
    reader.sees()
    reader.goes(leave, "Leave the newsletter")
    reader.follows(page.get_by_role("button", name="Leave the newsletter"), "You have left the newsletter")
    reader.goes(leave, "You have left the newsletter")
    assert page.context.cookies() == []
