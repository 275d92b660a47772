"""Land that people ask us to keep: how it gets into an account, who sees it, and how it goes again."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from lnrs_web.accounts.models import Person
from lnrs_web.audit.models import Event
from lnrs_web.boundaries import text
from lnrs_web.boundaries.kept import as_text
from lnrs_web.boundaries.parcels import LandRefused, parcel
from lnrs_web.land import actions, consent, waiting
from lnrs_web.land.models import UNOPENED, KeptLand, WaitingLand

from ..unit.edition_case import box
from .people import ELSEWHERE, code_in_last_mail, officer, person, signed_in
from .published import AREA, Page, publish, publish_later
from .test_land_answer import ANSWER, asked, typed, words_of

ALL, ASIDE, KEEP = "/account/land/", "/account/land/set-aside/", "/account/land/keep/"
NAME, REF = "Home Farm", "TR 1"


def form_of(answer: Any) -> dict[str, str]:
    """The form on the page of an answer, as it is before anybody fills it in."""
    tags = Page(answer.text).tags
    start = next(number for number, (tag, attrs) in enumerate(tags) if attrs.get("action") == ASIDE)
    fields: dict[str, str] = {}
    for tag, attrs in tags[start + 1 :]:
        if tag == "form":
            break
        if tag == "input" and (attrs.get("type") != "checkbox" or "checked" in attrs):
            fields[attrs["name"]] = attrs.get("value", "")
    return fields


def filled(client: Client, **more: str) -> dict[str, str]:
    """The form on the page of an answer, filled in."""
    return form_of(asked(client, typed(0, 1, 4, 5, REF))) | {"name": NAME, "consent": str(consent.VERSION)} | more


def kept_by(owner: Person, name: str = NAME) -> KeptLand:
    edition = publish()
    land = [parcel(REF, box(0, 1, 4, 5)), parcel("TR 2", box(3, 1, 5, 5))]
    what = waiting.wanted(name, "kent-and-medway", edition.identity, consent.VERSION, land)
    return actions.keep(what, by=owner)


@pytest.mark.django_db
def test_the_page_of_an_answer_offers_to_keep_the_land_and_nothing_is_ticked() -> None:
    publish()
    answer = asked(Client(), typed(0, 1, 4, 5, REF))
    assert form_of(answer).keys() == {"land", "area", "edition", "name"}
    assert consent.WORDS in answer.text
    assert "until I delete it" in consent.WORDS
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert not WaitingLand.objects.exists()


@pytest.mark.django_db
def test_somebody_without_an_account_keeps_land_by_way_of_a_code() -> None:
    """The whole journey, without JavaScript, with the checks of a real browser's forms."""
    publish()
    client = Client(enforce_csrf_checks=True)
    aside = client.post(ASIDE, filled(client))
    assert (aside.status_code, aside.headers["Location"]) == (302, KEEP)
    to_sign_in = client.get(KEEP)
    sign_in = client.get(to_sign_in.headers["Location"])
    fields = {attrs["name"]: attrs.get("value", "") for tag, attrs in Page(sign_in.text).tags if "name" in attrs}
    assert fields["next"] == KEEP
    fields = {"email": "farmer@example.org", "next": KEEP, "csrfmiddlewaretoken": fields["csrfmiddlewaretoken"]}
    code_page = client.post("/account/sign-in/", fields, follow=True)
    assert "Home Farm" not in str(mail.outbox[-1].body)
    token = next(attrs["value"] for _, attrs in Page(code_page.text).tags if attrs.get("name") == "csrfmiddlewaretoken")
    fields = {"code": code_in_last_mail(), "next": KEEP, "csrfmiddlewaretoken": token}
    shown = client.post("/account/sign-in/code/", fields, follow=True)
    assert shown.redirect_chain[-1][0] == KEEP
    assert "Keep Home Farm?" in words_of(shown)
    assert consent.WORDS in shown.text
    assert not KeptLand.objects.exists()
    token = next(attrs["value"] for _, attrs in Page(shown.text).tags if attrs.get("name") == "csrfmiddlewaretoken")
    opened = client.post(KEEP, {"answer": "keep", "csrfmiddlewaretoken": token}, follow=True)
    assert "What the strategy says of Home Farm" in opened.text
    assert REF in text.geojson(KeptLand.objects.get().land)
    assert KeptLand.objects.get().owner.email == "farmer@example.org"
    assert not WaitingLand.objects.exists()
    assert not client.cookies["land"].value
    assert client.get(KEEP).status_code == 404, "it is kept once"


