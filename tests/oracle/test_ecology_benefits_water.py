"""Where water goes, and what adds up along the way, agree with the plain definitions."""

from collections import deque
from heapq import heapify, heappop, heappush

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.ecology.benefits.along_water import downstream, upstream, upstream_ha
from lnrs.ecology.benefits.drainage import Drainage, drainage
from lnrs.ecology.benefits.filling import filled
from lnrs.ecology.benefits.heights import heights_on
from lnrs.ecology.benefits.steps import OUT, UNKNOWN
from lnrs.ecology.grid import Grid

EAST_THEN_CLOCKWISE = ((0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1))
Cell = tuple[int, int]


@st.composite
def grounds(draw: st.DrawFn) -> np.ndarray:
    """Few heights, so that there are hollows in hollows, level ground and ties; some of it below 0 and some unknown."""
    shape = draw(st.tuples(st.integers(1, 14), st.integers(1, 14)))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    ground = rng.integers(-2, draw(st.sampled_from([0, 2, 40])), shape).astype(np.float32) / 2
    ground[rng.random(shape) < draw(st.sampled_from([0.0, 0.03, 0.3]))] = np.nan
    return ground


def neighbours(ground: np.ndarray, cell: Cell) -> list[tuple[int, Cell]]:
    """(step, cell) of each neighbour on the raster whose height is known."""
    rows, cols = ground.shape
    around = [(step, (cell[0] + down, cell[1] + along)) for step, (down, along) in enumerate(EAST_THEN_CLOCKWISE)]
    return [(step, (r, c)) for step, (r, c) in around if 0 <= r < rows and 0 <= c < cols and not np.isnan(ground[r, c])]


def land(ground: np.ndarray) -> list[Cell]:
    return [(int(row), int(col)) for row, col in np.argwhere(~np.isnan(ground))]


def plain_filled(ground: np.ndarray) -> np.ndarray:
    """Begin with water to the sky, and lower it until nothing changes."""
    water = np.where(np.isnan(ground), np.nan, np.inf)
    changed = True
    while changed:
        changed = False
        for cell in land(ground):
            beside = neighbours(ground, cell)
            out = -np.inf if len(beside) < 8 else min(water[there] for _, there in beside)
            lower = max(ground[cell], out)
            changed |= bool(lower < water[cell])
            water[cell] = lower
    return water


def plain_step(ground: np.ndarray) -> np.ndarray:
    surface = plain_filled(ground)
    step = np.full(ground.shape, UNKNOWN, np.uint8)
    level = set()
    for cell in land(ground):
        falls = {
            way: (float(surface[cell]) - float(surface[there])) / (1 if way % 2 == 0 else np.sqrt(2))
            for way, there in neighbours(ground, cell)
        }
        if falls and max(falls.values()) > 0:
            step[cell] = max(falls, key=lambda way: (falls[way], -way))
        elif len(falls) < 8:
            step[cell] = OUT
        else:
            level.add(cell)
    first = {}
    for cell in sorted(level):
        same = [
            way for way, there in neighbours(ground, cell) if there not in level and surface[there] == surface[cell]
        ]
        if same:
            first[cell] = same[0]
    queue = deque(first)
    for cell, way in first.items():
        step[cell] = way
    level -= first.keys()
    while queue:
        cell = queue.popleft()
        for way, there in neighbours(ground, cell):
            if there in level and surface[there] == surface[cell]:
                step[there] = (way + 4) % 8
                level.remove(there)
                queue.append(there)
    assert not level
    return step


def way_out(water: Drainage, cell: Cell) -> list[Cell]:
    """Every cell that water from this one comes through, itself first."""
    way = [cell]
    while water.step[way[-1]] < OUT:
        down, along = EAST_THEN_CLOCKWISE[water.step[way[-1]]]
        way.append((way[-1][0] + down, way[-1][1] + along))
        assert len(way) <= water.step.size, "water goes round in a circle"
    return way


def until_marked(way: list[Cell], marked: np.ndarray) -> int:
    """How many cells of the way come before the first that is marked."""
    return next((place for place, cell in enumerate(way) if marked[cell]), len(way))


@given(grounds())
@settings(max_examples=100, deadline=None)
def test_hollows_are_filled_to_their_brim(ground: np.ndarray) -> None:
    assert np.array_equal(filled(ground), plain_filled(ground), equal_nan=True)


def test_large_hollows_are_filled_to_the_lowest_way_out() -> None:
    """Large enough for every store of the flood to have to grow, and for what is climbed to make room."""
    rng = np.random.default_rng(7)
    east, north = np.meshgrid(np.arange(90), np.arange(80))
    ground = (40 * np.sin(east / 23) * np.cos(north / 31) + rng.integers(0, 6, east.shape)).astype(np.float32)
    ground[30:70, 20:70] = -70.0
    level = np.full(ground.shape, np.inf)
    queue = [(float(ground[cell]), cell) for cell in land(ground) if len(neighbours(ground, cell)) < 8]
    for height, cell in queue:
        level[cell] = height
    heapify(queue)
    while queue:
        height, cell = heappop(queue)
        for _, there in neighbours(ground, cell):
            out = max(height, float(ground[there]))
            if out < level[there]:
                level[there] = out
                heappush(queue, (out, there))
    assert (filled(ground) == level).all()
    assert (level > ground).mean() > 0.2


