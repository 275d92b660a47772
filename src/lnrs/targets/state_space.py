"""The index as a Bayesian state-space model: true abundance that grows, seen with error (Freeman et al. 2020).

Freeman, Isaac, Besbeas, Dennis and Morgan (2020), A generic method for estimating and smoothing multispecies
biodiversity indicators using intermittent data, Journal of Agricultural, Biological and Environmental Statistics
26:71-89. On the natural logarithm, for species s and year t:

    seen[s, t]   ~ Normal(true[s, t], error^2)                     or a standard error of each value, where given
    true[s, t+1] ~ Normal(true[s, t] + growth[t], spread^2)
    growth[t]    = a + b t + sum over knots k of bend[k] Z[t, k],   bend[k] ~ Normal(0, flexibility^2)

with the low-rank thin-plate basis Z of `thin_plate`, flat priors on a, b and each species' first value, and uniform
priors on the three standard deviations. The published software samples this model with JAGS; here every conditional
distribution is known exactly, so that Gibbs sampling draws all species at once, their states by a forward filter and a
backward draw. A species bears on the growth from its first value to its last; gaps between are drawn.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lnrs.targets.abundance import Floats
from lnrs.targets.filtering import Sightings, draw_true
from lnrs.targets.growth_rates import SMALLEST, draw_bends, draw_variance, thin_plate

FEWEST_STEPS = 20
"""A model is not fitted where all species together have fewer years of growth than this."""


@dataclass(frozen=True, eq=False)
class Sampled:
    """Draws from the posterior, with those of all chains one after the other; logarithms are natural."""

    smooth: Floats
    """(draws, years): the growth rates added up, 0 in the first year. The smooth index, `M` of the R package."""
    species_mean: Floats
    """(draws, years): the mean of all species' true values, 0 in the first year; years outside a species' own are drawn
    from the model. `M'` of the R package."""
    spread: Floats
    """(draws,): how much growth differs between species, a standard deviation."""
    error: Floats | None
    """(draws,): the standard error of a value, where none was given."""
    worst_r_hat: float
    """How far the halves of the chains are apart at the worst year of the smooth index; 1 when settled."""


@dataclass
class _State:
    """Where the chains are; the first axis of each is the chain."""

    growth: Floats
    spread2: Floats
    error2: Floats
    flexibility2: Floats


def sample(
    logs: Floats,
    log_se: Floats | None = None,
    *,
    exact_start: bool = False,
    draws: int = 1_000,
    burn: int = 500,
    chains: int = 2,
    seed: int = 1,
) -> Sampled:
    """Sample the model; `draws` are kept of each chain after `burn` are thrown away.

    `logs` (species, years) are natural logarithms of abundance, each species on a scale of its own, NaN where there is
    no value. `log_se` of the same shape gives the standard error of each value. With `exact_start` the first value of
    each species has no error, as in the paper; an index that begins in a chance year then hangs on it.

    Raises ValueError where species together have fewer than `FEWEST_STEPS` years of growth, there are fewer than 4
    years, or a value lacks its standard error.
    """
    seen = Sightings.of(logs, log_se, exact_start=exact_start)
    steps = seen.inside.sum(axis=1)
    if len(seen.value) < 4 or steps.sum() < FEWEST_STEPS:
        raise ValueError(f"The model needs 4 years, and {FEWEST_STEPS} years of growth of all species together.")
    rng = np.random.default_rng(seed)
    basis = thin_plate(len(steps))
    state = _start(seen, chains, rng)
    smooth, mean = (np.empty((draws, chains, len(steps))) for _ in range(2))
    spread, error = np.empty((draws, chains)), np.empty((draws, chains))
    for number in range(-burn, draws):
        total, around, off = draw_true(seen, state.growth, state.spread2, state.error2, rng)
        if seen.variance is None:
            state.error2 = draw_variance(off, seen.with_error, rng)
        state.spread2 = draw_variance(around, int(steps.sum()), rng)
        bends = draw_bends(basis, total, steps, state.spread2, state.flexibility2, rng)
        state.growth = bends @ basis.T
        state.flexibility2 = draw_variance((bends[:, 2:] ** 2).sum(axis=1), basis.shape[1] - 2, rng)
        if number >= 0:
            smooth[number] = state.growth
            mean[number] = _of_all(total, steps, seen.value.shape[1], state, rng)
            spread[number], error[number] = np.sqrt(state.spread2), np.sqrt(state.error2)
    lines = np.cumsum(smooth, axis=2)
    return Sampled(
        smooth=_from_nought(lines),
        species_mean=_from_nought(np.cumsum(mean, axis=2)),
        spread=spread.T.ravel(),
        error=None if seen.variance is not None else error.T.ravel(),
        worst_r_hat=float(r_hat(lines).max()),
    )


def r_hat(lines: Floats) -> Floats:
    """The potential scale reduction of each year, from both halves of every chain; (draws, chains, years) in.

    Gelman and others (2013), Bayesian Data Analysis, section 11.4.
    """
    half = len(lines) // 2
    parts = np.concatenate([lines[:half], lines[half : 2 * half]], axis=1)
    within = parts.var(axis=0, ddof=1).mean(axis=0)
    between = parts.mean(axis=0).var(axis=0, ddof=1)
    return np.sqrt((half - 1) / half + between / np.maximum(within, SMALLEST))


def _start(seen: Sightings, chains: int, rng: np.random.Generator) -> _State:
    scale = rng.uniform(0.5, 2.0, (4, chains))
    rough = max(seen.roughness(), SMALLEST)
    growth = rng.normal(0, 0.02, (chains, len(seen.value) - 1))
    return _State(growth, rough / 2 * scale[0], rough / 4 * scale[1], 0.01 * scale[2])


def _of_all(
    total: Floats, steps: npt.NDArray[np.int64], species: int, state: _State, rng: np.random.Generator
) -> Floats:
    """Mean growth of all species, (chains, years - 1): those outside their own years follow the model."""
    others = species - steps
    noise = np.sqrt(others * state.spread2[:, None]) * rng.standard_normal(total.shape)
    return (total + others * state.growth + noise) / species


def _from_nought(lines: Floats) -> Floats:
    """(draws, chains, years - 1) as (all draws, years) with 0 in the first year, chain after chain."""
    flat = np.swapaxes(lines, 0, 1).reshape(-1, lines.shape[2])
    return np.pad(flat, ((0, 0), (1, 0)))
