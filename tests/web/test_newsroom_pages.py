"""What readers see of what editors write: lists, pages, feeds, calendars, cards, search; and what they do not see."""

import io
import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision

from lnrs_web.audit.models import Event
from lnrs_web.editions.models import Edition
from lnrs_web.newsroom.calendar import calendar
from lnrs_web.newsroom.models import EventPiece, NewsPiece, Picture
from lnrs_web.newsroom.queries import KINDS, changed
from lnrs_web.newsroom.scheduled import publish_due
from lnrs_web.newsroom.views import ON_A_PAGE

from .newsroom import download, event, news, picture, section, story, words
from .people import holder, signed_in
from .published import publish, publish_later

pytestmark = pytest.mark.django_db
AREA = "/kent-and-medway/"
ATOM = "{http://www.w3.org/2005/Atom}"


def text(address: str, status: int = 200) -> str:
    answer = Client().get(AREA + address)
    assert answer.status_code == status, address
    return answer.text


def test_every_list_says_so_where_nothing_is_in_it() -> None:
    publish()
    assert text("find-out-more/").count("Nothing yet.") == len(KINDS)
    for kind in KINDS:
        assert "No event is planned" in text(f"{kind}/") or "Nothing here yet" in text(f"{kind}/")
    text("stories/no-such-story/", 404)
    text("stories/?p=2", 404)
    text("stories/?p=x", 404)


def test_a_draft_is_nowhere_and_what_is_published_everywhere_at_once() -> None:
    publish()
    page = story("A hedge in Elham", live=False)
    places = (
        "find-out-more/",
        "stories/",
        "find-out-more/feed.xml",
        "find-out-more/rss.xml",
        "search/?q=hedge+in+elham",
    )
    for place in places:
        assert "A hedge in Elham" not in text(place)
    text("stories/a-hedge/", 404)
    text("stories/a-hedge/card.png", 404)
    page.save_revision().publish()
    for place in places:
        assert "A hedge in Elham" in re.sub("</?mark>", "", text(place)), place
    assert "It grew." in text("stories/a-hedge/")
    assert 'alt="A young hedge beside a field."' in text("stories/a-hedge/")
    page.refresh_from_db()
    page.unpublish()
    for place in places:
        assert "A hedge in Elham" not in text(place), place
    text("stories/a-hedge/", 404)


def test_a_page_is_found_in_every_edition_and_in_the_next() -> None:
    publish()
    story(body=words("Dormice crossed it."))
    publish_later()
    assert "A hedge in Elham" in re.sub("</?mark>", "", text("search/?q=dormice"))


def test_a_list_goes_on_over_pages() -> None:
    publish()
    for number in range(ON_A_PAGE + 1):
        news(f"News {number}", slug=f"news-{number}")
    assert "Page 1 of 2" in text("news/")
    assert f"News {ON_A_PAGE}<" in text("news/")
    assert "News 0<" in text("news/?p=2")
    assert 'rel="next"' not in text("news/?p=2")


def test_events_are_in_order_and_go_when_they_are_over() -> None:
    publish()
    now = timezone.now()
    event("Later", begins_at=now + timedelta(days=9), slug="later")
    event("Sooner", begins_at=now + timedelta(days=2), slug="sooner")
    event("Gone", begins_at=now - timedelta(days=2), slug="gone")
    shown = text("events/")
    assert shown.index("Sooner") < shown.index("Later") < shown.index("<h2>Over</h2>") < shown.index("Gone")
    assert "Gone" not in text("find-out-more/")
    assert "Gone" not in text("events.ics")


def test_a_calendar_is_as_the_standard_has_it() -> None:
    publish()
    told = "Bring boots, gloves; and a friend\\neighbour. " * 5
    made = event("Bäume pflanzen", summary=told[:240])
    lines = text(f"events/{made.slug}.ics").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= 75 for line in lines)
    whole = "".join(line[1:] if line.startswith(" ") else "\n" + line for line in lines)
    assert "SUMMARY:Bäume pflanzen" in whole
    assert "DESCRIPTION:Bring boots\\, gloves\\; and a friend\\\\neighbour." in whole
    assert f"DTSTART:{made.begins_at:%Y%m%dT%H%M%SZ}" in whole
    assert calendar(EventPiece.objects.none(), "a").count("BEGIN:VEVENT") == 0


