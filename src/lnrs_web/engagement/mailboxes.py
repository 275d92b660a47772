"""One mailbox has many ways to write it; a person is counted once."""

import hashlib
import hmac

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from lnrs_web.outbox.mailboxes import canonical_mail

LONGEST = 200
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


def mail_key(mail: str) -> str:
    """A code of the mailbox to count and to compare by, which cannot be read back without the site's secret."""
    if not mail:
        return ""
    mailbox = canonical_mail(mail) or mail
    return hmac.new(b"mailbox" + settings.SECRET_KEY.encode(), mailbox.encode(), hashlib.sha256).hexdigest()
