"""What briefings read of petitions."""

import io
import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from lnrs_web.petition import counts
from lnrs_web.petition.models import AreaTally, PaperBatch

from .people import ELSEWHERE, KENT
from .petitions import HOME, bare
from .published import publish

pytestmark = pytest.mark.django_db


def test_a_briefing_reads_the_whole_petition_and_the_rounded_number_of_its_area() -> None:
    one = bare(counted=1234, areas_at=timezone.now())
    AreaTally.objects.create(petition=one, kind="ward", code="E05000001", at_least=15)
    sheets = {"petition": one, "received_on": date(2026, 11, 2), "source": "A fair", "entered_by": "a test"}
    PaperBatch.objects.create(scan_reference="box 1", names=40, refused=2, **sheets)
    PaperBatch.objects.create(scan_reference="box 2", names=9, cancelled_at=timezone.now(), **sheets)
    (here,) = counts.in_area(KENT, counts.WARD, "E05000001")
    assert (here.totals.online, here.totals.paper, here.totals.together) == (1234, 38, 1272)
    assert here.totals.share == 1272 / 80_000
    assert (here.here.at_least, here.here.in_words) == (15, "15 or a few more")
    assert counts.in_area(ELSEWHERE, counts.WARD, "E05000001") == []


def test_an_area_that_is_not_published_is_not_shown_and_a_draft_is_nobodys() -> None:
    one = bare()
    bare("draft", slug="another")
    (here,) = counts.in_area(KENT, counts.DISTRICT, "E07000113")
    assert here.petition == one
    assert (here.here.in_words, here.as_of) == ("not shown", None)
    assert counts.by_area(one, counts.DISTRICT) == []


def test_milestones_are_reached_by_signatures_online_and_on_paper_together() -> None:
    one = bare(counted=9_990)
    assert counts.milestones(one, counts.totals_of(one)) == [(10_000, "The council debates it", False)]
    PaperBatch.objects.create(
        petition=one, received_on=date(2026, 11, 2), source="A", scan_reference="1", names=10, entered_by="a test"
    )
    assert counts.milestones(one, counts.totals_of(one))[0][2]


def test_a_petition_that_is_sent_on_shows_its_card_and_says_of_nobody_that_they_signed() -> None:
    petition = bare()
    publish()
    shown = Client().get(f"{HOME}{petition.slug}/").text
    assert f'<meta property="og:title" content="{petition.title}">' in shown
    [picture] = re.findall(r'property="og:image" content="https?://[^/]+([^"]+)"', shown)
    card = Client().get(picture)
    assert card.headers["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(card.content)).size == (1200, 630)
    assert not card.cookies
    assert "mailto:?subject=" in shown
    assert "I%20have%20signed" not in shown
    assert "I%20have%20signed" in Client().get(f"{HOME}{petition.slug}/thanks/").text
    bare("draft", slug="not-yet", title="Not yet")
    assert Client().get(f"{HOME}not-yet/card.png").status_code == 404


def test_a_closed_petition_asks_nobody_to_sign_and_promises_no_new_signatures() -> None:
    publish()
    told = {"still signed": "within a minute", "asked": "Will%20you%20sign", "button": "Sign this petition"}
    still = bare(counted_at=timezone.now())
    over = bare("closed", slug="over", closed_at=timezone.now(), counted_at=timezone.now())
    shown = {one.slug: Client().get(f"{HOME}{one.slug}/").text for one in (still, over)}
    assert all(words in shown[still.slug] for words in told.values())
    assert "This petition is closed." in shown[over.slug]
    assert not [words for words in told.values() if words in shown[over.slug]]
