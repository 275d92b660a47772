"""What people speak of: a paragraph with its words, a place of a map, also in another edition than the activity's."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
import shapely
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from lnrs.document import tree
from lnrs_web.editions import actions
from lnrs_web.editions.models import Measure, Place
from lnrs_web.engagement.actions.activities import close
from lnrs_web.engagement.actions.entering import Entered, take_in
from lnrs_web.engagement.actions.states import become
from lnrs_web.engagement.models import Activity, Contribution, Location
from lnrs_web.engagement.subjects import subject_for, subject_in
from lnrs_web.strategy import prose

from ..unit.edition_case import case
from .heard import DESK
from .people import officer, signed_in
from .published import AREA, BY, imported, publish, publish_later
from .saying import SAY, Asked, Writer, activity, unhurried

pytestmark = pytest.mark.django_db
TEXT = (Asked("comment", "long", "What do you want to say?", required=True),)
CHAPTER = f"{AREA}strategy/chapters/using/"
LINK = "Comment on this paragraph"


@pytest.fixture
def edition():
    return publish()


def comments(edition, **fields) -> Activity:
    """An activity that takes comments on the strategy's words."""
    return activity(edition, questions=TEXT, kind="comments", asks_mail="no", **fields)


def using(edition) -> prose.Prose:
    chapter = prose.chapter(edition, "using")
    assert chapter
    return chapter


def test_each_paragraph_has_a_link_only_while_comments_on_words_are_asked_for(edition) -> None:
    reader = Client()
    before = reader.get(CHAPTER)
    assert LINK not in before.text
    asked = comments(edition)
    page = reader.get(CHAPTER).text
    passages = using(edition).passages
    assert page.count(LINK) == len(passages) > 0
    for one in passages:
        assert f'id="using.{one.number}"' in page
        assert f"{SAY}what-you-value/?about=paragraph:using.{one.number}@{edition.identity}" in page
    assert reader.get(CHAPTER, headers={"If-None-Match": before["ETag"]}).status_code == 200
    close(asked, by=officer())
    assert reader.get(CHAPTER).text == before.text


@pytest.mark.parametrize(
    "fields", [{"released": False}, {"kind": "survey"}, {"opens_at": timezone.now() + timezone.timedelta(days=2)}]
)
def test_an_activity_that_takes_no_comments_on_words_now_makes_no_links(edition, fields) -> None:
    activity(edition, **({"kind": "comments"} | fields))
    assert LINK not in Client().get(CHAPTER).text
    assert LINK not in Client().get(f"{AREA}strategy/").text


def test_where_two_take_comments_the_reader_chooses(edition) -> None:
    comments(edition)
    comments(edition, slug="more", title="More")
    page = Client().get(CHAPTER).text
    assert f'"{SAY}?about=paragraph:using.1@' in page
    choice = Client().get(SAY, {"about": f"paragraph:using.1@{edition.identity}"}).text
    assert using(edition).passages[0].words[:40] in choice.replace("&#x27;", "'")
    assert f"{SAY}more/?about=paragraph%3Ausing.1%40{edition.identity}" in choice


def test_the_words_of_the_paragraph_are_on_every_page_to_the_desk_and_in_the_table(edition) -> None:
    one = comments(edition)
    passage = using(edition).passages[0]
    about = f"paragraph:using.1@{edition.identity}"
    writer = Writer()
    begin = writer.client.get(writer.home, {"about": about})
    assert f'name="about" value="{about}"' in begin.text
    assert begin.context["subject"].quote == passage.words
    writer.begins(about)
    kept = Location.objects.get()
    assert (kept.kind, kept.ref, kept.quote, kept.digest) == ("paragraph", "using.1", passage.words, passage.digest)
    page = writer.client.get(f"{writer.home}take-part/pages/about/")
    assert 'value="kept" checked' in page.text
    assert page.context["held"] == kept
    assert writer.writes("about", about="kept").status_code == 302
    question = writer.client.get(f"{writer.home}take-part/pages/q-comment/")
    assert question.context["subject"].quote == passage.words
    assert "spoken-of" in question.text
    writer.writes("q-comment", answer="Too soft")
    writer.writes("consent", may_publish="yes")
    check = writer.client.get(f"{writer.home}take-part/check/").text
    assert "Paragraph 1 of “" in check
    assert "“" + " ".join(passage.words.split())[:30] in check
    unhurried()
    writer.sends()
    given = Contribution.objects.get()
    assert given.revisions.get().content["locations"][0]["quote"] == passage.words
    assert given.revisions.get().content["locations"][0]["edition"] == edition.identity
    desk = signed_in(officer())
    assert "spoken-of" in desk.get(f"{DESK}{given.pk}/").text
    layers = zipfile.ZipFile(io.BytesIO(desk.get(f"{DESK}analysis/{one.public_id}/layers.zip").content))
    (row,) = csv.DictReader(io.StringIO(layers.read("contributions.csv").decode("utf-8-sig")))
    assert row["about"].startswith("paragraph using.1 Paragraph 1 of “")
    assert " ".join(passage.words.split()) in row["about"]


