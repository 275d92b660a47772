"""What may have been said twice is marked in the queue and listed on its page, at a cost that does not grow."""

import pytest
import shapely
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as some

from lnrs_web.analysis.same import is_same_place
from lnrs_web.areas.models import StrategyArea
from lnrs_web.engagement.locating import shaped
from lnrs_web.engagement.models import Activity, Contribution, Location
from lnrs_web.moderation.duplicates import others_of

from ..unit.edition_case import box
from .heard import DESK, desk, entered
from .people import KENT
from .published import publish
from .saying import activity

pytestmark = pytest.mark.django_db
MARKS = ("same person", "same place")


@pytest.fixture
def asked() -> Activity:
    return activity(publish())


def at(one: Contribution, x_m: float, y_m: float) -> None:
    """Says where it is: a point so many metres from a corner."""
    point = shapely.Point(600000 + x_m, 150000 + y_m)
    west, south, east, north = point.bounds
    Location.objects.create(
        contribution=one, kind="point", wkb=shapely.to_wkb(point), west=west, south=south, east=east, north=north
    )


def test_the_same_person_is_found_however_they_write_their_address(asked):
    one = entered(asked, "The orchard", mail="ann.smith@gmail.com")
    other = entered(asked, "The pond", mail="AnnSmith+lnrs@googlemail.com")
    entered(asked, "The marsh", mail="bob@example.org")
    entered(activity(slug="other", title="Other"), "The marsh", mail="ann.smith@gmail.com")
    page = desk().get(f"{DESK}{one.pk}/").text
    assert "From the same person" in page
    assert f'{DESK}{other.pk}/">{other.reference}</a>' in page
    assert "Of the same place" not in page
    assert [found.reference for found in others_of([one])[one.pk].people] == [other.reference]
    queue = desk().get(f"{DESK}?activity={asked.pk}").text
    assert queue.count("same person") == 2
    assert "same place" not in queue


def test_a_queue_of_contributions_with_many_places_each_is_shown(asked):
    first, *rest = [entered(asked, f"The wood {number}") for number in range(56)]
    for number, one in enumerate([first, *rest]):
        for step in range(20):
            at(one, 1000 * number + 200 * step, 500 * step)
    at(first, 1000, 0)
    assert desk().get(f"{DESK}?activity={asked.pk}").status_code == 200
    assert [one.reference for one in others_of([first, *rest])[first.pk].places] == [rest[0].reference]


def test_without_an_address_a_name_and_a_postcode_are_a_person(asked):
    one = entered(asked, "The orchard", name="Ann Smith", postcode="ME14 1XQ")
    entered(asked, "The pond", name="ann smith", postcode="ME14 1XQ")
    entered(asked, "The marsh", name="Bob", postcode="ME14 1XQ")
    entered(asked, "The wood", name="Ann Smith", postcode="ME14 2XQ")
    assert len(others_of([one])[one.pk].people) == 1


def test_places_50_m_apart_and_areas_that_overlap_are_the_same_and_parishes_are_not(asked):
    one, near, far, area, over = (entered(asked, f"Place {n}") for n in range(5))
    at(one, 0, 0)
    at(near, 50, 0)
    at(far, 101, 0)
    for which, shape in ((area, box(5, 5, 7, 7)), (over, box(5, 5, 7, 6.5))):
        place = shaped(shape, asked.edition)
        place.contribution = which
        place.save()
    for which in (one, far):
        Location.objects.create(contribution=which, kind="zone", ref="parish:E1", wkb=shapely.to_wkb(box(0, 0, 9, 9)))
    found = others_of([one, far, area])
    assert [other.pk for other in found[one.pk].places] == [near.pk]
    assert found[far.pk].places == []
    assert [other.pk for other in found[area.pk].places] == [over.pk]
    page = desk().get(f"{DESK}{one.pk}/").text
    assert "Of the same place" in page
    assert str(near.reference) in page
    assert desk().get(DESK).text.count("same place") == 4


def test_what_is_withdrawn_or_was_never_sent_is_no_duplicate(asked):
    one, other = (entered(asked, words, mail="ann@example.org") for words in ("The orchard", "The pond"))
    for state in ("withdrawn", "draft", "waiting"):
        Contribution.objects.filter(pk=other.pk).update(state=state)
        assert others_of([one])[one.pk].people == []


def test_a_queue_asks_as_many_questions_however_many_rows_it_has(asked):
    counts, client = [], desk()
    for number in (2, 6):
        for _ in range(number):
            at(entered(asked, "The orchard", mail="ann@example.org"), number, 0)
        with CaptureQueriesContext(
            connection,
        ) as asked_of_it:
            client.get(DESK)
        counts.append(len(asked_of_it))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=False)
@settings(max_examples=20, deadline=None)
@given(some.lists(some.tuples(some.integers(0, 200), some.integers(0, 60)), min_size=2, max_size=7))
def test_those_near_each_other_are_those_that_every_pair_compared_finds(places):
    StrategyArea.objects.get_or_create(lnrs_id=KENT, defaults={"slug": "kent-and-medway", "name": "Kent"})
    asked = Activity.objects.first() or activity()
    Contribution.objects.filter(activity=asked).delete()
    rows = [entered(asked, str(n)) for n in range(len(places))]
    for one, (x_m, y_m) in zip(rows, places, strict=True):
        at(one, x_m, y_m)
    shapes = [shapely.Point(*place) for place in places]
    for number, one in enumerate(rows):
        wanted = {n for n, shape in enumerate(shapes) if n != number and is_same_place(shapes[number], shape)}
        found = {rows.index(other) for other in others_of([one])[one.pk].places}
        assert wanted <= found  # and those that are joined to them
        assert bool(found) == bool(wanted)
