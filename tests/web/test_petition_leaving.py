"""Whoever takes a signature back, or ends news, gets nothing more, and no letter says that it was they who signed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lnrs_web.outbox import handing, sending
from lnrs_web.outbox.actions import post, send_again
from lnrs_web.outbox.models import Message
from lnrs_web.petition import consent, links
from lnrs_web.petition.actions import counting, removing, signing, writing
from lnrs_web.petition.models import Petition, Removal, Signature, Update

from .people import officer
from .petitions import HOME, Signer, bare, counted, link_in_last_mail, signatures
from .published import publish

pytestmark = pytest.mark.django_db
State = Signature.State
SENT, WAITING, HELD_BACK = Message.State.SENT, Message.State.WAITING, Message.State.HELD_BACK


@pytest.fixture
def petition() -> Petition:
    publish()
    return bare(opened_at=timezone.now())


def news(petition: Petition, subject: str = "The council answers") -> Update:
    """An update that is being sent."""
    one = writing.write(petition, subject, "It will debate it.", by=officer())
    writing.send(one, by=officer())
    return one


def send_all() -> None:
    """Send all that may be sent now."""
    carrier = handing.Post()
    while sending.send_next(carrier):
        pass
    carrier.close()


def told(one: Message) -> set[str]:
    """What a letter says of anybody."""
    return {one.to, one.subject, one.text, one.unsubscribe, one.by} - {""}


def test_whoever_takes_a_signature_back_gets_nothing_that_waits_and_no_letter_keeps_the_address(
    petition: Petition,
) -> None:
    ada = Signer(updates="yes").signs()
    bo = Signer("bo@example.org", updates="yes").signs()
    send_all()
    news(petition)
    writing.post_some(timezone.now())
    before = len(mail.outbox)
    signing.take_back(ada)
    hers = [
        Message.objects.get(key__contains=f"signature {ada.pk} "),
        Message.objects.get(key__endswith=f"to {ada.pk}"),
    ]
    assert [(one.state, told(one)) for one in hers] == [(SENT, set()), (HELD_BACK, set())]
    assert hers[1].trouble == "Its reader has left."
    assert not hers[1].can_be_sent_again
    send_again(hers[1], by="an officer")
    send_all()
    assert [one.to for one in mail.outbox[before:]] == [["bo@example.org"]]
    assert Message.objects.filter(to="bo@example.org").count() == 2
    assert bo.mail == "bo@example.org"


def test_news_that_is_made_after_somebody_left_is_not_for_them(petition: Petition) -> None:
    ada, bo = (Signer(f"{name}@example.org", updates="yes").signs() for name in ("ada", "bo"))
    signing.take_back(ada)
    signing.stop_updates(bo)
    news(petition)
    assert writing.post_some(timezone.now()) == 0


def test_whoever_ends_news_gets_none_that_waits_and_no_letter_keeps_the_address(petition: Petition) -> None:
    ada = Signer(updates="yes").signs()
    send_all()
    first = news(petition)
    writing.post_some(timezone.now())
    send_all()
    writing.post_some(timezone.now())
    news(petition, "More")
    writing.post_some(timezone.now())
    before = len(mail.outbox)
    token = links.token_of(ada, links.STOP)
    assert (
        "in the letters that were sent" in Client().post(f"{HOME}stop/{token}/", {"List-Unsubscribe": "One-Click"}).text
    )
    send_all()
    assert len(mail.outbox) == before
    assert [told(one) for one in Message.objects.all()] == [set()] * 3
    assert Message.objects.get(key__contains=f"update {first.pk} ").state == SENT
    assert counted(petition) == 1


def test_the_letter_that_proves_a_signature_is_sent_still_when_news_is_ended(petition: Petition) -> None:
    Signer(updates="yes").sends()
    link = link_in_last_mail()
    signing.stop_updates(Signature.objects.get())
    send_all()
    assert [one.to for one in mail.outbox] == [["ada@example.org"]]
    Client().post(link, {"step": "prove"})
    assert Signature.objects.get().mail == ""
    assert counted(petition) == 1


@pytest.mark.parametrize("breaks", [True, False])
def test_of_a_letter_that_is_being_handed_over_no_address_is_left_and_it_is_not_tried_again(
    petition: Petition, breaks: bool
) -> None:
    Signer().sends()
    one, carrier = Signature.objects.get(), handing.Post()

    def leaves(_: Message, **__: object) -> str:
        signing.take_back(one)
        if breaks:
            raise handing.NotNow("The mail server does not take it now (451).")
        return "taken"

    carrier.hand_over = leaves  # type: ignore[method-assign]
    assert sending.send_next(carrier)
    message = Message.objects.get()
    assert message.to == ""
    Message.objects.update(due_at=timezone.now())
    send_all()
    message.refresh_from_db()
    assert (message.state, message.trouble) == ((HELD_BACK, "Its reader has left.") if breaks else (SENT, ""))
    assert not mail.outbox
    assert petition


def test_a_letter_says_to_whom_for_a_day_after_it_was_dealt_with_and_other_mail_for_longer(petition: Petition) -> None:
    hour, day = timedelta(hours=1), timedelta(days=1)
    now = timezone.now()
    for number, (state, posted, handed) in enumerate(
        [
            (SENT, 9 * day, day + hour),  # goes
            (SENT, 9 * day, day - hour),
            (WAITING, 9 * day, 2 * day),
            (HELD_BACK, day + hour, None),  # goes
            (Message.State.GIVEN_UP, 9 * day, day + hour),  # goes
        ]
    ):
        row = post(to=f"{number}@example.org", subject="x", text="x", key=f"petition 1 signature {number}", by="x")
        times = {"posted_at": now - posted, "handed_at": now - handed if handed else None}
        Message.objects.filter(pk=row.pk).update(state=state, **times)
    other = post(to="other@example.org", subject="x", text="x", key="contribution 1", by="x")
    Message.objects.filter(pk=other.pk).update(state=SENT, posted_at=now - 9 * day, handed_at=now - 9 * day)
    call_command("retain")
    kept = set(Message.objects.exclude(to="").values_list("to", flat=True))
    assert kept == {"1@example.org", "2@example.org", "other@example.org"}
    assert "after 1 day" in Client().get(f"{HOME}{petition.slug}/method/").text


def test_what_was_removed_before_it_was_proved_goes_as_all_that_nobody_proved(petition: Petition) -> None:
    old = timezone.now() - timedelta(days=29)
    removal = Removal.objects.create(petition=petition, until=old, reason="x", made_by="x", state="done", removed=1)
    for state, proved in ((State.REMOVED, None), (State.REMOVED, old), (State.WITHDRAWN, None), (State.WAITING, None)):
        signatures(petition, 1, state, made_at=old, proved_at=proved, removal=removal, was="waiting")
    signatures(petition, 1, State.REMOVED, made_at=timezone.now(), proved_at=None)
    call_command("retain")
    left = [(one.state, one.proved_at is None) for one in Signature.objects.order_by("pk")]
    assert left == [("removed", False), ("withdrawn", True), ("removed", True)]
    assert "1\xa0signature<" in Client().get(f"{HOME}{petition.slug}/method/").text


def test_the_page_of_the_method_follows_what_does_not_count_though_the_count_stays(petition: Petition) -> None:
    """It was kept until the count moved, and told the number of before."""
    [waiting] = signatures(petition, 1, State.WAITING)
    page = f"{HOME}{petition.slug}/method/"
    assert 'Taken back by those who signed</th><td class="numeric">0\xa0signatures' in Client().get(page).text
    signing.take_back(waiting)
    assert 'Taken back by those who signed</th><td class="numeric">1\xa0signature<' in Client().get(page).text


def test_what_is_taken_back_leaves_the_code_of_the_mailbox_alone_and_is_signed_again_as_new(petition: Petition) -> None:
    mallory = Signer("m.allory@gmail.com")
    mallory.sends(seconds=1)
    link, first = link_in_last_mail(), Signature.objects.get()
    assert first.signals
    Signature.objects.update(address="0" * 32)
    page = mallory.client.post(link, {"step": "back"}).text
    assert "a code of your mailbox" in page
    one = Signature.objects.get()
    assert (one.domain, one.address, one.signals, one.mail_key) == ("", "", [], first.mail_key)
    Signer("mallory+2@googlemail.com").sends()
    again = Signature.objects.get()
    assert (again.pk, again.domain, again.signals, again.state) == (one.pk, "gmail.com", [], State.WAITING)
    assert (again.address[-8:], again.consent_version) == ("7f000001", consent.VERSION)
    assert removing.count_first(petition, removing.Rule(domain="gmail.com"), "x", by=officer()).found_waiting == 1


def test_the_words_of_the_agreement_say_how_long_the_letters_are_kept_and_have_a_version_of_their_own() -> None:
    assert consent.VERSION == 2
    assert "for a day or two more with the letters" in consent.SIGN


def test_a_link_with_the_number_of_another_signature_opens_nothing(petition: Petition) -> None:
    ada, bo = (Signer(f"{name}@example.org", updates="yes").signs() for name in ("ada", "bo"))
    for part, purpose in (("link", links.SIGN), ("stop", links.STOP)):
        forged = f"{bo.pk}-{links.token_of(ada, purpose).partition('-')[2]}"
        for sent in ({"step": "back"}, {"step": "prove"}, {"List-Unsubscribe": "One-Click"}):
            assert Client().post(f"{HOME}{part}/{forged}/", sent).status_code == 404
    assert set(Signature.objects.values_list("state", "wants_updates")) == {(State.SIGNED, True)}
    assert counted(petition) == 2


def again(link: str) -> None:
    """Sign, and press the button."""
    Signer().sends()
    Client().post(link, {"step": "prove"})


@pytest.mark.parametrize("turn", [lambda _: 0, counted])
def test_the_count_is_right_after_somebody_changes_their_mind_between_turns(
    petition: Petition, turn: Callable[[Petition], int]
) -> None:
    Signer().sends()
    link = link_in_last_mail()
    Client().post(link, {"step": "prove"})
    assert counted(petition) == 1
    Client().post(link, {"step": "back"})
    turn(petition)
    again(link)
    turn(petition)
    assert counting.recount(petition).is_right
    assert counted(petition) == 1
    assert not counting.repair(petition, by=officer()).waiting
    Client().post(link, {"step": "back"})
    assert counting.recount(petition).waiting == -1
    assert counted(petition) == 0


def test_whoever_signs_again_weeks_later_has_as_long_as_anybody_to_press_the_button(petition: Petition) -> None:
    Signer().sends()
    Signature.objects.update(made_at=timezone.now() - timedelta(days=28, minutes=1))
    Signer().sends()
    link = link_in_last_mail()
    call_command("retain")
    Client().post(link, {"step": "prove"})
    assert counted(petition) == 1
    signing.take_back(Signature.objects.get())
    assert set(Message.objects.values_list("to", "state")) == {("", HELD_BACK)}


def test_whoever_signs_again_in_the_moment_in_which_the_first_is_deleted_has_signed(petition: Petition) -> None:
    Signer().sends()
    known = Signature.objects.get()
    Signature.objects.all().delete()
    signing._again(petition, known, signing.Details("Ada", "ZZ1 1AA", "ada@example.org"), "", ())
    assert Signature.objects.get().mail_key == known.mail_key
    Client().post(link_in_last_mail(), {"step": "prove"})
    assert counted(petition) == 1


def test_pressing_the_button_reads_the_signature_once_and_writes_it_once(petition: Petition) -> None:
    """It is what most who sign do, at the pace at which they do."""
    Signer().sends()
    link, client = link_in_last_mail(), Client()
    with CaptureQueriesContext(connection) as asked:
        assert client.post(link, {"step": "prove"}).status_code == 302
    assert [one["sql"].split()[0] for one in asked if "petition_signature" in one["sql"]] == ["SELECT", "UPDATE"]
    assert counted(petition) == 1
