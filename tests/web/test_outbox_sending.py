"""What waits is sent once, tried again where that may help, given up where it cannot, and never lost."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import LazySettings, settings
from django.core import mail
from django.utils import timezone

from lnrs_web.config.mail import mail_at
from lnrs_web.outbox import actions, handing, sending, turns
from lnrs_web.outbox.models import Message, Suppression
from lnrs_web.outbox.queries import mail_age_s

from ..mail_server import Letterbox, mail_server

pytestmark = pytest.mark.django_db
State = Message.State


def posted(key: str = "1", to: str = "ada@example.org") -> Message:
    return actions.post(to=to, subject="We have it", text="Thank you, café.", key=key, by="a test")


def send_all() -> None:
    """Send all that may be sent now."""
    post = handing.Post()
    while sending.send_next(post):
        pass
    post.close()


def due_now() -> None:
    Message.objects.update(due_at=timezone.now())


@pytest.fixture
def box(settings: LazySettings) -> Iterator[Letterbox]:
    with mail_server() as letterbox:
        for name, value in mail_at(letterbox.address, settings.SITE).items():
            setattr(settings, name, value)
        yield letterbox


def test_a_message_is_sent_with_proof_of_it(box: Letterbox) -> None:
    message = posted()
    send_all()
    message.refresh_from_db()
    assert (message.state, message.transport, message.reference) == (State.SENT, "smtp", "2.0.0 queued as 1")
    assert message.sent_at is not None
    (sent,) = box.mails
    assert (sent["To"], sent["Subject"], sent.get_content().strip()) == (
        "ada@example.org", "We have it", "Thank you, café.",
    )  # fmt: skip
    assert sent["Message-ID"].startswith(f"<{message.public_id}@")


def test_of_what_was_sent_no_link_is_kept_by_which_anybody_could_answer(box: Letterbox) -> None:
    link = f"{settings.ADDRESS}/reply/abc:secret/"
    said = f"Open this page:\n\n    {link}\n\nThe law is at https://www.legislation.gov.uk/uksi/2023/341.\n"
    sent = actions.post(to="ada@example.org", subject="Please reply", text=said, key="1", by="a test")
    box.answers["gone@example.org"] = "550 5.1.1 no such user"
    gone = actions.post(to="gone@example.org", subject="Please reply", text=said, key="2", by="a test")
    send_all()
    assert link in box.mails[0].get_content()
    for message in (sent, gone):
        message.refresh_from_db()
    assert sent.text == said.replace(link, "[link]")
    assert (gone.state, gone.text, gone.can_be_sent_again) == (State.GIVEN_UP, said, True)
    actions.cut_links(Message.objects.filter(pk=gone.pk), "a test")
    gone.refresh_from_db()
    assert (gone.text, gone.can_be_sent_again) == (said.replace(link, "[link]"), False)
    actions.send_again(gone, by="a test")
    gone.refresh_from_db()
    assert gone.state == State.GIVEN_UP


def test_nothing_is_sent_twice(box: Letterbox) -> None:
    posted()
    send_all()
    posted()
    send_all()
    assert len(box.mails) == 1


def test_what_a_killed_worker_left_is_sent_with_the_same_identity(box: Letterbox) -> None:
    message = posted()
    send_all()
    Message.objects.update(state=State.HANDING_OVER)
    assert sending.take_up_what_was_left() == 1
    send_all()
    assert len(box.mails) == 2
    assert len(set(box.identities())) == 1
    message.refresh_from_db()
    assert message.state == State.SENT


def test_an_address_that_does_not_exist_is_not_written_to_again(box: Letterbox) -> None:
    box.answers["gone@example.org"] = "550 5.1.1 no such user gone@example.org"
    first, second = posted("1", "gone@example.org"), posted("2", "Gone@example.org")
    send_all()
    for message in (first, second):
        message.refresh_from_db()
    assert (first.state, second.state) == (State.GIVEN_UP, State.HELD_BACK)
    assert "gone@" not in first.trouble + str(Suppression.objects.get())


@pytest.mark.parametrize("said", ["550 5.7.1 we take no such mail", "550 relay not permitted"])
def test_a_refusal_for_another_reason_says_nothing_of_the_address(box: Letterbox, said: str) -> None:
    box.answers["ada@example.org"] = said
    posted()
    send_all()
    assert Message.objects.get().state == State.GIVEN_UP
    assert not Suppression.objects.exists()


def test_a_server_that_is_busy_is_tried_again_ever_later_and_then_no_more(box: Letterbox) -> None:
    box.answers["ada@example.org"] = "451 4.3.0 later"
    message, waits = posted(), []
    for _ in range(len(sending.WAITS) + 1):
        before = timezone.now()
        send_all()
        message.refresh_from_db()
        waits.append(message.due_at - before)
        due_now()
    assert message.state == State.GIVEN_UP
    for waited, meant in zip(waits, sending.WAITS, strict=False):
        assert meant <= waited < meant + timedelta(minutes=1)


def test_a_text_that_is_refused_is_given_up_and_one_that_is_put_off_waits(box: Letterbox) -> None:
    box.to_data = "554 5.6.0 not like this"
    posted("1")
    send_all()
    box.to_data = "452 4.3.1 no room"
    posted("2")
    send_all()
    assert list(Message.objects.order_by("id").values_list("state", flat=True)) == [State.GIVEN_UP, State.WAITING]
    assert Message.objects.get(key="2").trouble == "The mail server does not take it now (452)."


def test_a_server_that_is_not_there_costs_no_message_a_try(settings: LazySettings) -> None:
    with mail_server() as box:
        address = box.address
    for name, value in mail_at(address, settings.SITE).items():
        setattr(settings, name, value)
    message = posted()
    with pytest.raises(handing.Unreachable):
        send_all()
    message.refresh_from_db()
    assert (message.state, message.tries) == (State.WAITING, 0)
    assert mail_age_s() is not None


def test_what_is_no_address_is_given_up_and_the_next_is_sent(box: Letterbox) -> None:
    posted("1", "nobody")
    posted("2")
    send_all()
    assert Message.objects.get(key="1").trouble == "This is no mail address."
    assert len(box.mails) == 1


def test_no_more_than_a_day_may_have_are_sent(box: Letterbox, settings: LazySettings) -> None:
    settings.MAIL_A_DAY = 2
    for number in range(3):
        posted(str(number))
    send_all()
    assert len(box.mails) == 2
    Message.objects.filter(state=State.SENT).update(sent_at=timezone.now() - timedelta(days=1))
    send_all()
    assert len(box.mails) == 3


def test_no_more_than_a_minute_may_have_are_sent(box: Letterbox, settings: LazySettings) -> None:
    settings.MAIL_A_MINUTE = 3
    for number in range(7):
        posted(str(number))
    send_all()
    assert len(box.mails) == 3
    Message.objects.filter(state=State.SENT).update(sent_at=timezone.now() - timedelta(seconds=59))
    send_all()
    assert len(box.mails) == 3
    Message.objects.filter(state=State.SENT).update(sent_at=timezone.now() - timedelta(seconds=61))
    send_all()
    assert len(box.mails) == 6


def test_a_mail_program_is_told_where_to_end_such_mail_and_no_such_link_is_kept(box: Letterbox) -> None:
    stop = f"{settings.ADDRESS}/stop/secret/"
    letter = {"to": "ada@example.org", "subject": "News", "text": f"News. {stop}", "key": "1", "unsubscribe": stop}
    actions.post_each([letter, {**letter, "key": "2", "unsubscribe": ""}], by="a test")
    send_all()
    first, second = box.mails
    assert first["List-Unsubscribe"] == f"<{stop}>"
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert second["List-Unsubscribe"] is None
    assert not Message.objects.exclude(unsubscribe="").exists()
    assert not Message.objects.filter(text__contains=stop).exists()


def test_what_is_done_every_few_seconds_goes_on_when_one_of_it_fails(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    def fails(_: object) -> None:
        raise ValueError("ada@example.org")

    kept = dict(turns._turns)
    turns._turns.clear()
    turns.every_few_seconds("one", fails)
    turns.every_few_seconds("other", lambda _: done.append("other"))
    turns.take_all()
    turns._turns.clear()
    turns._turns.update(kept)
    assert done == ["other"]
    assert "ada@example.org" not in caplog.text
    assert {"count signatures", "post petition updates"} <= set(kept)


def test_a_message_that_was_given_up_can_be_sent_again(box: Letterbox) -> None:
    box.to_data = "554 5.6.0 not like this"
    message = posted()
    send_all()
    box.to_data = "250 taken"
    actions.send_again(message, by="root@example.org")
    send_all()
    message.refresh_from_db()
    assert (message.state, message.tries) == (State.SENT, 1)


def test_what_was_sent_is_not_sent_again_even_when_asked(box: Letterbox) -> None:
    message = posted()
    send_all()
    actions.send_again(message, by="root@example.org")
    send_all()
    assert len(box.mails) == 1


def test_held_back_addresses_can_be_allowed_again(box: Letterbox) -> None:
    held = actions.suppress(" Ada@example.org", reason="asked for no more", by="root@example.org")
    assert actions.suppress("ada@example.org", reason="again", by="root@example.org") == held
    message = posted()
    send_all()
    message.refresh_from_db()
    assert message.state == State.HELD_BACK
    actions.allow(held, by="root@example.org")
    actions.send_again(message, by="root@example.org")
    send_all()
    assert len(box.mails) == 1


def test_mail_is_a_file_each_where_there_is_no_server(settings: LazySettings, tmp_path) -> None:
    for name, value in mail_at("", tmp_path).items():
        setattr(settings, name, value)
    posted("1"), posted("2")
    send_all()
    assert len(list((tmp_path / "mail").iterdir())) == 2
    assert set(Message.objects.values_list("transport", flat=True)) == {"files"}


def test_mail_can_be_shown_on_the_terminal(settings: LazySettings, capsys: pytest.CaptureFixture[str]) -> None:
    for name, value in mail_at("console:", settings.SITE).items():
        setattr(settings, name, value)
    posted()
    send_all()
    assert "To: ada@example.org" in capsys.readouterr().out


def test_nothing_of_a_mail_is_logged(box: Letterbox, caplog: pytest.LogCaptureFixture) -> None:
    box.answers["ada@example.org"] = "451 4.3.0 later, ada@example.org"
    posted()
    with caplog.at_level("DEBUG"):
        send_all()
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("lnrs", "django"))]
    assert not [line for line in ours if "ada@" in line or "Thank you" in line]
    assert "ada@" not in Message.objects.get().trouble


def test_it_goes_where_all_the_sites_mail_goes() -> None:
    posted()
    send_all()
    assert mail.outbox[0].to == ["ada@example.org"]
