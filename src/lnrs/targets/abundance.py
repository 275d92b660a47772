"""What the index is made from: one value a year for each species, from monitoring that others have already modelled."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Abundance:
    """The abundance of each species in each year, in a unit of its own.

    Species stand in the order of their names, so that nothing depends on the order of a file.
    """

    species: tuple[str, ...]
    years: tuple[int, ...]
    """Every year from the first to the last, without a gap."""
    values: Floats
    """(species, years), 0 or more; NaN where there is none."""
    log_se: Floats | None = None
    """(species, years): the standard error of the natural logarithm of each value, where every value has one."""


def abundance(rows: Iterable[tuple[str, int, float]], log_se: Iterable[float] | None = None) -> Abundance:
    """The table of (species, year, value) laid out by species and year.

    `log_se` gives the standard error of the natural logarithm of each row's value, in the same order.

    Raises ValueError for no rows, a value below 0 or not finite, or a species that has two values in a year.

    >>> abundance([("wren", 2001, 4.0), ("dunnock", 2000, 2.0)]).values.tolist()
    [[2.0, nan], [nan, 4.0]]
    """
    rows = list(rows)
    if not rows:
        raise ValueError("An index needs at least one value.")
    names = tuple(sorted({name for name, _, _ in rows}))
    first, last = min(year for _, year, _ in rows), max(year for _, year, _ in rows)
    place = {name: number for number, name in enumerate(names)}
    at = np.array([place[name] for name, _, _ in rows]), np.array([year - first for _, year, _ in rows])
    if len(set(zip(*(line.tolist() for line in at), strict=True))) < len(rows):
        raise ValueError("A species has one value in a year.")
    given = np.array([value for _, _, value in rows], dtype=float)
    if not (np.isfinite(given) & (given >= 0)).all():
        raise ValueError("A value is a number of 0 or more.")
    values = np.full((len(names), last - first + 1), np.nan)
    values[at] = given
    errors = None
    if log_se is not None:
        errors = np.full(values.shape, np.nan)
        errors[at] = list(log_se)
    return Abundance(names, tuple(range(first, last + 1)), values, errors)