@pytest.mark.django_db
def test_keeping_needs_the_token_of_our_own_form() -> None:
    publish()
    client = Client(enforce_csrf_checks=True)
    client.force_login(person())
    client.post(ASIDE, filled(client))
    assert client.post(KEEP, {"answer": "keep"}).status_code == 403
    assert not KeptLand.objects.exists()


@pytest.mark.django_db
def test_the_land_is_the_same_that_was_sent_and_what_was_agreed_is_written_down() -> None:
    publish()
    client = signed_in(person())
    form = filled(client)
    client.post(ASIDE, form)
    client.post(KEEP, {"answer": "keep"})
    land = KeptLand.objects.get()
    assert as_text(land.land) == form["land"]
    assert (land.consent, land.consent_version) == (consent.WORDS, consent.VERSION)
    assert abs(land.consented_at - timezone.now()) < timedelta(minutes=5)
    assert land.size_ha == pytest.approx(box(0, 1, 4, 5).area / 10_000, abs=1e-3)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "told", "carries"),
    [
        ({"consent": ""}, "You have not said that we may keep it. Tick the box if we may.", True),
        ({"consent": "0"}, "You have not said that we may keep it.", True),
        ({"name": "  "}, "Your land has no name. Write one that you will know it by.", True),
        ({"name": "x" * 81}, "The name has more than 80 letters. Write a shorter one.", True),
        ({"land": "x"}, "The land that this page carried is not as it was sent. Give it again.", False),
        ({"area": "nowhere"}, "There is no such strategy here.", False),
    ],
)
def test_what_is_wrong_is_told_and_the_land_is_not_lost(change: dict[str, str], told: str, carries: bool) -> None:
    publish()
    client = Client()
    form = filled(client) | change
    answer = client.post(ASIDE, form)
    assert answer.status_code == 400
    assert told in words_of(answer)
    assert not answer.cookies
    assert not WaitingLand.objects.exists()
    if carries:
        again = form_of(answer)
        assert again.get("name", "") == form["name"]
        assert ("consent" in again) == (form["consent"] == str(consent.VERSION))
        assert {name: again[name] for name in ("land", "area", "edition")} == {
            name: form[name] for name in ("land", "area", "edition")
        }
        ids = Page(answer.text).all("id")
        assert all(link[1:] in ids for link in Page(answer.text).all("href") if link.startswith("#"))
        assert client.post(ASIDE, again | {"name": NAME, "consent": str(consent.VERSION)}).status_code == 302


@pytest.mark.django_db
def test_every_problem_is_told_at_once_to_a_form_that_is_empty() -> None:
    answer = Client().post(ASIDE)
    assert answer.status_code == 400
    for told in ("not as it was sent", "has no name", "have not said"):
        assert told in answer.text
    assert Client().get(ASIDE).status_code == 405


@pytest.mark.django_db
def test_too_much_is_refused_before_it_is_read(settings: Any) -> None:
    settings.LAND_UPLOAD_BYTES = settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    answer = Client().post(ASIDE, {"land": "x" * 3_000})
    assert answer.status_code == 413


