"""Green space near home: who lacks it, and how many a new one at each place would serve."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from lnrs.ecology.benefits.neighbourhood import count_around, disc

Counts = npt.NDArray[np.int64]


class Standard(NamedTuple):
    """A green space of at least `least_ha` within `within_m` of home."""

    name: str
    least_ha: float
    within_m: float


STANDARDS = (
    Standard("doorstep", 0.5, 200),
    Standard("local", 2, 300),
    Standard("neighbourhood", 10, 1_000),
    Standard("wider neighbourhood", 20, 2_000),
    Standard("district", 100, 5_000),
    Standard("sub-regional", 500, 10_000),
)
"""Size and distance criteria of the Accessible Greenspace Standards: Natural England, Green Infrastructure Framework,
2023."""


def people_lacking(
    people: npt.NDArray[Any],
    spaces: npt.NDArray[Any],
    space_ha: npt.NDArray[np.floating],
    standard: Standard,
    *,
    cell_m: float,
) -> Counts:
    """People of each cell (rows, cols) with no green space that meets the standard.

    `spaces` numbers the accessible green space of each cell from 1, 0 where there is none, and `space_ha` (n,) is the
    size of each. Distance is straight, between the centres of cells.

    Raises ValueError where people are not counted in whole numbers or a space has no size.
    """
    if people.shape != spaces.shape:
        raise ValueError("People and green spaces must be on the same grid.")
    if spaces.size and not (spaces.min() >= 0 and spaces.max() <= len(space_ha)):
        raise ValueError(f"Green spaces are numbered to {spaces.max()}, and there are sizes for {len(space_ha)}.")
    large = np.concatenate([[False], np.asarray(space_ha) >= standard.least_ha])[spaces]
    served = count_around(large.astype(np.uint8), disc(standard.within_m, cell_m=cell_m)) > 0
    return np.where(served, 0, _whole(people))


def newly_served(lacking: npt.NDArray[Any], standard: Standard, *, cell_m: float) -> Counts:
    """How many of the people lacking live within the standard's distance of each cell (rows, cols): those that a green
    space there, large enough, would serve for the first time."""
    return count_around(_whole(lacking), disc(standard.within_m, cell_m=cell_m))


def _whole(people: npt.NDArray[Any]) -> Counts:
    if not np.array_equal(people, np.rint(people)) or (people < 0).any():
        raise ValueError("People must be counted in whole numbers, none below 0.")
    return people.astype(np.int64)