@given(grounds())
@settings(max_examples=100, deadline=None)
def test_water_takes_the_plainly_steepest_way(ground: np.ndarray) -> None:
    assert (drainage(ground, cell_m=10.0).step == plain_step(ground)).all()


@given(grounds())
@settings(max_examples=60, deadline=None)
def test_water_never_climbs_and_always_gets_out(ground: np.ndarray) -> None:
    water, surface = drainage(ground, cell_m=10.0), filled(ground)
    for cell in land(ground):
        heights = [surface[there] for there in way_out(water, cell)]
        assert heights == sorted(heights, reverse=True)


@given(grounds(), st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.2, 1.0]))
@settings(max_examples=60, deadline=None)
def test_sums_along_the_water_are_those_of_walking_every_way(ground: np.ndarray, seed: int, share: float) -> None:
    """Whole numbers, so that sums are exact in any order."""
    rng = np.random.default_rng(seed)
    each, marked = rng.integers(0, 50, ground.shape).astype(np.float32), rng.random(ground.shape) < share
    water = drainage(ground, cell_m=10.0)
    comes, lies, comes_until, lies_until = (np.zeros(ground.shape) for _ in range(4))
    for cell in land(ground):
        way = way_out(water, cell)
        stop = until_marked(way, marked)
        lies[cell] = sum(each[there] for there in way)
        lies_until[cell] = sum(each[there] for there in way[:stop])
        for there in way:
            comes[there] += each[cell]
        for there in way[: stop + 1]:
            comes_until[there] += each[cell]
    assert (upstream(water, each) == comes).all()
    assert (downstream(water, each) == lies).all()
    assert (upstream(water, each, until=marked) == comes_until).all()
    assert (downstream(water, each, until=marked) == lies_until).all()


def test_every_hectare_leaves_once() -> None:
    ground = np.random.default_rng(2).random((120, 90)).astype(np.float32)
    water = drainage(ground, cell_m=10.0)
    assert upstream_ha(water)[water.step == OUT].sum() == pytest.approx(120 * 90 / 100)


def test_one_cell_drains_out() -> None:
    water = drainage(np.array([[4.0]]), cell_m=10.0)
    assert water.step.tolist() == [[OUT]]
    assert downstream(water, np.array([[3.0]])) == 3.0


def test_land_whose_height_is_nowhere_known_has_no_water() -> None:
    water = drainage(np.full((3, 3), np.nan), cell_m=10.0)
    assert (water.step == UNKNOWN).all()
    assert not upstream(water, np.full((3, 3), np.nan)).any()


def test_a_bowl_with_no_gap_drains_over_its_lowest_rim() -> None:
    ground = np.full((5, 5), 9.0, np.float32)
    ground[1:4, 1:4], ground[2, 4] = 1.0, 5.0
    water = drainage(ground, cell_m=10.0)
    assert (filled(ground)[1:4, 1:4] == 5.0).all()
    assert upstream(water, np.ones((5, 5)))[2, 4] >= 10, "the bowl and its brim"


def test_a_plane_between_coarse_heights_stays_a_plane() -> None:
    grid, coarser = Grid(0.0, 200.0, 20, 20), Grid(0.0, 200.0, 4, 4, cell_m=50.0)
    east, north = np.arange(4) * 50 + 25, 200 - (np.arange(4) * 50 + 25)
    found = heights_on(grid, np.add.outer(north * 0.2, east * 0.1), coarser)
    fine_east, fine_north = np.arange(20) * 10 + 5, 200 - (np.arange(20) * 10 + 5)
    plane = np.add.outer(np.clip(fine_north, 25, 175) * 0.2, np.clip(fine_east, 25, 175) * 0.1)
    assert found == pytest.approx(plane, abs=1e-4)


def test_heights_end_one_coarse_cell_beyond_their_edge_and_are_unknown_beside_an_unknown_one() -> None:
    grid, coarser = Grid(0.0, 100.0, 1, 40), Grid(100.0, 150.0, 2, 2, cell_m=50.0)
    found = heights_on(grid, np.array([[1.0, np.nan], [1.0, np.nan]]), coarser)[0]
    assert np.flatnonzero(~np.isnan(found)).tolist() == list(range(5, 13)), "as far as the first centre and no farther"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (lambda: filled(np.ones(4)), "rows and columns"),
        (lambda: filled(np.array([[np.inf]])), "number of metres or NaN"),
        (lambda: drainage(np.ones((2, 2)), cell_m=0.0), "more than 0 m"),
        (lambda: upstream(drainage(np.ones((2, 2)), cell_m=1.0), np.ones((2, 3))), "same grid"),
        (lambda: downstream(drainage(np.ones((2, 2)), cell_m=1.0), np.full((2, 2), np.nan)), "must be known"),
        (lambda: heights_on(Grid(0, 0, 2, 2), np.ones((2, 2)), Grid(0, 0, 3, 2)), "their grid"),
    ],
)
def test_what_cannot_be_is_refused(wrong, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        wrong()
