"""Land given in each of the ways, as people give it, and what is said where it cannot be taken."""

import json

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs_web.boundaries import kept
from lnrs_web.boundaries.around import read_around
from lnrs_web.boundaries.overlaps import overlaps
from lnrs_web.boundaries.parcels import LandRefused, Note, Parcel, numbered_apart, parcel
from lnrs_web.boundaries.reading import read_drawn, read_land
from lnrs_web.boundaries.typed import read_typed
from lnrs_web.places.whereabouts import Whereabouts

FIELD = """
605000 146000
605000, 146100
605100, 146100
605100 146000
"""


def said(refused: pytest.ExceptionInfo[LandRefused]) -> str:
    return "\n".join(f"{one.where}: {one.what} {one.do}" for one in refused.value.problems)


def test_corners_are_typed_a_line_each() -> None:
    [field] = read_typed(FIELD)
    assert field.ref == "1"
    assert field.shape.equals(shapely.box(605_000, 146_000, 605_100, 146_100))
    assert field.area_ha == pytest.approx(1)


def test_an_empty_line_begins_another_parcel_and_a_colon_names_it() -> None:
    found = read_typed("Long  Field:\n" + FIELD.strip() + "\n\n\nTR 0520 4600\nTR0520046100\nTR 05300 46100")
    assert [one.ref for one in found] == ["Long Field", "2"]
    assert found[1].shape.equals(shapely.Polygon([(605_205, 146_005), (605_200.5, 146_100.5), (605_300.5, 146_100.5)]))


def test_latitudes_and_longitudes_are_corners_and_said_to_be_moved() -> None:
    [field] = read_typed("51.1848, 0.9384\n51.1858, 0.9384\n51.1858, 0.9404")
    assert field.notes == (Note.DEGREES,)
    assert field.shape.centroid.distance(shapely.Point(605_500, 146_950)) < 200


def test_every_wrong_line_is_told() -> None:
    with pytest.raises(LandRefused) as refused:
        read_typed("605000 146000\nby the oak\nTR 050 461\n605100 146100\n\n1 2\n1 2\n1 2")
    assert "Line 2: 'by the oak'" in said(refused)
    assert "Line 3: 'TR 050 461' is a square of 100 m" in said(refused)
    assert "Parcel 2 has fewer than three corners" in said(refused)
    assert {one.where for one in refused.value.problems} == {"typed"}


@pytest.mark.parametrize("text", ["", " \n \n", "Long Field:\n"])
def test_no_corner_is_no_land(text: str) -> None:
    with pytest.raises(LandRefused, match="No corner has been typed"):
        read_typed(text)


def test_a_corner_too_many_is_refused() -> None:
    with pytest.raises(LandRefused, match="more than 2,000 lines"):
        read_typed("605000 146000\n" * 2001)


def test_an_edge_that_crosses_itself_is_mended_and_said_to_be() -> None:
    [bow] = read_typed("605000 146000\n605100 146100\n605100 146000\n605000 146100")
    assert bow.notes == (Note.MENDED,)
    assert bow.shape.is_valid
    assert bow.area_ha == pytest.approx(0.5)


CENTIMETRES = st.tuples(st.integers(60_000_000, 60_100_000), st.integers(14_600_000, 14_700_000))


@settings(max_examples=60)
@given(st.lists(CENTIMETRES, min_size=3, max_size=12, unique=True))
def test_typed_corners_come_back_as_they_were(corners: list[tuple[int, int]]) -> None:
    shape = shapely.Polygon([(east / 100, north / 100) for east, north in corners])
    if not shape.is_valid or shape.area < 1 or shapely.set_precision(shape, 0.01).geom_type != "Polygon":
        return
    text = "\n".join(f"{east / 100:.2f}, {north / 100:.2f}" for east, north in corners)
    [typed] = read_typed(text)
    assert typed.shape.equals(shape)
    assert kept.from_text(kept.as_text([typed])) == [typed]


@pytest.mark.parametrize(
    ("size", "ha"), [("12", 12), (" 12.5 ", 12.5), ("12 ha", 12), ("0.1hectares", 0.1), ("30 acres", 12.1405692672)]
)
def test_a_circle_has_the_size_exactly(size: str, ha: float) -> None:
    [around] = read_around("TR 054 469", size)
    assert around.area_ha == pytest.approx(ha, abs=1e-4)
    assert around.shape.centroid.distance(shapely.Point(605_450, 146_950)) < 0.01
    assert around.notes == (Note.AROUND,)
    assert around.ref == "TR 054 469"


@pytest.mark.parametrize("size", ["", "big", "-1", "0", "1e3", "nan", "2001", "12,5", "٣"])
def test_a_size_that_is_none_is_refused_beside_the_place(size: str) -> None:
    with pytest.raises(LandRefused) as refused:
        read_around("nowhere", size)
    assert [one.where for one in refused.value.problems] == ["place", "size"]


