"""What a site that is served has mailed, as its reader finds it: in the table no link is left of what was sent."""

import re
import time
from pathlib import Path

LONGEST_S = 60


def link_in_mail_to(site: Path, address: str, part: str = "/") -> str:
    """The path of the link in the last mail to somebody; `part` is how that path begins."""
    until = time.monotonic() + LONGEST_S
    while time.monotonic() < until:
        for mail in sorted((site / "mail").glob("*.log"), key=lambda one: one.stat().st_mtime, reverse=True):
            text = mail.read_text()
            if f"To: {address}\n" in text and (link := re.search(rf"https?://[^/\s]+({part}\S+)", text)):
                return link[1]
        time.sleep(0.2)
    raise AssertionError("no mail came")
