"""Pages that change with time, in an edition that is not current: links stay in it, and none is called lasting."""

from datetime import date, timedelta

import pytest
from django.test import Client

from lnrs_web.areas.models import StrategyArea
from lnrs_web.editions.models import Edition
from lnrs_web.engagement.models import Contribution, Event

from .people import KENT
from .published import AREA, Page, publish, publish_later
from .saying import SAY, Writer, activity
from .test_say_published import said

Old = tuple[Edition, Contribution]
pytestmark = pytest.mark.django_db
TRANSACTIONS = ("/begin/", "/take-part/", "/paper-form.pdf", "/contributions/map.svg")


@pytest.fixture
def old() -> Old:
    """An edition with an activity, a contribution to it and an event, that another has superseded."""
    edition = publish()
    one = activity(edition)
    contribution = said(one, "Orchids on the bank")
    Event.objects.create(
        area=one.area, activity=one, title="Walk", place="Wye", held_on=date(2026, 9, 1), attendance=7, is_public=True
    )
    long_ago = one.opens_at - timedelta(days=9)
    activity(edition, slug="closed", title="Closed", opens_at=long_ago, closes_at=one.opens_at)
    publish_later()
    return edition, contribution


def links_of(html: str) -> set[str]:
    return {link for link in Page(html).all("href") if link.startswith(AREA)}


@pytest.mark.parametrize(
    "page",
    [
        "have-your-say/",
        "have-your-say/what-you-value/",
        "have-your-say/closed/",
        "have-your-say/what-you-value/contributions/",
        "have-your-say/what-you-value/contributions/{reference}/",
        "have-your-say/events/{event}/",
        "procedure/",
    ],
)
def test_links_stay_in_an_older_edition_and_none_is_called_lasting(client: Client, old: Old, page: str) -> None:
    edition, contribution = old
    path = AREA + page.format(reference=contribution.reference, event=Event.objects.get().public_id)
    answer = client.get(f"{path}?edition={edition.identity}")
    assert answer.status_code == 200
    assert "This is not the current edition" in answer.text
    assert "A lasting link" not in answer.text
    assert "This page changes as people take part and" in answer.text
    away = {link for link in links_of(answer.text) if f"edition={edition.identity}" not in link}
    assert {link for link in away if not any(part in link for part in TRANSACTIONS)} == {path}
    now = client.get(path)
    assert "A lasting link" not in now.text
    assert not {link for link in links_of(now.text) if "edition=" in link} - {f"{AREA}?edition={edition.identity}"}


def test_filters_go_along_to_the_current_edition(client: Client, old: Old) -> None:
    edition, contribution = old
    page = f"{SAY}what-you-value/contributions/"
    answer = client.get(f"{page}?edition={edition.identity}&by=farmer&q=orchids")
    assert f'href="{page}?q=orchids&amp;by=farmer">see edition draft-2' in answer.text
    assert f'<input type="hidden" name="edition" value="{edition.identity}">' in answer.text
    found = client.get(f"{page}?edition={edition.identity}&reference={contribution.reference}")
    assert found.headers["Location"] == f"{page}{contribution.reference}/?edition={edition.identity}"
    assert client.get(f"{page}?reference={contribution.reference}").headers["Location"].endswith("/")


@pytest.mark.usefixtures("old")
def test_what_a_link_names_goes_along_to_the_activity_with_its_edition(client: Client) -> None:
    page = client.get(f"{SAY}?about=measure:GL1.1").text
    current = Edition.objects.get(stage="published").identity
    assert f"{SAY}what-you-value/?about=measure%3AGL1.1%40{current}" in links_of(page)


def test_the_page_of_an_activity_is_for_one_browser_once_it_has_begun() -> None:
    activity(publish())
    writer = Writer()
    assert "Cache-Control" not in writer.client.get(writer.home).headers
    writer.begins()
    mine = writer.client.get(writer.home)
    assert "You have begun already" in mine.text
    assert mine.headers["Cache-Control"] == "no-store, private"
    assert "Cache-Control" not in Client().get(writer.home).headers


def test_before_there_is_an_edition_links_name_none(client: Client) -> None:
    StrategyArea.objects.create(lnrs_id=KENT, slug="kent-and-medway", name="Kent", responsible_authority="Its council")
    activity()
    assert f"{SAY}what-you-value/" in links_of(client.get(SAY).text)
    assert client.get(f"{SAY}what-you-value/").status_code == 200
