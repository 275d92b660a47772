"""Two people put an edition of their area before everyone, having seen what that replaces, and can go back."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify

from lnrs.edition.manifest import FILE, sha256_file
from lnrs.model import areas
from lnrs_web.accounts.models import Person, Role
from lnrs_web.accounts.permissions import NotAllowed
from lnrs_web.audit.queries import done_to
from lnrs_web.editions.actions import folder_of
from lnrs_web.editions.models import Edition
from lnrs_web.outbox.models import Message
from lnrs_web.procedure import publishing
from lnrs_web.procedure.models import Act, Publication
from lnrs_web.procedure.publishing import Wanted

from ..unit.edition_case import case
from .people import ELSEWHERE, holder, officer, signed_in
from .procedure import AREA
from .published import publish, publish_later

ASK = "/desk/procedure/kent-and-medway/publish/"

pytestmark = pytest.mark.django_db


def at(edition: Edition, path: str = "") -> str:
    return f"/desk/editions/{edition.identity}/{path}"


def second() -> Person:
    return holder(Role.APPROVER, email="second@example.org")


def asks(who: Person, edition: Edition, *, instead_of: str = "") -> Publication:
    """What somebody asks for by the button on an edition's page."""
    form = {"edition": edition.identity, "as": "to-read", "instead_of": instead_of}
    answer = signed_in(who).post(ASK, form)
    assert answer.status_code == 302
    return Publication.objects.filter(edition=edition).latest("id")


def decides(who: Person, asked: Publication, answer: str = "agree", **typed: str) -> HttpResponse:
    """What somebody answers to it."""
    return signed_in(who).post(f"{ASK}{asked.public_id}/", {"answer": answer, **typed}, follow=True)


def published_by_two(edition: Edition, *, instead_of: str) -> None:
    assert decides(second(), asks(officer(), edition, instead_of=instead_of)).status_code == 200
    edition.refresh_from_db()


def test_an_editor_asks_and_an_approver_agrees_and_then_everyone_sees_it() -> None:
    edition, who, other = publish(stop_at_import=True), holder(Role.EDITOR), second()
    client = signed_in(who)
    assert "Publish it" in client.get(at(edition)).text
    page = client.get(at(edition, "publish/"), follow=True).text
    assert f'value="{edition.identity}" checked' in page
    assert "Nothing is published here for this area yet." in page
    asked = asks(who, edition)
    page = client.get(at(edition, "publish/"), follow=True).text
    assert "A second person has to agree" in page
    assert "We have written to second@example.org." in page
    assert client.get("/kent-and-medway/").status_code == 404
    mail = Message.objects.get()
    assert mail.to == other.email
    assert f"{settings.ADDRESS}{ASK}{asked.public_id}/" in mail.text
    assert "to be read, not as the published strategy" in mail.text
    assert f"{who.email} has asked for it" in signed_in(other).get(at(edition)).text
    assert "Agree, and publish it" in signed_in(other).get(at(edition, "publish/"), follow=True).text
    decides(other, asked)
    assert "Everyone sees it" in client.get(at(edition)).text
    assert client.get("/kent-and-medway/").status_code == 200
    assert [(one.what, one.by) for one in done_to(edition.identity)][1:] == [
        ("ask to publish edition", who.email),
        ("publish edition", other.email),
        ("agree to publish edition", other.email),
    ]


def test_what_is_only_to_be_read_is_no_act_of_the_procedure_and_its_hash_is_on_record() -> None:
    edition = publish(stop_at_import=True)
    published_by_two(edition, instead_of="")
    assert edition.stage == "published"
    assert not Act.objects.exists()
    last = done_to(edition.identity).last()
    assert last
    assert sha256_file(folder_of(edition) / FILE) in last.became
    page = signed_in(officer()).get(at(edition)).text
    assert "it is not recorded as the published strategy" in page
    assert "Publish it as the strategy" in page


