"""An officer publishes an edition of the area, having seen what that replaces, and can go back."""

import pytest

from lnrs_web.accounts.permissions import NotAllowed
from lnrs_web.audit.queries import done_to
from lnrs_web.desk import actions
from lnrs_web.editions.models import Edition

from ..unit.edition_case import case
from .people import ELSEWHERE, officer, signed_in
from .published import publish, publish_later

pytestmark = pytest.mark.django_db


def at(edition: Edition, path: str = "") -> str:
    return f"/desk/editions/{edition.identity}/{path}"


def test_the_first_edition_is_published_after_a_look_at_what_that_means() -> None:
    edition, who = publish(stop_at_import=True), officer()
    client = signed_in(who)
    asked = client.get(at(edition, "publish/")).text
    assert "You are about to publish edition draft-1 of 1 October 2026 for Kent and Medway." in asked
    assert "It is the first that this area publishes here." in asked
    assert client.get("/kent-and-medway/").status_code == 404
    done = client.post(at(edition, "publish/"), {"instead_of": ""}, follow=True)
    assert "Everyone sees it" in done.text
    assert client.get("/kent-and-medway/").status_code == 200
    last = done_to(edition.identity).last()
    assert last
    assert (last.what, last.by, last.was, last.became) == ("publish edition", who.email, "imported", "published")


def test_a_later_edition_replaces_it_and_an_officer_can_go_back() -> None:
    first = publish()
    later = publish_later()
    client = signed_in(officer())
    page = client.get(at(first, "publish/")).text
    assert "Go back to edition draft-1?" in page
    assert "It takes the place of edition draft-2" in page
    client.post(at(first, "publish/"), {"instead_of": later.identity})
    first.refresh_from_db()
    later.refresh_from_db()
    assert (first.stage, later.stage) == ("published", "superseded")
    assert [one.what for one in done_to(later.identity)] == ["import edition", "publish edition", "supersede edition"]


def test_what_was_decided_on_an_old_page_is_asked_again() -> None:
    first = publish()
    publish_later()
    answer = signed_in(officer()).post(at(first, "publish/"), {"instead_of": first.identity})
    assert answer.status_code == 409
    assert "Nothing was published." in answer.text
    first.refresh_from_db()
    assert first.stage == "superseded"


def test_to_publish_what_is_published_changes_nothing() -> None:
    edition = publish()
    client, before = signed_in(officer()), edition.published_at
    assert "It is published already." in client.get(at(edition, "publish/")).text
    assert client.post(at(edition, "publish/"), {"instead_of": edition.identity}).status_code == 302
    edition.refresh_from_db()
    assert edition.published_at == before


def test_nobody_publishes_for_another_area_whichever_way_they_come() -> None:
    edition, other = publish(stop_at_import=True), officer(ELSEWHERE)
    assert signed_in(other).post(at(edition, "publish/"), {"instead_of": ""}).status_code == 403
    with pytest.raises(NotAllowed, match="not an officer of Kent and Medway"):
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
