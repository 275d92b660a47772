"""Gibbs sampling of the index draws from the model that it says: each step against the distribution written out."""

import numpy as np
import pytest
from scipy.integrate import quad

from lnrs.targets.filtering import Sightings, draw_true, true_values
from lnrs.targets.growth_rates import draw_bends, draw_variance, thin_plate
from lnrs.targets.state_space import r_hat, sample

DRAWS = 20_000
"""Chains that all draw from one and the same distribution."""

NONE = np.nan
SEEN = np.array(
    [
        [0.0, 0.3, NONE, 0.1, 0.6],
        [NONE, 1.0, 0.4, NONE, NONE],
        [NONE, NONE, 2.0, NONE, 2.5],
        [NONE, NONE, NONE, 5.0, NONE],
    ]
)
GROWTH = np.array([0.1, -0.05, 0.2, 0.0])
SPREAD2, ERROR2 = 0.04, 0.09
SE = np.where(np.isfinite(SEEN), 0.1 + 0.1 * np.arange(5), NONE)


def plain_posterior(seen: np.ndarray, error2: np.ndarray) -> tuple[slice, np.ndarray, np.ndarray]:
    """One species' own years, with the mean and the covariance of its true values: all precisions added up at once."""
    known = np.flatnonzero(np.isfinite(seen))
    own = slice(int(known[0]), int(known[-1]) + 1)
    values, growth, error2 = seen[own], GROWTH[own.start : own.stop - 1], error2[own]
    there = np.isfinite(values)
    steps = np.diff(np.eye(len(values)), axis=0)
    precision = steps.T @ steps / SPREAD2 + np.diag(np.where(there, 1 / error2, 0))
    right = steps.T @ growth / SPREAD2 + np.where(there, np.nan_to_num(values) / error2, 0)
    covariance = np.linalg.inv(precision)
    return own, covariance @ right, covariance


@pytest.mark.parametrize("log_se", [None, SE])
def test_true_values_are_drawn_from_their_joint_distribution(log_se: np.ndarray | None) -> None:
    true = true_values(
        Sightings.of(SEEN, log_se),
        np.tile(GROWTH, (DRAWS, 1)),
        np.full(DRAWS, SPREAD2),
        np.full(DRAWS, ERROR2),
        np.random.default_rng(1),
    )
    for number, seen in enumerate(SEEN):
        error2 = np.full(5, ERROR2) if log_se is None else np.nan_to_num(log_se[number], nan=1.0) ** 2
        own, mean, covariance = plain_posterior(seen, error2)
        drawn = true[own, :, number]
        assert drawn.mean(axis=1) == pytest.approx(mean, abs=0.01)
        assert np.atleast_2d(np.cov(drawn)) == pytest.approx(covariance, abs=0.005)


def test_a_first_value_without_error_is_the_true_one_and_the_rest_follow_from_it() -> None:
    seen = Sightings.of(SEEN, exact_start=True)
    rest = np.tile(GROWTH, (DRAWS, 1)), np.full(DRAWS, SPREAD2), np.full(DRAWS, ERROR2)
    true = true_values(seen, *rest, np.random.default_rng(7))
    for number, values in enumerate(SEEN):
        error2 = np.full(5, ERROR2)
        error2[np.flatnonzero(np.isfinite(values))[0]] = 1e-12
        own, mean, covariance = plain_posterior(values, error2)
        assert true[own.start, :, number] == pytest.approx(np.full(DRAWS, values[own.start]))
        assert true[own, :, number].mean(axis=1) == pytest.approx(mean, abs=0.01)
        assert np.atleast_2d(np.cov(true[own, :, number])) == pytest.approx(covariance, abs=0.005)
    assert (seen.with_error, Sightings.of(SEEN).with_error) == (5, 9)


def test_what_true_values_say_of_the_rest_is_added_up_within_each_species_own_years() -> None:
    seen = Sightings.of(SEEN)
    rest = np.tile(GROWTH, (3, 1)), np.full(3, SPREAD2), np.full(3, ERROR2)
    true = true_values(seen, *rest, np.random.default_rng(5))
    total, around, off = draw_true(seen, *rest, np.random.default_rng(5))
    for chain in range(3):
        grown, squares, errors = np.zeros(4), 0.0, 0.0
        for number, values in enumerate(SEEN):
            known = np.flatnonzero(np.isfinite(values))
            for year in range(known[0], known[-1]):
                step = true[year + 1, chain, number] - true[year, chain, number]
                grown[year] += step
                squares += (step - GROWTH[year]) ** 2
            errors += sum((values[year] - true[year, chain, number]) ** 2 for year in known)
        assert total[chain] == pytest.approx(grown)
        assert around[chain] == pytest.approx(squares)
        assert off[chain] == pytest.approx(errors)


def test_growth_rates_are_drawn_from_their_joint_distribution() -> None:
    basis, steps, total = thin_plate(9), np.arange(1, 10), np.sin(np.arange(9.0))
    found = draw_bends(
        basis,
        np.tile(total, (DRAWS, 1)),
        steps,
        np.full(DRAWS, 0.5),
        np.full(DRAWS, 0.3),
        np.random.default_rng(2),
    )
    each = np.repeat(np.arange(9), steps)  # one line for each species and year, of which `total` is the sum
    design, grown = basis[each], (total / steps)[each]
    prior = np.diag([1e-6, 1e-6, *[1 / 0.3] * (basis.shape[1] - 2)])
    covariance = np.linalg.inv(design.T @ design / 0.5 + prior)
    rates = found @ basis.T
    assert rates.mean(axis=0) == pytest.approx(basis @ covariance @ design.T @ grown / 0.5, abs=0.02)
    assert np.cov(rates.T) == pytest.approx(basis @ covariance @ basis.T, abs=0.02)


