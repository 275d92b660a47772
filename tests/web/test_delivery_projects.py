"""Projects: added by whoever does the work, looked at by an officer, seen by everyone, and taken back."""

import io
import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lnrs_web.accounts.permissions import NotAllowed
from lnrs_web.audit.models import Event
from lnrs_web.delivery import money, photos, progress, queries
from lnrs_web.delivery.actions import projects, review
from lnrs_web.delivery.actions.examples import add_examples
from lnrs_web.delivery.facts import MOST_SOURCES, lacking, read
from lnrs_web.delivery.models import PhotoFile, Project, Version
from lnrs_web.delivery.refused import ProjectRefused
from lnrs_web.editions.models import Piece, Place
from lnrs_web.outbox.models import Message

from ..unit.edition_case import point
from . import deliveries
from .deliveries import DESK, FACTS, LIST, OWN, draft, farmer, public
from .people import ELSEWHERE, officer, person, signed_in
from .published import publish

pytestmark = pytest.mark.django_db


def problems(refused: pytest.ExceptionInfo[ProjectRefused]) -> dict[str, str]:
    return {one.where: one.what for one in refused.value.problems}


def test_a_farmer_adds_a_project_and_everyone_sees_it_after_an_officer_agreed() -> None:
    edition = publish()
    browser = signed_in(farmer())
    answer = browser.post(f"{OWN}add/kent-and-medway/", FACTS)
    assert answer.status_code == 302
    address = answer["Location"]
    assert "No boundary is given" in browser.get(address).text
    west, south, east, north = *point(0, 1), *point(4, 5)
    corners = f"{west} {south}\n{east} {south}\n{east} {north}\n{west} {north}"
    assert browser.post(f"{address}land/", {"way": "typed", "typed": corners}).status_code == 302
    assert browser.post(f"{address}delivers/", {"measure": ["GL1.1"]}).status_code == 302
    picture = SimpleUploadedFile("barn.jpg", deliveries.a_picture(), "image/jpeg")
    sent = {"step": "add", "photo": picture, "alt": "A hedge along a lane", "taken_on": "2026-03-02"}
    assert browser.post(f"{address}pictures/", sent).status_code == 302
    assert browser.post(f"{address}send/").status_code == 302
    project = Project.objects.get()
    assert Client().get(f"{LIST}{project.reference}/").status_code == 404
    assert "No project has been added yet" in Client().get(LIST).text
    assert Message.objects.filter(subject__contains=project.reference).exists() is False  # no officer is there yet
    desk = signed_in(officer())
    version = project.versions.get()
    page = desk.get(f"{DESK}kent-and-medway/versions/{version.public_id}/").text
    assert "A hedge along a lane" in page
    assert "£12,500.50" in page
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen
    agreed = {"answer": "agree", "seen": seen[1]}
    assert desk.post(f"{DESK}kent-and-medway/versions/{version.public_id}/", agreed).status_code == 302
    told = Client().get(f"{LIST}{project.reference}/").text
    for words in ("Hedges at Mill Farm", "16\u00a0ha", "£12,500.50", "GL1.1", "A hedge along a lane", "2 March 2026"):
        assert words in told
    photo = version.photos.get()
    jpeg = Client().get(f"{LIST}pictures/{photo.public_id}.jpg")
    assert jpeg["Content-Type"] == "image/jpeg"
    assert jpeg.content.startswith(b"\xff\xd8")
    assert progress.progress_of(edition).total.delivered_ha == pytest.approx(16)
    assert Message.objects.filter(to="farmer@example.org", subject__contains="is public now").exists()


def test_a_picture_is_kept_as_a_jpeg_of_no_great_size() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (1800, 90)).save(out, "PNG")
    made = photos.read_photo(out.getvalue())
    assert (made.kind, made.width_px, made.height_px) == ("jpg", 1600, 80)


