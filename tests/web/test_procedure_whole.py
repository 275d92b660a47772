"""One strategy from appointment to review, as its officers, its authorities and the public see it go by.

The days of Kent's consultation, its authorities' last day and its publication are those that it published.
"""

from datetime import date

import pytest
from django.test import Client

from lnrs_web.audit.queries import done_to
from lnrs_web.editions.models import Edition
from lnrs_web.outbox.models import Message
from lnrs_web.procedure.models import Act, Publication

from .procedure import AREA, DESK, PUBLIC, Desk, authorities, it_is, kinds, link_of, replies
from .published import publish

pytestmark = pytest.mark.django_db


def test_a_strategy_goes_from_appointment_to_review(monkeypatch: pytest.MonkeyPatch) -> None:
    edition = publish(stop_at_import=True)
    it_is(monkeypatch, 2024, 11, 1)
    desk, second = Desk(), Desk("second@example.org")
    who = authorities(desk.who)

    # What was done before the site was there is recorded with its own days.
    desk.records("appointed", date(2023, 6, 30))
    desk.records("preparation-announced", date(2023, 10, 2))
    desk.records("supporting-authorities-involved", date(2024, 2, 1), words="A group that meets each month.")
    assert "Stage: <strong>Preparing</strong>" in desk.page()

    # The draft is given to everyone by mail, each with a link of its own.
    desk.gives("draft-given", who.values(), edition=edition.identity)
    assert Message.objects.filter(key__startswith="procedure notice").count() == 4
    assert "Stage: <strong>Pre-consultation</strong>" in desk.page()
    assert "28 November 2024" in desk.page()
    assert "The time runs to 28 November 2024" in desk.page()

    # Swale is content, Tunbridge Wells objects on day 28; the others stay silent.
    it_is(monkeypatch, 2024, 11, 10)
    assert "Content with the consultation draft" in replies(link_of("Swale"), "content")
    it_is(monkeypatch, 2024, 11, 28)
    page = replies(
        link_of("Tunbridge Wells"), "object", grounds=["the strategy is materially deficient"], words="No ponds."
    )
    assert "It was given on 28 November 2024, and the last day was 28 November 2024" in page
    assert "Stage: <strong>Objection made</strong>" in desk.page()
    assert "An answer is owed to Tunbridge Wells" in desk.page()

    # It is answered, and dealt with: how is for the authority to say, with its reasons.
    it_is(monkeypatch, 2024, 12, 6)
    tunbridge = str(who["Tunbridge Wells"].public_id)
    desk.records("objection-answered", date(2024, 12, 6), authority=tunbridge, words="Ponds are in now.")
    assert "For you to decide:" in desk.page()
    desk.records("objection-settled", date(2024, 12, 6), authority=tunbridge, words="They wrote that this is enough.")
    assert "neither objection nor support" in desk.page()

    # The public is consulted.
    it_is(monkeypatch, 2025, 9, 2)
    desk = Desk()
    desk.records("consultation-opened", date(2025, 1, 16))
    desk.records("consultation-closed", date(2025, 3, 12))
    desk.records("responses-considered", date(2025, 6, 27))
    assert "Stage: <strong>Considering responses</strong>" in desk.page()

    # The final strategy is given: the last day is 29 September 2025, and publication may not be before.
    supporting = [one for one in who.values() if one.role == "supporting"]
    desk.gives("final-given", supporting, edition=edition.identity)
    assert "29 September 2025" in desk.page()
    assert "Not yet:" in desk.page()

    # Two officers publish it, on 28 November 2025.
    it_is(monkeypatch, 2025, 11, 28)
    assert "<strong>It may be done.</strong>" in desk.page()
    desk.sends("publish/", {"edition": edition.identity, "as": "strategy"})
    asked = Publication.objects.get()
    assert Client().get("/kent-and-medway/").status_code == 404
    desk.sends(f"publish/{asked.public_id}/", {"answer": "agree"}, status=400)
    assert "Published" in second.sends(f"publish/{asked.public_id}/", {"answer": "agree"})
    edition.refresh_from_db()
    assert edition.stage == Edition.Stage.PUBLISHED
    act = Act.objects.get(kind="published")
    assert (act.on, act.edition) == (date(2025, 11, 28), edition)
    last = done_to(str(act.public_id)).last()
    assert last
    assert act.edition_sha256 in last.became
    desk.records("handed-over", date(2025, 11, 28))

    # Everyone sees all of it.
    timeline = Client().get(PUBLIC).text
    for words in (
        "The strategy is published.",
        "No ponds.",
        "Ponds are in now.",
        act.edition_sha256,
        "29 September 2025",
    ):
        assert words in timeline
    assert "Ann Clerk" not in timeline
    assert "example.org" not in timeline

    # A review notice names a day, and the review begins in time.
    it_is(monkeypatch, 2026, 10, 1)
    desk = Desk()
    desk.records(
        "review-notice",
        date(2026, 5, 1),
        begin_before="2026-10-15",
        end_indicated="2027-10-01",
        republication_indicated="2028-03-01",
        in_writing="yes",
    )
    assert "Begin the review" in desk.page()
    assert "14 October 2026" in desk.page()
    desk.records("review-begun", date(2026, 9, 20))
    assert "Stage: <strong>Reviewing</strong>" in desk.page()
    assert "The strategy is being reviewed." in Client().get(PUBLIC).text
    assert kinds()[-1] == "review-begun"
    assert AREA.name in desk.client.get("/desk/procedure/").text
    assert desk.client.get(DESK + "findings/").status_code == 200
