"""Signing in by a code sent by mail: no password, one answer for everybody, no more tries than are needed."""

import smtplib
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from lnrs_web.accounts import actions
from lnrs_web.accounts.models import Person

from .people import code_in_last_mail, officer, person, signed_in

pytestmark = pytest.mark.django_db
SIGN_IN, CODE = "/account/sign-in/", "/account/sign-in/code/"


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


def ask(client: Client, email: str) -> Any:
    return client.post(SIGN_IN, {"email": email}, follow=True)


def test_a_code_from_the_mail_signs_somebody_in_and_begins_their_account(client: Client) -> None:
    answer = ask(client, "New.Reader@example.org")
    assert "Look at your mail" in answer.text
    assert mail.outbox[0].to == ["new.reader@example.org"]
    done = client.post(CODE, {"code": code_in_last_mail()}, follow=True)
    assert done.redirect_chain[-1][0] == "/account/"
    assert "new.reader@example.org" in done.text
    assert not Person.objects.get().has_usable_password()
    assert EmailAddress.objects.get().verified


def test_the_answer_and_the_mail_are_the_same_whether_there_is_an_account_or_not() -> None:
    person("known@example.org")
    pages, mails = [], []
    for email in ("known@example.org", "other@example.org"):
        answer = ask(Client(), email)
        pages.append((answer.status_code, answer.redirect_chain, _without_tokens(answer.text.replace(email, "X"))))
        mails.append(str(mail.outbox[-1].body).replace(code_in_last_mail(), "CODE"))
    assert pages[0] == pages[1]
    assert mails[0] == mails[1]


def _without_tokens(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


def test_a_wrong_code_is_told_and_after_three_the_code_is_good_no_more(client: Client) -> None:
    ask(client, "reader@example.org")
    code = code_in_last_mail()
    first = client.post(CODE, {"code": "WRONG-CODE"})
    assert "That is not the code we sent" in first.text
    assert "<title>Error: " in first.text
    client.post(CODE, {"code": "WRONG-CODE"})
    client.post(CODE, {"code": "WRONG-CODE"})
    client.post(CODE, {"code": code})
    assert client.get("/account/").status_code == 302, "nobody is signed in"


@pytest.mark.parametrize(
    ("email", "why"),
    [
        ("", "Write your mail address"),
        ("nonsense", "such as name@example.org"),
        ("a@b\x00", "such as name@example.org"),
    ],
)
def test_what_is_no_address_is_told_beside_the_field(client: Client, email: str, why: str) -> None:
    answer = ask(client, email)
    assert "There is a problem" in answer.text
    assert why in answer.text
    assert mail.outbox == []


def test_who_asks_too_often_waits(client: Client, settings: Any) -> None:
    settings.LIMITS = 1.0
    answers = [client.post(SIGN_IN, {"email": f"reader{number}@example.org"}).status_code for number in range(21)]
    assert answers[:20] == [302] * 20
    refused = client.post(SIGN_IN, {"email": "reader@example.org"})
    assert (answers[20], refused.status_code) == (429, 429)
    assert 0 < int(refused.headers["Retry-After"]) <= 1200
    assert client.get("/privacy/").status_code == 200


def test_one_address_is_sent_no_more_than_three_codes_a_minute() -> None:
    for _ in range(5):
        ask(Client(), "reader@example.org")
    assert len(mail.outbox) == 3


def test_a_mail_server_that_does_not_answer_is_told_and_no_address_is_logged(
    client: Client, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    answer = client.post(SIGN_IN, {"email": "reader@example.org"})
    assert answer.status_code == 503
    assert "We cannot send mail just now" in answer.text
    assert "reader@example.org" not in caplog.text
    assert "ConnectionRefusedError" in caplog.text
    assert issubclass(smtplib.SMTPException, OSError)


def test_an_address_that_never_answered_is_forgotten_after_a_day() -> None:
    ask(Client(), "typed@example.org")
    Person.objects.update(joined_at="2026-01-01T00:00:00Z")
    kept = officer(email="officer@example.org")
    actions.account_for("another@example.org")
    assert set(Person.objects.values_list("email", flat=True)) == {kept.email, "another@example.org"}


def test_signing_in_leads_back_to_the_page_that_asked_for_it_and_never_off_the_site() -> None:
    for asked, reached in (("/account/delete/", "/account/delete/"), ("https://evil.example/", "/account/")):
        cache.clear()
        client = Client()
        client.post(f"{SIGN_IN}?next={asked}", {"email": "reader@example.org", "next": asked})
        done = client.post(CODE, {"code": code_in_last_mail(), "next": asked})
        assert done.headers["Location"] == reached


def test_signing_out_ends_the_session(client: Client) -> None:
    client = signed_in(person())
    assert client.get("/account/").status_code == 200
    assert client.get("/account/sign-out/").status_code == 200, "to look at the page signs nobody out"
    client.post("/account/sign-out/")
    assert client.get("/account/").status_code == 302


def test_the_cookie_is_for_the_server_alone_and_goes_with_no_post_from_elsewhere(client: Client, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    cookies = ask(client, "reader@example.org").client.cookies
    assert sorted(cookies) == ["csrftoken", "sessionid"]
    for cookie in cookies.values():
        assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True)


def test_a_form_from_elsewhere_is_refused_in_our_words() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(SIGN_IN, {"email": "reader@example.org"})
    assert answer.status_code == 403
    assert "The form is too old" in answer.text


@pytest.mark.parametrize(
    "path", ["password/change/", "password/set/", "password/reset/", "signup/", "login/", "email/"]
)
def test_there_are_no_passwords(client: Client, path: str) -> None:
    assert client.get(f"/account/{path}").status_code == 404