def test_an_event_ends_after_it_has_begun() -> None:
    publish()
    made = event()
    made.ends_at = made.begins_at
    with pytest.raises(Exception, match="ends after it has begun"):
        made.full_clean()


def test_feeds_can_be_read_and_lead_to_the_pages(settings) -> None:  # type: ignore[no-untyped-def]
    settings.ADDRESS = "https://nature.example.org"
    publish()
    story()
    news(is_example=True)
    feed = ElementTree.fromstring(text("find-out-more/feed.xml"))
    entries = {one.findtext(f"{ATOM}title"): one for one in feed.findall(f"{ATOM}entry")}
    assert entries.keys() == {"A hedge in Elham", "Example: The strategy is published"}
    link = entries["A hedge in Elham"].find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "https://nature.example.org/kent-and-medway/stories/a-hedge/"
    rss = ElementTree.fromstring(text("find-out-more/rss.xml"))
    assert len(rss.findall("channel/item")) == 2


def test_a_card_is_named_on_the_page_and_drawn_with_its_title(settings) -> None:  # type: ignore[no-untyped-def]
    settings.ADDRESS = "https://nature.example.org"
    publish()
    story()
    page = text("stories/a-hedge/")
    assert (
        '<meta property="og:image" content="https://nature.example.org/kent-and-medway/stories/a-hedge/card.png">'
        in page
    )
    assert '<meta property="og:title" content="A hedge in Elham">' in page
    first = Client().get(f"{AREA}stories/a-hedge/card.png")
    drawn = Image.open(io.BytesIO(first.content))
    assert (drawn.size, drawn.format) == ((1200, 630), "PNG")
    assert Client().get(f"{AREA}stories/a-hedge/card.png").content == first.content
    story("Another title", slug="another")
    assert Client().get(f"{AREA}stories/another/card.png").content != first.content


def test_what_is_scheduled_is_published_when_its_time_comes_and_goes_when_that_comes() -> None:
    publish()
    now = timezone.now()
    page = news("On Monday", slug="monday", live=False)
    page.go_live_at, page.expire_at = now + timedelta(days=1), now + timedelta(days=2)
    page.save_revision().publish()
    text("news/monday/", 404)
    assert publish_due(now, by="a test") == 0
    page.refresh_from_db()
    revision = page.latest_revision
    revision.approved_go_live_at = now - timedelta(minutes=1)
    content = revision.content | {"go_live_at": (now - timedelta(minutes=1)).isoformat()}
    type(revision).objects.filter(pk=revision.pk).update(
        approved_go_live_at=revision.approved_go_live_at, content=content
    )
    assert publish_due(now, by="a test") == 1
    assert "On Monday" in text("news/")
    type(page).objects.filter(pk=page.pk).update(expire_at=now - timedelta(seconds=1))
    assert publish_due(now, by="a test") == 1
    text("news/monday/", 404)
    done = Event.objects.filter(which=f"page {page.pk}").order_by("id").values_list("what", "by")
    assert list(done)[-2:] == [("publish page as scheduled", "a test"), ("unpublish page as scheduled", "a test")]


def test_a_page_that_fails_keeps_no_other_back(monkeypatch: pytest.MonkeyPatch) -> None:
    publish()
    now = timezone.now()
    pages = [news(name, slug=name.lower()) for name in ("First", "Second")]
    Page.objects.filter(pk__in=[one.pk for one in pages]).update(expire_at=now - timedelta(seconds=1))
    unpublish = NewsPiece.unpublish

    def fails_once(self: NewsPiece, **more: Any) -> Any:
        if self.pk == pages[0].pk:
            raise ValueError("no such thing")
        return unpublish(self, **more)

    monkeypatch.setattr(NewsPiece, "unpublish", fails_once)
    with pytest.raises(ValueError, match="no such thing"):
        publish_due(now, by="a test")
    text("news/first/")
    text("news/second/", 404)


