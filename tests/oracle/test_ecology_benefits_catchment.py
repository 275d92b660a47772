"""Benefits that travel with water agree with changing the land and working everything out again, and with print."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.ecology.benefits.along_water import downstream, upstream, upstream_ha
from lnrs.ecology.benefits.drainage import drainage
from lnrs.ecology.benefits.flood import flood_benefit_person_mm_ha, people_below, runoff_saved_mm
from lnrs.ecology.benefits.runoff import CURVE_NUMBERS, SOIL_GROUPS, curve_numbers, runoff_mm
from lnrs.ecology.benefits.soil import (
    COVER_FACTORS,
    ERODIBILITY,
    LONGEST_SLOPE_M,
    slope_factor,
    soil_kept_t_ha,
    soil_loss_t_ha,
)
from lnrs.ecology.benefits.water_quality import (
    connectivity,
    delivered_share,
    kept_from_water_t_ha,
    passing_t,
    way_to_water_m,
)
from lnrs.sketch.soils import SOILS

INCH_MM = 25.4
seeds = st.integers(0, 2**32 - 1)


def hill(seed: int, rows: int = 9, cols: int = 8) -> np.ndarray:
    return np.random.default_rng(seed).random((rows, cols)).astype(np.float32) * 20


@pytest.mark.parametrize(
    ("rain_in", "curve_number", "runoff_in"),
    [(3.0, 80, 1.25), (5.0, 75, 2.45), (6.0, 75, 3.28), (1.0, 60, 0.0)],
)
def test_runoff_is_that_of_the_published_table(rain_in: float, curve_number: float, runoff_in: float) -> None:
    """TR-55, table 2-1, in inches."""
    found = runoff_mm(np.array(curve_number), storm_mm=rain_in * INCH_MM) / INCH_MM
    assert found == pytest.approx(runoff_in, abs=0.005)


def test_all_rain_runs_off_what_takes_none_in() -> None:
    assert runoff_mm(np.array(100.0), storm_mm=40.0) == pytest.approx(40.0)
    assert runoff_mm(np.array(100.0), storm_mm=0.0) == 0.0


def test_land_that_drains_worse_sheds_more_in_every_row_of_the_table() -> None:
    for row in CURVE_NUMBERS.values():
        assert list(row) == sorted(row)


def test_every_soil_of_the_sketch_has_a_group_and_all_but_peat_an_erodibility() -> None:
    assert set(SOIL_GROUPS) == set(SOILS)
    assert set(SOILS) - set(ERODIBILITY) == {"peaty fen"}


def test_curve_numbers_are_looked_up_by_cover_and_soil() -> None:
    cover, soil = np.array([[1, 1, 2, 0, 3]]), np.array([[1, 2, 2, 1, 1]])
    found = curve_numbers(
        cover, ("arable", "scrub", "mudflat"), soil, ("slowly permeable clay", "freely draining loam")
    )
    assert np.array_equal(found, [[87, 75, 48, np.nan, np.nan]], equal_nan=True)


@given(seeds)
@settings(max_examples=15, deadline=None)
def test_the_flood_benefit_of_each_cell_is_what_saving_there_does(seed: int) -> None:
    """Take the millimetres off one cell at a time and look at the mean depth above every channel."""
    rng = np.random.default_rng(seed)
    water = drainage(hill(seed, 6, 5), cell_m=10.0)
    people, saved = rng.integers(0, 5, (6, 5)), rng.random((6, 5))
    channel = upstream_ha(water) >= 0.04
    at_channel = np.where(channel, upstream(water, people, until=channel), 0)
    cells = upstream(water, np.ones((6, 5)))
    found = flood_benefit_person_mm_ha(water, saved, people, channel_ha=0.04)
    for cell in np.ndindex(6, 5):
        less = np.zeros((6, 5))
        less[cell] = saved[cell]
        off = (at_channel * upstream(water, less) / cells).sum()
        assert found[cell] == pytest.approx(off * 100, abs=1e-9), "a hundred cells to the hectare"


@given(seeds)
@settings(max_examples=20, deadline=None)
def test_everyone_whose_water_reaches_the_one_channel_is_below_its_top_once(seed: int) -> None:
    """A valley that falls to the north, with one channel along its bottom."""
    ground = np.add.outer(np.arange(12.0), 3 * np.abs(np.arange(7.0) - 3)) + 1
    people = np.random.default_rng(seed).integers(0, 9, ground.shape)
    water = drainage(ground, cell_m=10.0)
    channel = upstream_ha(water) >= 0.05
    assert (np.argwhere(channel)[:, 1] == 3).all()
    reaches_it = downstream(water, channel) > 0
    top = int(np.argwhere(channel)[:, 0].max())
    assert people_below(water, people, channel_ha=0.05)[top, 3] == people[reaches_it].sum() > 0


@pytest.mark.parametrize("rise", [0.02, 0.09, 0.3])
def test_along_a_straight_slope_the_factor_is_that_of_its_length(rise: float) -> None:
    """The mean of LS from the top of a plane to any place is S (length / 22.13)^m: Renard et al. 1997."""
    ground = np.repeat((40 - np.arange(40.0))[:, None] * 10 * rise, 3, axis=1) + 500
    slope_deg = np.full(ground.shape, np.degrees(np.arctan(rise)))
    found = slope_factor(slope_deg, drainage(ground, cell_m=10.0))[:, 1]
    sine = np.sin(np.arctan(rise))
    ratio = (sine / 0.0896) / (3 * sine**0.8 + 0.56)
    steep = 10.8 * sine + 0.03 if rise < 0.09 else 16.8 * sine - 0.5
    for cells in (1, 5, 30):
        assert found[:cells].mean() == pytest.approx(steep * (cells * 10 / 22.13) ** (ratio / (1 + ratio)))
    assert found[31:-1] == pytest.approx(found[31]), f"as from {LONGEST_SLOPE_M} m on"


def test_the_unit_plot_has_a_factor_of_one() -> None:
    """A slope of 22.13 m at 9 %, to which soil loss is referred."""
    slope_deg = np.array([[np.degrees(np.arctan(0.09))]])
    assert slope_factor(slope_deg, drainage(np.ones((1, 1)), cell_m=22.13)) == pytest.approx(1.0, abs=0.01)


def test_soil_loss_is_the_product_of_its_factors_and_what_is_kept_the_rest() -> None:
    loss = soil_loss_t_ha(700.0, np.array([0.04]), np.array([1.5]), np.array([COVER_FACTORS["arable"]]))
    assert loss == pytest.approx(700 * 0.04 * 1.5 * 0.233)
    kept = soil_kept_t_ha(loss, np.array([0.233]), COVER_FACTORS["broadleaved woodland"])
    assert kept == pytest.approx(700 * 0.04 * 1.5 * (0.233 - 0.001))
    assert soil_kept_t_ha(loss, np.array([0.003]), 0.233) < 0


def test_connectivity_by_hand() -> None:
    """Three cells in a row to a river: the top one's way is two cells of arable; the index is Borselli's formula."""
    ground = np.array([[9.0, 8.0, 7.0, 6.0]])
    water, river = drainage(ground, cell_m=10.0), np.array([[False, False, False, True]])
    slope, cover = np.full((1, 4), 0.1), np.array([[0.2, 0.1, 0.1, 0.1]])
    assert way_to_water_m(water, river).tolist() == [[30.0, 20.0, 10.0, 0.0]]
    found = connectivity(water, slope, cover, river)[0]
    way = np.array([10 / 0.02 + 10 / 0.01 + 10 / 0.01, 10 / 0.01 + 10 / 0.01, 10 / 0.01])
    mean_cover = np.array([0.2, 0.15, 0.4 / 3])
    above = mean_cover * 0.1 * np.sqrt(np.array([1, 2, 3]) * 100.0)
    assert found[:3] == pytest.approx(np.log10(above / way))
    assert found[3] == np.inf
    assert delivered_share(found)[3] == 0.8
    assert delivered_share(np.array([0.5])) == pytest.approx(0.4), "half of the most, at the middle of the index"


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_what_reaches_water_is_what_passes_its_banks(seed: int) -> None:
    """All that is delivered enters water, or leaves the raster, by some last cell of land."""
    rng = np.random.default_rng(seed)
    water, river = drainage(hill(seed), cell_m=10.0), rng.random((9, 8)) < 0.2
    loss, delivered = rng.random((9, 8)), rng.random((9, 8)) * 0.8
    passing = passing_t(water, loss, delivered, river)
    to_water = (loss * delivered * 0.01)[~river].sum()
    last = ~river & ((water.step == 8) | (way_to_water_m(water, river) == water.step_m))
    assert passing[last].sum() == pytest.approx(to_water)
    assert not passing[river].any()
    assert kept_from_water_t_ha(loss, delivered) == pytest.approx(loss * delivered)


def test_where_nothing_is_known_nothing_is_said() -> None:
    ground = np.full((2, 3), np.nan)
    water, nowhere = drainage(ground, cell_m=10.0), np.zeros((2, 3), bool)
    assert np.isnan(connectivity(water, ground, ground, nowhere)).all()
    assert not flood_benefit_person_mm_ha(water, np.ones((2, 3)), np.ones((2, 3)), channel_ha=1.0).any()
    assert not passing_t(water, ground, ground, nowhere).any()


WATER = drainage(np.ones((2, 2)), cell_m=10.0)
ONES = np.ones((2, 2))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (lambda: runoff_mm(ONES, storm_mm=-1.0), "0 mm or more"),
        (lambda: runoff_saved_mm(ONES * 101, ONES, storm_mm=10.0), "at most 100"),
        (lambda: flood_benefit_person_mm_ha(WATER, np.ones((3, 2)), ONES, channel_ha=1), "same grid"),
        (lambda: people_below(WATER, -ONES, channel_ha=1), "fewer than no people"),
        (lambda: people_below(WATER, ONES, channel_ha=0), "more than 0 ha"),
        (lambda: slope_factor(np.ones((3, 2)), WATER), "same grid"),
        (lambda: soil_kept_t_ha(ONES, ONES * 0, 0.1), "above 0"),
        (lambda: curve_numbers(np.array([2]), ("arable",), np.array([1]), ("peaty fen",)), "words for 1 to 1"),
    ],
)
def test_what_cannot_be_is_refused(wrong: Callable[[], object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        wrong()
