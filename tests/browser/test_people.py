"""Journey: somebody who was invited by mail opens the link, signs in, and accepts."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from .mailbox import link_in_mail_to
from .office import Office, proves_address
from .readers import Reader

pytestmark = pytest.mark.xdist_group("people")

INVITE = """
import sys
import django
django.setup()
from lnrs_web.accounts import actions, inviting
actions.add_officer("host@example.org", actions.area_named("kent-and-medway"), by="a test")
host = actions.account_for("host@example.org")
inviting.invite(inviting.Offer(sys.argv[1], "moderator", 40), by=host)
"""


@pytest.fixture(scope="module")
def site(office: Office) -> Iterator[str]:
    """A site with an edition."""
    with office.served() as address:
        yield address


def test_who_is_invited_accepts_with_a_button_after_signing_in(reader: Reader, office: Office) -> None:
    page, address = reader.page, f"{reader.how.split()[-1].lower()}@example.org"
    reader.goes(invited(office, address), "An invitation")
    reader.follows("Sign in to accept", "Sign in")
    proves_address(reader, office, address, "An invitation")
    reader.follows(page.get_by_role("button", name="Accept"), "Your account")
    expect(page.locator("main")).to_contain_text("moderator of Kent and Medway")
    reader.goes("/desk/", "Second factor")


def invited(office: Office, address: str) -> str:
    """The link of an invitation, as it is mailed."""
    environment = office.environment | {"DJANGO_SETTINGS_MODULE": "lnrs_web.config.settings"}
    subprocess.run([sys.executable, "-c", INVITE, address], env=environment, check=True, capture_output=True)
    return link_in_mail_to(office.folder, address, "/account/invitations/")
