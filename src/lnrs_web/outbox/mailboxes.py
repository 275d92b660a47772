"""Mailboxes: one has many ways to write its address, and none is asked too often whether it wants mail."""

import hashlib
import hmac
import unicodedata
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

MOST_LETTERS = 5
"""Letters a day by which one mailbox is asked whether it wants mail of one kind, however its address is written, and
whatever areas and places it is about: anybody can type anybody's address."""

MAIL_LETTERS = 254
"""The longest address that mail can be sent to (RFC 5321)."""

_ALIASES = {
    "googlemail.com": "gmail.com",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
    "protonmail.com": "proton.me",
    "pm.me": "proton.me",
}
_MEAN_NOTHING = {"gmail.com": ".", "proton.me": ".-_"}
"""Letters of a name that its provider passes over."""
_EXTENSIONS = {"yahoo.com": "-", "yahoo.co.uk": "-"}
"""What begins the part of a name that its provider takes no notice of; of all others it is `+`."""


def canonical_mail(address: str) -> str:
    """The mailbox that an address leads to: the same for ways of writing it that its provider takes for one.
    Nothing where it is no address. It is for counting people, not for showing one what another wrote.

    >>> canonical_mail(" Ann.Smith+lnrs@GoogleMail.com "), canonical_mail("ann@bücher.example")
    ('annsmith@gmail.com', 'ann@xn--bcher-kva.example')
    """
    name, at, domain = unicodedata.normalize("NFKC", address).strip().casefold().rpartition("@")
    if not at or not name or "." not in domain:
        return ""
    domain = _ALIASES.get(domain, _in_ascii(domain))
    name = name.partition(_EXTENSIONS.get(domain, "+"))[0] or name
    name = name.translate({ord(letter): "" for letter in _MEAN_NOTHING.get(domain, "")}) or name
    return f"{name}@{domain}"


def read_mail(text: str) -> str:
    """The mail address that somebody typed. Raises ValueError, in words for the person."""
    typed = text.strip()
    if not typed:
        raise ValueError("Enter your mail address")
    try:
        validate_email(typed)
    except ValidationError:
        raise ValueError("Enter a mail address in full, such as name@example.org") from None
    if len(typed) > MAIL_LETTERS or not canonical_mail(typed):
        raise ValueError("The mail address cannot be one")
    return typed


def mailbox_code(mail: str, salt: str, within: str = "") -> str:
    """A code of a mailbox to count and to compare by, which cannot be read back without the site's secret. Another
    `salt`, or another thing `within` which it is counted, has other codes."""
    said = f"{within}{canonical_mail(mail) or mail}"
    return hmac.new(salt.encode() + settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256).hexdigest()


def _in_ascii(domain: str) -> str:
    """A domain as the network asks for it (RFC 3490): it may be written in letters of any language."""
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain


def may_be_asked(email: str, others: "QuerySet[Any]", now: datetime) -> bool:
    """Whether a mailbox may be sent one more letter today that asks whether it wants mail. `others` are all who were
    asked for mail of that kind, with an `email` and when that was, `asked_at`, but for the one this letter is to.

    It is for the transaction that posts the letter, before anything else there: until that ends nobody else asks.
    """
    mailbox = canonical_mail(email)
    _wait_for_turn(mailbox)
    begins = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    today = others.filter(asked_at__gte=begins).values_list("email", flat=True)
    return sum(canonical_mail(one) == mailbox for one in today) < MOST_LETTERS


def _wait_for_turn(mailbox: str) -> None:
    """Alone ask a mailbox until the transaction ends. In SQLite whoever has begun one is alone already."""
    if connection.vendor == "postgresql":
        number = hashlib.blake2b(f"ask {mailbox}".encode(), digest_size=8).digest()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(number, signed=True)])
