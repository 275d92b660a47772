"""Points, lines and areas that people draw: taken by the form's own fields, shown, and there again to be changed."""

import json

import pyproj
import pytest
import shapely
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lnrs_web.boundaries.parcels import LandRefused
from lnrs_web.engagement.actions.entering import Entered, take_in
from lnrs_web.engagement.desk.beginnings import beginning
from lnrs_web.engagement.drawn import drawn_again, own_name, read_drawn
from lnrs_web.engagement.models import Location
from lnrs_web.engagement.shaping import MOST, shaped

from ..unit.edition_case import point
from .heard import DESK
from .people import officer, signed_in
from .published import publish
from .saying import Writer, activity

TO_DEGREES = pyproj.Transformer.from_crs(27700, 4326, always_xy=True)
POND, LANE = shapely.Point(point(4, 3)), shapely.LineString([point(2, 2), point(6, 2), point(6, 5)])
FIELD = shapely.Polygon([point(2, 2), point(6, 2), point(6, 5), point(2, 5)])


def drawn(*shapes: shapely.Geometry, names: tuple[str, ...] = ()) -> str:
    """What the map puts in its field."""
    features = [
        {
            "type": "Feature",
            "properties": {"ref": names[number]} if names else {},
            "geometry": json.loads(shapely.to_geojson(shapely.transform(one, TO_DEGREES.transform, interleaved=False))),
        }
        for number, one in enumerate(shapes)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.fixture
def edition():
    return publish()


def near(one: Location, shape: shapely.Geometry) -> bool:
    """Whether a location is a shape, to a few centimetres."""
    assert one.shape is not None
    return bool(shapely.hausdorff_distance(one.shape, shape) < 0.05)


@pytest.mark.django_db
def test_a_point_a_line_and_an_area_are_kept_in_the_order_and_by_the_names_that_they_were_drawn_with(edition) -> None:
    activity(edition, asks_place="must")
    writer = Writer()
    writer.begins()
    names = ("Area 1", "The pond", "Line 1")
    answer = writer.writes("place", way="drawn", drawn=drawn(FIELD, POND, LANE, names=names))
    assert answer.status_code == 302
    area, pond, lane = Location.objects.all()
    assert [one.kind for one in (area, pond, lane)] == ["area", "point", "line"]
    assert [one.called for one in (area, pond, lane)] == ["", "The pond", ""]
    assert all(near(*both) for both in ((area, FIELD), (pond, POND), (lane, LANE)))
    assert all(one.parish_name for one in (area, pond, lane))
    page = writer.client.get(f"{writer.home}take-part/check/").text
    assert "An area near TR" in page
    assert f"The pond in {pond.parish_name}" in page
    assert "A line near TR" in page
    picture = writer.client.get(f"{writer.home}take-part/map.svg")
    assert picture.headers["Content-Type"].startswith("image/svg+xml")
    assert picture.headers["Cache-Control"] == "no-store, private"
    for words in ("1\xa0area", "1\xa0line", "1\xa0point"):
        assert words in picture.text


@pytest.mark.django_db
def test_who_comes_back_finds_what_was_drawn_and_leaves_it_as_it_was(edition) -> None:
    activity(edition, asks_place="may")
    writer = Writer()
    writer.begins()
    writer.writes("place", way="drawn", drawn=drawn(POND, LANE, FIELD, names=("Pond", "", "")))
    before = [(one.pk, bytes(one.wkb)) for one in Location.objects.all()]
    page = writer.client.get(f"{writer.home}take-part/pages/place/")
    held = page.context["given"]["drawn"]
    assert held in page.text.replace("&quot;", '"')
    assert [one["geometry"]["type"] for one in json.loads(held)["features"]] == ["Point", "LineString", "Polygon"]
    assert writer.writes("place", way="drawn", drawn=held).status_code == 302
    assert [(one.pk, bytes(one.wkb)) for one in Location.objects.all()] == before
    fewer = json.loads(held)
    fewer["features"] = fewer["features"][:1]
    writer.writes("place", way="drawn", drawn=json.dumps(fewer))
    (pond,) = Location.objects.all()
    assert pond.called == "Pond"
    assert near(pond, POND)


@pytest.mark.django_db
def test_a_place_that_was_named_is_not_there_to_be_drawn_on(edition) -> None:
    activity(edition, asks_place="may")
    writer = Writer()
    writer.begins()
    writer.writes("place", way="named", place="TR 053 463")
    page = writer.client.get(f"{writer.home}take-part/pages/place/")
    assert page.context["given"]["drawn"] == ""
    assert "As I said before: TR 053 463" in page.text.replace("\xa0", " ")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("takes", "refused", "words"),
    [("point", LANE, "Only points"), ("line", FIELD, "Only lines"), ("area", POND, "Only areas")],
)
def test_what_an_activity_does_not_ask_for_is_refused_in_words_and_kept_in_its_field(
    edition, takes, refused, words
) -> None:
    activity(edition, asks_place="must", takes_shapes=takes)
    writer = Writer()
    writer.begins()
    page = writer.client.get(f"{writer.home}take-part/pages/place/").text
    assert f'data-draws="{takes}"' in page
    assert "What to draw" not in page
    written = drawn(refused)
    answer = writer.writes("place", way="drawn", drawn=written)
    assert answer.status_code == 400
    assert f"{words} are asked for here." in answer.text
    assert answer.context["given"]["drawn"] == written
    assert not Location.objects.exists()
    assert writer.writes("place", way="named", place="TR 053 463").status_code == 302


