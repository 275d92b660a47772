"""Sums over a neighbourhood, and the benefits made of them, agree with adding up cell by cell."""

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.ecology.benefits import neighbourhood
from lnrs.ecology.benefits.access import STANDARDS, Standard, newly_served, people_lacking
from lnrs.ecology.benefits.heat import cooling_need_people, trees_near
from lnrs.ecology.benefits.neighbourhood import around, count_around, disc, exponential
from lnrs.ecology.benefits.pollination import Habitat, pollination_gain, visits

seeds = st.integers(0, 2**32 - 1)
shapes = st.tuples(st.integers(1, 13), st.integers(1, 13))


@pytest.fixture(autouse=True)
def _small_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the seams between tiles are tried too."""
    monkeypatch.setattr(neighbourhood, "LEAST_TILE", 5)
    monkeypatch.setattr(neighbourhood, "MOST_TILE", 5)


def metres_between(shape: tuple[int, int], cell_m: float) -> np.ndarray:
    """(cells, cells): between every two centres of cells."""
    cells = np.argwhere(np.ones(shape))
    return np.sqrt(((cells[:, None] - cells[None]) ** 2).sum(axis=2)) * cell_m


def plain_around(values: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Each cell's sum with weights (cells, cells)."""
    return (weight @ values.ravel().astype(float)).reshape(values.shape)


def weights(shape: tuple[int, int], distance_m: float, cell_m: float) -> np.ndarray:
    """exp(-d / distance) between every two cells, over its sum on an endless grid as far as 8 distances."""
    reach = int(8 * distance_m / cell_m)
    plane = np.hypot(*np.mgrid[-reach : reach + 1, -reach : reach + 1]) * cell_m
    whole = np.exp(-plane[plane <= 8 * distance_m] / distance_m).sum()
    away = metres_between(shape, cell_m)
    return np.where(away <= 8 * distance_m, np.exp(-away / distance_m), 0) / whole


@given(shapes, seeds, st.sampled_from([0.0, 10.0, 25.0, 31.7, 80.0]))
@settings(max_examples=80, deadline=None)
def test_counts_within_a_distance_are_exact(shape: tuple[int, int], seed: int, radius_m: float) -> None:
    counts = np.random.default_rng(seed).integers(0, 10**6, shape)
    within = metres_between(shape, 10.0) <= radius_m
    assert (count_around(counts, disc(radius_m, cell_m=10.0)) == plain_around(counts, within)).all()


def test_counts_stay_exact_on_a_raster_of_many_tiles_and_a_wide_disc(monkeypatch: pytest.MonkeyPatch) -> None:
    """Against running sums along rows, in whole numbers throughout."""
    monkeypatch.setattr(neighbourhood, "LEAST_TILE", 100)
    counts = np.random.default_rng(4).integers(0, 10**7, (350, 420))
    reach = 40
    running = np.zeros((350 + 2 * reach, 420 + 2 * reach + 1), np.int64)
    running[reach:-reach, reach + 1 : -reach] = counts.cumsum(axis=1)
    running[reach:-reach, -reach:] = counts.sum(axis=1)[:, None]
    plain = np.zeros_like(counts)
    for down in range(-reach, reach + 1):
        wide = int(np.sqrt(reach**2 - down**2))
        rows = running[reach + down : reach + down + 350]
        plain += rows[:, reach + wide + 1 :][:, :420] - rows[:, reach - wide :][:, :420]
    assert (count_around(counts, disc(400.0, cell_m=10.0)) == plain).all()


@given(shapes, seeds, st.sampled_from([3.0, 12.0, 40.0]))
@settings(max_examples=60, deadline=None)
def test_weighted_sums_are_those_of_adding_up(shape: tuple[int, int], seed: int, distance_m: float) -> None:
    values = np.random.default_rng(seed).random(shape)
    plain = plain_around(values, weights(shape, distance_m, 10.0))
    assert around(values, exponential(distance_m, cell_m=10.0)) == pytest.approx(plain, abs=1e-12)


@given(shapes, seeds, st.sampled_from([20.0, 45.0]))
@settings(max_examples=60, deadline=None)
def test_people_lack_green_space_and_are_newly_served_as_a_plain_count_says(
    shape: tuple[int, int], seed: int, within_m: float
) -> None:
    rng = np.random.default_rng(seed)
    people, spaces = rng.integers(0, 300, shape), rng.integers(0, 4, shape) * (rng.random(shape) < 0.1)
    space_ha, standard = np.array([0.4, 2.0, 50.0]), Standard("local", 2, within_m)
    near = metres_between(shape, 10.0) <= within_m
    lacking = np.zeros(people.size, int)
    for home in range(people.size):
        if not any(spaces.ravel()[at] >= 2 for at in np.flatnonzero(near[home])):
            lacking[home] = people.ravel()[home]
    found = people_lacking(people, spaces, space_ha, standard, cell_m=10.0)
    assert (found.ravel() == lacking).all()
    served = [sum(lacking[near[place]]) for place in range(people.size)]
    assert newly_served(found, standard, cell_m=10.0).ravel().tolist() == served


