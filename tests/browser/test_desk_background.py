"""Journey: an administrator looks after mail that could not be sent, and everybody reads how long it is kept."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from .office import Office, signs_in
from .readers import Reader

pytestmark = pytest.mark.xdist_group("desk")

GIVE_UP = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "lnrs_web.config.settings"
import django; django.setup()
from django.db import transaction
from lnrs_web.outbox.actions import post
from lnrs_web.outbox.models import Message
from lnrs_web.outbox.sending import State
given_up = {"state": State.GIVEN_UP, "tries": 8, "trouble": "The mail server refused it (554)."}
with transaction.atomic():  # or the worker might be quicker
    for number in range(2):
        key = f"{sys.argv[1]} {number}"
        message = post(to=f"reader{number}@example.org", subject="We have it", text="Thank you.", key=key, by="a test")
        Message.objects.filter(pk=message.pk).update(**given_up)
"""


@pytest.fixture(scope="module")
def site(office: Office) -> Iterator[str]:
    """A site with a worker beside it."""
    with office.served() as address:
        yield address


def test_an_administrator_sends_what_was_given_up_again(reader: Reader, office: Office) -> None:
    page, name = reader.page, reader.how.split()[-1].lower()
    signs_in(reader, office, f"{name}@example.org", ("--all-areas",))
    reader.goes("/desk/mail/", "Mail")
    subprocess.run([sys.executable, "-c", GIVE_UP, f"about-{name}"], env=office.environment, check=True)
    reader.goes("/desk/mail/", "Mail")
    expect(page.locator("main")).to_contain_text("The mail server refused it (554).")
    reader.follows(page.get_by_role("button", name=f"Send again: about-{name} 0"))
    expect(page.locator("main")).not_to_contain_text(f"about-{name} 0")
    reader.follows(page.get_by_role("button", name="Hold mail back"))
    expect(page.locator(".problems")).to_contain_text("This is no mail address")
    reader.writes("Mail address", f"{name}@example.net")
    reader.writes("Why", "asked for no more")
    reader.follows(page.get_by_role("button", name="Hold mail back"))
    expect(page.locator("main")).to_contain_text(f"{name}@example.net")
    reader.follows(page.get_by_role("button", name="Send all"))
    reader.follows(page.get_by_role("link", name="Sent"), "Mail")
    reader.goes("/desk/jobs/", "Jobs")


def test_everybody_reads_how_long_things_are_kept(reader: Reader) -> None:
    reader.goes("/privacy/", "Privacy notice")
    reader.follows("how long each thing is kept", "How long things are kept")
    expect(reader.page.locator("main")).to_contain_text("2 years after they last opened it")