def test_one_that_is_read_already_becomes_the_strategy_with_its_own_day() -> None:
    edition = publish(stop_at_import=True)
    published_by_two(edition, instead_of="")
    form = {"edition": edition.identity, "as": "to-read", "instead_of": edition.identity}
    assert "Everyone sees this edition already." in signed_in(officer()).post(ASK, form).text
    form |= {"as": "strategy", "on": "2025-11-28", "reason": "Every authority is content."}
    assert signed_in(officer()).post(ASK, form).status_code == 302
    decides(second(), Publication.objects.latest("id"))
    act = Act.objects.get()
    assert (act.kind, str(act.on), act.edition, act.by) == (
        "published",
        "2025-11-28",
        edition,
        "officer@example.org and second@example.org",
    )
    assert "It is the strategy as published on 28 November 2025." in signed_in(officer()).get(at(edition)).text


def test_nobody_agrees_to_what_they_asked_for() -> None:
    edition, who = publish(stop_at_import=True), officer()
    answer = decides(who, asks(who, edition))
    assert answer.status_code == 400
    assert "You asked for this yourself." in answer.text
    assert signed_in(who).get("/kent-and-medway/").status_code == 404


@pytest.mark.parametrize(
    "who",
    [
        lambda: holder(Role.EDITOR),
        lambda: holder(Role.SIGNATORY),
        lambda: holder(Role.APPROVER, area=ELSEWHERE),
        lambda: holder(Role.APPROVER, activity="spring"),
    ],
    ids=["an editor", "a signatory", "an approver elsewhere", "an approver of one activity"],
)
def test_nobody_else_agrees(who: Callable[[], Person]) -> None:
    edition = publish(stop_at_import=True)
    asked = asks(officer(), edition)
    assert decides(who(), asked).status_code == 403
    with pytest.raises(NotAllowed, match="not an officer or an approver of Kent and Medway"):
        publishing.decide(asked, agree=True, because="", at=timezone.now(), by=who())
    edition.refresh_from_db()
    assert edition.stage == "imported"


def test_an_area_with_a_single_officer_is_told_what_to_do() -> None:
    publish(stop_at_import=True)
    page = signed_in(officer()).get(ASK).text
    assert "Nobody else can agree to it yet" in page
    assert "/desk/people/invite/?area=40&amp;role=approver" in page
    assert "ask whoever runs the site to show it to everyone at the command line" in page
    second()
    assert "Nobody else can agree to it yet" not in signed_in(officer()).get(ASK).text


def test_what_was_asked_is_taken_back_or_refused() -> None:
    edition = publish(stop_at_import=True)
    asked = asks(officer(), edition)
    assert "Somebody else asked for this." in decides(second(), asked, "take back").text
    decides(officer(), asked, "take back")
    asked = asks(officer(), edition)
    decides(second(), asked, "refuse", because="Too soon.")
    assert "It is decided already." in decides(second(), asked).text
    assert [one.what for one in done_to(edition.identity)][1:] == [
        "ask to publish edition",
        "take back asking to publish edition",
        "ask to publish edition",
        "refuse to publish edition",
    ]
    assert edition.stage == "imported"


def test_what_was_asked_is_good_for_14_days_and_can_then_be_asked_anew() -> None:
    edition = publish(stop_at_import=True)
    asked = asks(officer(), edition)
    Publication.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "It was not agreed to within 14 days." in signed_in(second()).get(f"{ASK}{asked.public_id}/").text
    assert decides(second(), asked).status_code == 400
    anew = asks(officer(), edition)
    asked.refresh_from_db()
    assert (asked.state, anew.state) == ("lapsed", "asked")
    decides(second(), anew)
    edition.refresh_from_db()
    assert edition.stage == "published"


def test_whoever_asked_has_to_be_able_to_still() -> None:
    edition, who = publish(stop_at_import=True), holder(Role.EDITOR)
    asked = asks(who, edition)
    who.memberships.update(ends_at=timezone.now())
    answer = decides(second(), asked)
    assert answer.status_code == 400
    assert "Whoever asked for this has left" in answer.text
    who.delete()
    assert decides(second(), asked).status_code == 400
    assert asks(officer(), edition).state == "asked"


