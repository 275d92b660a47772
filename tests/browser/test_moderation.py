"""Journeys: a moderator takes what somebody wrote, leaves words out, publishes it, groups letters and answers them;
another brings letters in, shows a file to everyone, answers one contribution and takes a table away."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from .office import Office, signs_in
from .readers import Reader

pytestmark = pytest.mark.xdist_group("moderation")

SEED = """
import os, sys
from datetime import timedelta
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "lnrs_web.config.settings"
django.setup()
from django.utils import timezone
from lnrs_web.accounts.models import Person
from lnrs_web.areas.models import StrategyArea
from lnrs_web.engagement.actions import activities
from lnrs_web.engagement.models import Attachment, AttachmentFile
from lnrs_web.moderation.actions import bringing_in, taking_in
me, now, slug = Person.objects.get(email=sys.argv[1]), timezone.now(), sys.argv[2]
made = activities.make(
    StrategyArea.objects.get(lnrs_id=40), [activities.Asked("like", "long", "What do you value here?")], by=me,
    kind="comments", slug=slug, title=f"What you value, {slug}", opens_at=now - timedelta(days=9),
    closes_at=now + timedelta(days=9),
)
activities.release(made, by=me)
letter = "Please plant more hedges along every lane of our parish so that birds and children have shade and berries."
rows = ["Ask Mrs Margaret Oakes. The orchard should stay."] + [letter] * 5
table = "mail,like,publish\\n" + "\\n".join(f'w{at}@example.org,"{text}",yes' for at, text in enumerate(rows))
taking_in.commit(bringing_in.stage(made, table.encode(), "a.csv", channel="letter", by=me), by=me)
orchard = made.contributions.get(answers__text__contains="orchard")
file = Attachment.objects.create(
    contribution=orchard, name="orchard.txt", media_type="text/plain", size_bytes=9, sha256="0" * 64
)
AttachmentFile.objects.create(attachment=file, data=b"Old trees")
"""


@pytest.fixture(scope="module")
def site(office: Office) -> Iterator[str]:
    """The moderators' site."""
    with office.served() as address:
        yield address


def test_a_moderator_leaves_words_out_and_answers_a_campaign(reader: Reader, office: Office) -> None:
    page, slug = reader.page, reader.how.split()[-1].lower()
    address = f"{slug}@example.org"
    signs_in(reader, office, address)
    subprocess.run([sys.executable, "-c", SEED, address, slug], env=office.environment, check=True)
    main = page.locator("main")
    reader.goes("/desk/responses/?find=orchard", "Responses")
    reader.follows(main.get_by_role("button", name="Take the next one"))
    reader.ticks(page.get_by_label("Mrs Margaret Oakes"))
    reader.picks("Publish with words left out")
    reader.follows(main.get_by_role("button", name="Look at it first"))
    expect(main.locator("mark")).to_have_text("[a name taken out]")
    reader.follows(main.get_by_role("button", name="Decide"))
    expect(main).to_contain_text("Published")
    reader.goes("/desk/responses/analysis/", "Analysis")
    reader.follows(f"What you value, {slug}", "What you value")
    reader.follows(main.get_by_role("button", name="Look for campaigns and themes"))
    until_done(reader)
    reader.follows(main.get_by_role("link", name=re.compile("Please plant more hedges")), "5 letters, 5 identical")
    reader.writes("Another theme", "Hedges")
    reader.follows(main.get_by_role("button", name="Give all of them these themes"), "5 letters, 5 identical")
    expect(page.get_by_label("Hedges (5 of 5)")).to_be_checked()
    reader.writes(page.get_by_label("You said", exact=True), "You want hedges.")
    reader.writes("We did, or did not and why", "We mapped new hedges.")
    reader.ticks(page.get_by_label("Show it to everyone"))
    reader.follows(main.get_by_role("button", name="Keep the answer"))
    reader.goes(f"/kent-and-medway/have-your-say/{slug}/you-said-we-did/", "You said, we did")
    expect(main).to_contain_text("We mapped new hedges.")
    expect(main).not_to_contain_text("example.org")
    reader.goes("/desk/responses/analysis/", "Analysis")
    reader.follows(f"What you value, {slug}", "What you value")
    reader.follows(main.get_by_role("button", name="Send 5 mails"), "What you value")
    expect(main).to_contain_text("The writers of 5\u00a0contributions have been told")
    expect(main.get_by_role("button", name="Send")).to_have_count(0)


def test_a_moderator_brings_letters_in_shows_a_file_and_answers_one_writer(reader: Reader, office: Office) -> None:
    page, slug = reader.page, f"second-{reader.how.split()[-1].lower()}"
    address = f"{slug}@example.org"
    signs_in(reader, office, address)
    subprocess.run([sys.executable, "-c", SEED, address, slug], env=office.environment, check=True)
    main = page.locator("main")
    reader.goes("/desk/responses/files/", "Bring in letters and mails")
    reader.chooses("What they are for", f"What you value, {slug}, Kent and Medway")
    reader.chooses("How they came", "By letter or paper form")
    page.get_by_label("The file").set_input_files(
        {
            "name": "b.csv",
            "mimeType": "text/csv",
            "buffer": b"mail,like,publish\nw0@example.org,A pond,yes\neve@example.org,An owl,yes\n",
        }
    )
    reader.follows(main.get_by_role("button", name="Look at the file"), "b.csv")
    reader.follows(main.get_by_role("button", name="Take all of it in"), "b.csv")
    until_done(reader)
    expect(main).to_contain_text("2 contributions came of it.")
    reader.goes("/desk/responses/?queue=all&find=orchard", "Responses")
    row = main.get_by_role("row").filter(has_text=slug)
    expect(row).to_contain_text("same person")
    reader.follows(row.get_by_role("link"))
    expect(main).to_contain_text("From the same person")
    assert reader.takes(main.get_by_role("link", name="orchard.txt", exact=True)).path().read_bytes() == b"Old trees"
    reader.follows(main.get_by_role("link", name="Show it to everyone: orchard.txt"), "")
    reader.follows(main.get_by_role("button", name="Show it to everyone"))
    expect(main).to_contain_text("everyone may see it")
    reader.follows("Answer this contribution")
    reader.writes(page.get_by_label("You said", exact=True), "The orchard should stay.")
    reader.writes("We did, or did not and why", "It is on the map now.")
    reader.ticks(page.get_by_label("Show it to everyone"))
    reader.follows(main.get_by_role("button", name="Keep the answer"))
    reader.goes(f"/kent-and-medway/have-your-say/{slug}/you-said-we-did/", "You said, we did")
    expect(main).to_contain_text("It is on the map now.")
    reader.goes("/desk/responses/tables/", "Tables to take away")
    reader.follows(main.get_by_role("button", name="Take it away"), "Tables to take away")
    expect(main).to_contain_text("There is a problem")
    reader.chooses("Activity", f"What you value, {slug}, Kent and Medway")
    reader.writes("What you need it for", "a report to the group")
    table = reader.takes(main.get_by_role("button", name="Take it away")).path().read_text(encoding="utf-8-sig")
    assert table.count("\n") == 9
    assert "eve@example.org" in table


def until_done(reader: Reader) -> None:
    """Look again until the worker has done what it was asked for."""
    for _ in range(60):
        again = reader.page.locator("main").get_by_role("link", name="Look again", exact=True)
        if not again.count():
            return
        reader.follows(again)
    raise AssertionError("it took too long")
