"""One mailbox has many ways to write it; a person is counted once."""

import hashlib
import hmac

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

LONGEST = 200
_DOTS_IGNORED = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
_valid = EmailValidator()


def read_mail(text: str) -> str:
    """The mail address that somebody typed. Raises ValueError, in words for the person."""
    typed = text.strip()
    if not typed:
        raise ValueError("Enter a mail address")
    try:
        _valid(typed)
    except ValidationError:
        raise ValueError("Enter a mail address in full, such as name@example.org") from None
    if len(typed) > LONGEST:
        raise ValueError("The mail address is longer than one can be")
    return typed


def canonical(mail: str) -> str:
    """The mailbox itself: without what is ignored on the way to it.

    >>> canonical("A.Reader+strategy@GoogleMail.com")
    'areader@gmail.com'
    """
    name, _, domain = mail.strip().lower().rpartition("@")
    name = name.split("+", 1)[0] or name
    if domain in _DOTS_IGNORED:
        name, domain = name.replace(".", ""), _DOTS_IGNORED[domain]
    return f"{name}@{domain}"


def mail_key(mail: str) -> str:
    """A code of the mailbox to count and to compare by, which cannot be read back without the site's secret."""
    if not mail:
        return ""
    return hmac.new(b"mailbox" + settings.SECRET_KEY.encode(), canonical(mail).encode(), hashlib.sha256).hexdigest()
