"""A site that the tests of one file have for themselves, and how people come in to it."""

import re
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from ..served_site import environment_of, served, told
from ..unit.edition_case import case
from ..web.people import app_code
from .readers import Reader

LONGEST_S = 120
KENT = ("--area", "kent-and-medway")


@dataclass(frozen=True)
class Office:
    """A site, and the folder in which it keeps what it keeps."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """What the site's programs are told."""
        return environment_of(self.folder)

    def tells(self, *words: str) -> str:
        """What a command of the site's says."""
        return told(self.environment, *words)

    def served(self, edition: Path | None = None) -> AbstractContextManager[str]:
        """Its address, up until it is left; this edition is published on it, or else the usual case's."""
        return served(self.environment, edition or case().edition, self.folder.with_name("log"))

    def code_in_mail_to(self, address: str) -> str:
        """The code that the last mail to somebody brought."""
        until = time.monotonic() + LONGEST_S
        while time.monotonic() < until:
            for mail in sorted((self.folder / "mail").glob("*.log"), key=lambda one: one.stat().st_mtime, reverse=True):
                text = mail.read_text()
                if f"To: {address}\n" in text and (code := re.search(r"^    (\S+)$", text, re.MULTILINE)):
                    return code[1]
            time.sleep(0.2)
        raise AssertionError("no mail came")


def proves_address(reader: Reader, office: Office, address: str, heading: str = "") -> None:
    """From the page to sign in, by the code in the mail, to the page of that heading."""
    page = reader.page
    reader.writes("Your mail address", address)
    reader.follows(page.get_by_role("button", name="Send me a code"), "Look at your mail")
    reader.writes(page.locator("main input[name=code]"), office.code_in_mail_to(address))
    reader.follows(page.get_by_role("button", name="Go on"), heading)


def comes_in(reader: Reader, office: Office, address: str) -> None:
    """As anybody does: by the code in the mail."""
    reader.goes("/account/sign-in/", "Sign in")
    proves_address(reader, office, address)


def signs_in(reader: Reader, office: Office, address: str, of: tuple[str, ...] = KENT) -> None:
    """As an officer, who is made one: by the code in the mail, and an app that is set up on the way."""
    page = reader.page
    office.tells("add_officer", address, *of)
    comes_in(reader, office, address)
    reader.goes("/desk/", "Second factor")
    reader.follows("Set it up", "Set up your authenticator app")
    secret = page.locator(".secret").text_content() or ""
    reader.writes(page.locator("main input[name=code]"), app_code(secret.strip()))
    reader.follows(page.get_by_role("button", name="Go on"))
