"""The newsletter: nothing is sent before somebody confirms, each page once, each reader once, and whoever leaves is
deleted."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.signing import Signer
from django.test import Client
from django.utils import timezone

from lnrs_web.accounts.permissions import NotAllowed
from lnrs_web.accounts.queries import all_about
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.models import Event
from lnrs_web.newsletter import actions, queries
from lnrs_web.newsletter.links import LEAVE
from lnrs_web.newsletter.links import link as make_link
from lnrs_web.newsletter.models import Letter, LetterPage, Subscription
from lnrs_web.outbox.mailboxes import MOST_LETTERS
from lnrs_web.outbox.models import Message

from .newsroom import news, story
from .people import ELSEWHERE, KENT, holder, officer, person, signed_in
from .published import publish

pytestmark = pytest.mark.django_db
PAGE = "/kent-and-medway/newsletter/"
DESK = "/desk/newsletter/kent-and-medway/"
GIVEN = {"email": "Ada@Example.org", "agreed": "on"}


def link(mail: Message, part: str) -> str:
    """The path of the link in a mail."""
    found = re.search(rf"{settings.ADDRESS}({PAGE}{part}/\S+)", mail.text)
    assert found, mail.text
    return found[1]


def area() -> StrategyArea:
    return StrategyArea.objects.get(pk=KENT)


def subscribed(email: str = "ada@example.org") -> Subscription:
    """Somebody who confirmed."""
    words = queries.words_of(area())
    return Subscription.objects.create(area=area(), email=email, words=words, confirmed_at=timezone.now())


def test_nothing_is_sent_before_the_button_behind_the_link_is_pressed() -> None:
    publish()
    client = Client()
    assert "Look at your mail" in client.post(PAGE, GIVEN).text
    one = Subscription.objects.get()
    assert (one.email, one.confirmed_at, one.words) == ("ada@example.org", None, queries.words_of(area()))
    way = link(Message.objects.get(), "confirm")
    assert "Confirm the newsletter" in client.get(way).text
    assert Subscription.objects.get().confirmed_at is None
    assert "The newsletter comes to you" in client.post(way).text
    assert Subscription.objects.get().confirmed_at
    assert not client.cookies


def test_somebody_is_asked_to_confirm_once_a_day_and_never_again_once_they_have() -> None:
    publish()
    now = timezone.now()
    for later in (timedelta(), timedelta(minutes=1), timedelta(days=1)):
        actions.ask(area(), "ada@example.org", now + later)
    assert Message.objects.count() == 2
    actions.confirm(Subscription.objects.get(), now)
    actions.ask(area(), "ada@example.org", now + timedelta(days=9))
    assert Message.objects.count() == 2
    assert "Look at your mail" in Client().post(PAGE, GIVEN).text


def test_a_mailbox_is_asked_five_times_a_day_at_most_however_its_address_is_written() -> None:
    publish()
    now = timezone.now()
    for number in range(9):
        actions.ask(area(), f"a.da+{number}@gmail.com", now)
    actions.ask(area(), "Ada+0@gmail.com", now)
    assert Message.objects.count() == Subscription.objects.count() == MOST_LETTERS == 5
    actions.ask(area(), "ben@example.org", now)
    actions.ask(area(), "ada+9@gmail.com", now + timedelta(days=1))
    assert Message.objects.count() == 7


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Give your mail address."),
        ({"email": "ada@example.org"}, "Tick the box if you agree."),
        ({"email": "ada", "agreed": "on"}, "Give an address as name@example.org."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(given: dict[str, str], said: str) -> None:
    publish()
    answer = Client().post(PAGE, given)
    assert answer.status_code == 400
    assert said in answer.text
    assert not Subscription.objects.exists()


def test_a_program_that_fills_in_everything_is_told_the_same_and_nothing_is_kept() -> None:
    publish()
    assert "Look at your mail" in Client().post(PAGE, GIVEN | {"website": "https://example.org"}).text
    assert not Subscription.objects.exists()
    assert not Message.objects.exists()


def test_a_link_that_was_made_up_or_is_for_the_other_page_opens_nothing() -> None:
    publish()
    one = subscribed()
    assert Client().get(f"{PAGE}confirm/{one.public_id.hex}:made-up/").status_code == 404
    actions.ask(area(), "eve@example.org", timezone.now())
    token = link(Message.objects.get(), "confirm").removeprefix(f"{PAGE}confirm/")
    Client().post(f"{PAGE}leave/{token}")
    assert Subscription.objects.count() == 2


def test_an_editor_sends_pages_once_and_each_reader_has_the_letter_once() -> None:
    publish()
    story("A hedge in Elham")
    news("Not in it")
    subscribed()
    subscribed("ben@example.org")
    Subscription.objects.create(area=area(), email="unconfirmed@example.org", words="")
    client = signed_in(holder("editor"))
    assert "2\xa0readers" in client.get(DESK).text
    chosen = next(one for one in queries.unsent(area()) if one.title == "A hedge in Elham")
    answer = client.post(DESK, {"subject": "Hedges", "greeting": "Dear all,", "pages": [str(chosen.pk)]})
    assert answer.status_code == 302
    letter = Letter.objects.get()
    for _ in range(2):  # a job may be done again
        assert actions.deliver.call(letter.pk) == 2
    mails = Message.objects.filter(subject="Hedges")
    assert sorted(mails.values_list("to", flat=True)) == ["ada@example.org", "ben@example.org"]
    told = mails.get(to="ada@example.org").text
    assert told.startswith("Dear all,\n\nA hedge in Elham\nForty people planted it.\n")
    assert f"{settings.ADDRESS}/kent-and-medway/stories/a-hedge/" in told
    assert "Not in it" not in told
    assert letter.readers == 2
    assert [one.title for one in queries.unsent(area())] == ["Not in it"]
    with pytest.raises(actions.SentBefore):
        actions.send(area(), "Again", "", [chosen], by=officer())
    assert LetterPage.objects.count() == 1
    assert Event.objects.filter(what="send newsletter", area=KENT, became="Hedges").count() == 1


def test_leaving_is_one_press_and_deletes_the_address() -> None:
    publish()
    story()
    subscribed()
    letter = actions.send(area(), "Hedges", "", queries.unsent(area()), by=officer())
    actions.deliver.call(letter.pk)
    way = link(Message.objects.get(subject="Hedges"), "leave")
    assert "Leave the newsletter" in Client().get(way).text
    assert Subscription.objects.exists()
    for _ in range(2):
        assert "You have left the newsletter" in Client().post(way).text
    assert not Subscription.objects.exists()
    assert not Event.objects.filter(which__contains="ada@").exists()


def test_whoever_leaves_gets_nothing_that_waits_and_no_letter_keeps_the_address() -> None:
    publish()
    story()
    actions.ask(area(), "ada@example.org", timezone.now())
    Message.objects.update(state=Message.State.SENT)
    ada = Subscription.objects.get()
    actions.confirm(ada, timezone.now())
    subscribed("ben@example.org")
    letter = actions.send(area(), "Hedges", "", queries.unsent(area()), by=officer())
    actions.deliver.call(letter.pk)
    actions.leave(ada)
    asked, hers = Message.objects.get(key__contains="confirm"), Message.objects.get(key__endswith=f"{ada.public_id}")
    assert (asked.state, asked.to, asked.text) == (Message.State.SENT, "", "")
    assert (hers.state, hers.to, hers.text, hers.unsubscribe) == (Message.State.HELD_BACK, "", "", "")
    assert Message.objects.get(to="ben@example.org").state == Message.State.WAITING


def test_whoever_leaves_while_a_letter_is_posted_does_not_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    publish()
    story()
    subscribed()
    gone = subscribed("gone@example.org")
    letter = actions.send(area(), "Hedges", "", queries.unsent(area()), by=officer())
    right = actions.link

    def leaves(signer: Signer, page: str, one: Subscription) -> str:
        Subscription.objects.filter(pk=gone.pk).delete()
        return right(signer, page, one)

    monkeypatch.setattr(actions, "link", leaves)
    actions.deliver.call(letter.pk)
    assert list(Message.objects.values_list("to", flat=True)) == ["ada@example.org"]


def test_a_link_to_leave_that_was_cut_off_says_so_and_nobody_has_left() -> None:
    publish()
    way = make_link(LEAVE, "newsletter:leave", subscribed()).removeprefix(settings.ADDRESS)
    for broken in (way[:-5] + "/", way.replace(":", "x", 1)):
        assert Client().get(broken).status_code == 404
        assert Client().post(broken).status_code == 404
    assert Subscription.objects.exists()
    assert Client().get(way).status_code == 200


def test_asking_again_is_an_agreement_of_its_own_and_who_never_confirms_is_forgotten() -> None:
    publish()
    now = timezone.now()
    actions.ask(area(), "ada@example.org", now - timedelta(days=6))
    Subscription.objects.update(words="Words of last week")
    actions.ask(area(), "ada@example.org", now)
    one = Subscription.objects.get()
    assert (one.asked_at, one.words) == (now, queries.words_of(area()))
    Message.objects.update(state=Message.State.SENT)
    call_command("retain")
    assert Subscription.objects.exists()
    Subscription.objects.update(asked_at=now - timedelta(days=8))
    call_command("retain")
    assert not Subscription.objects.exists()
    assert set(Message.objects.values_list("to", "text")) == {("", "")}


def test_the_button_of_a_mail_program_leaves_with_one_request() -> None:
    publish()
    story()
    subscribed()
    actions.deliver.call(actions.send(area(), "Hedges", "", queries.unsent(area()), by=officer()).pk)
    way = Message.objects.get(subject="Hedges").unsubscribe
    answer = Client(enforce_csrf_checks=True).post(
        way.removeprefix(settings.ADDRESS), {"List-Unsubscribe": "One-Click"}
    )
    assert answer.status_code == 200
    assert not Subscription.objects.exists()


def test_whoever_confirms_or_leaves_after_a_letter_was_sent_does_not_get_it() -> None:
    publish()
    story()
    gone = subscribed("gone@example.org")
    letter = actions.send(area(), "Hedges", "", queries.unsent(area()), by=officer())
    actions.leave(gone)
    Subscription.objects.create(
        area=area(), email="late@example.org", words="", confirmed_at=timezone.now() + timedelta(seconds=1)
    )
    assert actions.deliver.call(letter.pk) == 0


def test_pages_wait_while_nobody_would_read_them() -> None:
    """Each page is sent once: sent to nobody, it would never come to anyone."""
    publish()
    story()
    client = signed_in(officer())
    assert "Nobody has asked for it and confirmed yet" in client.get(DESK).text
    [page] = queries.unsent(area())
    said = {"subject": "Hedges", "greeting": "", "pages": [page.pk]}
    assert client.post(DESK, said).status_code == 400
    assert queries.unsent(area()) == [page]


def test_only_an_editor_of_the_area_sends() -> None:
    publish()
    story()
    with pytest.raises(NotAllowed):
        actions.send(area(), "Hedges", "", queries.unsent(area()), by=officer(ELSEWHERE, "elsewhere@example.org"))
    assert signed_in(holder("moderator")).get(DESK).status_code == 403


def test_somebody_with_an_account_is_told_of_it() -> None:
    publish()
    who = person()
    subscribed(who.email)
    assert all_about(who)["newsletters that you asked for"][0]["area__name"] == "Kent and Medway"
