"""The true values of every species at once, drawn by a forward filter and a backward draw (Kalman; Carter and Kohn
1994), for the model of `state_space`."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lnrs.targets.abundance import Floats

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Sightings:
    """Values by year and species, laid out so that a year is one row."""

    value: Floats
    """(years, species): natural logarithms, 0 where there is none."""
    known: Mask
    variance: Floats | None
    """(years, species): of the error of each value, where given."""
    begins: Mask
    """The first value of each species."""
    exact_start: bool
    """Whether the first value of each species is without error."""
    inside: Mask
    """(years - 1, species): both a year and the next lie between a species' first value and its last."""

    @classmethod
    def of(cls, logs: Floats, log_se: Floats | None = None, *, exact_start: bool = False) -> "Sightings":
        """Lay out (species, years), NaN where there is no value.

        Raises ValueError where a value lacks a standard error above 0, and errors are given.
        """
        seen = np.ascontiguousarray(logs.T)
        known = np.isfinite(seen)
        variance = None
        if log_se is not None:
            if not (log_se.T[known] > 0).all():
                raise ValueError("Where standard errors are given, every value has one above 0.")
            variance = np.where(known, log_se.T, 1.0) ** 2
        begun = np.logical_or.accumulate(known, axis=0)
        to_come = np.logical_or.accumulate(known[::-1], axis=0)[::-1]
        begins = known & (np.cumsum(known, axis=0) == 1)
        return cls(np.where(known, seen, 0.0), known, variance, begins, exact_start, begun[:-1] & to_come[1:])

    @property
    def with_error(self) -> int:
        """How many values have an error."""
        return int(self.known.sum() - (self.begins.sum() if self.exact_start else 0))

    def roughness(self) -> float:
        """The mean square of the change from one year to the next."""
        both = self.known[1:] & self.known[:-1]
        steps = np.diff(self.value, axis=0)[both]
        return float((steps**2).mean()) if len(steps) else 0.01


def draw_true(
    seen: Sightings, growth: Floats, spread2: Floats, error2: Floats, rng: np.random.Generator
) -> tuple[Floats, Floats, Floats]:
    """Draw the true values of all species in every chain, and return what they say of the rest.

    `growth` (chains, years - 1); `spread2` and `error2` (chains,). Returns the growth of all species added up, (chains,
    years - 1); the sum of squares of growth around `growth`, (chains,); and that of values around the true ones.
    """
    true = true_values(seen, growth, spread2, error2, rng)
    steps = np.where(seen.inside[:, None], np.diff(true, axis=0), 0.0)
    around = np.where(seen.inside[:, None], steps - growth.T[:, :, None], 0.0)
    off = np.where(seen.known[:, None], seen.value[:, None] - true, 0.0)
    squares = (np.einsum("tcs,tcs->c", one, one) for one in (around, off))
    return steps.sum(axis=2).T, *squares


def true_values(seen: Sightings, growth: Floats, spread2: Floats, error2: Floats, rng: np.random.Generator) -> Floats:
    """A draw of the true values, (years, chains, species). Outside a species' own years they mean nothing."""
    years, species = seen.value.shape
    chains = len(growth)
    middle, variance = (np.zeros((years, chains, species)) for _ in range(2))
    variance[0] = 1.0
    more = spread2[:, None]
    for year in range(years):
        if year:
            np.add(middle[year - 1], growth[:, year - 1, None], out=middle[year])
            np.add(variance[year - 1], more, out=variance[year])
        own = error2[:, None] if seen.variance is None else seen.variance[year]
        gain = np.where(seen.known[year], variance[year] / (variance[year] + own), 0.0)
        gain[:, seen.begins[year]] = 1.0
        middle[year] += gain * (seen.value[year] - middle[year])
        variance[year] = np.where(seen.begins[year], 0.0 if seen.exact_start else own, variance[year] * (1 - gain))
    noise = rng.standard_normal(middle.shape)
    true = middle
    true[-1] += np.sqrt(variance[-1]) * noise[-1]
    for year in range(years - 2, -1, -1):
        back = np.where(seen.inside[year], variance[year] / (variance[year] + more), 0.0)
        true[year] += back * (true[year + 1] - growth[:, year, None] - middle[year])
        true[year] += np.sqrt(variance[year] * (1 - back)) * noise[year]
    return true
