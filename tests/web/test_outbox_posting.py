"""Mail is posted in the caller's transaction, and a key is one mail."""

import pytest
from django.db import transaction

from lnrs_web.outbox.actions import post
from lnrs_web.outbox.models import Message

pytestmark = pytest.mark.django_db

MAIL = {"to": "ada@example.org", "subject": "We have it", "text": "Thank you.", "by": "the site"}


def test_a_mail_waits_until_the_worker_sends_it() -> None:
    message = post(**MAIL, key="contribution 1 received")
    assert (message.state, message.tries, message.sent_at) == (Message.State.WAITING, 0, None)


def test_the_same_key_again_posts_nothing_and_gives_the_first() -> None:
    first = post(**MAIL, key="contribution 1 received")
    assert post(**{**MAIL, "text": "Other words."}, key="contribution 1 received") == first
    assert Message.objects.get().text == "Thank you."


def test_what_is_rolled_back_sends_no_mail() -> None:
    with transaction.atomic():
        post(**MAIL, key="contribution 1 received")
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_a_subject_is_one_line() -> None:
    assert post(**{**MAIL, "subject": "We\r\nhave  it"}, key="1").subject == "We have it"


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_that_cannot_be_one_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="1 to 200"):
        post(**MAIL, key=key)


def test_no_address_is_in_the_words_for_a_message() -> None:
    assert "ada" not in str(post(**MAIL, key="1"))
