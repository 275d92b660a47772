"""What pictures are made of: shapes at a scale, their paths, words, colours, and which land is sea."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs import outlines
from lnrs.document.colours import PAPER, contrast
from lnrs_web.pictures import at_scale
from lnrs_web.pictures.context import zoom_for
from lnrs_web.pictures.frame import GRAINS, fitted
from lnrs_web.pictures.furniture import LEGEND_PX, Entry, legend_svg
from lnrs_web.pictures.ground import BUILT_UP
from lnrs_web.pictures.lettering import Room, beside, plain, width_px, words, wrapped
from lnrs_web.pictures.paths import line_path, polygon_path
from lnrs_web.pictures.sea import sea
from lnrs_web.pictures.styles import OUTLINES, STYLES, look_of, several

KENT = 40
COUNTY = fitted((540_000, 110_000, 650_000, 185_000), 720)
NUMBER = re.compile(r"-?\d+")


def area_px2(shapes) -> float:
    return float(shapely.area(shapes).sum()) / GRAINS**2


def rings_of(path: str) -> list[np.ndarray]:
    """The corners of every ring of a path, read as SVG says."""
    rings = []
    for part in path.split("M")[1:]:
        start, _, steps = part.removesuffix("z").partition("l")
        moves = np.array(NUMBER.findall(steps), int).reshape(-1, 2)
        rings.append(np.cumsum(np.vstack([np.array(NUMBER.findall(start), int), moves]), axis=0))
    return rings


def signed_area(ring: np.ndarray) -> float:
    x, y = ring.T
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


@pytest.mark.parametrize("width_px", [360, 720, 880])
def test_a_frame_shows_its_whole_box_in_the_width_that_is_asked(width_px: int) -> None:
    frame = fitted((600_000, 140_000, 630_000, 150_000), width_px)
    west, south, east, north = frame.box_m
    assert frame.width_px == width_px
    assert west < 600_000
    assert south < 140_000
    assert east > 630_000
    assert north > 150_000
    assert frame.to_pixel(west, north) == pytest.approx((0, 0))
    assert frame.to_pixel(east, south) == pytest.approx((frame.width_px, frame.height_px))


def test_a_single_point_is_shown_with_some_land_around_it() -> None:
    west, south, east, north = fitted((600_000, 140_000, 600_000, 140_000), 720).box_m
    assert east - west >= 600
    assert north > south


@settings(deadline=None)
@given(st.integers(1, 400), st.floats(20, 140), st.integers(0, 2**32 - 1))
def test_many_small_pieces_neither_vanish_nor_swell(count: int, side_m: float, seed: int) -> None:
    corner = np.random.default_rng(seed).uniform((560_000, 120_000), (630_000, 170_000), (count, 2))
    pieces = shapely.box(corner[:, 0], corner[:, 1], corner[:, 0] + side_m, corner[:, 1] + side_m)
    drawn = area_px2(at_scale.mass(pieces, COUNTY))
    real = count * side_m**2 / COUNTY.metres_a_pixel**2
    assert drawn == pytest.approx(real, abs=1) or (real < 1 and drawn == 1)


def test_a_great_many_pieces_are_gathered_in_coarser_cells_of_the_same_area() -> None:
    corner = np.random.default_rng(1).uniform((560_000, 120_000), (630_000, 170_000), (30_000, 2))
    pieces = shapely.box(corner[:, 0], corner[:, 1], corner[:, 0] + 140, corner[:, 1] + 140)
    drawn = at_scale.mass(pieces, COUNTY, 6_000)
    assert len(drawn) < 6_000
    assert area_px2(drawn) == pytest.approx(30_000 * 140**2 / COUNTY.metres_a_pixel**2, rel=0.02)


def test_a_large_shape_keeps_its_area_however_many_corners_it_has() -> None:
    round_ = shapely.Point(600_000, 145_000).buffer(20_000, quad_segs=5_000)
    (drawn,) = at_scale.mass(np.array([round_], object), COUNTY)
    assert shapely.get_num_coordinates(drawn) < 200
    assert area_px2(drawn) == pytest.approx(round_.area / COUNTY.metres_a_pixel**2, rel=0.01)


def test_what_lies_beyond_the_picture_is_left_out() -> None:
    far = np.array([shapely.box(100_000, 100_000, 200_000, 200_000), shapely.Polygon()], object)
    assert len(at_scale.mass(far, COUNTY)) == 0
    assert at_scale.whole(far, COUNTY).is_empty
    assert polygon_path(at_scale.mass(far, COUNTY)) == ""


def test_collections_within_collections_are_drawn() -> None:
    inner = shapely.GeometryCollection([shapely.box(600_000, 140_000, 610_000, 150_000)])
    assert len(at_scale.mass(np.array([shapely.GeometryCollection([inner])], object), COUNTY)) == 1


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(3, 90)), min_size=1, max_size=30))
def test_a_path_read_back_has_the_area_of_its_polygons(boxes: list[tuple[int, int, int]]) -> None:
    squares = np.array([shapely.box(x, y, x + side, y + side) for x, y, side in boxes], object)
    rings = rings_of(polygon_path(squares))
    assert sum(map(signed_area, rings)) == pytest.approx(shapely.area(squares).sum())


def test_holes_turn_the_other_way_so_that_they_stay_open() -> None:
    ring = shapely.Polygon(shapely.box(0, 0, 10, 10).exterior, [shapely.box(2, 2, 4, 4).exterior])
    assert sum(map(signed_area, rings_of(polygon_path(ring)))) == 96
    assert sum(map(signed_area, rings_of(polygon_path(ring.reverse())))) == 96


def test_lines_are_drawn_once_and_not_closed() -> None:
    path = line_path(shapely.MultiLineString([[(0, 0), (5, -3), (5, -3), (9, 9)], [(1, 1), (1, 1)]]))
    assert path == "M0 0l5-3 4 12"


@pytest.mark.parametrize("name", STYLES)
def test_a_fill_stands_out_from_the_land_at_three_to_one(name: str) -> None:
    assert contrast(look_of(name).style.colour, PAPER) >= 3


@pytest.mark.parametrize("name", OUTLINES)
def test_an_outline_stands_out_from_any_ground_at_three_to_one(name: str) -> None:
    assert all(contrast(OUTLINES[name], ground) >= 3 for ground in (PAPER, BUILT_UP, "#ffffff"))


@settings(deadline=None)
@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True), st.integers(1, 7))
def test_styles_around_any_colour_stand_out_and_differ(colour: str, count: int) -> None:
    found = several(colour, count)
    assert all(contrast(one.colour, PAPER) >= 3 for one in found)
    assert len({(one.colour, one.pattern) for one in found}) == count


def test_a_colour_that_is_none_never_reaches_a_picture() -> None:
    assert several('"><scr', 1)[0].colour.startswith("#")
    with pytest.raises(ValueError, match="is not a colour"):
        look_of(type(STYLES["mapped"])('"><scr'))


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_sound_xml_and_reads_as_it_was(text: str) -> None:
    read = ElementTree.fromstring(words(1, 2, text, 12, fill="#000000"))
    assert (read.text or "").split() == plain_words(text)


def plain_words(text: str) -> list[str]:
    return "".join(letter if letter.isprintable() or letter == "\xa0" else " " for letter in text).split()


@settings(deadline=None)
@given(st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=1, max_size=20), st.floats(80, 400))
def test_lines_hold_every_word_and_are_no_wider_than_asked(said: list[str], most_px: float) -> None:
    rows = wrapped(" ".join(said), 12, most_px)
    assert " ".join(rows).split() == said
    assert all(width_px(row, 12) <= most_px for row in rows)


def test_what_is_too_long_is_cut_where_it_can_be_seen() -> None:
    rows = wrapped("word " * 60, 12, 200, 3)
    assert len(rows) == 3
    assert rows[-1].endswith("…")
    assert len(wrapped("x" * 400, 12, 100)) == 1
    assert not plain("\x00\ud800".encode("utf-8", "ignore").decode())


def test_no_two_words_share_room() -> None:
    room = Room(300, 300)
    boxes = [room.take(list(beside(150, 150, 60, 12))) for _ in range(12)]
    found = [shapely.box(*box) for box in boxes if box]
    assert 2 <= len(found) <= 8
    assert all(a.intersection(b).area == 0 for k, a in enumerate(found) for b in found[:k])
    assert None in boxes


def test_the_zoom_of_the_ground_fits_the_scale() -> None:
    zooms = [zoom_for(metres) for metres in (5_000, 150, 60, 5)]
    assert zooms == sorted(zooms)
    assert (zooms[0], zooms[-1]) == (7, 12)


def test_the_channel_is_sea_and_surrey_is_not() -> None:
    kent = outlines.outline(KENT)
    water = sea(KENT, kent, (530_000, 100_000, 655_000, 190_000))
    assert shapely.contains_xy(water, 640_000, 135_000)  # off Dover
    assert shapely.contains_xy(water, 600_000, 103_000)  # off Hastings
    assert not shapely.contains_xy(water, 535_000, 150_000)  # Surrey
    assert water.intersection(kent).area == pytest.approx(0, abs=1)


def test_wales_is_not_taken_for_sea() -> None:
    herefordshire = outlines.outline(area_at(345_000, 240_000))
    water = sea(area_at(345_000, 240_000), herefordshire, (290_000, 190_000, 380_000, 290_000))
    assert not shapely.contains_xy(water, 300_000, 250_000)  # in the middle of Wales


def test_land_far_from_the_coast_has_no_sea() -> None:
    here = area_at(440_000, 280_000)
    assert sea(here, outlines.outline(here), (420_000, 260_000, 460_000, 300_000)).is_empty


def area_at(easting_m: float, northing_m: float) -> int:
    return next(k for k in range(1, 49) if shapely.intersects_xy(outlines.outline(k), easting_m, northing_m))


@pytest.mark.parametrize("width", [360, 720])
def test_a_legend_has_room_for_a_wider_typeface_than_is_reckoned_with(width: int) -> None:
    label = "HS3.1 Keep old pits and industrial land open, with bare ground, thin turf, scrub and shallow pools: 0.6 ha"
    drawn, _ = legend_svg([Entry("a", look_of("important"), label)], 0, width)
    rows = re.findall(r">([^<>]+)</text>", drawn)
    assert " ".join(rows).replace("\xa0", " ") == label
    assert max(width_px(row, LEGEND_PX) for row in rows) * 1.05 < width - 12 - 38 - 12  # sides and swatch
