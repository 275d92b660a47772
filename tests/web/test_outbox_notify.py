"""Mail by GOV.UK Notify, against a server of this machine that speaks its protocol."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.core.mail import send_mail

from lnrs_web.config.mail import mail_at
from lnrs_web.outbox import handing, sending
from lnrs_web.outbox.models import Message, Suppression

from .notify_server import KEY, Notify, notify_server
from .test_outbox_sending import due_now, posted, send_all

pytestmark = pytest.mark.django_db
State = Message.State
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"


@pytest.fixture
def notify(settings: LazySettings) -> Iterator[Notify]:
    with notify_server() as server:
        for name, value in mail_at(f"notify:{TEMPLATE}", settings.SITE).items():
            setattr(settings, name, value)
        settings.NOTIFY_KEY, settings.NOTIFY_URL = KEY, server.address
        yield server


def test_a_message_is_one_notification_with_proof_of_it(notify: Notify) -> None:
    message = posted()
    send_all()
    message.refresh_from_db()
    (taken,) = notify.taken
    assert taken["email_address"] == "ada@example.org"
    assert taken["template_id"] == TEMPLATE
    assert taken["personalisation"] == {"subject": "We have it", "body": "Thank you, café."}
    assert (message.state, message.transport, message.reference) == (State.SENT, "notify", taken["id"])


def test_what_a_killed_worker_handed_over_is_found_and_not_sent_twice(notify: Notify) -> None:
    posted()
    send_all()
    Message.objects.update(state=State.HANDING_OVER, reference="")
    sending.take_up_what_was_left()
    send_all()
    (taken,) = notify.taken
    assert Message.objects.get().reference == taken["id"]


def test_a_line_that_breaks_after_a_mail_was_taken_sends_it_once(notify: Notify) -> None:
    notify.closes = True
    message = posted()
    with pytest.raises(handing.Unreachable):
        send_all()
    message.refresh_from_db()
    assert message.state == State.WAITING
    notify.closes = False
    send_all()
    assert len(notify.taken) == 1
    message.refresh_from_db()
    assert message.reference == notify.taken[0]["id"]


def test_an_address_that_notify_knows_to_be_none_is_held_back(notify: Notify) -> None:
    notify.status, notify.error = 400, "email_address is not a valid email address"
    posted()
    send_all()
    assert Message.objects.get().state == State.GIVEN_UP
    assert Suppression.objects.exists()


def test_a_mail_that_is_refused_is_given_up(notify: Notify) -> None:
    notify.status = 400
    posted()
    send_all()
    assert Message.objects.get().trouble == "GOV.UK Notify refused it (400)."
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("status", [403, 429])
def test_a_key_that_is_refused_or_a_limit_costs_no_message_a_try(notify: Notify, status: int) -> None:
    notify.status = status
    posted()
    with pytest.raises(handing.Unreachable):
        send_all()
    assert Message.objects.get().tries == 0


def test_a_fault_of_theirs_is_tried_again(notify: Notify) -> None:
    notify.status = 500
    posted()
    send_all()
    notify.status = 201
    due_now()
    send_all()
    assert Message.objects.get().state == State.SENT


@pytest.mark.parametrize("key", ["", "short", f"{KEY[:-1]}x"])
def test_a_key_that_is_none_is_told_of(notify: Notify, settings: LazySettings, key: str) -> None:  # noqa: ARG001
    settings.NOTIFY_KEY = key
    posted()
    with pytest.raises(handing.Unreachable):
        send_all()


def test_codes_to_sign_in_go_the_same_way(notify: Notify) -> None:
    send_mail("Your code", "ABC", None, ["ada@example.org"])
    assert notify.taken[0]["personalisation"]["subject"] == "Your code"
