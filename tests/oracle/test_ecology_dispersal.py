"""Connectivity with a dispersal kernel agrees with sums over every pair of cells."""

from functools import lru_cache

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.ecology import kernel as kernels
from lnrs.ecology.choose_links import choose_one_by_one
from lnrs.ecology.dispersal import equivalent_connected_area_ha, probability_of_connectivity, within_reach_ha
from lnrs.ecology.gain import gain, gained_eca_ha, joined, loss, lost_eca_ha
from lnrs.ecology.grid import Grid
from lnrs.ecology.kernel import Kernel, convolve, delta_of_median, exponential
from lnrs.ecology.zonal import Zones, zones

GRID = Grid(west_m=0.0, north_m=240.0, rows=24, cols=30)
CELL_HA = 0.01
seeds = st.integers(0, 2**32 - 1)
deltas = st.sampled_from([4.0, 15.0, 30.0, 200.0])


@lru_cache(maxsize=4)
def plain_kernel(shape: tuple[int, int], kernel: Kernel) -> np.ndarray:
    """p between every two cells, (cells, cells), from the definition."""
    place = np.argwhere(np.ones(shape)) * kernel.cell_m
    away = np.sqrt(((place[:, None] - place[None]) ** 2).sum(axis=2))
    p = np.exp(-away / kernel.delta_m)
    p[p < kernel.epsilon] = 0
    return p


def plain_eca2_ha2(habitat: np.ndarray, kernel: Kernel) -> float:
    a = habitat.ravel().astype(float) * CELL_HA
    return float(a @ plain_kernel(habitat.shape, kernel) @ a)


def some_habitat(seed: int, *, whole: bool) -> np.ndarray:
    """A quarter of the cells are habitat, wholly or by any share."""
    rng = np.random.default_rng(seed)
    marked = rng.random(GRID.shape) < 0.25
    return marked.astype(np.uint8) if whole else np.where(marked, rng.random(GRID.shape).round(1), 0)


def fields(seed: int, count: int = 12) -> np.ndarray:
    """Fields that fill the land without overlap, some with several parts."""
    rng = np.random.default_rng(seed)
    points = shapely.MultiPoint(rng.uniform(0, (300, 240), (count + 3, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=shapely.box(0, 0, 300, 240)))
    inside = shapely.intersection(cells, shapely.box(0, 0, 300, 240))
    return np.array([shapely.union_all(inside[:4]), *inside[4:]])


def cells_of(within: Zones, shape: int) -> np.ndarray:
    mask = np.zeros(GRID.shape, bool)
    for k in range(within.start[shape], within.start[shape + 1]):
        mask[within.row[k], within.begin[k] : within.end[k]] = True
    return mask


@given(seeds, st.tuples(st.integers(1, 40), st.integers(1, 40)), deltas, st.sampled_from([200, 2_000, 10**9]))
@settings(max_examples=60, deadline=None)
def test_convolution_is_the_sum_over_every_pair_in_blocks_or_not(
    seed: int, shape: tuple[int, int], delta_m: float, block_cells: int
) -> None:
    raster = np.random.default_rng(seed).random(shape)
    kernel = exponential(delta_m, 10.0, epsilon=1e-2)
    plain = (plain_kernel(shape, kernel) @ raster.ravel()).reshape(shape)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "BLOCK_CELLS", block_cells)
        assert convolve(raster, kernel, dtype=np.float64) == pytest.approx(plain, rel=1e-12)
        assert np.abs(convolve(raster, kernel) - plain).max() <= 1e-6 * plain.max()


