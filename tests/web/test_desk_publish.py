"""Two people publish an edition of their area, having seen what that replaces, and can go back."""

import pytest
from django.core.management import call_command

from lnrs_web.accounts.models import Person, Role
from lnrs_web.accounts.permissions import NotAllowed
from lnrs_web.audit.queries import done_to
from lnrs_web.desk import actions
from lnrs_web.editions.models import Edition
from lnrs_web.outbox.models import Message

from ..unit.edition_case import case
from .people import ELSEWHERE, holder, officer, signed_in
from .published import publish, publish_later

pytestmark = pytest.mark.django_db


def at(edition: Edition, path: str = "") -> str:
    return f"/desk/editions/{edition.identity}/{path}"


def second() -> Person:
    return holder(Role.APPROVER, email="second@example.org")


def published_by_two(edition: Edition, *, instead_of: str) -> None:
    first, then = signed_in(officer()), signed_in(second())
    first.post(at(edition, "publish/"), {"do": "ask", "instead_of": instead_of})
    then.post(at(edition, "publish/"), {"do": "approve", "instead_of": instead_of})
    edition.refresh_from_db()


def test_one_officer_asks_and_another_person_approves_and_then_everyone_sees_it() -> None:
    edition, who, other = publish(stop_at_import=True), officer(), second()
    client, then = signed_in(who), signed_in(other)
    page = client.get(at(edition, "publish/")).text
    assert "You are about to ask for edition draft-1 of 1 October 2026 to be published for Kent and Medway." in page
    assert "It is the first that this area publishes here." in page
    asked = client.post(at(edition, "publish/"), {"do": "ask", "instead_of": ""}, follow=True).text
    assert "Somebody else has to approve it." in asked
    assert "We have written to second@example.org." in asked
    assert client.get("/kent-and-medway/").status_code == 404
    mail = Message.objects.get()
    assert mail.to == other.email
    assert f"http://testserver{at(edition, 'publish/')}" in mail.text
    assert "officer@example.org asked on" in then.get(at(edition, "publish/")).text
    done = then.post(at(edition, "publish/"), {"do": "approve", "instead_of": ""}, follow=True)
    assert "Everyone sees it" in done.text
    assert client.get("/kent-and-medway/").status_code == 200
    assert [(one.what, one.by) for one in done_to(edition.identity)][1:] == [
        ("ask to publish edition", who.email),
        ("approve to publish edition", other.email),
        ("publish edition", other.email),
    ]


def test_nobody_approves_what_they_asked_for() -> None:
    edition, who = publish(stop_at_import=True), officer()
    client = signed_in(who)
    client.post(at(edition, "publish/"), {"do": "ask", "instead_of": ""})
    answer = client.post(at(edition, "publish/"), {"do": "approve", "instead_of": ""})
    assert answer.status_code == 403
    assert "nobody approves what they asked for themselves" in answer.text
    assert client.get("/kent-and-medway/").status_code == 404


def test_nothing_is_approved_that_nobody_asked_for() -> None:
    edition = publish(stop_at_import=True)
    assert signed_in(second()).post(at(edition, "publish/"), {"do": "approve", "instead_of": ""}).status_code == 403
    edition.refresh_from_db()
    assert edition.stage == "imported"


def test_an_area_with_a_single_officer_is_told_what_to_do() -> None:
    edition = publish(stop_at_import=True)
    page = signed_in(officer()).get(at(edition, "publish/")).text
    assert "Nobody else can approve it yet" in page
    assert "/desk/people/invite/?area=40&amp;role=approver" in page
    assert "ask whoever runs the site to publish it at the command line" in page
    second()
    assert "Nobody else can approve it yet" not in signed_in(officer()).get(at(edition, "publish/")).text


def test_what_was_asked_is_taken_back_or_refused() -> None:
    edition = publish(stop_at_import=True)
    mine, theirs = signed_in(officer()), signed_in(second())
    for client in (mine, theirs):
        mine.post(at(edition, "publish/"), {"do": "ask", "instead_of": ""})
        client.post(at(edition, "publish/"), {"do": "take back"})
        assert theirs.post(at(edition, "publish/"), {"do": "approve", "instead_of": ""}).status_code == 403
    assert [one.what for one in done_to(edition.identity)][1:] == [
        "ask to publish edition",
        "take back publish edition",
        "ask to publish edition",
        "refuse to publish edition",
    ]


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
    page = signed_in(officer()).get(at(first, "publish/")).text
    assert "Go back to edition draft-1?" in page
    assert "It takes the place of edition draft-2" in page
    published_by_two(first, instead_of=later.identity)
    later.refresh_from_db()
    assert (first.stage, later.stage) == ("published", "superseded")
    assert [one.what for one in done_to(later.identity)] == ["import edition", "publish edition", "supersede edition"]


@pytest.mark.parametrize("do", ["ask", "approve"])
def test_what_was_decided_on_an_old_page_is_asked_again(do: str) -> None:
    first = publish()
    publish_later()
    answer = signed_in(officer()).post(at(first, "publish/"), {"do": do, "instead_of": first.identity})
    assert answer.status_code == 409
    assert "Nothing was published." in answer.text
    first.refresh_from_db()
    assert first.stage == "superseded"


def test_what_was_asked_before_another_edition_was_published_is_asked_anew() -> None:
    first = publish(stop_at_import=True)
    client, other = signed_in(officer()), signed_in(second())
    client.post(at(first, "publish/"), {"do": "ask", "instead_of": ""})
    later = publish_later()
    assert "Ask for it to be published" in client.get(at(first, "publish/")).text
    answer = other.post(at(first, "publish/"), {"do": "approve", "instead_of": later.identity})
    assert answer.status_code == 409
    published_by_two(first, instead_of=later.identity)
    assert first.stage == "published"


def test_to_publish_what_is_published_changes_nothing() -> None:
    edition = publish()
    client, before = signed_in(officer()), edition.published_at
    assert "It is published already." in client.get(at(edition, "publish/")).text
    assert client.post(at(edition, "publish/"), {"instead_of": edition.identity}).status_code == 302
    edition.refresh_from_db()
    assert edition.published_at == before


def test_nobody_publishes_for_another_area_whichever_way_they_come() -> None:
    edition, other = publish(stop_at_import=True), officer(ELSEWHERE, "other@example.org")
    actions.ask_to_publish(edition, instead_of="", site="", by=officer())
    assert signed_in(other).post(at(edition, "publish/"), {"instead_of": ""}).status_code == 403
    with pytest.raises(NotAllowed, match="not an officer or an editor of Kent and Medway"):
        actions.ask_to_publish(edition, instead_of="", site="", by=other)
    with pytest.raises(NotAllowed, match="not an officer or an approver of Kent and Medway"):
        actions.publish(edition, instead_of="", by=other)
    edition.refresh_from_db()
    assert edition.stage == "imported"


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
