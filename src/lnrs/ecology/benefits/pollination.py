"""Wild pollinators: what habitat at each place would add to the visits that crops within flight get."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from lnrs.ecology.benefits.neighbourhood import around, exponential
from lnrs.units import HA_M2

Floats = npt.NDArray[np.float64]


class Habitat(NamedTuple):
    """How good land is for pollinators: to nest in and to forage on, each 0 to 1."""

    nesting: float
    flowers: float


INDICATIVE = {
    "arable": Habitat(0.2, 0.2),
    "improved grassland": Habitat(0.2, 0.2),
    "semi-natural grassland": Habitat(0.8, 1.0),
    "broadleaved woodland": Habitat(0.8, 0.6),
    "coniferous woodland": Habitat(0.4, 0.2),
    "scrub": Habitat(1.0, 0.8),
    "heathland": Habitat(0.8, 1.0),
    "orchard": Habitat(0.6, 0.8),
    "fen and reedbed": Habitat(0.4, 0.6),
    "freshwater": Habitat(0.0, 0.0),
    "saltmarsh": Habitat(0.2, 0.6),
    "mudflat": Habitat(0.0, 0.0),
    "sand dune": Habitat(0.8, 0.8),
    "shingle": Habitat(0.4, 0.4),
    "cliff": Habitat(0.6, 0.4),
    "parks and gardens": Habitat(0.6, 0.8),
    "built-up": Habitat(0.2, 0.2),
}
"""Our judgement in steps of 0.2, from no published table: replace it by that of someone who knows the area."""


def visits(nesting: npt.NDArray[Any], flowers: npt.NDArray[Any], *, foraging_m: float, cell_m: float) -> Floats:
    """Index of visits by pollinators to each cell (rows, cols), 0 to 1.

    P_x = N_x sum_y k(x, y) F_y are the pollinators that nest in a cell, and sum_x k(o, x) P_x the visits to a cell o,
    with k falling as exp(-d / `foraging_m`) and adding to 1: Lonsdorf et al. 2009, Annals of Botany 103:1589-1600.
    Nothing is known beyond the raster and so nothing lives there: near its edge the index is too low.
    """
    kernel = exponential(foraging_m, cell_m=cell_m)
    return around(_share(nesting) * around(_share(flowers), kernel), kernel)


def pollination_gain(
    nesting: npt.NDArray[Any],
    flowers: npt.NDArray[Any],
    crops: npt.NDArray[Any],
    then: Habitat,
    *,
    foraging_m: float,
    cell_m: float,
) -> Floats:
    """What the sum of `visits` over crops would gain if one cell became the habitat `then` (rows, cols), in hectares of
    crop visited; below 0 where it would lose.

    `crops` is the share of each cell under crops that insects pollinate. With G = k * crops and dN, dF what nesting and
    flowers change by, the gain is exactly dN G (k * F) + dF (k * (G N)) + dN dF G k(0), so one cell's figure needs no
    run of its own. Crops stay as they are: what a field converted no longer grows is not taken off.

    Raises ValueError where an index is not from 0 to 1.
    """
    kernel = exponential(foraging_m, cell_m=cell_m)
    more_nests, more_flowers = then.nesting - _share(nesting), then.flowers - _share(flowers)
    near_crops = around(_share(crops), kernel)
    gain = more_nests * near_crops * (around(flowers, kernel) + more_flowers * kernel.max())
    return (gain + more_flowers * around(near_crops * nesting, kernel)) * (cell_m**2 / HA_M2)


def _share(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    if not ((values >= 0) & (values <= 1)).all():
        raise ValueError("Nesting, flowers and crops must each be from 0 to 1.")
    return values