@pytest.mark.django_db
def test_land_that_waits_cannot_be_read_without_the_browser_that_it_came_from() -> None:
    publish()
    client = Client()
    client.post(ASIDE, filled(client))
    row = WaitingLand.objects.get()
    for part in (b"Home Farm", b"TR 1", b"FeatureCollection"):
        assert part not in bytes(row.sealed)
    cookie = client.cookies["land"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (ALL, True, "Lax")
    assert cookie["max-age"] == 3600
    assert waiting.unseal(row, cookie.value) is not None
    other, key = waiting.seal(waiting.wanted("b", "a", "e", 1, [parcel("b", box(0, 0, 1, 1))]))
    for wrong in ("", "x", str(row.ticket), f"{row.ticket}.", f"{row.ticket}.{key.partition('.')[2]}"):
        assert waiting.unseal(row, wrong) is None
    stranger = signed_in(person("other@example.org"))
    for wrong in ("nonsense", f"{row.ticket}.", f"{other.ticket}.{key.partition('.')[2]}"):
        stranger.cookies["land"] = wrong
        assert stranger.get(KEEP).status_code == 404


@pytest.mark.django_db
def test_who_does_not_sign_in_leaves_nothing_after_an_hour() -> None:
    publish()
    client = Client()
    client.post(ASIDE, filled(client))
    WaitingLand.objects.update(until=timezone.now())
    late = signed_in(person())
    late.cookies["land"] = client.cookies["land"].value
    answer = late.get(KEEP)
    assert answer.status_code == 404
    assert "its hour is over" in answer.text
    out = io.StringIO()
    call_command("forget_land", stdout=out)
    assert out.getvalue() == "1 holding that waited, 0 holdings that nobody opened: deleted.\n"
    client.post(ASIDE, filled(client))
    WaitingLand.objects.update(until=timezone.now())
    client.post(ASIDE, filled(client))
    assert WaitingLand.objects.count() == 1, "the next that waits takes the old away"


@pytest.mark.django_db
def test_somebody_may_think_again_before_anything_is_kept() -> None:
    publish()
    client = signed_in(person())
    client.post(ASIDE, filled(client))
    assert "Home Farm</strong> waits to be kept" in client.get(ALL).text
    unsaid = client.post(KEEP)
    assert unsaid.status_code == 400
    assert "You have not said what to do." in unsaid.text
    answer = client.post(KEEP, {"answer": "let go"})
    assert answer.headers["Location"] == ALL
    assert not WaitingLand.objects.exists()
    assert not KeptLand.objects.exists()
    assert "No land is kept here yet" in client.get(ALL).text


@pytest.mark.django_db
def test_only_its_owner_finds_it() -> None:
    """Every address of kept land, for everybody; to anyone but its owner it is not there, whatever they are."""
    owner = person("owner@example.org")
    land = kept_by(owner)
    clients = {
        "nobody": Client(),
        "another": signed_in(person("other@example.org")),
        "officer": signed_in(officer()),
        "officer elsewhere": signed_in(officer(ELSEWHERE, "elsewhere@example.org")),
        "administrator": signed_in(officer(None, "root@example.org")),
    }
    parts = ("", "answer.pdf", "answer.gpkg", "answer.csv", "rename/", "delete/")
    for who, client in clients.items():
        for part in parts:
            for method in ("GET", "HEAD", "POST"):
                address = f"{ALL}{land.public_id}/{part}"
                answer = client.generic(method, address)
                if method == "POST" and part not in ("rename/", "delete/"):
                    assert answer.status_code == 405, (who, address)
                elif who == "nobody":
                    assert answer.status_code == 302, address
                    assert answer.headers["Location"].startswith("/account/sign-in/")
                else:
                    assert answer.status_code == 404, (who, method, address)
                assert NAME not in answer.content.decode()
    assert all(NAME not in client.get(ALL).text for client in list(clients.values())[1:])
    assert KeptLand.objects.get().name == NAME
    mine = signed_in(owner)
    for part in parts:
        answer = mine.get(f"{ALL}{land.public_id}/{part}")
        assert answer.status_code == 200, part
        assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].split(", "))


@pytest.mark.django_db
def test_it_is_answered_as_land_that_is_given_is() -> None:
    land = kept_by(owner := person())
    client = signed_in(owner)
    given = Client().post(ANSWER, {"land": as_text(land.land)})
    kept = client.get(f"{ALL}{land.public_id}/")
    main = re.compile(r'<h2 id="measures">.*</main>', re.DOTALL)
    carries = re.compile(
        r'<form class="pays"[^>]*>\s*<input[^>]*>| formaction="[^"]*"'
    )  # the one land, the other its key
    [given_facts], [kept_facts] = (main.findall(carries.sub("", one.text)) for one in (given, kept))
    assert kept_facts == given_facts
    assert 'name="land"' not in kept.text
    assert "What is different since you kept it" not in kept.text
    for ending in ("csv", "gpkg", "pdf"):
        file = client.get(f"{ALL}{land.public_id}/answer.{ending}")
        asked_for = Client().post(f"{AREA}my-land/answer.{ending}", {"land": as_text(land.land)})
        assert file.headers["Content-Disposition"] == asked_for.headers["Content-Disposition"]
        if ending == "csv":
            assert file.content == asked_for.content


