"""Where the site's mail goes: to a mail server, to GOV.UK Notify, to the terminal, or into files of its own folder."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

FILES = "django.core.mail.backends.filebased.EmailBackend"
SMTP = "lnrs_web.outbox.smtp.EmailBackend"
NOTIFY = "lnrs_web.outbox.notify.EmailBackend"
CONSOLE = "django.core.mail.backends.console.EmailBackend"
WAIT_S = 20


def mail_at(address: str, site: Path) -> dict[str, Any]:
    """Django's settings for a mail server; for an empty address a folder in which each mail is a file.

    `smtp://` speaks TLS (STARTTLS) as soon as there is a user name, `smtps://` from the start. `notify:TEMPLATE` is
    GOV.UK Notify with the identity of a template, `console:` the terminal.

    Raises ValueError for an address that is none of a mail server.

    >>> mail_at("smtp://site:secret@mail.example.org:587", Path("."))["EMAIL_HOST"]
    'mail.example.org'
    """
    if not address:
        return {"EMAIL_BACKEND": FILES, "EMAIL_FILE_PATH": str(site / "mail")}
    if address == "console:":
        return {"EMAIL_BACKEND": CONSOLE}
    parts = urlsplit(address)
    if parts.scheme == "notify" and parts.path:
        return {"EMAIL_BACKEND": NOTIFY, "NOTIFY_TEMPLATE": parts.path}
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("LNRS_MAIL must be as smtp://user:password@host:port, notify:TEMPLATE or console:")
    sealed = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": SMTP,
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if sealed else 587 if parts.username else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": sealed,
        "EMAIL_USE_TLS": bool(parts.username) and not sealed,
        "EMAIL_TIMEOUT": WAIT_S,
    }
