"""An authority replies by the link in its mail, without an account."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lnrs_web.outbox.models import Message
from lnrs_web.procedure import links
from lnrs_web.procedure.models import Act, Serving

from .procedure import DESK, PUBLIC, Desk, authorities, it_is, kinds, link_of, replies
from .published import Page

pytestmark = pytest.mark.django_db

GROUND = "the strategy is materially deficient"


@pytest.fixture
def suffolk_day(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """15 January 2025, on which the draft is given: the last day is 11 February."""
    it_is(monkeypatch, 2025, 1, 15)
    return monkeypatch


@pytest.fixture
def desk(suffolk_day: pytest.MonkeyPatch) -> Desk:  # noqa: ARG001
    desk = Desk()
    desk.gives("draft-given", authorities(desk.who).values(), words="See chapter 3.")
    return desk


def test_the_page_shows_what_was_given_and_until_when(desk: Desk) -> None:  # noqa: ARG001
    page = Client().get(link_of("Swale"))
    assert page.status_code == 200
    assert "<strong>11 February 2025</strong>" in page.text
    assert "See chapter 3." in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert not page.cookies
    assert Page(page.text).count("h1") == 1


def test_looking_as_often_as_a_mail_scanner_does_replies_for_nobody(desk: Desk) -> None:  # noqa: ARG001
    before = kinds()
    for _ in range(3):
        assert Client().get(link_of("Swale")).status_code == 200
        assert Client().head(link_of("Swale")).status_code == 200
    assert kinds() == before
    checked = Client().post(link_of("Swale"), {"answer": "content", "name": "A", "position": "B"})
    assert "Check your reply" in checked.text
    assert kinds() == before, "what is checked is not sent yet"


@pytest.mark.parametrize(
    ("moment", "told", "stage"),
    [
        ((2025, 2, 11), "It was given on 11 February 2025, and the last day was 11 February 2025", "Objection made"),
        ((2025, 2, 11, 23, 59), "It was given on 11 February 2025", "Objection made"),
        ((2025, 2, 12), "It was given on 12 February 2025; the last day was 11 February 2025", "Pre-consultation"),
    ],
)
def test_an_objection_on_day_28_stands_and_one_on_day_29_is_taken_and_found_late(
    desk: Desk, suffolk_day: pytest.MonkeyPatch, moment: tuple[int, ...], told: str, stage: str
) -> None:
    it_is(suffolk_day, *moment)
    page = replies(link_of("Swale"), "object", grounds=[GROUND], words="The ponds are missing.")
    assert told in page
    assert "The ponds are missing." in page
    assert f"Stage: <strong>{stage}</strong>" in desk.page()
    act = Act.objects.get(kind="objection")
    assert str(act.public_id) in page, "the receipt"
    assert (act.by, act.said_by) == ("Swale through its link", "Ann Clerk, Head of planning")


def test_in_summer_the_last_day_ends_at_eleven_in_greenwich(monkeypatch: pytest.MonkeyPatch) -> None:
    it_is(monkeypatch, 2025, 9, 2)
    desk = Desk()
    desk.gives("draft-given", authorities(desk.who).values())
    it_is(monkeypatch, 2025, 9, 29, 22, 59)
    assert "and the last day was 29 September 2025" in replies(link_of("Swale"), "object", grounds=[GROUND], words="a")
    it_is(monkeypatch, 2025, 9, 29, 23, 1)
    said = replies(link_of("Tunbridge Wells"), "object", grounds=[GROUND], words="a")
    assert "It was given on 30 September 2025; the last day was 29 September 2025" in said


def test_the_authority_is_mailed_a_receipt_and_the_officers_are_told(desk: Desk) -> None:
    replies(link_of("Swale"), "content")
    receipt = Message.objects.get(key__startswith="procedure receipt")
    assert receipt.to == "swale@example.org"
    assert "Content with the consultation draft, on 15 January 2025" in receipt.text
    told = Message.objects.get(key__startswith="procedure reply")
    assert told.to == desk.who.email
    assert "Ann Clerk" not in told.text


def test_every_problem_is_listed_and_what_was_typed_is_kept(desk: Desk) -> None:  # noqa: ARG001
    answer = Client().post(link_of("Swale"), {"answer": "object", "position": "Head of planning"})
    assert answer.status_code == 400
    for words in ("No ground is chosen.", "There are no reasons.", "It is not signed."):
        assert words in answer.text
    assert 'value="Head of planning"' in answer.text
    assert Client().post(link_of("Swale")).status_code == 400
    assert "objection" not in kinds()


def test_the_same_reply_sent_twice_is_recorded_once(desk: Desk) -> None:  # noqa: ARG001
    form = {"answer": "content", "name": "A", "position": "B", "step": "send"}
    assert Client().post(link_of("Swale"), form).status_code == 302
    again = Client().post(link_of("Swale"), form)
    assert again.status_code == 400
    assert "This very reply has come in already." in again.text
    assert kinds().count("draft-content") == 1


def test_what_is_to_be_changed_is_typed_no_second_time(desk: Desk) -> None:  # noqa: ARG001
    form = {"answer": "object", "grounds": [GROUND], "words": "Ponds & <b>", "name": "A", "position": "B"}
    page = Client().post(link_of("Swale"), form | {"step": "change"})
    assert page.status_code == 200
    assert "Ponds &amp; &lt;b&gt;" in page.text
    assert "There is a problem" not in page.text


def test_a_link_that_was_made_up_or_changed_leads_nowhere(desk: Desk) -> None:  # noqa: ARG001
    link = link_of("Swale")
    other = Serving.objects.exclude(public_id=links.serving_of(link.split("/")[2]).public_id)[0]  # type: ignore[union-attr]
    signature = link.split("/")[2].partition(":")[2]
    for token in ("nothing", link.split("/")[2] + "x", f"{other.public_id.hex}:{signature}"):
        assert Client().get(f"/reply/{token}/").status_code == 404
        assert Client().post(f"/reply/{token}/", {"answer": "content"}).status_code == 404


def test_a_notice_that_was_withdrawn_takes_no_reply(desk: Desk) -> None:
    link, given = link_of("Swale"), Act.objects.get(authority__name="Swale")
    desk.sends(f"acts/{given.public_id}/withdraw/", {"because": "The wrong draft."})
    answer = Client().post(link, {"answer": "content", "name": "A", "position": "B", "step": "send"})
    assert answer.status_code == 410
    assert "no longer in use" in answer.text
    assert "draft-content" not in kinds()


def test_a_neighbour_may_object_and_its_reply_is_read_by_everyone(desk: Desk) -> None:  # noqa: ARG001
    replies(link_of("Surrey"), "object", grounds=[GROUND], words="Our ponds end at the border.")
    page = Client().get(PUBLIC).text
    assert "Our ponds end at the border." in page
    assert "Objection to the consultation draft: by Surrey County Council" in page
    assert "Ann Clerk" not in page


def test_a_publication_advisory_notice_is_given_with_its_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    it_is(monkeypatch, 2025, 9, 2)
    desk = Desk()
    who = authorities(desk.who)
    desk.gives("final-given", [one for one in who.values() if one.role == "supporting"])
    it_is(monkeypatch, 2025, 9, 29)
    ground = "part of the strategy is not justified by the results of consultation"
    replies(link_of("Swale"), "object", grounds=[ground], words="Nobody asked for the weir.", copied="yes")
    assert kinds()[-2:] == ["advisory-notice", "notice-copied"]
    page = desk.page()
    assert "Stage: <strong>Publication advisory notice given</strong>" in page
    assert "26 October 2025" in page, "the answer is due"
    swale = str(who["Swale"].public_id)
    it_is(monkeypatch, 2025, 10, 27)
    desk = Desk()
    desk.records("notice-investigated", date(2025, 10, 6), authority=swale, words="We looked.")
    page = desk.records("notice-answered", date(2025, 10, 27), authority=swale, words="The weir is out.")
    assert "The answer was given on 27 October 2025; the last day was 26 October 2025" in page, "late, and recorded"
    assert "Stage: <strong>Notice answered</strong>" in desk.page()
    assert "The weir is out." in Client().get(link_of("Swale")).text, "the authority reads the answer too"


def test_documents_are_for_those_who_have_the_link(suffolk_day: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    desk = Desk()
    who = authorities(desk.who)
    typed = {"authority": [str(who["Swale"].public_id)], "how": "mail"}
    file = SimpleUploadedFile("draft.pdf", b"%PDF-1.7 draft", "application/pdf")
    checked = desk.sends("enter/draft-given/", typed | {"files": file})
    carried = next(attrs["value"] for _, attrs in Page(checked).tags if attrs.get("name") == "document")
    desk.sends("enter/draft-given/", typed | {"document": carried, "step": "record"})
    answer = Client().get(f"{link_of('Swale')}documents/{carried}/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 draft"
    assert Client().get(f"{PUBLIC}documents/{carried}/").status_code == 404
    assert Client().get(f"{DESK}documents/{carried}/").status_code == 302
    kept = desk.client.get(f"{DESK}documents/{carried}/")
    assert b"".join(kept.streaming_content) == b"%PDF-1.7 draft"
    assert kept.headers["Content-Disposition"] == 'attachment; filename="draft.pdf"'


def test_where_the_mail_went_out_later_the_time_counts_from_then_and_both_days_are_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    it_is(monkeypatch, 2025, 1, 15)
    desk = Desk()
    who = authorities(desk.who)
    page = desk.gives("draft-given", [who["Swale"], who["Natural England"]])
    assert "The mail waits to be sent." in page
    act = Act.objects.get(authority__name="Swale")
    for key, day in ((act.serving.message_key, 17), ("", 15)):
        late = Message.objects.filter(key__startswith=key or "procedure notice", sent_at=None)
        late.update(state="sent", sent_at=datetime(2025, 1, day, 9, tzinfo=UTC))
    page = desk.page(f"acts/{act.public_id}/")
    assert "It was recorded as given on <strong>15 January 2025</strong>." in page
    assert "The mail went out on <strong>17 January 2025</strong>" in page
    assert "The last to object is 13 February 2025." in page
    other = Act.objects.get(authority__name="Natural England")
    page = desk.page(f"acts/{other.public_id}/")
    assert "It was recorded as given on" not in page
    assert "The last to object is 11 February 2025." in page
    assert "17 January 2025" in Client().get(link_of("Swale")).text
    it_is(monkeypatch, 2025, 2, 13)
    said = replies(link_of("Swale"), "object", grounds=["the strategy is materially deficient"], words="No ponds.")
    assert "it was given on 13 February 2025, and the last day was 13 February 2025" in said.replace("It was", "it was")
    timeline = Client().get(PUBLIC).text
    assert "17 January 2025" in timeline
    assert "13 February 2025" in timeline