@pytest.mark.parametrize(
    "about",
    ["paragraph:using.0", "paragraph:using.99", "paragraph:using.x", "paragraph:nothing.1", "polygon:¹", "measure:"],
)
def test_what_is_not_there_is_no_subject(edition, about) -> None:
    assert subject_in(edition, about) is None
    assert subject_for(edition, "kent-and-medway", f"{about}@{edition.identity}") is None
    assert subject_for(edition, "kent-and-medway", "measure:GL1.1@no-such-edition") is None


@given(st.lists(st.text(alphabet="abc \n", min_size=1, max_size=9).filter(str.strip), min_size=1, max_size=6))
def test_a_paragraph_is_known_again_by_its_words_wherever_it_stands(words) -> None:
    chapter = prose._prose("c", "## T\n\n" + "\n\n".join(" ".join(one.split()) for one in words))
    moved = prose._prose("c", "## T\n\nNew first.\n\n" + "\n\n".join("  ".join(one.split()) for one in words))
    assert [one.number for one in chapter.passages] == list(range(1, len(chapter.passages) + 1))
    assert [one.digest for one in chapter.passages] == [one.digest for one in moved.passages][1:]


def drafted(edition):
    """A later edition of the same area, published beside the first, whose meadow and so its places differ."""
    later = publish_later()
    edition.refresh_from_db()
    return later


def places_of(edition) -> dict[int, tuple[str, shapely.Geometry]]:
    found = Place.objects.filter(edition=edition).select_related("measure", "piece")
    return {one.number: (one.measure.ref, one.piece.shape) for one in found}


def test_a_place_of_another_edition_is_the_same_place_there_or_says_which_edition_it_is_of(edition) -> None:
    later = drafted(edition)
    old, new = places_of(edition), places_of(later)
    same, gone = 0, 0
    for number, (measure, shape) in old.items():
        twins = [n for n, (ref, other) in new.items() if ref == measure and other.equals(shape)]
        found = subject_for(later, "kent-and-medway", f"polygon:{number}@{edition.identity}")
        assert found
        if twins:
            same += 1
            assert (found.edition, int(found.ref)) == (later, twins[0])
        else:
            gone += 1
            assert (found.edition, int(found.ref)) == (edition, number)
            assert found.called.startswith(f"Place {number} of measure {measure}")
            assert found.called.endswith(f"in edition {edition.name}")
    assert same or gone


def test_a_place_that_is_the_same_but_numbered_otherwise_is_found_by_its_land_and_measure(edition) -> None:
    later = actions.publish(imported(case(edition="draft-3")), by=BY)
    place = Place.objects.filter(edition=later).order_by("number").first()
    assert place
    Place.objects.filter(pk=place.pk).update(number=900)
    found = subject_for(later, "kent-and-medway", f"polygon:{place.number}@{edition.identity}")
    assert found
    assert (found.edition, found.ref) == (later, "900")


def test_a_place_of_another_edition_is_said_to_be_on_the_form_on_the_check_and_at_the_desk(edition) -> None:
    later = drafted(edition)
    comments(later)
    number = Place.objects.filter(edition=edition).order_by("number").values_list("number", flat=True)[0]
    Place.objects.filter(edition=later).delete()
    about = f"polygon:{number}@{edition.identity}"
    writer = Writer()
    begin = writer.client.get(writer.home, {"about": about}).text
    words = f"It is in edition {edition.name} of 1 October 2026."
    assert words in begin
    assert f'value="{about}"' in begin
    writer.begins(about)
    page = writer.client.get(f"{writer.home}take-part/pages/about/").text
    assert words in page
    assert f"Place {number} of measure" in page
    writer.writes("about", about="kept")
    writer.writes("q-comment", answer="It is woodland")
    writer.writes("consent", may_publish="yes")
    assert f"in edition {edition.name}" in writer.client.get(f"{writer.home}take-part/check/").text
    unhurried()
    writer.sends()
    given = Contribution.objects.get()
    assert given.locations.get().edition == edition
    assert f"It is in edition {edition.name} of" in signed_in(officer()).get(f"{DESK}{given.pk}/").text


def outlined(edition) -> tuple[Writer, Place]:
    """Somebody who has begun to correct a place of the map, and that place."""
    activity(edition, questions=TEXT, kind="corrections", asks_mail="no", asks_place="must")
    place = Place.objects.filter(edition=edition).select_related("piece", "measure").order_by("number").first()
    assert place
    writer = Writer()
    writer.begins(f"polygon:{place.number}@{edition.identity}")
    writer.writes("about", about="kept")
    writer.writes("q-comment", answer="It is arable")
    return writer, place


def test_a_place_of_the_map_is_a_place_and_is_called_by_its_parish_and_measure(edition) -> None:
    writer, place = outlined(edition)
    page = writer.client.get(f"{writer.home}take-part/pages/place/")
    assert 'id="way-none" checked' in page.text
    assert "No single place" not in page.text
    called = Location.objects.get(kind="polygon").called
    assert re.match(rf"Place {place.number} on the map(, in [^:]+)?: {place.measure.ref} ", called)
    assert f"All of {escape(called)}" in page.text
    writer.writes("place", way="none")
    writer.writes("consent", may_publish="yes")
    check = writer.client.get(f"{writer.home}take-part/check/").text
    assert "All of that place, as the map has it" in check
    unhurried()
    writer.sends()
    assert [one.kind for one in Contribution.objects.get(state="moderation").locations.all()] == ["polygon"]


