"""A map shows what lies where: pixels are looked at, as a reader would."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import shapely
from PIL import Image
from scipy import ndimage

from lnrs.document.colours import PAPER, rgb
from lnrs.document.patterns import PATTERNS, Style
from lnrs.ecology.burn import covered
from lnrs.statement.maps.frame import FINENESS, frame_over, to_pixels
from lnrs.statement.maps.furniture import emptiest_corner
from lnrs.statement.maps.ground import BEYOND, BUILT_UP, SEA, SHORE
from lnrs.statement.maps.landscape import Landscape, Town
from lnrs.statement.maps.lettering import MARGIN_PX, Word, lettering
from lnrs.statement.maps.masks import near, opened
from lnrs.statement.maps.relief import Heights, hillshade
from lnrs.statement.maps.render import Mark, draw_base, render_map

AREA = shapely.box(0, 0, 40_000, 20_000)
FRAME = frame_over(AREA.bounds, width_px=800)
RED, BLUE = Style("#b01010"), Style("#1010b0")


def shapes(*geometries: Any) -> npt.NDArray[Any]:
    held = np.empty(len(geometries), object)
    held[:] = geometries
    return held


def square(east_km: float, north_km: float, side_km: float = 4) -> shapely.Polygon:
    """A square around a point, in kilometres."""
    half = side_km * 500
    return shapely.box(east_km * 1000 - half, north_km * 1000 - half, east_km * 1000 + half, north_km * 1000 + half)


def drawn(landscape: Landscape, *marks: Mark) -> Image.Image:
    return Image.open(BytesIO(render_map(draw_base(landscape, FRAME), marks))).convert("RGB")


def at(picture: Image.Image, east_km: float, north_km: float) -> tuple[int, ...]:
    """The colour of the pixel at a place."""
    x, y = to_pixels(shapely.Point(east_km * 1000, north_km * 1000), FRAME)[0]
    found = picture.getpixel((int(x), int(y)))
    assert isinstance(found, tuple)
    return found


def like(found: tuple[int, ...], colour: str, within: int = 12) -> bool:
    return all(abs(one - other) <= within for one, other in zip(found, rgb(colour), strict=True))


PLAIN = Landscape(area=shapes(AREA))


def test_the_frame_holds_the_area_with_a_margin_on_every_side() -> None:
    x, y = to_pixels(AREA, FRAME).T
    assert x.min() > 5
    assert y.min() > 5
    assert x.max() < FRAME.width_px - 5
    assert y.max() < FRAME.height_px - 5


@pytest.mark.parametrize("bounds", [(0, 0, 10, 90_000), (0, 0, 90_000, 10), (5, 5, 5000, 5000)])
def test_a_map_is_never_too_narrow_or_too_flat_to_hold_its_names(bounds: tuple[float, float, float, float]) -> None:
    frame = frame_over(bounds)
    assert frame.width_px >= 1000
    assert 800 <= frame.height_px <= 1700
    assert frame.grid.shape == (frame.height_px * FINENESS, frame.width_px * FINENESS)


def test_north_is_up_and_east_is_right() -> None:
    (left, bottom), (right, top) = to_pixels(shapely.LineString([(0, 0), (40_000, 20_000)]), FRAME)
    assert left < right
    assert top < bottom


def test_land_is_paper_and_what_lies_beyond_is_not() -> None:
    picture = drawn(PLAIN)
    assert like(at(picture, 20, 15), PAPER)
    assert like(at(picture, -1, 21), BEYOND)


def parcelled(*parcels: tuple[str, shapely.Polygon]) -> Landscape:
    """The area with these parcels in it and arable land all round them."""
    covers, polygons = zip(*parcels, strict=True)
    rest = AREA.difference(shapely.union_all(polygons))
    return replace(PLAIN, parcels=shapes(*polygons, rest), land_cover=np.array([*covers, "arable"], object))


@pytest.mark.parametrize(("cover", "colour"), [("built-up", BUILT_UP), ("freshwater", SEA), ("mudflat", SHORE)])
def test_towns_lakes_and_mudflats_can_be_seen(cover: str, colour: str) -> None:
    picture = drawn(parcelled((cover, square(30, 10))))
    assert like(at(picture, 30, 10), colour)
    assert like(at(picture, 20, 10), PAPER)


def test_what_parcels_leave_of_the_area_is_water() -> None:
    channel = square(30, 10)
    picture = drawn(replace(PLAIN, parcels=shapes(AREA.difference(channel)), land_cover=np.array(["arable"], object)))
    assert like(at(picture, 30, 10), SEA)


def test_parcels_of_a_small_part_of_the_area_do_not_make_the_rest_a_lake() -> None:
    picture = drawn(replace(PLAIN, parcels=shapes(square(30, 10)), land_cover=np.array(["built-up"], object)))
    assert like(at(picture, 10, 10), PAPER)
    assert like(at(picture, 30, 10), BUILT_UP)


def test_a_mark_lies_where_its_shape_lies() -> None:
    picture = drawn(PLAIN, Mark(RED, shapes(square(10, 10), square(30, 15))))
    assert like(at(picture, 10, 10), RED.colour)
    assert like(at(picture, 30, 15), RED.colour)
    assert like(at(picture, 20, 10), PAPER)


def test_the_hole_of_a_shape_is_left_open() -> None:
    ring = square(20, 10, 8).difference(square(20, 10, 4))
    picture = drawn(PLAIN, Mark(RED, shapes(ring)))
    assert like(at(picture, 20, 10), PAPER)
    assert like(at(picture, 17, 10), RED.colour)


def test_where_marks_overlap_the_later_one_is_seen() -> None:
    marks = Mark(RED, shapes(square(20, 10, 8))), Mark(BLUE, shapes(square(20, 10, 4)))
    assert like(at(drawn(PLAIN, *marks), 20, 10), BLUE.colour)
    assert like(at(drawn(PLAIN, *reversed(marks)), 20, 10), RED.colour)


def test_a_pattern_shows_paper_through_the_mark() -> None:
    picture = drawn(PLAIN, Mark(Style("#b01010", "level"), shapes(square(20, 10, 12))))
    column = [at(picture, 20, north / 10) for north in range(60, 140)]
    assert any(like(found, PAPER) for found in column)
    assert any(like(found, RED.colour) for found in column)


def test_a_mark_of_a_pixel_or_two_keeps_its_whole_colour_whatever_its_pattern() -> None:
    specks = shapes(*(square(east, 10, 0.07) for east in range(3, 37)))
    plain, *patterned = (drawn(PLAIN, Mark(replace(RED, pattern=pattern), specks)) for pattern in PATTERNS)
    assert all(picture.tobytes() == plain.tobytes() for picture in patterned)
    assert plain.tobytes() != drawn(PLAIN).tobytes()


def test_a_map_without_marks_is_its_ground() -> None:
    assert drawn(PLAIN).size == (FRAME.width_px, FRAME.height_px)
    assert drawn(PLAIN, Mark(RED, shapes())).tobytes() == drawn(PLAIN).tobytes()


def test_the_same_shapes_give_the_same_bytes() -> None:
    mark = Mark(Style("#b01010", "dotted"), shapes(square(10, 10)))
    one, other = (render_map(draw_base(PLAIN, FRAME), [mark]) for _ in range(2))
    assert one == other


def test_a_town_has_a_dot_and_its_name_beside_it() -> None:
    with_town, without = drawn(replace(PLAIN, towns=(Town("Wye", 20_000, 15_000, 2_000),))), drawn(PLAIN)
    assert sum(at(with_town, 20, 15)) < 250
    changed = np.asarray(with_town, int) != np.asarray(without, int)
    x = to_pixels(shapely.Point(20_000, 15_000), FRAME)[0][0]
    assert changed[:, int(x) + 8 : int(x) + 60].any()


def test_a_river_and_a_motorway_run_over_the_marks() -> None:
    line = shapes(shapely.LineString([(1_000, 10_000), (39_000, 10_000)]))
    covered = Mark(RED, shapes(AREA))
    for landscape in (replace(PLAIN, rivers=line, river_names=("",)), replace(PLAIN, motorways=line)):
        assert not like(at(drawn(landscape, covered), 20, 10), RED.colour)


def test_the_name_of_a_river_runs_along_it() -> None:
    line = shapes(shapely.LineString([(1_000, 10_000), (39_000, 10_000)]))
    unnamed = replace(PLAIN, rivers=line, river_names=("",))
    named = replace(PLAIN, rivers=line, river_names=("River Stour",))
    changed = (np.abs(np.asarray(drawn(named), int) - np.asarray(drawn(unnamed), int)) > 40).any(axis=2)
    rows, cols = np.nonzero(changed)
    assert cols.max() - cols.min() > 60
    assert rows.max() - rows.min() < 50


def test_an_invented_landscape_says_so_in_the_corner_of_the_scale_bar_clear_of_it() -> None:
    real, invented = draw_base(PLAIN, FRAME), draw_base(replace(PLAIN, invented=True), FRAME)
    corner = emptiest_corner(covered(PLAIN.area, FRAME.grid).astype(bool), FRAME)
    rows, cols = np.nonzero((real.ink != invented.ink).any(axis=2))
    assert corner[0] <= cols.min() < cols.max() < corner[2]
    assert corner[1] <= rows.min() < rows.max() < corner[3]
    assert cols.max() - cols.min() > 150, "as wide as its words"
    lettered = invented.ink[rows.min() : rows.max(), cols.min() : cols.max()]
    assert ((lettered[..., 3] > 240) & (lettered[..., :3].max(axis=2) < 80)).sum() > 300, "dark on pale"
    furniture = (real.ink[rows.min() : rows.max(), cols.min() : cols.max(), :3].max(axis=2) < 80) & (
        real.ink[rows.min() : rows.max(), cols.min() : cols.max(), 3] > 240
    )
    assert not furniture.any()


def test_the_longest_rivers_are_named_first() -> None:
    lines = shapes(
        shapely.LineString([(13_000, 10_000), (27_000, 10_000)]),
        shapely.LineString([(1_000, 10_200), (39_000, 10_200)]),
    )
    both = replace(PLAIN, rivers=lines, river_names=("Aa", "Zz"))
    longer = replace(PLAIN, rivers=lines, river_names=("", "Zz"))
    assert (draw_base(longer, FRAME).ink[..., 3] <= draw_base(both, FRAME).ink[..., 3]).all()


def test_districts_meet_in_a_line() -> None:
    halves = shapes(shapely.box(0, 0, 20_000, 20_000), shapely.box(20_000, 0, 40_000, 20_000))
    assert not like(at(drawn(replace(PLAIN, districts=halves)), 20, 15), PAPER)


def test_the_sea_is_on_the_side_of_the_coast_and_never_in_a_neighbours_land() -> None:
    coast = shapes(shapely.LineString([(40_000, 0), (40_000, 20_000)]))
    west = shapes(shapely.box(-50_000, -50_000, 0, 70_000))
    picture = drawn(replace(PLAIN, outline=shapes(AREA), neighbours=west, coast=coast))
    assert sum(at(picture, 41.3, 10)) > sum(rgb(SEA)) - 20
    assert at(picture, 41.3, 10)[2] > at(picture, 41.3, 10)[0] + 10
    assert like(at(picture, -1.2, 10), BEYOND)


def test_a_country_that_is_not_drawn_is_not_taken_for_the_sea() -> None:
    coast = shapes(shapely.LineString([(40_000, 0), (40_000, 20_000)]))
    picture = drawn(replace(PLAIN, outline=shapes(AREA), coast=coast))
    assert like(at(picture, -1.2, 10), BEYOND)


def test_without_a_coast_no_sea_is_drawn() -> None:
    assert like(at(drawn(replace(PLAIN, outline=shapes(AREA))), 41.3, 10), BEYOND)


def test_an_estuary_that_the_area_leaves_out_is_sea() -> None:
    creek = shapely.box(18_000, 12_000, 24_000, 20_000)
    coast = shapes(shapely.LineString([(40_000, 0), (40_000, 20_000)]))
    landscape = Landscape(area=shapes(AREA.difference(creek)), outline=shapes(AREA), coast=coast)
    picture = drawn(landscape)
    assert at(picture, 21, 12.6)[2] > at(picture, 21, 12.6)[0] + 10


def cone(side: int = 21, cell_m: float = 100.0) -> Heights:
    row, col = np.indices((side, side)) - side // 2
    return Heights((200 - 12 * np.hypot(row, col)).astype(np.float32), 0, side * cell_m, cell_m)


def test_slopes_that_face_north_west_are_light_and_those_that_face_south_east_dark() -> None:
    light = hillshade(cone())
    assert light[6, 6] > 0.1
    assert light[14, 14] < -0.1


def test_level_and_unknown_ground_is_neither_light_nor_dark() -> None:
    level = Heights(np.full((9, 9), 50, np.float32), 0, 900, 100)
    assert not hillshade(level).any()
    unknown = cone()
    unknown.height_m[:, 15:] = np.nan
    assert not hillshade(unknown)[:, 15:].any()
    assert np.isfinite(hillshade(unknown)).all()


def test_hills_can_be_seen_on_the_map() -> None:
    hills = Heights(np.tile(np.linspace(0, 400, 21, dtype=np.float32), (21, 1)) ** 1.2, 0, 20_000, 2_000)
    picture = drawn(replace(PLAIN, heights=hills))
    assert at(picture, 35, 15) != at(drawn(PLAIN), 35, 15)


@pytest.mark.parametrize("cells", [0, 1, 2, 3, 7, 14])
def test_near_is_within_so_many_cells_along_and_across(cells: int) -> None:
    mask = np.random.default_rng(1).random((60, 50)) > 0.99
    slow = ndimage.maximum_filter(mask.astype(np.uint8), size=2 * cells + 1, mode="constant").astype(bool)
    assert (near(mask, cells) == slow).all()


def test_opening_takes_away_what_is_narrow_and_leaves_what_is_wide() -> None:
    mask = np.zeros((40, 40), bool)
    mask[5:25, 5:25] = True
    mask[30:33, :] = True
    kept = opened(mask, 3)
    assert kept[10, 10]
    assert not kept[31].any()


def test_words_are_set_with_every_letter_they_have() -> None:
    plain, accented, longer = lettering((Word("Wye"), Word("Wyé’s"), Word("Wye Valley")), glow_px=0)
    assert plain.width < accented.width < longer.width
    assert plain.height == longer.height > 2 * MARGIN_PX
    assert np.asarray(accented.getchannel("A")).max() > 240


def test_no_words_are_no_pictures() -> None:
    assert lettering(()) == ()
