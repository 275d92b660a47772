"""How well habitat hangs together for a species that disperses: the probability of connectivity and the equivalent
connected area, over every cell of habitat."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit, prange

from lnrs.ecology.kernel import Kernel, convolve
from lnrs.units import HA_M2


def within_reach_ha(habitat: npt.NDArray[Any], kernel: Kernel) -> npt.NDArray[np.float32]:
    """Hectares of habitat within reach of each cell, each cell's by its probability p: S_i = sum_j p_ij a_j, (rows,
    cols).

    `habitat` (rows, cols) is the share of each cell that is habitat, or that share by its quality: 0 to 1, or a mask.
    A cell is within its own reach, p_ii = 1. Habitat beyond the raster is not seen. Exact to about 1e-6 of the largest
    value (see `kernel.convolve`). Raises ValueError unless every cell is between 0 and 1.
    """
    reach = convolve(_checked(habitat), kernel)
    reach *= kernel.cell_m**2 / HA_M2
    return reach


def equivalent_connected_area_ha(
    habitat: npt.NDArray[Any], reach_ha: npt.NDArray[np.floating], *, cell_m: float
) -> float:
    """ECA = sqrt(sum_ij a_i a_j p_ij) = sqrt(a . S): the area of one patch, wholly within its own reach, that is worth
    as much as all the habitat (Saura, Estreguil, Mouton and Rodriguez-Freire 2011, Ecological Indicators 11:407-416).

    `reach_ha` is `within_reach_ha` of the same `habitat`. Raises ValueError where their shapes differ.
    """
    if habitat.shape != reach_ha.shape:
        raise ValueError("The habitat and what is within reach of it must be rasters of one shape.")
    return math.sqrt(_product(habitat, reach_ha).sum() * cell_m**2 / HA_M2)


def probability_of_connectivity(eca_ha: float, landscape_ha: float) -> float:
    """PC = ECA^2 / A_L^2, 0 to 1: the probability that two points put at random in the landscape fall on habitat and
    are within reach of each other (Saura and Pascual-Hortal 2007, Landscape and Urban Planning 83:91-103).

    Raises ValueError for a landscape smaller than the equivalent connected area.

    >>> probability_of_connectivity(250.0, 1000.0)
    0.0625
    """
    if not landscape_ha >= eca_ha or landscape_ha <= 0:
        raise ValueError("The landscape must be at least as large as the habitat in it.")
    return (eca_ha / landscape_ha) ** 2


def _checked(habitat: npt.NDArray[Any]) -> npt.NDArray[Any]:
    if habitat.size and not habitat.max() <= 1:
        raise ValueError("Habitat is a share of each cell, from 0 to 1, and known everywhere.")
    return habitat


@njit(cache=True, nogil=True, parallel=True)
def _product(habitat, reach_ha):
    """The product of two rasters, summed along each row."""
    rows, cols = habitat.shape
    total = np.zeros(rows, np.float64)
    for row in prange(rows):
        along = 0.0
        for col in range(cols):
            along += np.float64(habitat[row, col]) * reach_ha[row, col]
        total[row] = along
    return total