def test_a_place_of_the_map_is_corrected_from_its_own_outline(edition) -> None:
    writer, place = outlined(edition)
    drawn = writer.client.get(f"{writer.home}take-part/pages/place/").context["given"]["drawn"]
    shape = shapely.from_geojson(json.dumps(json.loads(drawn)["features"][0]["geometry"]))
    writer.writes("place", way="drawn", drawn=drawn)  # nothing was moved: it is the place itself
    assert [one.kind for one in Location.objects.all()] == ["polygon"]
    less = shapely.simplify(shape.intersection(shapely.box(*shape.centroid.coords[0], *shape.bounds[2:])), 0)
    writer.writes("place", way="drawn", drawn=shapely.to_geojson(less))
    kinds = {one.kind: one.shape for one in Location.objects.all()}
    assert set(kinds) == {"polygon", "area"}
    assert kinds["area"].area == pytest.approx(place.piece.shape.area / 4, rel=0.02)
    again = writer.client.get(f"{writer.home}take-part/pages/place/")
    assert 'id="way-kept" checked' in again.text
    writer.writes("place", way="none")
    assert [one.kind for one in Location.objects.all()] == ["polygon"]


def test_who_speaks_of_a_place_of_the_map_is_led_to_corrections_first(edition) -> None:
    comments(edition, closes_at=timezone.now() + timedelta(days=1))
    one = activity(edition, questions=TEXT, kind="corrections", slug="right", closes_at=timezone.now() + timedelta(9))
    place = Place.objects.filter(edition=edition).first()
    assert place
    page = Client().get(SAY, {"about": f"polygon:{place.number}"})
    assert page.context["open"][0] == one
    assert Client().get(SAY).context["open"][1] == one


def test_a_measure_whose_words_changed_keeps_its_edition_and_one_that_did_not_is_the_activitys(edition) -> None:
    later = drafted(edition)
    about = f"measure:GL1.1@{edition.identity}"
    same = subject_for(later, "kent-and-medway", about)
    assert same
    assert same.edition == later
    Measure.objects.filter(edition=later, ref="GL1.1").update(measure="Something else")
    other = subject_for(later, "kent-and-medway", about)
    assert other
    assert other.edition == edition
    assert other.called.endswith(f", in edition {edition.name}")


def test_a_published_measure_of_another_edition_leads_to_no_page_of_this_one(edition) -> None:
    later = drafted(edition)
    one = comments(later)
    found = subject_for(later, "kent-and-medway", f"measure:GL1.1@{edition.identity}")
    Measure.objects.filter(edition=later, ref="GL1.1").update(measure="Something else")
    other = subject_for(later, "kent-and-medway", f"measure:GL1.1@{edition.identity}")
    for subject, leads in ((found, True), (other, False)):
        sent = Entered("letter", timezone.now(), {"comment": "Yes"}, locations=[subject], may_publish=True)
        given = become(take_in(one, sent, by=officer()), "published", by=officer())
        page = Client().get(f"{SAY}what-you-value/contributions/{given.reference}/").text
        assert ("strategy/measures/GL1.1/" in page) == leads
        assert subject
        assert subject.called in page.replace("&#x27;", "'")


def test_a_paragraph_that_moved_is_found_and_one_that_changed_keeps_its_words_and_its_edition(
    edition, monkeypatch
) -> None:
    later = drafted(edition)
    about, real = f"paragraph:using.1@{edition.identity}", prose.chapter
    same = subject_for(later, "kent-and-medway", about)
    assert same
    assert (same.edition, same.ref) == (later, "using.1")
    (held,) = using(edition).blocks
    new = tree.Paragraph(("It asks something.",))

    def rewritten(*blocks):
        def chapter(of, name):
            found = real(of, name)
            return replace(found, blocks=blocks) if of == later and found else found

        monkeypatch.setattr(prose, "chapter", chapter)

    rewritten(new, held)
    moved = subject_for(later, "kent-and-medway", about)
    assert moved
    assert (moved.edition, moved.ref) == (later, "using.2")
    rewritten(new)
    other = subject_for(later, "kent-and-medway", about)
    assert other
    assert (other.edition, other.ref) == (edition, "using.1")
    assert other.quote == "It asks nothing of anyone."
    assert other.called.endswith(f", in edition {edition.name}")
    whole = subject_for(later, "kent-and-medway", f"paragraph:using@{edition.identity}")
    assert whole
    assert whole.edition == edition


def test_links_from_the_pages_of_an_edition_carry_its_identity(edition) -> None:
    page = Client().get(f"{AREA}strategy/measures/GL1.1/").text
    assert f"about=measure%3AGL1.1%40{edition.identity}" in page
