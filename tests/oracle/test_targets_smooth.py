"""The penalised spline is the least of squares and bends together, and as smooth as the likelihood asks for."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal

from lnrs.targets.smooth import spline

seeds = st.integers(0, 2**32 - 1)
lengths = st.integers(5, 60)


def series(seed: int, years: int) -> np.ndarray:
    return np.cumsum(np.random.default_rng(seed).normal(0, 0.1, years))


@cache
def plain_basis(years: int) -> np.ndarray:
    """Cubic B-splines on even pieces, one for every two years, by the recursion of Cox and de Boor."""
    pieces = min(max(years // 2, 1), 40)
    step = (years - 1) / pieces
    knots = [(number - 3) * step for number in range(pieces + 7)]

    def spline_of(number: int, degree: int, at: float) -> float:
        if degree == 0:
            return float(knots[number] <= at < knots[number + 1])
        up = (at - knots[number]) / (knots[number + degree] - knots[number])
        down = (knots[number + degree + 1] - at) / (knots[number + degree + 1] - knots[number + 1])
        return up * spline_of(number, degree - 1, at) + down * spline_of(number + 1, degree - 1, at)

    return np.array([[spline_of(number, 3, at) for number in range(pieces + 3)] for at in range(years)])


def plain_matrix(years: int, penalty: float) -> np.ndarray:
    basis = plain_basis(years)
    bends = np.diff(np.eye(basis.shape[1]), n=2, axis=0)
    return basis @ np.linalg.solve(basis.T @ basis + penalty * bends.T @ bends, basis.T)


def restricted_likelihood(values: np.ndarray, penalty: float) -> float:
    """Of the contrasts that a straight line leaves, under the mixed model that the penalty stands for."""
    years = len(values)
    basis = plain_basis(years)
    bends = np.diff(np.eye(basis.shape[1]), n=2, axis=0)
    random = basis @ np.linalg.pinv(bends)
    line = np.column_stack([np.ones(years), np.arange(years)])
    contrasts = np.linalg.svd(line)[0][:, 2:].T
    shape = contrasts @ (np.eye(years) + random @ random.T / penalty) @ contrasts.T
    left = contrasts @ values
    scale = left @ np.linalg.solve(shape, left) / len(left)
    return float(multivariate_normal(cov=scale * shape, allow_singular=True).logpdf(left))


@given(seeds, st.integers(6, 25), st.floats(2.2, 4.9))
@settings(max_examples=25)
def test_it_solves_the_penalised_least_squares(seed: int, years: int, freedom: float) -> None:
    values = series(seed, years)
    found = spline(values, freedom)
    assert found.degrees_of_freedom == pytest.approx(freedom)
    assert np.trace(found.matrix) == pytest.approx(freedom)
    low, high = -20.0, 25.0
    for _ in range(60):  # halve until the plain matrix has as many degrees of freedom
        middle = (low + high) / 2
        low, high = (middle, high) if np.trace(plain_matrix(years, np.exp(middle))) > freedom else (low, middle)
    assert found.matrix @ values == pytest.approx(plain_matrix(years, np.exp(low)) @ values, abs=1e-6)


@given(seeds, st.sampled_from([8, 15, 24]))
@settings(max_examples=15)
def test_no_other_penalty_is_likelier(seed: int, years: int) -> None:
    values = series(seed, years)
    found = spline(values)
    penalties = np.exp(np.linspace(-10, 16, 27))
    nearest = min(penalties, key=lambda one: abs(np.trace(plain_matrix(years, one)) - found.degrees_of_freedom))
    best = max(restricted_likelihood(values, one) for one in penalties)
    assert restricted_likelihood(values, nearest) >= best - 0.2  # the grid is coarse


@given(seeds, lengths, st.floats(-0.2, 0.2))
@settings(max_examples=25)
def test_a_straight_series_stays_as_it_is(seed: int, years: int, slope: float) -> None:
    """So a constant series stays constant."""
    line = np.random.default_rng(seed).normal() + slope * np.arange(years)
    assert spline(line).matrix @ line == pytest.approx(line, abs=1e-9)
    assert spline(line).through(line) == pytest.approx(slope * np.arange(years), abs=1e-9)


@given(seeds, lengths)
@settings(max_examples=15)
def test_the_smooth_line_begins_at_nought_for_every_resample(seed: int, years: int) -> None:
    lines = np.stack([series(seed, years), series(seed + 1, years)])
    smooth = spline(lines[0]).through(lines)
    assert (smooth[:, 0] == 0).all()
    assert smooth[0] == pytest.approx(spline(lines[0]).through(lines[0]))


@pytest.mark.parametrize(
    ("values", "freedom"), [([0.0] * 4, None), ([0.0, np.nan] * 4, None), ([0.0] * 8, 1.5), ([0.0] * 8, 9.0)]
)
def test_what_cannot_be_smoothed_is_refused(values: list[float], freedom: float | None) -> None:
    with pytest.raises(ValueError, match="years"):
        spline(np.array(values), freedom)
