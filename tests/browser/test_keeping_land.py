"""Land kept in an account as a farmer does it: ask, say so, sign in by a code, say so again, open it, delete it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

MY_LAND, ACCOUNT_LAND = "/kent-and-medway/my-land/", "/account/land/"
Look = Callable[[Page], None]


def code_for(address: str, mails: Path) -> str:
    """The code in the mail that the site sent to an address."""
    [text] = {text for mail in mails.glob("*/site/mail/*") if f"To: {address}" in (text := mail.read_text())}
    found = re.search(r"^    (\S+)$", text, re.MULTILINE)
    assert found
    return found[1]


def keep(page: Page, address: str, mails: Path, look: Look) -> None:
    """From the form of my land to the land in an account."""
    page.goto(MY_LAND)
    page.locator("[name=way][value=around]").check()
    page.locator("[name=place]").fill("605200, 146200")
    page.locator("[name=size]").fill("4")
    page.get_by_role("button", name="See what it says").click()
    assert page.context.cookies() == []
    page.get_by_text("Keep this land in your account").click()
    assert not page.get_by_role("checkbox", name="Keep this land in my account").is_checked()
    look(page)
    page.get_by_role("button", name="Go on to keep it").click()
    assert page.get_by_role("alert").get_by_role("listitem").count() == 2
    look(page)
    page.get_by_label("A name for it").fill("Home Farm")
    page.get_by_role("checkbox", name="Keep this land in my account").check()
    page.get_by_role("button", name="Go on to keep it").click()
    page.get_by_label("Your mail address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("The code from our mail").fill(code_for(address, mails))
    page.get_by_role("button", name="Go on").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Keep Home Farm?"
    look(page)
    page.get_by_role("button", name="Keep it", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "What the strategy says of Home Farm"


def test_land_is_kept_opened_renamed_and_deleted_and_no_page_of_it_has_a_barrier(
    page: Page, axe: Look, tmp_path_factory: pytest.TempPathFactory
) -> None:
    keep(page, "farmer@example.org", tmp_path_factory.getbasetemp(), axe)
    axe(page)
    page.goto(ACCOUNT_LAND)
    axe(page)
    page.get_by_role("link", name="Rename Home Farm").click()
    page.get_by_label("Its new name").fill("Lower Farm")
    axe(page)
    page.get_by_role("button", name="Rename it").click()
    page.get_by_role("link", name="Delete Lower Farm").click()
    axe(page)
    page.get_by_role("button", name="Delete it").click()
    assert page.get_by_role("heading", name="No land is kept here yet").is_visible()
    axe(page)


def test_it_is_kept_without_javascript(no_js_page: Page, tmp_path_factory: pytest.TempPathFactory) -> None:
    keep(no_js_page, "reader@example.org", tmp_path_factory.getbasetemp(), lambda _: None)


def test_a_telephone_shows_it_without_moving_sideways(phone: Page, tmp_path_factory: pytest.TempPathFactory) -> None:
    def fits(page: Page) -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

    keep(phone, "walker@example.org", tmp_path_factory.getbasetemp(), fits)
    fits(phone)
    phone.goto(ACCOUNT_LAND)
    fits(phone)