def test_large_land_is_worked_in_blocks_within_bounds() -> None:
    """Two by three blocks and more; without this the test above would try but one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "BLOCK_CELLS", 400)
        assert min(kernels._parts((40, 60), 4)) >= 2
        patch.setattr(kernels, "BLOCK_CELLS", 10**9)
        assert kernels._parts((40, 60), 4) == (1, 1)


def test_single_precision_is_within_a_millionth_of_the_largest_value_on_a_thousand_rows() -> None:
    habitat = (np.random.default_rng(1).random((1000, 900)) < 0.1).astype(np.uint8)
    kernel = exponential(500.0, 10.0)
    double = convolve(habitat, kernel, dtype=np.float64)
    assert np.abs(convolve(habitat, kernel) - double).max() <= 1e-6 * double.max()


def test_the_kernel_is_cut_where_it_falls_below_epsilon() -> None:
    kernel = exponential(1000.0, 10.0, epsilon=1e-4)
    assert kernel.reach == 921
    p = kernel.probability(2000, 2000)
    assert p.shape == (922, 922)
    assert p[0, 921] >= 1e-4
    assert p[p > 0].min() >= 1e-4
    assert np.exp(-1000.0 / delta_of_median(1000.0)) == pytest.approx(0.5)


def test_the_share_of_the_kernel_left_out_is_what_the_docstring_says() -> None:
    whole, cut = (exponential(100.0, 10.0, epsilon=epsilon).probability(9999, 9999) for epsilon in (1e-12, 1e-4))
    plane = [4 * p[1:, 1:].sum() + 4 * p[0, 1:].sum() + 1 for p in (whole, cut)]
    assert 1 - plane[1] / plane[0] == pytest.approx(1e-4 * (1 + np.log(1e4)), rel=0.05)


@given(seeds, deltas, st.booleans())
@settings(max_examples=12, deadline=None)
def test_eca_is_the_root_of_the_sum_over_every_pair_of_cells(seed: int, delta_m: float, whole: bool) -> None:
    habitat, kernel = some_habitat(seed, whole=whole), exponential(delta_m, 10.0)
    eca_ha = equivalent_connected_area_ha(habitat, within_reach_ha(habitat, kernel), cell_m=10.0)
    assert eca_ha**2 == pytest.approx(plain_eca2_ha2(habitat, kernel), rel=1e-5)


def test_pc_is_the_share_of_pairs_of_points_within_reach_of_each_other() -> None:
    """Points put down at random fall in cells at random; so the mean over every pair of cells is exact."""
    habitat, kernel = some_habitat(7, whole=True), exponential(30.0, 10.0)
    a = habitat.ravel()
    mean = (a[:, None] * plain_kernel(GRID.shape, kernel) * a).mean()
    eca_ha = equivalent_connected_area_ha(habitat, within_reach_ha(habitat, kernel), cell_m=10.0)
    assert probability_of_connectivity(eca_ha, habitat.size * CELL_HA) == pytest.approx(mean, rel=1e-5)


def test_a_straight_way_is_never_worse_than_one_by_stepping_stones() -> None:
    """So that p* of the papers, the best product along any path, is p itself between points."""
    at, q = np.argwhere(np.ones((5, 6))), exponential(20.0, 10.0, epsilon=1e-12).probability(5, 6)
    p = q[abs(at[:, None, 0] - at[:, 0]), abs(at[:, None, 1] - at[:, 1])]
    by_way_of = (p[:, :, None] * p[None]).max(axis=1)
    assert (by_way_of <= p * (1 + 1e-12)).all()


@given(seeds, deltas, st.booleans())
@settings(max_examples=12, deadline=None)
def test_the_gain_of_a_field_is_the_rise_of_eca2_once_it_is_habitat(seed: int, delta_m: float, whole: bool) -> None:
    habitat, kernel = some_habitat(seed, whole=whole), exponential(delta_m, 10.0)
    within, reach_ha = zones(fields(seed), GRID), within_reach_ha(habitat, kernel)
    found, before = gain(within, habitat, reach_ha, kernel), plain_eca2_ha2(habitat, kernel)
    for shape in range(len(within.start) - 1):
        after = np.where(cells_of(within, shape), 1, habitat)
        rise = plain_eca2_ha2(after, kernel) - before
        assert found.area_ha[shape] == pytest.approx((after - habitat.astype(float)).sum() * CELL_HA)
        assert found.eca2_ha2[shape] == pytest.approx(rise, rel=1e-5, abs=1e-9)
        risen = np.sqrt(before + rise) - np.sqrt(before)
        assert gained_eca_ha(np.sqrt(before), found)[shape] == pytest.approx(risen, rel=1e-5, abs=1e-8)


@given(seeds, deltas, st.booleans())
@settings(max_examples=12, deadline=None)
def test_the_loss_of_a_patch_is_the_fall_of_eca2_once_it_is_gone(seed: int, delta_m: float, whole: bool) -> None:
    habitat, kernel = some_habitat(seed, whole=whole), exponential(delta_m, 10.0)
    within, reach_ha = zones(fields(seed), GRID), within_reach_ha(habitat, kernel)
    found, before = loss(within, habitat, reach_ha, kernel), plain_eca2_ha2(habitat, kernel)
    for shape in range(len(within.start) - 1):
        after = np.where(cells_of(within, shape), 0, habitat)
        own = np.where(cells_of(within, shape), habitat, 0)
        left = plain_eca2_ha2(after, kernel)
        assert found.eca2_ha2[shape] == pytest.approx(before - left, rel=1e-5, abs=1e-8)
        assert found.within_ha2[shape] == pytest.approx(plain_eca2_ha2(own, kernel), rel=1e-9, abs=1e-15)
        fallen = np.sqrt(before) - np.sqrt(left)
        assert lost_eca_ha(np.sqrt(before), found)[shape] == pytest.approx(fallen, rel=1e-5, abs=1e-8)


def test_taking_every_patch_at_once_leaves_nothing() -> None:
    habitat, kernel = some_habitat(3, whole=True), exponential(30.0, 10.0)
    land, reach_ha = zones(np.array([shapely.box(0, 0, 300, 240)]), GRID), within_reach_ha(habitat, kernel)
    eca_ha = equivalent_connected_area_ha(habitat, reach_ha, cell_m=10.0)
    assert lost_eca_ha(eca_ha, loss(land, habitat, reach_ha, kernel))[0] == pytest.approx(eca_ha, rel=1e-3)


@given(seeds, deltas)
@settings(max_examples=20, deadline=None)
def test_a_corridor_gains_what_its_parcels_do_together_with_overlaps_once(seed: int, delta_m: float) -> None:
    habitat, kernel = some_habitat(seed, whole=True), exponential(delta_m, 10.0)
    shapes = np.append(fields(seed), [shapely.box(15, 25, 155, 75), shapely.box(95, 5, 205, 125)])
    within, members = zones(shapes, GRID), np.array([1, 5, len(shapes) - 2, len(shapes) - 1])
    found = gain(joined(within, members), habitat, within_reach_ha(habitat, kernel), kernel)
    together = np.any([cells_of(within, member) for member in members], axis=0)
    after = np.where(together, 1, habitat)
    assert found.area_ha[0] == pytest.approx((together & (habitat == 0)).sum() * CELL_HA)
    rise = plain_eca2_ha2(after, kernel) - plain_eca2_ha2(habitat, kernel)
    assert found.eca2_ha2[0] == pytest.approx(rise, rel=1e-5)


def plain_choice(habitat: np.ndarray, masks: list[np.ndarray], kernel: Kernel, budget_ha: float, per_ha: bool) -> list:
    """Try every field that still fits, work out ECA afresh for each, take the best, and begin again."""
    chosen: list[tuple[int, float]] = []
    while True:
        before = np.sqrt(plain_eca2_ha2(habitat, kernel))
        tried = []
        for number, mask in enumerate(masks):
            area_ha = (mask & (habitat == 0)).sum() * CELL_HA
            if 0 < area_ha <= budget_ha:
                eca_ha = np.sqrt(plain_eca2_ha2(np.where(mask, 1, habitat), kernel))
                tried.append(((eca_ha - before) / (area_ha if per_ha else 1), -number, area_ha, eca_ha))
        if not tried:
            return chosen
        _, number, area_ha, eca_ha = max(tried)
        habitat = np.where(masks[-number], 1, habitat)
        budget_ha -= area_ha
        chosen.append((-number, eca_ha))


@pytest.mark.parametrize("per_ha", [True, False])
@pytest.mark.parametrize("seed", range(6))
def test_one_after_another_each_is_the_best_beside_those_before(seed: int, per_ha: bool) -> None:
    habitat, kernel = some_habitat(seed, whole=True), exponential([8.0, 30.0, 200.0][seed % 3], 10.0)
    within = zones(fields(seed, 9), GRID)
    reach_ha = within_reach_ha(habitat, kernel)
    found = choose_one_by_one(within, habitat, reach_ha, kernel, budget_ha=3.0, per_ha=per_ha)
    masks = [cells_of(within, shape) for shape in range(len(within.start) - 1)]
    plain = plain_choice(habitat, masks, kernel, 3.0, per_ha)
    assert len(plain) > 2
    assert found.candidate.tolist() == [number for number, _ in plain]
    assert found.eca_ha == pytest.approx([eca_ha for _, eca_ha in plain], rel=1e-6)
    assert found.area_ha.sum() <= 3.0 + 1e-9


def test_what_a_field_adds_rises_as_others_are_chosen_so_old_values_are_no_upper_bound() -> None:
    """Why the choice is not made lazily."""
    kernel, habitat = exponential(30.0, 10.0), np.zeros(GRID.shape, np.uint8)
    pair = zones(np.array([shapely.box(0, 0, 40, 40), shapely.box(40, 0, 80, 40)]), GRID)
    alone = gain(pair, habitat, within_reach_ha(habitat, kernel), kernel).eca2_ha2
    habitat[cells_of(pair, 0)] = 1
    beside = gain(pair, habitat, within_reach_ha(habitat, kernel), kernel).eca2_ha2
    assert beside[1] > 1.5 * alone[1]


def test_land_without_habitat_is_worth_what_the_field_is_to_itself() -> None:
    kernel, habitat = exponential(50.0, 10.0), np.zeros(GRID.shape)
    within, reach_ha = zones(np.array([shapely.box(0, 0, 30, 30)]), GRID), within_reach_ha(habitat, kernel)
    assert equivalent_connected_area_ha(habitat, reach_ha, cell_m=10.0) == 0
    found = gain(within, habitat, reach_ha, kernel)
    assert found.between_ha2[0] == 0
    assert gained_eca_ha(0.0, found)[0] == pytest.approx(np.sqrt(found.within_ha2[0]))
    assert loss(within, habitat, reach_ha, kernel) == (0, 0, 0)


def test_shapes_that_hold_no_cell_or_only_habitat_add_nothing() -> None:
    kernel, habitat = exponential(50.0, 10.0), np.ones(GRID.shape)
    shapes = np.array([shapely.Polygon(), shapely.box(11, 11, 12, 12), shapely.box(0, 0, 100, 100)])
    within, reach_ha = zones(shapes, GRID), within_reach_ha(habitat, kernel)
    found = gain(within, habitat, reach_ha, kernel)
    assert not np.any(found)
    assert len(choose_one_by_one(within, habitat, reach_ha, kernel, budget_ha=9.0).candidate) == 0
    assert not np.any(gain(joined(within, np.array([0, 1])), habitat, reach_ha, kernel))


@pytest.mark.parametrize(
    ("delta_m", "cell_m"), [(0.0, 10.0), (-5.0, 10.0), (10.0, 0.0), (np.nan, 10.0), (10.0, np.inf)]
)
def test_lengths_that_cannot_be_are_refused(delta_m: float, cell_m: float) -> None:
    with pytest.raises(ValueError, match="must be lengths above 0 m"):
        exponential(delta_m, cell_m)


@pytest.mark.parametrize("epsilon", [0.0, 1.0, np.nan])
def test_a_kernel_cut_off_nowhere_or_at_once_is_refused(epsilon: float) -> None:
    with pytest.raises(ValueError, match="a probability between 0 and 1"):
        exponential(10.0, 10.0, epsilon=epsilon)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (np.full((2, 2), np.nan), "known everywhere"),
        (np.full((2, 2), 1.5), "share of each cell"),
        (np.full((2, 2), -0.1), "negative or not known"),
        (np.ones(4), "rows and columns"),
        (np.ones((0, 3)), "at least one cell"),
    ],
)
def test_what_cannot_be_habitat_is_refused(wrong: np.ndarray, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        within_reach_ha(wrong, exponential(10.0, 10.0))


def test_rasters_that_do_not_match_are_refused() -> None:
    habitat, kernel = np.ones((4, 5)), exponential(10.0, 10.0)
    reach_ha = within_reach_ha(habitat, kernel)
    field = zones(np.array([shapely.box(0, 0, 90, 90)]), GRID)
    with pytest.raises(ValueError, match="one shape"):
        equivalent_connected_area_ha(np.ones((5, 4)), reach_ha, cell_m=10.0)
    with pytest.raises(ValueError, match="one shape"):
        gain(field, np.ones((5, 4)), reach_ha, kernel)
    with pytest.raises(ValueError, match="larger grid"):
        gain(field, habitat, reach_ha, kernel)
    with pytest.raises(ValueError, match="at least as large"):
        probability_of_connectivity(10.0, 9.0)
    with pytest.raises(ValueError, match="nothing to join"):
        joined(field, np.array([], int))


def test_candidates_that_overlap_are_refused_when_chosen_one_after_another() -> None:
    habitat, kernel = np.zeros(GRID.shape), exponential(10.0, 10.0)
    within = zones(np.array([shapely.box(0, 0, 50, 50), shapely.box(40, 40, 90, 90)]), GRID)
    with pytest.raises(ValueError, match="overlap"):
        choose_one_by_one(within, habitat, within_reach_ha(habitat, kernel), kernel, budget_ha=1.0)
