"""What somebody agreed to, takes back, takes away with them, and what stays."""

import json
from typing import Any

import pytest

from lnrs_web.accounts import consents
from lnrs_web.accounts.models import Consent, Person
from lnrs_web.accounts.permissions import NotAllowed
from lnrs_web.accounts.signals import account_ends, data_asked
from lnrs_web.audit.models import Event
from lnrs_web.boundaries.parcels import parcel
from lnrs_web.briefings import models as briefings
from lnrs_web.land import consent, waiting
from lnrs_web.land.actions import keep
from lnrs_web.land.models import KeptLand
from lnrs_web.newsletter import models as newsletter
from lnrs_web.outbox.actions import post, suppress
from lnrs_web.thirty_by_thirty import suggesting

from ..unit.edition_case import box
from .people import officer, person, signed_in
from .published import publish

pytestmark = pytest.mark.django_db


def landowner() -> Person:
    who, edition = person(), publish()
    land = [parcel("a", box(0, 0, 2, 2))]
    keep(waiting.wanted("Farm", "kent-and-medway", edition.identity, consent.VERSION, land), by=who)
    return who


def test_a_consent_is_given_once_in_its_words_and_again_after_it_was_taken_back() -> None:
    who = person()
    first = consents.give("news", 1, "Write to me.", by=who)
    assert consents.give("news", 1, "Write to me.", by=who) == first
    consents.give("news", 2, "Write to me each month.", by=who)
    assert consents.holds(who, "news")
    for one in Consent.objects.all():
        consents.withdraw(one, by=who)
    assert not consents.holds(who, "news")
    assert consents.give("news", 2, "Write to me each month.", by=who).pk != first.pk
    assert [one.what for one in Event.objects.all()] == ["give consent"] * 2 + ["withdraw consent"] * 2 + [
        "give consent"
    ]
    assert who.email not in str(list(Event.objects.values()))


def test_land_is_deleted_with_the_consent_to_keep_it() -> None:
    who = landowner()
    client, held = signed_in(who), Consent.objects.get()
    page = client.get("/account/").text
    assert consent.WORDS in page
    there = f"/account/consents/{held.public_id}/withdraw/"
    assert "Take your consent back?" in client.get(there).text
    assert KeptLand.objects.exists()
    client.post(there)
    assert not KeptLand.objects.exists()
    assert "Taken back on" in client.get("/account/").text
    assert client.post(there).status_code == 404


def test_a_consent_is_its_givers_alone() -> None:
    held = consents.give("news", 1, "Write to me.", by=person())
    other = person("other@example.org")
    assert signed_in(other).post(f"/account/consents/{held.public_id}/withdraw/").status_code == 404
    with pytest.raises(NotAllowed):
        consents.withdraw(held, by=other)


def test_the_file_of_everything_has_what_is_kept_by_mail_address_too() -> None:
    who = officer()
    post(to=who.email, subject="Hello", text="A text", key="hello", by="a test")
    post(to="other@example.org", subject="Secret", text="Another", key="secret", by="a test")

    def more(person: Person, **_: Any) -> dict[str, Any]:
        return {"answers": [{"reference": person.email[:3]}]}

    data_asked.connect(more)
    try:
        kept = json.loads(signed_in(who).get("/account/my-data.json").text)
    finally:
        data_asked.disconnect(more)
    assert kept["mail to you"][0]["subject"] == "Hello"
    assert kept["what you did, as it is on record"][0]["what"] == "add officer"
    assert kept["answers"] == [{"reference": "off"}]
    assert "Secret" not in json.dumps(kept)


def test_the_file_of_everything_has_what_was_asked_for_without_the_account() -> None:
    edition, who = publish(), person()
    for mail in (who.email, "other@example.org"):
        briefings.Subscription.objects.create(area=edition.area, kind="ward", code=f"W-{mail[:5]}", email=mail)
        newsletter.Subscription.objects.create(area=edition.area, email=mail, words="Yes")
        suggestion = suggesting.suggest(edition.area, [parcel("a", box(0, 0, 2, 2))], f"Pond of {mail}", "x", mail)
        assert suggestion is not None
        suggesting.prove(suggestion)
        suppress(mail, reason=f"No more for {mail}", by="a test")
    kept = signed_in(who).get("/account/my-data.json").json()
    for name in (
        "briefings that you asked for",
        "newsletters that you asked for",
        "sites that you suggested for 30 by 30",
        "why no mail goes to you",
    ):
        assert len(kept[name]) == 1, name
    assert "other" not in json.dumps(kept)
    assert "Briefings that you asked for (1)" in signed_in(who).get("/account/delete/").text


def test_before_an_account_goes_it_is_told_what_stays_and_why() -> None:
    plain, who = signed_in(person()), officer()
    assert "What has to stay" not in plain.get("/account/delete/").text
    post(to=who.email, subject="Hello", text="A text", key="hello", by="a test")
    page = signed_in(who).get("/account/delete/").text
    for told in ("What has to stay", "in the record of what was done (1)", "The mail that we sent you"):
        assert told in page


def test_whoever_keeps_something_by_mail_address_is_told_that_the_account_goes() -> None:
    who, gone = landowner(), []

    def told(person: Person, **_: Any) -> None:
        gone.append(person.email)

    account_ends.connect(told)
    try:
        signed_in(who).post("/account/delete/")
    finally:
        account_ends.disconnect(told)
    assert gone == [who.email]
    assert not Consent.objects.exists()
    assert not KeptLand.objects.exists()
