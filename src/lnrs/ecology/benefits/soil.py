"""Soil kept on the land: erosion by water under one cover and another."""

from typing import Any

import numpy as np
import numpy.typing as npt

from lnrs.ecology.benefits.along_water import upstream
from lnrs.ecology.benefits.drainage import Drainage

Floats = npt.NDArray[np.float64]

COVER_FACTORS = {
    "arable": 0.233,  # mean of EU arable land: Panagos et al. 2015, Land Use Policy 48:38-50
    "improved grassland": 0.003,  # grass, 95 % of the ground covered
    "semi-natural grassland": 0.003,  # the same
    "scrub": 0.003,  # brush over grass, 95 % covered
    "parks and gardens": 0.003,  # grass, 95 % covered
    "fen and reedbed": 0.003,  # the same
    "heathland": 0.013,  # grass, 80 % covered
    "orchard": 0.013,  # grass, 80 % covered
    "broadleaved woodland": 0.001,  # undisturbed forest, canopy and litter nearly whole
    "coniferous woodland": 0.001,  # the same
}
"""Cover-management factor C, a share of what bare soil would lose: Wischmeier and Smith 1978, USDA Agriculture Handbook
537, tables 10 and 11, except as said. Which of their rows stands for which land cover is our choice."""

US_TO_SI = 0.1317
"""t ha h / (ha MJ mm) for each ton acre h / (100 acre foot-tonf inch): Foster et al. 1981, Journal of Soil and Water
Conservation 36:355-359."""
ERODIBILITY = {
    "shallow lime-rich": 0.32 * US_TO_SI,  # silty clay loam
    "freely draining lime-rich loam": 0.30 * US_TO_SI,  # loam
    "freely draining acid sandy": 0.04 * US_TO_SI,  # loamy sand
    "freely draining loam": 0.30 * US_TO_SI,  # loam
    "slowly permeable clay": 0.22 * US_TO_SI,  # clay
    "wet clay of river flats": 0.26 * US_TO_SI,  # silty clay
    "naturally wet coastal marsh": 0.26 * US_TO_SI,  # silty clay
    "raw sand and shingle": 0.02 * US_TO_SI,  # sand
}
"""Soil erodibility K, t ha h / (ha MJ mm), by texture: R. P. Stone and D. Hilborn, Universal Soil Loss Equation,
Ontario Ministry of Agriculture, Food and Rural Affairs factsheet 12-051, 2012, averages. Which texture stands for which
soil is our choice; peat has no figure."""

LONGEST_SLOPE_M = 305.0
"""Slopes longer than 1,000 feet are beyond the equation: Renard et al. 1997, USDA Agriculture Handbook 703."""


def slope_factor(slope_deg: npt.NDArray[Any], water: Drainage) -> Floats:
    """Slope length and steepness factor LS (rows, cols), 1 on a slope of 22.13 m at 9 %, about; NaN where slope is.

    L is Desmet and Govers 1996, Journal of Soil and Water Conservation 51:427-433, from the area draining into a cell,
    as far as LONGEST_SLOPE_M of it; its exponent and S are McCool et al. 1989 and 1987, as in Renard et al. 1997.

    Raises ValueError where the rasters differ in shape.
    """
    if slope_deg.shape != water.step.shape:
        raise ValueError("Slope must be on the same grid as the heights.")
    side_m, sine = water.cell_m, np.sin(np.radians(slope_deg, dtype=np.float64))
    cells_in = upstream(water, np.ones(water.step.shape, np.uint8)) - 1
    into_m2 = np.minimum(cells_in * side_m**2, LONGEST_SLOPE_M * side_m)
    rill = (sine / 0.0896) / (3 * sine**0.8 + 0.56)
    m = rill / (1 + rill)
    across = water.step_m.astype(np.float64) / side_m
    length = ((into_m2 + side_m**2) ** (m + 1) - into_m2 ** (m + 1)) / (side_m ** (m + 2) * across**m * 22.13**m)
    return length * np.where(np.tan(np.radians(slope_deg)) < 0.09, 10.8 * sine + 0.03, 16.8 * sine - 0.5)


def soil_loss_t_ha(
    rainfall: float | npt.NDArray[Any],
    erodibility: npt.NDArray[Any],
    slope: npt.NDArray[Any],
    cover: npt.NDArray[Any] | float,
) -> Floats:
    """Tonnes a hectare a year that rain loosens: A = R K LS C (Renard et al. 1997), without support practices.

    `rainfall` is the erosivity R in MJ mm / (ha h year), `erodibility` K as in ERODIBILITY, `slope` from
    `slope_factor`, `cover` C as in COVER_FACTORS. NaN where any of them is.
    """
    return rainfall * erodibility * slope * cover


def soil_kept_t_ha(loss_now_t_ha: npt.NDArray[Any], cover_now: npt.NDArray[Any], cover_then: float) -> Floats:
    """Tonnes a hectare a year that would stay on a cell under another cover; below 0 where more would go.

    The loss is in proportion to C, so a cell keeps the share 1 - then / now of what it loses.

    Raises ValueError where a cover factor is not above 0.
    """
    if (cover_now <= 0).any() or not cover_then > 0:
        raise ValueError("A cover factor must be above 0.")
    return loss_now_t_ha * (1 - cover_then / cover_now)
