"""Names on maps never cover each other; scale bars are round numbers."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnrs.statement.maps.frame import FINENESS, frame_over
from lnrs.statement.maps.furniture import covered_cells, emptiest_corner, scale_bar
from lnrs.statement.maps.placing import Box, Name, places

SIZE = (400, 300)

names = st.lists(
    st.builds(
        Name,
        x=st.floats(20, 380),
        y=st.floats(20, 280),
        width=st.floats(30, 120),
        height=st.floats(26, 40),
    ),
    max_size=14,
)


def boxes(wanted: list[Name], found: list[tuple[int, int] | None]) -> list[Box]:
    """What each placed name covers, without its rim and without what rounding to pixels may add."""
    rim = 6.0
    return [
        (left + rim + 1, top + rim + 1, left + name.width - rim - 1, top + name.height - rim - 1)
        for name, spot in zip(wanted, found, strict=True)
        if spot is not None
        for left, top in [spot]
    ]


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


@given(names)
def test_no_name_covers_another(wanted: list[Name]) -> None:
    assert not any(overlap(one, other) for one, other in combinations(boxes(wanted, places(wanted, SIZE)), 2))


@given(names)
def test_no_name_leaves_the_map(wanted: list[Name]) -> None:
    for left, top, right, bottom in boxes(wanted, places(wanted, SIZE)):
        assert 0 <= left < right <= SIZE[0]
        assert 0 <= top < bottom <= SIZE[1]


@given(names)
def test_no_name_covers_the_dot_of_another(wanted: list[Name]) -> None:
    found = places(wanted, SIZE)
    placed = [name for name, spot in zip(wanted, found, strict=True) if spot is not None]
    for name, box in zip(placed, boxes(wanted, found), strict=True):
        others = [other for other in wanted if other is not name]
        assert not any(box[0] < other.x < box[2] and box[1] < other.y < box[3] for other in others)


def test_the_first_name_has_the_best_place_to_the_right_of_its_dot() -> None:
    (spot,) = places([Name(100, 100, 80, 30)], SIZE)
    assert spot is not None
    assert spot[0] >= 100
    assert spot[1] + 15 == 100


def test_a_name_without_room_is_left_out_and_the_more_important_one_kept() -> None:
    crowd = [Name(200, 150, 110, 36) for _ in range(12)]
    found = places(crowd, SIZE)
    assert found[0] is not None
    assert None in found


def test_what_is_taken_stays_clear() -> None:
    assert places([Name(100, 100, 80, 30)], SIZE, taken=[(0, 0, 400, 300)]) == [None]


@given(st.floats(0.5, 5_000))
def test_a_scale_bar_is_a_round_length_that_fits(metres_a_pixel: float) -> None:
    scale = scale_bar(metres_a_pixel)
    assert 115 < scale.length_px <= 300.001
    assert scale.length_px * metres_a_pixel == pytest.approx(scale.length_km * 1000)
    leading = f"{scale.length_km:e}".split("e")[0]
    assert float(leading) in (1, 2, 5)


@pytest.mark.parametrize("rows", ["top", "bottom"])
@pytest.mark.parametrize("cols", ["left", "right"])
def test_the_scale_stands_where_the_least_land_is(rows: str, cols: str) -> None:
    frame = frame_over((0, 0, 100_000, 70_000))
    inside = np.ones(frame.grid.shape, bool)
    half = {side: slice(None, 1_000) for side in ("top", "left")} | {
        side: slice(-1_000, None) for side in ("bottom", "right")
    }
    inside[half[rows], half[cols]] = False
    box = emptiest_corner(inside, frame)
    assert covered_cells(inside, box) == 0
    assert (box[0] < frame.width_px / 2) == (cols == "left")
    assert (box[1] < frame.height_px / 2) == (rows == "top")


def test_cells_of_the_area_in_a_box_are_counted_in_the_fine_grid() -> None:
    inside = np.ones((100, 100), bool)
    assert covered_cells(inside, (0, 0, 10, 5)) == 10 * 5 * FINENESS**2