def test_a_drawn_shape_is_in_longitudes_and_latitudes() -> None:
    drawn = {"type": "Polygon", "coordinates": [[[0.9, 51.1], [0.9, 51.11], [0.91, 51.11], [0.9, 51.1]]]}
    [one] = read_drawn(json.dumps(drawn))
    assert one.notes == (Note.DEGREES,)
    assert one.area_ha == pytest.approx(38.9, abs=0.2)


@pytest.mark.parametrize("text", ["", "  ", "{", "[]", "{}", '{"type": "Polygon", "coordinates": [[[NaN, 1]]]}'])
def test_what_was_not_drawn_is_told_at_the_drawing(text: str) -> None:
    with pytest.raises(LandRefused) as refused:
        read_drawn(text)
    assert {one.where for one in refused.value.problems} == {"drawn"}


def test_land_that_a_page_carried_is_the_same_land() -> None:
    ring = shapely.Point(605_000, 146_000).buffer(300).difference(shapely.Point(605_000, 146_000).buffer(100))
    land = [
        parcel("TR0546 1234", ring, (Note.MENDED,)),
        parcel("Öl & <b>", shapely.box(605_500, 146_000, 605_600, 146_100)),
    ]
    assert kept.from_text(kept.as_text(land)) == land
    assert read_land({"land": kept.as_text(land), "way": "typed"}, {}) == land


@pytest.mark.parametrize("carried", ["x", "{}", '{"features": []}:abc'])
def test_land_that_no_page_carried_is_refused(carried: str) -> None:
    with pytest.raises(LandRefused, match="not as it was sent"):
        read_land({"land": carried}, {})


def test_a_way_that_is_filled_in_need_not_be_chosen() -> None:
    assert len(read_land({"typed": FIELD}, {})) == 1
    assert len(read_land({"place": "TR 054 469", "size": "3"}, {})) == 1
    assert read_land({"way": "around", "place": "TR 054 469", "size": "3", "typed": "nonsense"}, {})[0].area_ha < 4


@pytest.mark.parametrize("post", [{}, {"way": "by post"}, {"typed": FIELD, "place": "TR 054 469"}])
def test_a_way_has_to_be_chosen_where_none_or_several_are_filled_in(post: dict[str, str]) -> None:
    with pytest.raises(LandRefused, match="No way to give your land has been chosen"):
        read_land(post, {})


def test_a_file_has_to_be_chosen() -> None:
    with pytest.raises(LandRefused, match="No file has been chosen"):
        read_land({"way": "upload"}, {})


def test_parcels_that_lie_on_one_another_are_found() -> None:
    land = [
        parcel("A", shapely.box(0, 0, 100, 100)),
        parcel("B", shapely.box(100, 0, 200, 100)),
        parcel("C", shapely.box(150, 0, 250, 100)),
        parcel("D", shapely.box(199.99, 0, 249, 100)),
    ]
    assert [(one.one, one.other, round(one.area_ha, 2)) for one in overlaps(land)] == [
        ("B", "C", 0.5),
        ("C", "D", 0.49),
    ]


def test_references_are_never_the_same() -> None:
    box = shapely.box(0, 0, 10, 10)
    land = numbered_apart([Parcel(ref, box) for ref in ("A", "A", "A (2)", "A", "B")])
    assert [one.ref for one in land] == ["A", "A (2)", "A (2) (2)", "A (3)", "B"]


@pytest.mark.parametrize(
    ("shape", "why"),
    [
        (shapely.Point(1, 1), "is a point"),
        (shapely.LineString([(0, 0), (9, 9)]), "is a line"),
        (shapely.MultiPoint([(0, 0)]), "is only points"),
        (shapely.GeometryCollection([shapely.box(0, 0, 9, 9), shapely.Point(1, 1)]), "is a mixture of shapes"),
        (shapely.Polygon(), "has no shape"),
        (None, "has no shape"),
        (shapely.Polygon([(0, 0), (9, 9), (0, 0)]), "has less than a square metre"),
    ],
)
def test_what_is_no_land_is_refused_in_words(shape: shapely.Geometry, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parcel("1", shape)


def test_heights_are_left_out() -> None:
    assert not parcel("1", shapely.Polygon([(0, 0, 5), (9, 0, 5), (9, 9, 6)])).shape.has_z


def test_very_many_wrong_lines_are_counted() -> None:
    with pytest.raises(LandRefused) as refused:
        read_typed("nowhere\n" * 100)
    assert len(refused.value.problems) == 21
    assert "So it is with 80 more." in said(refused)


def test_a_place_is_found_as_the_site_finds_places() -> None:
    post = {"way": "around", "place": "Wye", "size": "3"}
    [around] = read_land(post, {}, place_of=lambda name: Whereabouts(605_000, 146_000, side_m=len(name)))
    assert around.ref == "Wye"
    assert around.shape.centroid.distance(shapely.Point(605_000, 146_000)) < 0.01
