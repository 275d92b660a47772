"""Carbon: what changing the cover of land would take up or stop losing, a year, over thirty years."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from lnrs.ecology.benefits.classes import by_word

Floats = npt.NDArray[np.float32]

YEARS = 30
CO2_A_C = 44 / 12
"""Tonnes of carbon dioxide for each tonne of carbon."""

STOCK_T_C_HA = {
    "arable": 43 + 1,
    "improved grassland": 59 + 1,
    "semi-natural grassland": 60 + 1,  # neutral grassland
    "heathland": 88 + 2,
    "broadleaved woodland": 63 + 70,
    "coniferous woodland": 70 + 70,
}
"""Tonnes of carbon a hectare in topsoil and in vegetation, averages: Alonso et al. 2012, Carbon storage by habitat,
Natural England Research Report NERR043. Indicative: its successor (Gregg et al. 2021, NERR094) gives ranges.
Scrub, orchards, gardens, wetland and coast have no figure."""

METHANE, NITROUS_OXIDE = 28.0, 265.0
"""Tonnes of carbon dioxide that warm as much over a century as one of each: IPCC Fifth Assessment Report, 2013."""
PEAT_T_CO2E_HA = {
    "arable": 7.9 * CO2_A_C + 0.0130 * 44 / 28 * NITROUS_OXIDE,  # cropland, drained
    "improved grassland": 6.1 * CO2_A_C + 0.0082 * 44 / 28 * NITROUS_OXIDE,  # deep-drained, nutrient-rich
    "semi-natural grassland": 3.6 * CO2_A_C + 0.0016 * 44 / 28 * NITROUS_OXIDE,  # shallow-drained, nutrient-rich
    "broadleaved woodland": 2.6 * CO2_A_C + 0.0028 * 44 / 28 * NITROUS_OXIDE,  # forest land, drained
    "coniferous woodland": 2.6 * CO2_A_C + 0.0028 * 44 / 28 * NITROUS_OXIDE,  # the same
    "fen and reedbed": 0.50 * CO2_A_C + 0.216 * 16 / 12 * METHANE,  # rewetted, nutrient-rich
}
"""Tonnes of carbon dioxide equivalent a hectare a year that peat gives off, temperate climate: IPCC, 2013 Supplement to
the 2006 Guidelines: Wetlands, tables 2.1, 2.5, 3.1 and 3.3. Carbon dioxide and nitrous oxide of drained ground, carbon
dioxide and methane of rewetted ground; without ditches, what washes out, and the growth of trees."""


def carbon_gain_t_co2e_ha(
    land_cover: npt.NDArray[Any], covers: Sequence[str], peat: npt.NDArray[np.bool_], *, then: str
) -> Floats:
    """Tonnes of carbon dioxide equivalent a hectare a year that a cell would gain under the land cover `then`, as a
    mean of the first thirty years; below 0 where it would lose. NaN where no table has both covers.

    Off peat the difference of STOCK_T_C_HA x 44/12 / 30, as though the stock were reached in that time; on peat the
    difference of PEAT_T_CO2E_HA, for ground that keeps giving off has no stock to reach.

    Raises ValueError where neither table has `then`, or the rasters differ in shape.
    """
    if then not in STOCK_T_C_HA and then not in PEAT_T_CO2E_HA:
        raise ValueError(f"Nothing is known of the carbon of {then}.")
    if peat.shape != land_cover.shape:
        raise ValueError("Peat must be on the same grid as the land cover.")
    none = float("nan")
    dry = {word: (STOCK_T_C_HA.get(then, none) - stock) * CO2_A_C / YEARS for word, stock in STOCK_T_C_HA.items()}
    wet = {word: given_off - PEAT_T_CO2E_HA.get(then, none) for word, given_off in PEAT_T_CO2E_HA.items()}
    return np.where(peat, by_word(land_cover, covers, wet), by_word(land_cover, covers, dry))
