"""Mail addresses are read, and mailboxes counted, in one way wherever somebody types one."""

import hashlib
import hmac

import pytest

from lnrs_web.engagement.mailboxes import mail_key as key_of_a_response
from lnrs_web.outbox.mailboxes import MAIL_LETTERS, read_mail
from lnrs_web.petition.mailboxes import mail_key as key_of_a_signature

LONG = ".".join("a" * 60 for _ in range(4))


@pytest.mark.parametrize("typed", ["ann@example.org", "  Ann@Example.org ", f"a@{LONG}.org"])
def test_what_can_be_an_address_is_kept_as_it_was_typed(typed):
    assert len(typed) <= MAIL_LETTERS
    assert read_mail(typed) == typed.strip()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("  ", "Enter your mail address"),
        ("ann", "in full"),
        ("ann@", "in full"),
        ("ann@localhost", "cannot be one"),
        (f"annannann@{LONG}.org", "cannot be one"),
    ],
)
def test_what_cannot_be_one_is_told(typed, said):
    with pytest.raises(ValueError, match=said):
        read_mail(typed)


def test_codes_that_sites_keep_stay_what_they_are(settings):
    settings.SECRET_KEY = "a secret"

    def code(key, said):
        return hmac.new(key, said, hashlib.sha256).hexdigest()

    assert key_of_a_response("Ann.B+x@GoogleMail.com") == code(b"mailboxa secret", b"annb@gmail.com")
    assert key_of_a_signature(7, "Ann.B+x@GoogleMail.com") == code(b"petition mailboxa secret", b"7 annb@gmail.com")
    assert key_of_a_response("") == ""
