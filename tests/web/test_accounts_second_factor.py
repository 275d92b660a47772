"""An officer's second factor: a code from an authenticator app, with recovery codes beside it."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from lnrs_web.accounts.models import Person
from lnrs_web.audit.models import Event

from .people import app_code, code_in_last_mail, officer, signed_in

pytestmark = pytest.mark.django_db
APP = "/account/second-factor/app/"


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


def by_mail(client: Client, who: Person) -> str:
    """Sign in as far as the mail leads, and say where that is."""
    client.post("/account/sign-in/", {"email": who.email})
    answer = client.post("/account/sign-in/code/", {"code": code_in_last_mail()})
    return str(answer.headers["Location"])


def set_up(client: Client) -> str:
    """Set up the app, and give its secret."""
    page = client.get(APP)
    assert "img-src 'self' data:" in page.headers["Content-Security-Policy"]
    found = re.search(r'class="secret">([A-Z2-7]+)<', page.text)
    assert found
    done = client.post(APP, {"code": app_code(found[1])})
    assert done.headers["Location"] == "/account/second-factor/recovery-codes/"
    return found[1]


def test_an_officer_sets_it_up_before_coming_to_the_desk_and_is_asked_for_it_from_then_on() -> None:
    who, first = officer(second_factor=False), Client()
    assert by_mail(first, who) == "/desk/"
    assert first.get("/desk/").headers["Location"] == "/account/second-factor/"
    secret = set_up(first)
    assert first.get("/desk/").status_code == 200
    assert secret not in str(Authenticator.objects.values_list("data")), "it is sealed in the database"
    cache.clear()
    later = Client()
    assert by_mail(later, who) == "/account/sign-in/second-factor/"
    assert later.get("/desk/").status_code == 302, "the mail alone is not enough"
    assert later.post("/account/sign-in/second-factor/", {"code": "000000"}).status_code == 200
    cache.clear()  # the code that set the app up is good once
    assert later.post("/account/sign-in/second-factor/", {"code": app_code(secret)}).headers["Location"] == "/desk/"
    assert later.get("/desk/").status_code == 200


def test_a_recovery_code_lets_in_once() -> None:
    who, first = officer(second_factor=False), Client()
    by_mail(first, who)
    set_up(first)
    codes = re.findall(r"<li>(\d{8})</li>", first.get("/account/second-factor/recovery-codes/").text)
    assert len(codes) == 10
    for expected in (302, 200):
        cache.clear()
        client = Client()
        by_mail(client, who)
        assert client.post("/account/sign-in/second-factor/", {"code": codes[0]}).status_code == expected


def test_a_while_after_signing_in_it_takes_another_code_to_change_it() -> None:
    who = officer()
    client = signed_in(who)  # without the time at which somebody just signed in
    for path in (f"{APP}remove/", "/account/second-factor/recovery-codes/new/"):
        assert client.get(path).headers["Location"].startswith("/account/again/")
    assert "Is it you?" in client.get("/account/again/").text
    client.post("/account/again/", {"recipient": who.email})
    client.post("/account/again/code/", {"code": code_in_last_mail()})
    assert client.get(f"{APP}remove/").status_code == 200
    client.post(f"{APP}remove/")
    assert client.get("/desk/").headers["Location"] == "/account/second-factor/"


def test_who_lost_telephone_and_codes_begins_again_and_that_is_on_record() -> None:
    who = officer()
    call_command("forget_second_factor", who.email)
    assert signed_in(who).get("/desk/").headers["Location"] == "/account/second-factor/"
    assert Event.objects.last().what == "forget second factor"
    with pytest.raises(SystemExit) as left:
        call_command("forget_second_factor", who.email)
    assert left.value.code == 12