@pytest.mark.parametrize("data", [b"", b"GIF89a"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ProjectRefused) as refused:
        photos.read_photo(data)
    assert photos.FIELD in problems(refused)


def test_a_picture_needs_words_for_those_who_do_not_see_it() -> None:
    project = draft(publish())
    with pytest.raises(ProjectRefused) as refused:
        projects.add_photo(project, deliveries.made(), "  ", None, by=farmer())
    assert "alt" in problems(refused)
    answer = signed_in(farmer()).post(f"{OWN}{project.public_id}/pictures/", {"step": "add"})
    assert answer.status_code == 400
    assert "It is not said what is to be seen" in answer.text
    assert "No picture has been chosen" in answer.text


def test_bytes_of_a_picture_go_with_the_last_version_that_shows_it() -> None:
    project = draft(publish())
    projects.add_photo(project, deliveries.made(), "A hedge", None, by=farmer())
    projects.take_out_photo(project, 1, by=farmer())
    assert not PhotoFile.objects.exists()


def test_every_mistake_in_the_facts_is_told_at_once() -> None:
    typed = {"begins_on": "2026-05-01", "ends_on": "2026-04-01", "source-1": "", "pounds-1": "5", "pounds-2": "x"}
    with pytest.raises(ProjectRefused) as refused:
        read(typed | {"source-2": "own", "funder-3": "Trust"})
    assert set(problems(refused)) == {"name", "lead", "status", "ends_on", "source-1", "pounds-2", "pounds-3"}


def lines_seen_at_once(page: str) -> list[str]:
    """Numbers of the lines for money that stand before the fold."""
    return re.findall(r'id="pounds-(\d)"', page.partition("More sources of money")[0])


def test_a_project_is_asked_for_one_source_of_money_and_the_others_are_folded_until_something_stands_there() -> None:
    project = draft(publish(), **{"source-1": "own", "pounds-1": "5"})
    client, facts = signed_in(farmer()), f"{OWN}{project.public_id}/facts/"
    asked = client.get(f"{OWN}add/kent-and-medway/").text
    assert lines_seen_at_once(asked) == ["1"]
    assert asked.count('id="pounds-') == MOST_SOURCES
    assert lines_seen_at_once(client.get(facts).text) == ["1"]
    assert lines_seen_at_once(client.post(facts, {"pounds-3": "x"}).text) == ["1", "2", "3"]
    assert "More sources" not in client.post(facts, {f"funder-{MOST_SOURCES}": "A trust"}).text


def test_the_history_of_a_project_is_in_words() -> None:
    project = draft(publish())
    projects.add_photo(project, deliveries.made(), "A hedge", None, by=farmer())
    page = signed_in(farmer()).get(f"{OWN}{project.public_id}/").text
    history = page.partition("What was done to it")[2]
    assert re.findall(r"<li>[^:]+:\d\d: ([^<]*)</li>", history.partition("</ul>")[0]) == [
        "Change project: version 1: picture",
        "Change project: version 1: GL1.1",
        f"Change project: version 1: boundary, {queries.last_version(project).size_m2 / 10_000:,.1f} ha",
        "Begin project",
    ]


def test_measures_on_the_map_of_the_land_stand_first_and_the_others_are_folded_by_priority() -> None:
    edition = publish()
    project = draft(edition)
    land = queries.last_version(project).land[0].shape
    pieces = {one.pk: one.shape for one in Piece.objects.filter(edition=edition)}
    here = {
        one.measure.ref
        for one in Place.objects.filter(edition=edition).select_related("measure")
        if pieces[one.piece_id].intersection(land).area > 1
    }
    page = signed_in(farmer()).get(f"{OWN}{project.public_id}/delivers/").text
    folds = re.findall(r"<details( open)?>(.*?)</details>", page, re.DOTALL)
    assert page.count('name="measure"') == sum(inside.count('name="measure"') for _, inside in folds)
    first = folds[0][1]
    assert "What the map proposes on this land" in first
    assert set(re.findall(r'name="measure" value="([^"]+)"', first)) == here
    assert here
    assert all(bool(is_open) == ("checked" in inside) for is_open, inside in folds[1:])
    assert folds[0][0]


def test_what_is_under_way_has_begun_and_what_is_delivered_has_ended() -> None:
    edition = publish()
    for said in ({"status": "under way", "begins_on": "2100-01-01", "ends_on": ""}, {"ends_on": ""}):
        version = queries.last_version(draft(edition, **said))
        assert [one.where for one in lacking(version, deliveries.TODAY)] == ["facts"]


def test_nobody_else_sees_or_changes_a_draft() -> None:
    project = draft(publish())
    other = signed_in(person("other@example.org"))
    for page in ("", "facts/", "land/", "delivers/", "pictures/", "records/"):
        assert other.get(f"{OWN}{project.public_id}/{page}").status_code == 404
    with pytest.raises(ProjectRefused):
        projects.send(project, by=person("other@example.org"))


def test_an_officer_does_not_agree_to_a_project_of_their_own_nor_one_elsewhere() -> None:
    edition = publish()
    own = projects.send(draft(edition, owner=officer()), by=officer())
    with pytest.raises(ProjectRefused):
        review.agree(own, by=officer())
    with pytest.raises(NotAllowed):
        review.agree(own, by=officer(ELSEWHERE, "elsewhere@example.org"))


def test_sent_back_with_a_reason_it_can_be_changed_and_sent_again() -> None:
    sent = projects.send(draft(publish()), by=farmer())
    with pytest.raises(ProjectRefused):
        review.send_back(sent, " ", by=officer())
    review.send_back(sent, "Which hedges?", by=officer())
    page = signed_in(farmer()).get(f"{OWN}{sent.project.public_id}/").text
    assert "Which hedges?" in page
    projects.keep_facts(sent.project, read(FACTS | {"about": "Those by the lane."}), by=farmer())
    again = projects.send(sent.project, by=farmer())
    assert again.number == 2
    assert again.about == "Those by the lane."
    assert again.land


def test_a_later_version_takes_the_place_of_the_first_and_an_officer_puts_it_back() -> None:
    project = public(publish())
    first = project.shown
    projects.keep_facts(project, read(FACTS | {"name": "Hedges and ponds"}), by=farmer())
    assert "Hedges at Mill Farm" in Client().get(LIST).text
    review.agree(projects.send(project, by=farmer()), by=officer())
    assert "Hedges and ponds" in Client().get(LIST).text
    assert Version.objects.filter(project=project, state="shown").count() == 1
    review.put_back(Version.objects.get(pk=first.pk), by=officer())
    assert "Hedges at Mill Farm" in Client().get(LIST).text
    assert Event.objects.filter(what="put project back", was="version 2", became="version 1").exists()


def test_a_version_that_was_sent_back_does_not_stand_before_one_that_was_agreed_later() -> None:
    edition = publish()
    first = projects.send(draft(edition, name="One"), by=farmer())
    review.send_back(first, "Which hedges?", by=officer())
    project = first.project
    projects.keep_facts(project, read(FACTS | {"name": "Two"}), by=farmer())
    review.agree(projects.send(project, by=farmer()), by=officer())
    browser, own = signed_in(farmer()), f"{OWN}{project.public_id}/"
    for page in (own, f"{own}facts/", OWN):
        told = browser.get(page).text
        assert "Two" in told, page
        assert "One" not in told.partition('<ul class="plain-list">')[0], page  # below it is what was done


def test_after_a_version_is_put_back_writing_goes_on_from_it() -> None:
    project = public(publish(), name="One")
    first = project.shown
    projects.keep_facts(project, read(FACTS | {"name": "Two"}), by=farmer())
    review.agree(projects.send(project, by=farmer()), by=officer())
    review.put_back(Version.objects.get(pk=first.pk), by=officer())
    projects.add_photo(project, deliveries.made(), "A hedge", None, by=farmer())
    fresh = project.versions.get(state="draft")
    assert (fresh.number, fresh.name) == (3, "One")


def test_the_desk_has_pages_of_what_was_sent_and_asks_no_more_for_many(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    edition = publish()
    shown = public(edition, name="Shown before")
    projects.keep_facts(shown, read(FACTS | {"name": "Draft after"}), by=farmer())
    draft(edition, name="Never sent")
    desk = signed_in(officer())
    with CaptureQueriesContext(connection) as of_one:
        told = desk.get(DESK).text
    assert "Shown before" in told
    assert "Draft after" not in told
    assert "Never sent" not in told
    for number in range(3):
        public(edition, name=f"Another {number}")
    with django_assert_num_queries(len(of_one)):
        assert "Another 2" in desk.get(DESK).text
    monkeypatch.setattr(queries, "PAGE", 1)
    assert "Page 1 of 4" in desk.get(DESK).text
    assert "Another 2" in desk.get(f"{DESK}?p=4").text


def test_an_officer_sees_no_picture_of_a_draft() -> None:
    project = draft(publish())
    projects.add_photo(project, deliveries.made(), "A hedge", None, by=farmer())
    version = project.versions.get()
    address = f"{DESK}kent-and-medway/pictures/{version.photos.get().public_id}.jpg"
    desk = signed_in(officer())
    assert desk.get(address).status_code == 404
    projects.send(project, by=farmer())
    assert desk.get(address).status_code == 200


def test_an_officer_does_not_bring_back_their_own_project_that_another_withdrew() -> None:
    project, other = draft(publish(), owner=officer()), officer(email="second@example.org")
    review.agree(projects.send(project, by=officer()), by=other)
    projects.withdraw(project, "No such land", by=other, as_officer=True)
    with pytest.raises(ProjectRefused):
        review.bring_back(project, by=officer())
    review.bring_back(project, by=other)
    for as_officer in (True, False):
        projects.withdraw(project, "Sold", by=officer(), as_officer=as_officer)
        review.bring_back(project, by=officer())
    project.refresh_from_db()
    assert project.withdrawn_at is None


def test_a_project_withdrawn_before_it_was_decided_on_is_still_at_the_desk() -> None:
    project = draft(publish())
    projects.send(project, by=farmer())
    projects.withdraw(project, "Sold", by=farmer())
    desk = signed_in(officer())
    shown = desk.get(DESK).content.decode()
    assert project.reference in shown
    assert "Hedges at Mill Farm" not in shown, "what is a draft again is the owner's own"
    assert (
        desk.post(f"{DESK}kent-and-medway/projects/{project.public_id}/", {"answer": "bring back"}).status_code == 302
    )
    project.refresh_from_db()
    assert project.withdrawn_at is None


def test_a_draft_after_a_public_version_can_be_undone() -> None:
    project = public(publish())
    projects.keep_facts(project, read(FACTS | {"name": "Something else"}), by=farmer())
    projects.undo(project, by=farmer())
    assert [one.state for one in project.versions.all()] == ["shown"]
    with pytest.raises(ProjectRefused):
        projects.undo(project, by=farmer())


def test_withdrawn_it_counts_no_more_and_an_officer_brings_it_back() -> None:
    edition = publish()
    project = public(edition)
    projects.withdraw(project, "Sold", by=farmer())
    assert Client().get(f"{LIST}{project.reference}/").status_code == 404
    assert progress.progress_of(edition).total.all_ha == 0
    review.bring_back(project, by=officer())
    assert progress.progress_of(edition).total.delivered_ha == pytest.approx(16)


def test_hectares_are_counted_once_by_measure_and_by_priority() -> None:
    edition = publish()
    public(edition)  # 16 ha delivered
    public(edition, at=((2, 1, 6, 5),), status="planned", ends_on="2100-01-01")  # 16 ha planned, 8 of them delivered
    public(edition, at=((10, 0, 11, 1),), measures=(), priorities=("GL1",), status="stopped")
    found = progress.progress_of(edition)
    assert found.projects == {"planned": 1, "under way": 0, "delivered": 1, "stopped": 1}
    assert (found.total.delivered_ha, found.total.planned_ha) == (pytest.approx(16), pytest.approx(8))
    [measure] = [one for one in found.measures if one.ref == "GL1.1"]
    assert measure.projects == 2
    assert measure.hectares.all_ha == pytest.approx(24)
    by_priority = {one.ref: one for one in found.priorities}
    assert by_priority["GL1"].hectares.planned_ha == pytest.approx(8)
    assert by_priority["WTH3"].hectares.delivered_ha == pytest.approx(16)  # the measure serves it too
    assert by_priority["WTH2"].projects == 0


def test_a_measure_on_some_parcels_counts_only_those() -> None:
    edition = publish()
    project = draft(edition, at=((0, 1, 2, 2), (4, 1, 8, 2)), measures={"GL1.1": ["1"], "WTH2.1": []})
    review.agree(projects.send(project, by=farmer()), by=officer())
    found = {one.ref: one.hectares.delivered_ha for one in progress.progress_of(edition).measures}
    assert found["GL1.1"] == pytest.approx(2)
    assert found["WTH2.1"] == pytest.approx(6)
    answer = signed_in(farmer()).post(
        f"{OWN}{project.public_id}/delivers/", {"measure": "GL1.1", "parcels-GL1.1": "1, 7"}
    )
    assert answer.status_code == 400
    assert "the land has no parcel 7" in answer.text


def test_the_list_is_searched_and_taken_away() -> None:
    edition = publish()
    public(edition)
    public(edition, name="Pond", at=((10, 0, 11, 1),), measures=("WTH2.1",), status="planned", ends_on="")
    client = Client()
    for asked, shown in (
        ("priority=WTH2", "Pond"),
        ("measure=GL1.1", "Hedges"),
        ("status=planned", "Pond"),
        ("words=mill+hedges", "Hedges"),
    ):
        page = client.get(f"{LIST}?{asked}").text
        assert ("Hedges at Mill Farm</a>" in page, "Pond</a>" in page) == (shown == "Hedges", shown == "Pond"), asked
    table = b"".join(client.get(f"{LIST}projects.csv").streaming_content).decode()
    assert "12500.50" in table
    assert "GL1.1" in table
    features = client.get(f"{LIST}projects.geojson?status=planned").json()["features"]
    assert [one["properties"]["name"] for one in features] == ["Pond"]
    assert features[0]["properties"]["hectares"] == 1
    told = b"".join(client.get(f"{LIST}progress.csv").streaming_content).decode()
    assert "priority,GL1" in told
    assert "Progress on each priority" in client.get(f"{LIST}progress/").text


def test_the_list_has_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 1)
    edition = publish()
    public(edition)
    public(edition, name="Pond", at=((10, 0, 11, 1),))
    first, second = (Client().get(f"{LIST}?p={number}").text for number in (1, 2))
    assert "Page 1 of 2" in first
    assert "Hedges at Mill Farm</a>" in first
    assert "Pond</a>" not in first
    assert "Pond</a>" in second


def test_when_the_account_goes_what_nobody_saw_goes_and_what_is_public_stays() -> None:
    edition = publish()
    shown, hidden = public(edition), draft(edition, at=((10, 0, 11, 1),))
    farmer_ = farmer()
    projects.leave(farmer_)
    assert Project.objects.filter(pk=shown.pk).exists()
    assert not Project.objects.filter(pk=hidden.pk).exists()
    farmer_.delete()
    assert "Hedges at Mill Farm" in Client().get(f"{LIST}{shown.reference}/").text


@given(pence=st.integers(1, money.MOST_PENCE))
def test_money_is_written_and_read_to_the_penny(pence: int) -> None:
    assert money.read(money.pounds(pence)) == pence == money.read(money.typed(pence))
    assert Decimal(money.typed(pence)) * 100 == pence


@pytest.mark.parametrize("typed", ["", "0", "-1", "1.5", "1,00", "ten", "1e3", "99999999999"])
def test_what_is_no_money_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="Write"):
        money.read(typed)


def test_examples_are_for_invented_editions_alone_and_come_once() -> None:
    edition = publish()
    edition.invented = False
    assert add_examples(edition, by="a test") == []
    edition.invented = True
    made = add_examples(edition, by="a test")
    assert made
    assert add_examples(edition, by="a test") == []
    page = Client().get(f"{LIST}{made[0].reference}/").text
    assert "An invented example: no such project" in page
    assert progress.progress_of(edition).total.delivered_ha > 0