@pytest.mark.django_db
def test_a_newer_edition_answers_and_what_is_different_is_told() -> None:
    land = kept_by(owner := person())
    first = land.edition
    client = signed_in(owner)
    assert "Another edition since" not in client.get(ALL).text
    later = publish_later()
    listed = words_of(client.get(ALL))
    assert "Another edition since Edition draft-2 of" in listed
    opened = client.get(f"{ALL}{land.public_id}/")
    words = words_of(opened)
    assert "Edition draft-2 of" in words
    assert "What is different since you kept it Compared with edition draft-1 of" in words
    file = client.get(f"{ALL}{land.public_id}/answer.csv")
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert {row["edition"] for row in rows} == {later.identity}
    older = client.get(f"{ALL}{land.public_id}/?edition={first}")
    assert "This is not the current edition" in older.text
    assert f"answer.csv?edition={first}".replace(",", "%2C") in older.text.replace(",", "%2C")
    file = client.get(f"{ALL}{land.public_id}/answer.csv?edition={first}")
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert {row["edition"] for row in rows} == {first}
    assert client.get(f"{ALL}{land.public_id}/?edition=nonsense").status_code == 404


@pytest.mark.django_db
def test_it_is_renamed_and_deleted_by_its_owner_and_the_record_says_nothing_of_the_land() -> None:
    land = kept_by(owner := person())
    client = signed_in(owner)
    address = f"{ALL}{land.public_id}/"
    assert client.post(address + "rename/", {"name": "Lower  Farm "}).headers["Location"] == ALL
    assert "Lower Farm" in client.get(ALL).text
    wrong = client.post(address + "rename/", {"name": ""})
    assert wrong.status_code == 400
    assert "Your land has no name." in wrong.text
    asks = client.get(address + "delete/")
    assert "Delete Lower Farm?" in asks.text
    assert KeptLand.objects.exists()
    client.post(address + "delete/")
    assert not KeptLand.objects.exists()
    assert client.get(address).status_code == 404
    acts = [(one.what, one.which, one.by) for one in Event.objects.filter(which=str(land.public_id))]
    account = f"account {owner.public_id}"
    assert acts == [(f"{what} land", str(land.public_id), account) for what in ("keep", "rename", "delete")]
    for one in Event.objects.filter(which=str(land.public_id)):
        assert one.was == one.became == ""
        assert owner.email not in one.by


@pytest.mark.django_db
def test_actions_are_its_owners_alone() -> None:
    land = kept_by(person())
    other = person("other@example.org")
    for does in (lambda: actions.rename(land, "x", by=other), lambda: actions.delete(land, by=other)):
        with pytest.raises(ValueError, match="its owner's alone"):
            does()
    with pytest.raises(ValueError, match="its owner's alone"):
        actions.note_opened(land, by=other)


@pytest.mark.django_db
def test_nobody_keeps_more_than_the_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 1)
    kept_by(owner := person())
    client = signed_in(owner)
    client.post(ASIDE, filled(client))
    answer = client.post(KEEP, {"answer": "keep"})
    assert answer.status_code == 400
    assert "You keep 1 already, which is the most. Delete one first." in words_of(answer)
    assert KeptLand.objects.count() == WaitingLand.objects.count() == 1


@pytest.mark.django_db
def test_words_of_consent_that_have_changed_meanwhile_are_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    publish()
    what = waiting.wanted(NAME, "kent-and-medway", "", consent.VERSION, [parcel("a", box(0, 0, 1, 1))])
    monkeypatch.setattr(consent, "VERSION", consent.VERSION + 1)
    with pytest.raises(LandRefused):
        actions.keep(what, by=person())


@pytest.mark.django_db
def test_it_is_in_the_file_of_everything_and_goes_with_the_account() -> None:
    kept_by(owner := person())
    client = signed_in(owner)
    [kept] = client.get("/account/my-data.json").json()["kept land"]
    assert kept["name"] == NAME
    assert [one["properties"]["ref"] for one in kept["parcels"]["features"]] == [REF, "TR 2"]
    assert kept["consent"] == consent.WORDS
    client.post("/account/delete/")
    assert not KeptLand.objects.exists()


@pytest.mark.django_db
def test_land_that_nobody_opens_goes_after_two_years() -> None:
    land = kept_by(owner := person())
    KeptLand.objects.update(opened_at=timezone.now() - UNOPENED + timedelta(minutes=1))
    call_command("forget_land", stdout=io.StringIO())
    assert signed_in(owner).get(f"{ALL}{land.public_id}/").status_code == 200
    assert abs(KeptLand.objects.get().opened_at - timezone.now()) < timedelta(minutes=5)
    KeptLand.objects.update(opened_at=timezone.now() - UNOPENED)
    out = io.StringIO()
    call_command("forget_land", stdout=out)
    assert "1 holding that nobody opened" in out.getvalue()
    assert not KeptLand.objects.exists()
    [gone] = Event.objects.filter(what="delete land unopened")
    assert gone.which == str(land.public_id)