def test_a_page_that_goes_at_the_time_of_its_next_version_stays_away() -> None:
    publish()
    now = timezone.now()
    page = news("First", slug="first")
    revision = page.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=now - timedelta(minutes=1))
    Page.objects.filter(pk=page.pk).update(expire_at=now - timedelta(minutes=1))
    assert publish_due(now, by="a test") == 1
    text("news/first/", 404)


def test_a_picture_that_is_described_anew_is_shown_so_at_once() -> None:
    publish()
    told = story()
    assert "A young hedge beside a field." in text("stories/a-hedge/")
    edit = reverse("wagtailimages:edit", args=[told.picture.pk])
    said = {"title": "A", "description": "A hawthorn hedge.", "collection": told.picture.collection_id}
    before = changed(Edition.objects.get())
    assert signed_in(holder("editor")).post(edit, said).status_code == 302
    assert "A hawthorn hedge." in text("stories/a-hedge/")
    assert changed(Edition.objects.get()) != before


def test_an_act_that_is_there_last_though_it_was_begun_first_is_seen() -> None:
    """As on PostgreSQL, where a number is given when an act begins, and the row is seen when it ends."""
    publish()
    now, edition = timezone.now(), Edition.objects.get()
    told, other = story(), news()
    last = {"label": "x", "timestamp": now, "object_id": str(told.picture.pk), "action": "wagtail.edit"}
    last["content_type"] = ContentType.objects.get_for_model(Picture)
    ModelLogEntry.objects.create(pk=1_000, **last)
    before = changed(edition)
    ModelLogEntry.objects.create(pk=999, **last)
    assert changed(edition) != before, "a picture"

    PageLogEntry.objects.create(pk=10_000, page=other, label="x", timestamp=now, action="wagtail.publish")
    Page.objects.filter(pk=other.pk).update(last_published_at=now + timedelta(minutes=1))
    before = changed(edition)
    Page.objects.filter(pk=told.pk).update(title="Another title", last_published_at=now)
    PageLogEntry.objects.create(pk=9_999, page=told, label="x", timestamp=now, action="wagtail.publish")
    assert changed(edition) != before, "a page"


def test_guidance_has_a_picture_where_an_editor_gives_one() -> None:
    publish()
    address = reverse("wagtailadmin_pages:add", args=["newsroom", "guidancepiece", section().pk])
    assert 'name="picture"' in signed_in(holder("editor")).get(address).text


def test_a_file_is_taken_away_and_never_shown_within_the_site() -> None:
    publish()
    sent = download()
    answer = Client().get(sent.url)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 a hedge"
    assert answer["Content-Disposition"] == f'attachment; filename="{sent.filename}"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    for guessed in (f"{sent.pk}-{sent.mark}/other.pdf", f"{sent.pk}/{sent.filename}", f"{sent.pk}-0/{sent.filename}"):
        assert Client().get(f"/media/downloads/{guessed}").status_code == 404, guessed


def test_the_picture_that_was_sent_is_not_given_out() -> None:
    publish()
    sent = picture()
    name = str(sent.file.name).rpartition("/")[2]
    for address in (f"/media/images/{name}", f"/media/original_images/{name}", "/media/images/..%2Fa.jpg"):
        assert Client().get(address).status_code == 404, address


def test_the_pages_of_the_demonstration_are_published_once_and_say_what_they_are() -> None:
    publish()
    out = io.StringIO()
    call_command("example_pages", "kent-and-medway", stdout=out)
    call_command("example_pages", stdout=out)
    assert out.getvalue().replace("\xa0", " ").splitlines() == [
        "11 example pages published in Kent and Medway.",
        "0 example pages published in Kent and Medway.",
    ]
    assert Picture.objects.count() == 3
    for kind in KINDS:
        assert "An invented example" in text(f"{kind}/")
    with pytest.raises(SystemExit) as ended:
        call_command("example_pages", "nowhere")
    assert ended.value.code == 12
