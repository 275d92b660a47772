"""Natural flood management: how much less would run off, on to how many people downstream."""

from typing import Any

import numpy as np
import numpy.typing as npt

from lnrs.ecology.benefits.along_water import downstream, upstream, upstream_ha
from lnrs.ecology.benefits.drainage import Drainage
from lnrs.ecology.benefits.runoff import runoff_mm

Floats = npt.NDArray[np.floating]


def runoff_saved_mm(curve_now: npt.NDArray[Any], curve_then: npt.NDArray[Any], *, storm_mm: float) -> Floats:
    """How many millimetres less would run off a cell in one storm under other land cover; below 0 where it would be
    more. `runoff_mm` now, less that then."""
    return runoff_mm(curve_now, storm_mm=storm_mm) - runoff_mm(curve_then, storm_mm=storm_mm)


def people_below(water: Drainage, people_at_risk: npt.NDArray[Any], *, channel_ha: float) -> Floats:
    """People at risk beside the channels that a cell's water comes through, from that cell down (rows, cols).

    A channel is a cell that `channel_ha` or more drain through. The people of a cell (those in flood zones, say) are
    counted at the first channel their own ground drains to; those whose ground drains to none are left out.
    """
    at_channel, _ = _at_channel(water, people_at_risk, channel_ha)
    return downstream(water, at_channel)


def flood_benefit_person_mm_ha(
    water: Drainage, saved_mm: npt.NDArray[Any], people_at_risk: npt.NDArray[Any], *, channel_ha: float
) -> Floats:
    """Person-millimetres a hectare: what saving `saved_mm` on one hectare takes off the mean depth of storm runoff
    above each person at risk downstream, summed over those people (rows, cols); NaN where `saved_mm` is.

    saved_mm x sum over channel cells k below of people_k / A_k, where A_k is the hectares draining through k. A
    millimetre is worth more above many people, and the less the larger the river that it is mixed into. The sum over
    any set of cells is what they do together.

    Raises ValueError where the rasters differ in shape or people are fewer than none.
    """
    if saved_mm.shape != water.step.shape:
        raise ValueError("What is saved must be on the same grid as the heights.")
    at_channel, above_ha = _at_channel(water, people_at_risk, channel_ha)
    return saved_mm * downstream(water, np.divide(at_channel, above_ha, out=at_channel, where=above_ha > 0))


def _at_channel(water: Drainage, people: npt.NDArray[Any], channel_ha: float) -> tuple[Floats, Floats]:
    """(people counted at each channel cell and 0 elsewhere, hectares above each cell)."""
    if not channel_ha > 0:
        raise ValueError("A channel must drain more than 0 ha.")
    if (people < 0).any():
        raise ValueError("No cell can have fewer than no people.")
    above_ha = upstream_ha(water)
    channel = above_ha >= channel_ha
    gathered = upstream(water, people, until=channel)
    gathered[~channel] = 0
    return gathered, above_ha
