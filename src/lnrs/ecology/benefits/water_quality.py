"""Soil that reaches water: how well each cell is joined to it, and what acting there would keep out of it."""

from typing import Any

import numpy as np
import numpy.typing as npt

from lnrs.ecology.benefits.along_water import Marks, downstream, upstream
from lnrs.ecology.benefits.drainage import Drainage
from lnrs.ecology.benefits.steps import UNKNOWN
from lnrs.units import HA_M2

Floats = npt.NDArray[np.float64]

LEAST_SLOPE, MOST_SLOPE = 0.005, 1.0
"""Limits of slope in the index: Cavalli et al. 2013, Geomorphology 188:31-41."""
LEAST_COVER = 0.001
"""Ours, so that land without loss does not cut off everything above it."""
MOST_DELIVERED, MIDDLE_INDEX, STEEPNESS = 0.8, 0.5, 2.0
"""Calibration of the delivery ratio: Vigiak et al. 2012, Geomorphology 138:74-88. Not from England."""


def way_to_water_m(water: Drainage, waters: Marks) -> Floats:
    """Metres that water runs from each cell to the first cell of open water, or to where it leaves the raster (rows,
    cols); 0 in open water and where the height is unknown."""
    return downstream(water, np.nan_to_num(water.step_m), until=waters)


def connectivity(water: Drainage, slope: npt.NDArray[Any], cover: npt.NDArray[Any], waters: Marks) -> Floats:
    """Index of connectivity of each cell to open water (rows, cols): infinite in water, NaN where height is unknown.

    IC = log10(D_up / D_dn), D_up = mean C x mean slope x sqrt(area above, m2), D_dn = sum along the way of its length
    over C x slope. Borselli, Cassi and Torri 2008, Catena 75:268-277. `slope` is rise over run and `cover` the cover
    factor; either counts as its least value where it is NaN. Land whose water leaves the raster first is treated as if
    water began there.
    """
    steep = np.clip(np.nan_to_num(slope), LEAST_SLOPE, MOST_SLOPE)
    rough = np.maximum(np.nan_to_num(cover), LEAST_COVER)
    cells = upstream(water, np.ones(water.step.shape, np.uint8))
    known = water.step != UNKNOWN
    index = np.full(water.step.shape, np.nan)
    above = upstream(water, rough) * upstream(water, steep)
    way = downstream(water, np.nan_to_num(water.step_m) / (rough * steep), until=waters)
    with np.errstate(divide="ignore"):
        index[known] = np.log10((above[known] / cells[known] ** 1.5 * water.cell_m) / way[known])
    return index


def delivered_share(index: npt.NDArray[Any]) -> Floats:
    """Share, 0 to 0.8, of the soil lost from a cell that reaches water: 0.8 / (1 + exp((0.5 - IC) / 2)), Vigiak et al.
    2012."""
    return MOST_DELIVERED / (1 + np.exp((MIDDLE_INDEX - index) / STEEPNESS))


def kept_from_water_t_ha(kept_t_ha: npt.NDArray[Any], delivered: npt.NDArray[Any]) -> Floats:
    """Tonnes of soil a hectare a year that acting on a cell would keep out of water, to first order: what stays on the
    cell (`soil_kept_t_ha`) times the share that now reaches water."""
    return kept_t_ha * delivered


def passing_t(water: Drainage, loss_t_ha: npt.NDArray[Any], delivered: npt.NDArray[Any], waters: Marks) -> Floats:
    """Tonnes a year, bound for water, that come through each cell (rows, cols): what a buffer there would meet.

    0 in open water. NaN losses count as none. Of the soil that passes a cell, this is the part that will arrive.
    """
    bound = np.nan_to_num(loss_t_ha * delivered) * (water.cell_m**2 / HA_M2)
    return np.where(waters, 0.0, upstream(water, bound, until=waters))