def test_a_variance_is_drawn_under_a_flat_prior_on_the_standard_deviation() -> None:
    values = np.array([0.3, -0.2, 0.5, 0.1, -0.4])
    drawn = np.sqrt(draw_variance(np.full(DRAWS, values @ values), 5, np.random.default_rng(3)))

    def likely(deviation: float) -> float:
        return deviation**-5 * float(np.exp(-(values @ values) / 2 / deviation**2))

    whole = quad(likely, 1e-3, 50)[0]
    for end in (0.25, 0.4, 0.8):
        assert (drawn < end).mean() == pytest.approx(quad(likely, 1e-3, end)[0] / whole, abs=0.015)


def test_the_basis_is_a_line_and_curves_whose_penalty_is_that_of_the_thin_plate() -> None:
    """A curve with coefficients c at the knots' own functions has the penalty c' |k - k'|^3 c."""
    basis = thin_plate(30)
    assert basis.shape == (30, 2 + 10)
    assert basis[:, 1].tolist() == pytest.approx(np.linspace(-1, 1, 30).tolist())
    knots = np.quantile(basis[:, 1], np.arange(1, 11) / 11)
    radial = np.abs(basis[:, 1][:, None] - knots) ** 3
    weights = np.linalg.lstsq(radial, basis[:, 2:], rcond=None)[0]
    assert radial @ weights == pytest.approx(basis[:, 2:])
    sizes = np.abs(np.linalg.eigvals(weights.T @ np.abs(knots[:, None] - knots) ** 3 @ weights))
    assert sizes == pytest.approx(np.ones(10), abs=1e-6)


def invented(growth: np.ndarray, species: int, *, spread: float, error: float, seed: int = 11) -> np.ndarray:
    """Species that grow by the rates, late, with gaps, and seen with error."""
    rng, years = np.random.default_rng(seed), len(growth) + 1
    steps = growth + rng.normal(0, spread, (species, len(growth)))
    values = rng.normal(0, 2, (species, 1)) + np.cumsum(np.pad(steps, ((0, 0), (1, 0))), axis=1)
    values += rng.normal(0, error, values.shape)
    values[np.arange(years) < rng.integers(0, years // 2, (species, 1)) * (rng.random((species, 1)) < 0.5)] = np.nan
    values[rng.random(values.shape) < 0.15] = np.nan
    return values


def test_what_invented_species_were_made_of_is_found_again_and_doubt_is_as_large_as_it_should_be() -> None:
    """Over many sets of species the error, in standard deviations of the posterior, has a mean square near 1."""
    growth = 0.06 * np.sin(np.arange(14) / 3) - 0.02
    truth, squares = np.cumsum(growth), []
    for seed in range(8):
        found = sample(invented(growth, 100, spread=0.1, error=0.25, seed=seed), draws=250, burn=100)
        assert found.smooth.shape == found.species_mean.shape == (500, 15)
        assert (found.smooth[:, 0] == 0).all()
        assert found.error is not None
        assert found.spread.mean() == pytest.approx(0.1, abs=0.04)
        assert found.error.mean() == pytest.approx(0.25, abs=0.03)
        assert found.worst_r_hat < 1.3
        for lines in (found.smooth[:, 1:], found.species_mean[:, 1:]):
            assert lines.std(axis=0).max() < 0.08
            squares.append((((lines.mean(axis=0) - truth) / lines.std(axis=0)) ** 2).mean())
    assert 0.3 < np.mean(squares) < 2.0


def test_with_a_first_value_without_error_much_the_same_is_found() -> None:
    values = invented(np.full(9, -0.05), 100, spread=0.05, error=0.3)
    free, exact = (sample(values, draws=200, burn=100, exact_start=one) for one in (False, True))
    for found in (free, exact):
        assert found.error is not None
        assert found.error.mean() == pytest.approx(0.3, abs=0.04)
        assert found.smooth[:, -1].mean() == pytest.approx(-0.45, abs=0.15)
    assert exact.smooth[:, 1:].mean() != pytest.approx(free.smooth[:, 1:].mean(), abs=1e-3)


def test_the_same_seed_gives_the_same_draws() -> None:
    values = invented(np.zeros(9), 12, spread=0.1, error=0.1)
    one, other = (sample(values, draws=20, burn=5, seed=4) for _ in range(2))
    np.testing.assert_array_equal(one.smooth, other.smooth)


def test_species_that_never_change_give_an_index_that_never_changes() -> None:
    found = sample(np.tile(np.arange(10.0)[:, None], (1, 8)), draws=100, burn=100)
    assert np.abs(found.smooth).max() < 1e-3


def test_chains_that_are_apart_are_told_from_chains_that_agree() -> None:
    rng = np.random.default_rng(6)
    agree = rng.standard_normal((500, 2, 1))
    assert r_hat(agree) == pytest.approx(1.0, abs=0.02)
    assert r_hat(agree + np.array([0.0, 3.0])[:, None])[0] > 1.5


def test_too_little_to_fit_and_values_without_their_error_are_refused() -> None:
    with pytest.raises(ValueError, match="needs 4 years"):
        sample(np.zeros((5, 4)))
    with pytest.raises(ValueError, match="has one above 0"):
        sample(np.zeros((10, 8)), np.zeros((10, 8)))
