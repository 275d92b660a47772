"""Journey: somebody adds a passkey to their account, and signs in with it alone. The device is Chromium's own
virtual one, which does what a telephone with a fingerprint does."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .office import Office

pytestmark = pytest.mark.xdist_group("passkeys")

WHO = "ada@example.org"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def site(office: Office) -> Iterator[str]:
    """A site of its own, by name: a passkey belongs to a name, never to a number."""
    with office.served() as address:
        yield address.replace("127.0.0.1", "localhost")


def with_a_device(context: BrowserContext, page: Page) -> None:
    door = context.new_cdp_session(page)
    door.send("WebAuthn.enable")
    door.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def test_a_passkey_is_added_and_lets_its_owner_in_alone(
    office: Office, opens: Callable[..., BrowserContext], axe: Callable[[Page], None]
) -> None:
    context = opens()
    page = context.new_page()
    with_a_device(context, page)
    page.goto("/account/sign-in/")
    page.get_by_label("Your mail address").fill(WHO)
    page.get_by_role("button", name="Send me a code").click()
    page.locator("main input[name=code]").fill(office.code_in_mail_to(WHO))
    page.get_by_role("button", name="Go on").click()
    page.goto("/account/second-factor/")
    axe(page)
    page.get_by_role("link", name="Add a passkey").click()
    axe(page)
    page.get_by_label("What to call it").fill("My telephone")
    expect(page.get_by_label("Let me sign in with it alone")).to_be_checked()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.goto("/account/second-factor/passkeys/")
    expect(page.get_by_role("row", name="My telephone")).to_contain_text("Alone")
    axe(page)
    page.goto("/account/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/account/")
    page.get_by_role("link", name="Sign in with a passkey").click()
    axe(page)
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    expect(page.locator("main")).to_contain_text(WHO)
    as_second_factor(page, office)


def as_second_factor(page: Page, office: Office) -> None:
    """After a code by mail."""
    page.get_by_role("button", name="Sign out").click()
    for mail in (office.folder / "mail").glob("*.log"):
        mail.unlink()
    page.goto("/account/sign-in/")
    page.get_by_label("Your mail address").fill(WHO)
    page.get_by_role("button", name="Send me a code").click()
    page.locator("main input[name=code]").fill(office.code_in_mail_to(WHO))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A second proof that it is you")
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")


def test_a_device_without_a_passkey_is_told_what_else_to_do(opens: Callable[..., BrowserContext]) -> None:
    context = opens()
    page = context.new_page()
    with_a_device(context, page)
    page.goto("/account/sign-in/passkey/")
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("this device has none for this site")


def test_without_javascript_the_page_says_how_else_to_sign_in(no_js_page: Page) -> None:
    no_js_page.goto("/account/sign-in/passkey/")
    expect(no_js_page.locator("main")).to_contain_text("This browser cannot use passkeys, or runs no script.")
    expect(no_js_page.get_by_role("button", name="Use my passkey")).to_be_hidden()
    expect(no_js_page.get_by_role("link", name="Sign in with a code by mail")).to_be_visible()
