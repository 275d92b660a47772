"""Growth rates that change smoothly, and variances: what `state_space` draws once the true values are known."""

import numpy as np
import numpy.typing as npt

from lnrs.targets.abundance import Floats

MOST_KNOTS = 12
FLAT = 1e-6
"""The precision of the prior of the line's two coefficients, with time from -1 to 1."""
SMALLEST = 1e-10
"""Variances are not let fall below this, so that a series without any change can be sampled."""


def thin_plate(steps: int) -> Floats:
    """A line and a low-rank thin-plate spline over time from -1 to 1, (steps, 2 + knots).

    Z = |t - k|^3 times the inverse root of |k - k'|^3, so that its coefficients are alike (Ruppert, Wand and Carroll
    2003, Semiparametric Regression, section 13.5). Knots lie at even quantiles; 12 of them, or a third of the years.
    """
    at = np.linspace(-1, 1, steps)
    count = max(min(MOST_KNOTS, steps // 3), 1)
    knots = np.quantile(at, np.arange(1, count + 1) / (count + 1))
    left, sizes, right = np.linalg.svd(np.abs(knots[:, None] - knots) ** 3 if count > 1 else np.ones((1, 1)))
    inverse_root = (left / np.sqrt(sizes)) @ right
    return np.column_stack([np.ones(steps), at, np.abs(at[:, None] - knots) ** 3 @ inverse_root.T])


def draw_bends(
    basis: Floats,
    total: Floats,
    steps: npt.NDArray[np.int64],
    spread2: Floats,
    flexibility2: Floats,
    rng: np.random.Generator,
) -> Floats:
    """Coefficients of the growth rates, (chains, columns of the basis), given what all species grew in each year.

    `total` (chains, years - 1) is the growth of the `steps` (years - 1,) species added up; each species' growth is
    normal about the rate with variance `spread2` (chains,), and all columns but the first two have coefficients that
    are normal about 0 with variance `flexibility2` (chains,).
    """
    columns = basis.shape[1]
    prior = np.full((len(total), columns), FLAT)
    prior[:, 2:] = 1 / flexibility2[:, None]
    precision = (basis.T * steps) @ basis / spread2[:, None, None] + prior[:, :, None] * np.eye(columns)
    across = np.swapaxes(np.linalg.cholesky(precision), 1, 2)
    middle = np.linalg.solve(precision, (total @ basis / spread2[:, None])[:, :, None])
    return (middle + np.linalg.solve(across, rng.standard_normal((len(total), columns, 1))))[:, :, 0]


def draw_variance(squares: Floats, count: int, rng: np.random.Generator) -> Floats:
    """A variance of `count` normal values given the sum of their squares in each chain, (chains,).

    The prior is uniform on the standard deviation, so that squares / variance has a chi-squared distribution with
    `count` - 1 degrees of freedom.
    """
    return np.maximum(squares / rng.chisquare(max(count - 1, 1), len(squares)), SMALLEST)