@given(shapes, seeds)
@settings(max_examples=40, deadline=None)
def test_the_need_for_shade_is_that_of_counting_neighbour_by_neighbour(shape: tuple[int, int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    people, trees = rng.integers(0, 90, shape), rng.random(shape) * (rng.random(shape) < 0.5)
    near = metres_between(shape, 10.0) <= 30.0
    share = plain_around(trees, near) / near.sum(axis=1).reshape(shape)
    short = people * np.maximum(0, 1 - share / 0.4)
    assert trees_near(trees, cell_m=10.0, radius_m=30.0) == pytest.approx(share, abs=1e-12)
    need = (1 - trees) * plain_around(short, near)
    assert cooling_need_people(people, trees, cell_m=10.0, radius_m=30.0) == pytest.approx(need, abs=1e-9)


@given(st.tuples(st.integers(1, 7), st.integers(1, 7)), seeds)
@settings(max_examples=40, deadline=None)
def test_what_a_cell_would_add_to_pollination_is_what_changing_it_adds(shape: tuple[int, int], seed: int) -> None:
    """Change each cell in turn and work everything out again."""
    rng = np.random.default_rng(seed)
    nesting, flowers, crops = rng.random((3, *shape))
    then, weight = Habitat(*rng.random(2)), weights(shape, 15.0, 10.0)

    def total(nests: np.ndarray, blooms: np.ndarray) -> float:
        return float((crops * plain_around(nests * plain_around(blooms, weight), weight)).sum()) / 100

    assert visits(nesting, flowers, foraging_m=15.0, cell_m=10.0) == pytest.approx(
        plain_around(nesting * plain_around(flowers, weight), weight), abs=1e-12
    )
    gain = pollination_gain(nesting, flowers, crops, then, foraging_m=15.0, cell_m=10.0)
    for cell in np.ndindex(shape):
        nests, blooms = nesting.copy(), flowers.copy()
        nests[cell], blooms[cell] = then
        assert gain[cell] == pytest.approx(total(nests, blooms) - total(nesting, flowers), abs=1e-12)


def test_the_kernel_leaves_out_three_parts_in_a_thousand() -> None:
    """Of exp(-d) over the plane, (1 + 8) exp(-8) lies beyond 8."""
    weight = exponential(200.0, cell_m=10.0)
    assert weight.sum() == pytest.approx(1.0)
    assert 1 / (weight.max() * 2 * np.pi * 20**2) == pytest.approx(1 - 9 * np.exp(-8), abs=1e-3)


def test_the_standards_grow_in_size_and_distance_together() -> None:
    assert [one.least_ha for one in STANDARDS] == sorted(one.least_ha for one in STANDARDS)
    assert [one.within_m for one in STANDARDS] == sorted(one.within_m for one in STANDARDS)


def test_the_answer_is_the_same_to_the_bit_on_any_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbourhood, "LEAST_TILE", 64)
    values, kernel = np.random.default_rng(3).random((150, 130)), exponential(20.0, cell_m=10.0)
    before = numba.get_num_threads()
    numba.set_num_threads(1)
    alone = around(values, kernel)
    numba.set_num_threads(before)
    assert (around(values, kernel) == alone).all()


def test_where_nothing_is_near_the_sum_is_nought_and_not_rounding() -> None:
    values = np.zeros((40, 40))
    values[5, 5] = 0.3
    found = around(values, disc(30.0, cell_m=10.0))
    assert np.count_nonzero(found) == disc(30.0, cell_m=10.0).sum()


ONES = np.ones((2, 2))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (lambda: around(np.full((2, 2), np.nan), disc(10, cell_m=10)), "must be known"),
        (lambda: around(ONES, ONES), "square, with a middle cell"),
        (lambda: around(ONES, np.arange(9.0).reshape(3, 3)), "seen from either side"),
        (lambda: count_around(ONES / 2, disc(10, cell_m=10)), "whole numbers"),
        (lambda: disc(-1, cell_m=10), "0 or more"),
        (lambda: people_lacking(ONES, np.ones((3, 2), int), np.ones(1), STANDARDS[0], cell_m=10), "same grid"),
        (lambda: people_lacking(ONES, np.full((2, 2), 2), np.ones(1), STANDARDS[0], cell_m=10), "sizes for 1"),
        (lambda: newly_served(-ONES, STANDARDS[0], cell_m=10), "none below 0"),
        (lambda: trees_near(2 * ONES, cell_m=10), "from 0 to 1"),
        (lambda: cooling_need_people(ONES, ONES, cell_m=10, enough=0.0), "above 0"),
        (lambda: visits(2 * ONES, ONES, foraging_m=100, cell_m=10), "from 0 to 1"),
    ],
)
def test_what_cannot_be_is_refused(wrong, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        wrong()
