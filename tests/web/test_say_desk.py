"""The desk: activities are made, asked, opened, extended and closed; paper is typed in; events are recorded."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lnrs_web.audit.models import Event as Audited
from lnrs_web.engagement.actions.entering import Entered, take_in
from lnrs_web.engagement.models import Activity, Contribution, Event

from .people import ELSEWHERE, KENT, officer, signed_in
from .published import publish
from .saying import QUESTIONS, SAY, Writer, activity

pytestmark = pytest.mark.django_db
DESK = "/desk/have-your-say/"


@pytest.fixture
def edition():
    return publish()


@pytest.fixture
def desk(edition) -> Client:  # noqa: ARG001
    return signed_in(officer())


def form_of(desk: Client, kind: str, **fields: str) -> dict[str, str]:
    today = timezone.localdate()
    page = desk.get(f"{DESK}new/", {"area": KENT, "kind": kind})
    given = {name: str(value) for name, value in page.context["given"].items()}
    dates = {"opens_on": str(today), "opens_time": "00:00", "closes_on": str(today + timedelta(days=30))}
    return given | dates | {"kind": kind, "area": str(KENT), "title": f"About {kind}", "closes_time": "17:00"} | fields


@pytest.mark.parametrize("kind", Activity.Kind.values)
def test_an_activity_of_every_kind_is_made_previewed_and_opened(desk: Client, edition, kind: str) -> None:
    made = desk.post(f"{DESK}new/", form_of(desk, kind, edition=edition.identity))
    assert made.status_code == 302, made.context["problems"]
    one = Activity.objects.get()
    assert timezone.localtime(one.closes_at).hour == 17
    assert Client().get(f"{SAY}{one.slug}/").status_code == 404
    preview = desk.get(f"{made.url}preview/")
    assert preview.status_code == 200
    for step in preview.context["steps"]:
        assert step.title in desk.get(f"{made.url}preview/", {"page": step.name}).text
    assert desk.get(f"{made.url}open/").status_code == 200
    assert desk.post(f"{made.url}open/").status_code == 302
    writer = Writer(one.slug)
    assert "Begin" in writer.client.get(writer.home).text
    first = writer.begins()
    assert writer.client.get(first.url).status_code == 200
    assert {"make activity", "ask", "open activity"} <= set(Audited.objects.values_list("what", flat=True))


def test_everything_wrong_with_an_activity_is_told_at_once_and_what_was_typed_is_kept(desk: Client) -> None:
    wrong = form_of(
        desk,
        "representations",
        title="",
        edition="",
        closes_on="soon",
        per_person="many",
        summary="A summary",
        moderation="x",
    )
    page = desk.post(f"{DESK}new/", wrong)
    assert page.status_code == 400
    assert {one.where for one in page.context["problems"]} >= {
        "title",
        "closes_on",
        "per_person",
        "edition",
        "moderation",
    }
    assert "slug" not in page.context["wrong"]  # it is made of the title
    assert "A summary" in page.text
    assert not Activity.objects.exists()


def test_an_activity_is_about_what_everyone_sees_unless_an_officer_says_otherwise(desk: Client, edition) -> None:
    assert form_of(desk, "comments")["edition"] == edition.identity


def test_the_page_of_an_activity_leads_to_what_came_in(desk: Client, edition) -> None:
    one = activity(edition, publication="nothing")
    there = f"/desk/responses/?queue=all&amp;activity={one.pk}"
    assert there not in desk.get(f"{DESK}{one.public_id}/").text
    Writer().gives()
    assert there in desk.get(f"{DESK}{one.public_id}/").text


def test_questions_that_were_answered_stay_and_a_change_makes_a_new_version(desk: Client, edition) -> None:
    one = activity(edition)
    Writer().gives()
    here = f"{DESK}{one.public_id}/"
    changed = desk.post(f"{here}questions/like/change/", {"text": "What do you love?", "kind": "long", "code": "like"})
    assert changed.status_code == 302
    first, second = one.question_sets.all()
    assert first.questions.get(code="like").text == QUESTIONS[0].text
    assert second.questions.get(code="like").text == "What do you love?"
    desk.post(f"{here}questions/agree/arrange/", {"do": "up"})
    desk.post(f"{here}questions/matters/arrange/", {"do": "out"})
    added = {"text": "Which of these?", "kind": "one", "options": "yes = Yes\nno = No\nPerhaps", "code": ""}
    desk.post(f"{here}questions/new/", added)
    assert list(second.questions.values_list("code", flat=True)) == ["like", "agree", "which-of-these"]
    assert one.question_sets.count() == 2
    bad = desk.post(f"{here}questions/new/", {"text": "", "kind": "one", "options": "only one"})
    assert bad.status_code == 400
    assert {problem.where for problem in bad.context["problems"]} == {"text", "code", "options"}


def test_closing_and_extending_are_on_record(desk: Client, edition) -> None:
    one = activity(edition)
    here = f"{DESK}{one.public_id}/"
    assert desk.post(f"{here}close/").status_code == 302
    assert Writer().begins().status_code == 409
    assert desk.post(f"{here}close/").status_code == 409
    assert desk.post(f"{here}extend/", {"closes_on": "2020-01-01"}).status_code == 400
    later = timezone.localdate() + timedelta(days=60)
    assert desk.post(f"{here}extend/", {"closes_on": str(later), "closes_time": "12:00"}).status_code == 302
    assert Writer().begins().status_code == 302
    assert {"close activity", "extend activity"} <= set(Audited.objects.values_list("what", flat=True))


def test_what_came_between_the_old_closing_time_and_the_new_is_late_no_more(desk: Client, edition) -> None:
    now = timezone.now()
    one = activity(edition, kind="representations", opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=2))
    given = [
        take_in(one, Entered("letter", now - timedelta(days=days), {"like": "Owls"}), by=officer()) for days in (3, 1)
    ]
    assert [one.late for one in given] == [False, True]
    later = timezone.localdate() + timedelta(days=60)
    here = f"{DESK}{one.public_id}/"
    assert desk.post(f"{here}extend/", {"closes_on": str(later), "closes_time": "12:00"}).status_code == 302
    assert not Contribution.objects.filter(late=True).exists()
    told = Audited.objects.get(what="take as in time")
    assert (told.which, told.was, told.became, told.by) == (
        given[1].reference,
        "late",
        "in time",
        "officer@example.org",
    )


def test_paper_is_typed_in_with_the_version_it_names_and_late_paper_is_marked(desk: Client, edition) -> None:
    one = activity(
        edition, kind="representations", slug="draft", publication="names", asks_name="may", asks_place="may"
    )
    here = f"{DESK}{one.public_id}/enter/"
    now = timezone.localtime()
    typed = {
        "form": "1", "channel": "letter", "sent_on": f"{now:%Y-%m-%d}", "sent_time": "00:00", "q-like": "The dyke",
        "q-matters": ["walks"], "name": "A. Reader", "stance": "object", "may_publish": "yes", "place": "TR 053 463",
    }  # fmt: skip
    page = desk.post(here, typed)
    made = Contribution.objects.get()
    assert page.status_code == 200
    assert made.reference == f"KM-{now.year}-R-00001"
    assert made.reference in page.text
    assert (made.channel, made.state, made.late) == ("letter", "moderation", False)
    assert made.locations.get().kind == "point"
    assert made.answers.get(question__code="matters").chosen == ["walks"]
    Activity.objects.filter(pk=one.pk).update(closes_at=now - timedelta(days=1), opens_at=now - timedelta(days=9))
    desk.post(here, typed)
    assert Contribution.objects.get(reference=f"KM-{now.year}-R-00002").late
    wrong = desk.post(here, typed | {"channel": "", "place": "nowhere at all", "mail": "no", "q-like": "Keep me"})
    assert wrong.status_code == 400
    assert {problem.where for problem in wrong.context["problems"]} == {"channel", "place", "mail"}
    assert "Keep me" in wrong.text


def test_an_event_is_recorded_with_who_came_and_its_pins(desk: Client, edition) -> None:
    one = activity(edition)
    told = {
        "area": str(KENT), "title": "Walk on the marsh", "place": "Elmley", "held_on": "2026-05-01", "attendance": "24",
        "organisations": "Kent Graziers\nParish council", "notes": "Keep the water high.", "activity": str(one.pk),
        "pins": "TR 053 463: skylarks\nTR 054 464: gate broken", "is_public": "yes",
    }  # fmt: skip
    made = desk.post(f"{DESK}events/new/", told)
    held = Event.objects.get()
    assert made.url == f"{DESK}events/{held.public_id}/"
    public = Client().get(f"{SAY}events/{held.public_id}/").text
    for words in ("24", "Kent Graziers", "Keep the water high.", "skylarks", "TR 053 463"):
        assert words in public
    assert Client().get(f"{SAY}events/{held.public_id}/map.svg").status_code == 200
    assert "Walk on the marsh" in Client().get(SAY).text
    wrong = desk.post(made.url, told | {"pins": "here", "attendance": "-1", "held_on": "2999-01-01"})
    assert wrong.status_code == 400
    assert {problem.where for problem in wrong.context["problems"]} == {"pins", "attendance", "held_on"}
    assert desk.post(made.url, told | {"is_public": "", "attendance": "25"}).status_code == 302
    assert Client().get(f"{SAY}events/{held.public_id}/").status_code == 404
    assert held.pins.count() == 2


def test_a_kiosk_is_made_by_an_officer_and_holds_nothing_of_the_last_person(desk: Client, edition) -> None:
    one = activity(edition, asks_name="may")
    kiosk = f"{SAY}{one.slug}/kiosk/"
    assert Client().get(kiosk).status_code == 403
    assert Client().post(kiosk).status_code == 403
    assert desk.post(f"{DESK}{one.public_id}/kiosk/").url == kiosk
    assert desk.get("/desk/").status_code == 302  # signed out
    assert desk.get(kiosk).status_code == 200
    assert desk.post(kiosk).status_code == 302
    here = f"{SAY}{one.slug}/take-part/"
    for name, fields in (
        ("q-like", {"answer": "Owls"}),
        ("q-matters", {}),
        ("q-agree", {}),
        ("you", {"name": "Ann"}),
        ("consent", {"may_publish": "no"}),
    ):
        assert desk.post(f"{here}pages/{name}/", fields).status_code == 302
    Contribution.objects.update(begun_at=timezone.now() - timedelta(minutes=2))
    done = desk.post(f"{here}check/", follow=True)
    given = Contribution.objects.get()
    assert (given.channel, given.state) == ("event", "received")
    assert given.reference in done.text
    desk.get(kiosk)
    assert desk.get(f"{here}yours/").status_code == 404
    desk.post(kiosk)
    desk.post(f"{here}pages/q-like/", {"answer": "Left standing"})
    elsewhere = desk.get(kiosk, headers={"Sec-Fetch-Site": "cross-site"}).text
    assert "Somebody has begun here and has not sent it." in elsewhere
    assert Contribution.objects.filter(state="draft").exists(), "another site's link takes nothing away"
    assert "Somebody has begun" not in desk.get(kiosk, headers={"Sec-Fetch-Site": "same-origin"}).text
    assert not Contribution.objects.filter(state="draft").exists()
    assert desk.get(f"{here}check/").status_code == 404, "the next person sees nothing of the last"
    desk.post(kiosk)
    assert Contribution.objects.filter(state="draft").count() == 1


def test_officers_of_another_area_are_refused(desk: Client, edition) -> None:  # noqa: ARG001
    one = activity(edition)
    other = signed_in(officer(ELSEWHERE, "elsewhere@example.org"))
    for page in ("", "edit/", "open/", "close/", "extend/", "enter/", "preview/", "questions/new/"):
        assert other.get(f"{DESK}{one.public_id}/{page}").status_code == 403
    assert other.get(f"{DESK}new/", {"area": KENT, "kind": "survey"}).status_code == 403
    assert other.get(f"{DESK}events/new/", {"area": KENT}).status_code == 403
    assert "What you value" not in other.get(DESK).text
