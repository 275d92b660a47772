"""A penalised spline through an index: cubic B-splines under a penalty on second differences.

Eilers and Marx (1996), Flexible smoothing with B-splines and penalties, Statistical Science 11:89-121. How smooth is
chosen by restricted maximum likelihood unless degrees of freedom are given. The line is linear in the index, so that
every resample is smoothed by the same matrix.
"""

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import BSpline
from scipy.linalg import cholesky, eigh, solve_triangular
from scipy.optimize import brentq, minimize_scalar

from lnrs.targets.abundance import Floats

FEWEST_YEARS = 5
"""A shorter series is not smoothed."""

DEGREE = 3
MOST_PIECES = 40
LOG_PENALTY = (-12.0, 18.0)
"""How far the natural logarithm of the penalty is looked for; at the end the line is straight."""


@dataclass(frozen=True, eq=False)
class Spline:
    """A smoother of a series of a certain length."""

    matrix: Floats
    """(years, years): the smooth line is the matrix times the series."""
    degrees_of_freedom: float

    def through(self, log_index: Floats) -> Floats:
        """The smooth line through each series along the last axis, moved so that it begins at 0."""
        line = log_index @ self.matrix.T
        return line - line[..., :1]


def spline(log_index: Floats, degrees_of_freedom: float | None = None) -> Spline:
    """The smoother for a series, as smooth as the series itself asks for or as `degrees_of_freedom` say.

    Raises ValueError for fewer than `FEWEST_YEARS` years, a year without a figure, or degrees of freedom outside 2 (a
    straight line) to the number of years less 1.
    """
    years = len(log_index)
    if years < FEWEST_YEARS or not np.isfinite(log_index).all():
        raise ValueError(f"A series is smoothed where it has {FEWEST_YEARS} years or more, each with a figure.")
    axes, stiffness = _axes(years)
    if degrees_of_freedom is None:
        penalty = _likeliest(axes, stiffness, log_index)
    elif 2 < degrees_of_freedom <= min(years - 1, len(stiffness)):
        penalty = _of_freedom(stiffness, degrees_of_freedom)
    else:
        raise ValueError("Degrees of freedom lie above 2 and below the number of years.")
    kept = 1 / (1 + penalty * stiffness)
    return Spline((axes * kept) @ axes.T, float(kept.sum()))


def _axes(years: int) -> tuple[Floats, Floats]:
    """Orthogonal axes of the spline's space, (years, splines), and how much the penalty weighs on each."""
    pieces = min(max(years // 2, 1), MOST_PIECES)
    step = (years - 1) / pieces
    knots = np.arange(-DEGREE, pieces + DEGREE + 1) * step
    at = np.arange(years, dtype=float)
    at[-1] = knots[-DEGREE - 1]
    basis = BSpline.design_matrix(at, knots, DEGREE).toarray()
    bends = np.diff(np.eye(basis.shape[1]), n=2, axis=0)
    root = cholesky(basis.T @ basis)
    half = solve_triangular(root, bends.T, trans="T")
    stiffness, turn = eigh(half @ half.T)
    stiffness[:2] = 0  # a straight line is not bent
    return basis @ solve_triangular(root, turn), np.maximum(stiffness, 0)


def _likeliest(axes: Floats, stiffness: Floats, series: Floats) -> float:
    """The penalty of greatest restricted likelihood; the largest for a series that is straight already."""
    along = axes.T @ series
    beside = max(float(series @ series - along @ along), 0.0)
    bent = stiffness[2:]
    if beside + float(along[2:] @ along[2:]) <= 1e-18 * max(1.0, float(series @ series)):
        return float(np.exp(LOG_PENALTY[1]))

    def unlikely(log_penalty: float) -> float:
        weight = np.exp(log_penalty) * bent
        left = beside + float(along[2:] ** 2 @ (weight / (1 + weight)))
        freedom = len(series) - 2
        return freedom * np.log(left) + float(np.log1p(weight).sum()) - len(bent) * log_penalty

    grid = np.linspace(*LOG_PENALTY, 61)
    best = grid[int(np.argmin([unlikely(one) for one in grid]))]
    step = grid[1] - grid[0]
    found = minimize_scalar(unlikely, bounds=(best - step, best + step), method="bounded")
    return float(np.exp(found.x))


def _of_freedom(stiffness: Floats, degrees_of_freedom: float) -> float:
    def off(log_penalty: float) -> float:
        return float((1 / (1 + np.exp(log_penalty) * stiffness)).sum()) - degrees_of_freedom

    if off(-60.0) <= 0:
        return 0.0
    return float(np.exp(brentq(off, -60.0, 60.0)))
