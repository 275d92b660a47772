"""Signing: a signature counts once its mail's button is pressed, and nothing else makes it count."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from lnrs_web.outbox.models import Message
from lnrs_web.pages.middleware import SCRIPT_POLICY
from lnrs_web.petition.actions.signing import MOST_MAILS
from lnrs_web.petition.mailboxes import mail_key
from lnrs_web.petition.models import Petition, Signature
from lnrs_web.petition.queries import busiest_domains

from .petitions import HOME, Signer, bare, counted, link_in_last_mail
from .published import Page, publish

pytestmark = pytest.mark.django_db
State = Signature.State
PAGES = ("", "sent/", "thanks/", "areas/", "history/", "method/")


@pytest.fixture
def petition() -> Petition:
    publish()
    return bare(opened_at=timezone.now())


def test_somebody_signs_opens_the_mail_presses_the_button_and_the_count_moves(petition: Petition) -> None:
    ada = Signer()
    assert "Step 1 of 3" in ada.client.get(f"{ada.home}sign/").text
    checked = ada.sends("check")
    assert "Step 2 of 3" in checked.text
    assert Signature.objects.count() == 0
    answer = ada.sends("sign")
    assert (answer.status_code, answer["Location"]) == (302, f"{ada.home}sent/")
    assert "Now open your mail" in ada.client.get(answer["Location"]).text
    assert counted(petition) == 0
    link = link_in_last_mail()
    page = ada.client.get(link)
    assert "Ada Meadow" in page.text
    assert page["Cache-Control"] == "no-store, private"
    assert counted(petition) == 0
    pressed = ada.client.post(link, {"step": "prove"})
    assert pressed["Location"] == f"{ada.home}thanks/"
    assert counted(petition) == 1
    assert "1\xa0person" in ada.client.get(ada.home).text
    assert json.loads(ada.client.get(f"{ada.home}count.json").content)["online"] == 1


def test_opening_the_link_never_counts_and_pressing_twice_counts_once(petition: Petition) -> None:
    ada = Signer()
    ada.sends()
    link = link_in_last_mail()
    for _ in range(3):
        assert ada.client.get(link).status_code == 200
        assert ada.client.post(link).status_code == 400
        assert ada.client.head(link).status_code == 200
    assert Signature.objects.get().state == State.WAITING
    ada.client.post(link, {"step": "prove"})
    ada.client.post(link, {"step": "prove"})
    assert counted(petition) == 1
    assert "You have signed" in ada.client.get(link).text


def test_no_page_of_a_petition_sets_a_cookie_or_depends_on_one(petition: Petition) -> None:
    ada = Signer(updates="yes")
    for page in PAGES:
        answer = ada.client.get(ada.home + page)
        assert answer.status_code == 200, page
        assert not answer.cookies, page
        assert "cookie" not in answer.get("Vary", "").lower(), page
    ada.client.get(HOME)
    ada.client.get(f"{ada.home}sign/")
    ada.sends("check")
    ada.sends("sign")
    link = link_in_last_mail()
    ada.client.get(link)
    ada.client.post(link, {"step": "prove"})
    ada.client.get(link)
    ada.client.post(link, {"step": "back"})
    ada.client.get(f"{ada.home}count.json")
    assert not ada.client.cookies
    assert petition.slug in ada.home


@pytest.mark.parametrize(("part", "words"), [("", "Will you sign “"), ("thanks/", "I have signed “")])
def test_a_friend_is_told_by_plain_links_that_hold_words_and_address(
    petition: Petition, settings: Any, part: str, words: str
) -> None:
    settings.ADDRESS = "https://nature.example.org"
    ada = Signer(slug=petition.slug)
    page = ada.client.get(ada.home + part)
    address = f"https://nature.example.org{ada.home}"
    links = [attrs.get("href", "") for tag, attrs in Page(page.text).tags if tag == "a"]
    asked = {urlsplit(one).netloc or urlsplit(one).scheme: dict(parse_qsl(urlsplit(one).query)) for one in links}
    for way, field in (("mailto", "body"), ("wa.me", "text"), ("bsky.app", "text")):
        assert asked[way][field].startswith(words), way
        assert asked[way][field].endswith(f" {address}"), way
    assert asked["www.facebook.com"] == {"u": address}
    assert "+" not in next(one for one in links if one.startswith("mailto:")), "a mail program shows a plus as one"
    assert page["Content-Security-Policy"] == SCRIPT_POLICY
    unchanged = ada.client.get(ada.home + part, headers={"If-None-Match": page["ETag"]})
    assert unchanged.status_code == 304
    assert "Content-Security-Policy" not in unchanged, "a browser would take it for the page's own"


def test_nobody_is_told_of_a_petition_that_has_closed() -> None:
    publish()
    home = f"{HOME}{bare('closed', opened_at=timezone.now(), closed_at=timezone.now()).slug}/"
    for part in ("", "thanks/"):
        assert "Tell a friend" not in Client().get(home + part).text


WAYS = ("Ada.Meadow@gmail.com", "adameadow+petition@googlemail.com", "ADA.MEADOW@GMAIL.COM ")


def test_a_mailbox_signs_once_however_it_is_written(petition: Petition) -> None:
    for mail in WAYS:
        Signer(mail).signs()
    assert Signature.objects.count() == 1
    assert counted(petition) == 1
    assert mail_key(1, "ann@bücher.example") == mail_key(1, "ANN+x@xn--bcher-kva.example")
    assert mail_key(1, "ann@example.org") != mail_key(2, "ann@example.org")
    assert mail_key(1, "a.nn@example.org") != mail_key(1, "ann@example.org")


def test_a_second_signature_gets_the_same_page_and_a_letter_that_says_so(petition: Petition) -> None:
    first = Signer().signs()
    again = Signer(name="Somebody Else").sends()
    assert again["Location"].endswith("/sent/")
    assert Message.objects.latest("id").subject.startswith("You have signed already")
    first.refresh_from_db()
    assert first.name == "Ada Meadow"
    assert counted(petition) == 1


def test_a_mailbox_gets_five_letters_at_most_and_whoever_asks_cannot_tell(petition: Petition) -> None:
    answers = {Signer().sends()["Location"] for _ in range(MOST_MAILS + 4)}
    assert answers == {f"{HOME}{petition.slug}/sent/"}
    assert Message.objects.count() == MOST_MAILS == 5


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Enter your name"),
        ("name", "=HYPERLINK(1)", "without signs"),
        ("name", "Buy at www.example.org", "without signs"),
        ("postcode", "CT1", "the whole of your postcode"),
        ("mail", "ada", "in full"),
        ("eligible", "", "Say that you may sign"),
        ("agree", "", "Agree"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(petition: Petition, field: str, typed: str, said: str) -> None:
    for step in ("check", "sign"):
        answer = Signer(**{field: typed}).sends(step)
        assert answer.status_code == 400
        assert said in answer.text
        assert f'href="#{field}"' in answer.text
    assert not Signature.objects.exists()
    assert petition.counted == 0


def test_a_null_byte_does_no_harm(petition: Petition) -> None:
    assert Signer(name="A\x00da").sends().status_code == 302
    assert Signature.objects.get().name == "Ada"
    assert petition


def test_a_slip_of_the_domain_is_pointed_out(petition: Petition) -> None:
    assert "ada@gmail.com" in Signer("ada@gmial.com").sends("check").text
    assert petition


def test_the_address_is_forgotten_once_it_is_proved_unless_somebody_wants_news(petition: Petition) -> None:
    assert Signer("a@example.org").signs().mail == ""
    assert Signer("b@example.org", updates="yes").signs().mail == "b@example.org"
    assert petition


def test_a_signature_is_taken_back_with_the_link_and_nothing_of_it_is_left(petition: Petition) -> None:
    ada = Signer(updates="yes")
    ada.sends()
    link = link_in_last_mail()
    ada.client.post(link, {"step": "prove"})
    assert counted(petition) == 1
    Message.objects.update(state=Message.State.SENT)
    assert "taken back" in ada.client.post(link, {"step": "back"}).text
    one = Signature.objects.get()
    assert (one.name, one.mail, one.postcode, one.address, one.wants_updates) == ("", "", "", "", False)
    assert set(Message.objects.values_list("to", "text")) == {("", "")}
    assert counted(petition) == 0
    assert busiest_domains(petition, timezone.now()) == []
    ada.client.post(link, {"step": "prove"})
    assert counted(petition) == 0
    ada.signs()
    assert counted(petition) == 1


def test_a_closed_petition_is_not_signed_and_proofs_may_come_a_day_later(petition: Petition) -> None:
    ada = Signer()
    ada.sends()
    link = link_in_last_mail()
    Petition.objects.update(closes_at=timezone.now() - timedelta(hours=23))
    assert Signer("b@example.org").sends().status_code == 409
    assert ada.client.get(f"{ada.home}sign/").status_code == 409
    assert ada.client.post(link, {"step": "prove"}).status_code == 302
    assert counted(petition) == 1
    late = Signer("late@example.org")
    Petition.objects.update(closes_at=None)
    late.sends()
    Petition.objects.update(closes_at=timezone.now() - timedelta(hours=25))
    assert late.client.get(link_in_last_mail()).status_code == 409
    assert late.client.post(link_in_last_mail(), {"step": "prove"}).status_code == 409
    assert counted(petition) == 1


@pytest.mark.parametrize("token", ["x", "1-", "1-abc", "99999999999999999999-a", "١-a"])
def test_a_link_that_nobody_was_sent_opens_nothing(petition: Petition, token: str) -> None:
    for part in ("link", "stop"):
        assert Client().get(f"{HOME}{part}/{token}/").status_code == 404
        assert Client().post(f"{HOME}{part}/{token}/").status_code == 404
    assert petition


def test_a_link_to_sign_does_not_stop_and_one_to_stop_does_not_sign(petition: Petition) -> None:
    Signer(updates="yes").sends()
    token = link_in_last_mail().split("/")[-2]
    assert Client().post(f"{HOME}stop/{token}/").status_code == 404
    assert petition


def test_a_draft_is_nobodys(petition: Petition) -> None:
    Petition.objects.update(state="draft")
    for page in (*PAGES, "sign/", "count.json", "areas.csv", "history.xlsx"):
        assert Client().get(f"{HOME}{petition.slug}/{page}").status_code == 404
