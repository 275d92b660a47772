"""The site's secret key: made once on each machine, and kept where only its owner can read it."""

import os
import secrets
from pathlib import Path

NAME = "secret-key"
LETTERS = 50


def secret_key(site: Path) -> str:
    """The key from LNRS_SECRET_KEY, or else the one in the site's folder, which is made where there is none."""
    if given := os.environ.get("LNRS_SECRET_KEY"):
        return given
    file = site / NAME
    if not file.exists():
        site.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".{NAME}-{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_urlsafe(LETTERS))
        os.replace(draft, file)
    return file.read_text(encoding="ascii")
