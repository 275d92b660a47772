"""Heat in towns: where shade would reach most people who have little."""

from typing import Any

import numpy as np
import numpy.typing as npt

from lnrs.ecology.benefits.neighbourhood import around, disc

Floats = npt.NDArray[np.float64]

RADIUS_M = 90.0
ENOUGH_TREES = 0.4
"""Air was coolest by day where trees cover 40 % or more of the ground within 60 to 90 m: Ziter et al. 2019, Proceedings
of the National Academy of Sciences 116:7575-7580 (measured in Madison, Wisconsin)."""


def trees_near(trees: npt.NDArray[Any], *, cell_m: float, radius_m: float = RADIUS_M) -> Floats:
    """Share of the ground within `radius_m` of each cell (rows, cols) that trees cover, of what the raster holds.

    `trees` is each cell's own share, 0 to 1. Raises ValueError where it is none.
    """
    if not ((trees >= 0) & (trees <= 1)).all():
        raise ValueError("The share of a cell that trees cover must be from 0 to 1.")
    near = disc(radius_m, cell_m=cell_m)
    return np.clip(around(trees, near) / np.rint(around(np.ones(trees.shape, np.uint8), near)), 0, 1)


def cooling_need_people(
    people: npt.NDArray[Any],
    trees: npt.NDArray[Any],
    *,
    cell_m: float,
    radius_m: float = RADIUS_M,
    enough: float = ENOUGH_TREES,
) -> Floats:
    """People within `radius_m` of each cell, each counted by how far short of enough trees they live, times the share
    of the cell that could still have trees (rows, cols).

    (1 - trees) x sum within radius of people x max(0, 1 - trees near / enough).

    Raises ValueError where `trees` is no share or `enough` is not above 0.
    """
    if not 0 < enough <= 1:
        raise ValueError("Enough trees must be a share above 0 and at most 1.")
    short = np.maximum(0, 1 - trees_near(trees, cell_m=cell_m, radius_m=radius_m) / enough)
    return (1 - trees) * np.maximum(around(people * short, disc(radius_m, cell_m=cell_m)), 0)