@pytest.mark.django_db
def test_all_three_tools_are_there_where_anything_may_be_drawn(edition) -> None:
    activity(edition, asks_place="must")
    writer = Writer()
    writer.begins()
    page = writer.client.get(f"{writer.home}take-part/pages/place/").text
    assert 'data-draws="point line area"' in page
    assert f'data-most="{MOST}"' in page
    for kind in ("point", "line", "area"):
        assert f'data-does="take" data-kind="{kind}"' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "Nothing has been drawn"),
        ("{", "cannot be read as JSON"),
        (drawn(*[shapely.Point(point(x / 4, 2)) for x in range(MOST + 1)]), f"more than {MOST} places"),
        (drawn(shapely.LineString([point(2, 2), point(2, 2)])), "A line has two ends"),
        (json.dumps({"type": "Point", "coordinates": [40, 10]}), "outside Great Britain"),
        (json.dumps({"type": "Point", "coordinates": []}), "no place"),
        (json.dumps({"type": "Point", "coordinates": ["a", 1]}), "cannot be read"),
        (json.dumps({"type": "Feature", "geometry": None}), "has no shape"),
        (drawn(shapely.LineString([shapely.Point(601000, 146000), shapely.Point(601000.001, 146000)])), "centimetre"),
        (drawn(POND, shapely.Polygon([point(2, 2), point(3, 3), point(2, 2)])), "less than a square metre"),
    ],
)
def test_what_cannot_be_a_place_is_refused_with_nothing_written(edition, written, words) -> None:
    activity(edition, asks_place="must")
    writer = Writer()
    writer.begins()
    answer = writer.writes("place", way="drawn", drawn=written)
    assert answer.status_code == 400
    assert words in answer.text
    assert not Location.objects.exists()


@pytest.mark.django_db
def test_a_point_that_a_trembling_finger_put_twice_is_one(edition) -> None:
    assert len(read_drawn(drawn(POND, POND, LANE), edition)) == 2


@pytest.mark.django_db
def test_more_letters_than_anybody_draws_are_refused(edition) -> None:
    with pytest.raises(LandRefused):
        read_drawn(" " * 200_000 + drawn(POND), edition)


COORDINATES = st.tuples(st.integers(400_000_00, 650_000_00), st.integers(100_000_00, 300_000_00)).map(
    lambda cm: (cm[0] / 100, cm[1] / 100)
)


LINES = st.lists(COORDINATES, min_size=2, max_size=6, unique=True).map(shapely.LineString)
DRAWN = st.lists(
    st.one_of(COORDINATES.map(shapely.Point), LINES), min_size=1, max_size=MOST, unique_by=lambda one: one.wkb
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(DRAWN)
def test_what_is_drawn_again_is_what_was_kept_to_a_hair(shapes) -> None:
    kept = [shaped(one, None) for one in shapes]
    again = read_drawn(drawn_again(kept), None)
    assert [one.kind for one in again] == [one.kind for one in kept]
    for new, old in zip(again, kept, strict=True):
        assert shapely.hausdorff_distance(new.shape, old.shape) < 0.03


@given(st.text(max_size=20))
def test_only_names_that_the_map_gives_are_left_out(name) -> None:
    numbered = name.isascii() and name.isdecimal()
    assert numbered or own_name(name) == name or not name.isascii()
    assert own_name("Point 3") == own_name("Area 12 (2)") == ""


@pytest.mark.django_db
def test_what_cannot_be_drawn_is_not_offered_to_be(edition) -> None:
    ring = shaped(FIELD.difference(shapely.Point(point(4, 3)).buffer(20)), edition)
    assert drawn_again([ring]) == ""
    assert drawn_again([shaped(POND, edition), shaped(POND, edition, precision_m=100)]) == ""
    assert drawn_again([]) == ""


@pytest.mark.django_db
def test_an_officer_says_what_may_be_drawn_and_sees_it_on_a_map(edition) -> None:
    assert beginning("nominations")["takes_shapes"] == "area"
    one = activity(edition, asks_place="must")
    entered = {"like": "Skylarks"}
    nowhere = take_in(one, Entered("letter", timezone.now(), entered), by=officer())
    there = take_in(one, Entered("letter", timezone.now(), entered, locations=[shaped(LANE, edition)]), by=officer())
    client = signed_in(officer())
    assert client.get(f"{DESK}{nowhere.pk}/map.svg").status_code == 404
    assert "/map.svg" not in client.get(f"{DESK}{nowhere.pk}/").text
    assert "1\xa0line" in client.get(f"{DESK}{there.pk}/map.svg").text
    page = client.get(f"{DESK}{there.pk}/").text
    assert "A line near TR" in page
    assert f"{DESK}{there.pk}/map.svg" in page
    form = client.get(f"/desk/have-your-say/{one.public_id}/edit/").text
    assert 'name="takes_shapes"' in form
