"""Chance that a seed fixes."""

import numpy as np
import pytest

from lnrs.sketch.grid import burn, cell_centres, grid_over, pick, sample
from lnrs.sketch.noise import noise, noise_at, stream

GRID = grid_over((500_000, 100_000, 540_000, 130_000), 200)


def test_a_grid_lies_on_multiples_of_its_cell_and_covers_its_bounds() -> None:
    grid = grid_over((512_345, 101_010, 513_000, 102_999), 100)
    assert (grid.west_m % 100, grid.north_m % 100) == (0, 0)
    assert grid.west_m < 512_345
    assert grid.west_m + grid.columns * 100 > 513_000
    assert grid.north_m > 102_999
    assert grid.north_m - grid.rows * 100 < 101_010


def test_one_subject_draws_the_same_numbers_again_and_another_does_not() -> None:
    assert stream(1, "woods").random() == stream(1, "woods").random()
    assert len({stream(1, "woods").random(), stream(2, "woods").random(), stream(1, "fens").random()}) == 3


def test_noise_has_mean_nought_and_deviation_one() -> None:
    drawn = noise(GRID, stream(1, "test"), 3000)
    assert drawn.shape == GRID.shape
    assert drawn.mean() == pytest.approx(0, abs=1e-3)
    assert drawn.std() == pytest.approx(1, abs=1e-3)


def test_noise_is_smooth_below_its_wavelength_and_unlike_beyond_it() -> None:
    drawn = noise(GRID, stream(1, "test"), 6000, 1)
    near = np.corrcoef(drawn[:, :-1].ravel(), drawn[:, 1:].ravel())[0, 1]
    far = np.corrcoef(drawn[:, :-90].ravel(), drawn[:, 90:].ravel())[0, 1]
    assert near > 0.99
    assert abs(far) < 0.4


def test_noise_at_points_is_the_noise_of_the_grid() -> None:
    x, y = (axis.ravel() for axis in np.broadcast_arrays(*cell_centres(GRID)))
    at_points = noise_at(GRID, stream(1, "test"), 3000, x, y)
    on_grid = noise(GRID, stream(1, "test"), 3000).ravel()
    assert np.corrcoef(at_points, on_grid)[0, 1] > 0.9999
    assert at_points.std() == pytest.approx(1, abs=0.1)


def test_values_are_interpolated_between_cells_and_classes_are_not() -> None:
    values = np.zeros(GRID.shape)
    values[10, 10] = 1
    x, y = GRID.west_m + 10.75 * 200, GRID.north_m - 10.5 * 200
    assert sample(GRID, values, np.array([x]), np.array([y])) == pytest.approx([0.75])
    assert pick(GRID, values, np.array([x]), np.array([y])) == [1]


def test_nothing_is_burnt_where_there_is_nothing() -> None:
    assert not burn(GRID, np.array([], dtype=object)).any()