def test_the_command_line_publishes_by_one_person_and_the_record_says_so() -> None:
    call_command("import_edition", case().edition, "--publish")
    edition = Edition.objects.get()
    assert edition.stage == "published"
    acts = list(done_to(edition.identity))
    assert [one.what for one in acts] == ["import edition", "publish by one person", "publish edition"]
    assert all(one.by.endswith("at the command line") for one in acts)


def test_a_later_edition_replaces_it_and_two_people_can_go_back() -> None:
    first = publish()
    later = publish_later()
    assert "Go back to this edition" in signed_in(officer()).get(at(first)).text
    page = signed_in(officer()).get(at(first, "publish/"), follow=True).text
    assert "It takes the place of edition draft-2" in page
    published_by_two(first, instead_of=later.identity)
    later.refresh_from_db()
    assert (first.stage, later.stage) == ("published", "superseded")
    assert [one.what for one in done_to(later.identity)] == ["import edition", "publish edition", "supersede edition"]


def test_what_was_decided_on_an_old_page_is_asked_again() -> None:
    first = publish()
    publish_later()
    form = {"edition": first.identity, "as": "to-read", "instead_of": first.identity}
    answer = signed_in(officer()).post(ASK, form)
    assert answer.status_code == 409
    assert "Nothing was asked." in answer.text
    assert not Publication.objects.exists()


def test_what_was_asked_before_another_edition_was_published_is_asked_anew() -> None:
    first = publish(stop_at_import=True)
    asked = asks(officer(), first)
    later = publish_later()
    answer = decides(second(), asked)
    assert answer.status_code == 400
    assert "Another edition was put before everyone after this was asked." in answer.text
    published_by_two(first, instead_of=later.identity)
    assert first.stage == "published"


def test_nobody_publishes_for_another_area_whichever_way_they_come() -> None:
    edition, other = publish(stop_at_import=True), officer(ELSEWHERE, "other@example.org")
    form = {"edition": edition.identity, "as": "to-read", "instead_of": ""}
    assert signed_in(other).post(ASK, form).status_code == 403
    elsewhere = next(slugify(one.name) for one in areas() if one.lnrs_id == ELSEWHERE)
    answer = signed_in(other).post(f"/desk/procedure/{elsewhere}/publish/", form)
    assert "No edition is chosen." in answer.text
    with pytest.raises(NotAllowed, match="not an officer or an editor of Kent and Medway"):
        publishing.ask(AREA, Wanted(edition=edition, is_the_strategy=False, on=date(2025, 1, 1)), by=other)


def test_the_desk_shows_the_editions_of_ones_own_areas() -> None:
    publish()
    publish_later()
    mine = signed_in(officer()).get("/desk/").text
    assert "draft-1" in mine
    assert "draft-2" in mine
    other = signed_in(officer(ELSEWHERE, "other@example.org")).get("/desk/").text
    assert "draft-1" not in other
    assert "Nothing has been taken in yet." in other
    everything = signed_in(officer(None, "root@example.org")).get("/desk/").text
    assert "Kent and Medway" in everything


def test_an_officer_reads_the_files_of_an_edition_before_it_is_published() -> None:
    edition, client = publish(stop_at_import=True), signed_in(officer())
    page = client.get(at(edition)).text
    assert "statement/" in page
    answer = client.get(at(edition, "files/findings.json"))
    assert b"".join(answer.streaming_content) == (case().edition / "findings.json").read_bytes()
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    assert "public" not in answer.headers["Cache-Control"]
    assert client.get(at(edition, "files/../../secret-key")).status_code == 404
    assert client.get(f"/kent-and-medway/editions/{edition.identity}/findings.json").status_code == 404
    assert client.get("/desk/editions/nothing/").status_code == 404
