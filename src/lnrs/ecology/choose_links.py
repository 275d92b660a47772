"""Choose new habitat parcel by parcel, each for what it adds to connectivity beside those chosen before it."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from lnrs.ecology.dispersal import equivalent_connected_area_ha
from lnrs.ecology.gain import Floats, gain, rise_ha
from lnrs.ecology.kernel import Kernel
from lnrs.ecology.kernel_pairs import boxes, pair_table, parts_of, sums_between
from lnrs.ecology.zonal import Zones
from lnrs.units import HA_M2


class Chosen(NamedTuple):
    """Parcels in the order in which they were chosen, each (chosen,)."""

    candidate: npt.NDArray[np.intp]
    area_ha: Floats
    """New habitat that each adds."""
    eca_ha: Floats
    """The equivalent connected area once it is there."""


def choose_one_by_one(
    candidates: Zones,
    habitat: npt.NDArray[Any],
    reach_ha: npt.NDArray[np.floating],
    kernel: Kernel,
    *,
    budget_ha: float,
    per_ha: bool = True,
) -> Chosen:
    """Take the candidate that raises the equivalent connected area most, a hectare of new habitat or (`per_ha=False`)
    as a whole, then the next beside it, and so on while any fits into what is left of the budget.

    After each choice every candidate within the kernel's reach is worth 2 b . K q more, where q is the one just chosen:
    a sum over pairs of runs, so all figures stay exact and no raster is touched. Of equals the first is taken.

    Greedy is no optimum. Links make ECA^2 supermodular: what a parcel adds never falls as others are chosen, so a value
    worked out earlier is no upper bound (the "lazy" short cut would be wrong), and two parcels that are worth much only
    together may both be passed over.

    Raises ValueError where candidates overlap, and where `gain` does.
    """
    _no_overlap(candidates)
    alone = gain(candidates, habitat, reach_ha, kernel)
    parts = parts_of(candidates, habitat, of_habitat=False)
    table, bounds = pair_table(kernel, *habitat.shape), boxes(parts)
    cell_ha2 = (kernel.cell_m**2 / HA_M2) ** 2
    rise_ha2, area_ha = alone.eca2_ha2.copy(), alone.area_ha
    eca_ha = equivalent_connected_area_ha(habitat, reach_ha, cell_m=kernel.cell_m)
    open_ = area_ha > 0
    taken, after_ha, left_ha = [], [], budget_ha
    while (open_ := open_ & (area_ha <= left_ha)).any():
        worth = rise_ha(eca_ha, rise_ha2)
        worth = np.divide(worth, area_ha, out=worth, where=open_) if per_ha else worth
        best = int(np.argmax(np.where(open_, worth, -np.inf)))
        eca_ha += float(rise_ha(eca_ha, rise_ha2[best : best + 1])[0])
        left_ha -= area_ha[best]
        open_[best] = False
        taken.append(best)
        after_ha.append(eca_ha)
        near = np.flatnonzero(open_ & _within(bounds, best, kernel.reach))
        rise_ha2[near] += 2 * cell_ha2 * sums_between(best, near, *parts, table)
    order = np.array(taken, np.intp)
    return Chosen(order, area_ha[order], np.array(after_ha))


def _within(bounds: npt.NDArray[np.int64], one: int, reach: int) -> npt.NDArray[np.bool_]:
    """Which shapes' bounds come so near to those of one."""
    north, south, west, east = bounds.T
    rows = np.maximum(north - south[one], north[one] - south)
    cols = np.maximum(west - east[one], west[one] - east)
    return (rows <= reach) & (cols <= reach)


def _no_overlap(candidates: Zones) -> None:
    held = candidates.end > candidates.begin
    row, begin, end = candidates.row[held], candidates.begin[held], candidates.end[held]
    order = np.lexsort((begin, row))
    row, begin, end = row[order], begin[order], end[order]
    if ((row[1:] == row[:-1]) & (begin[1:] < end[:-1])).any():
        raise ValueError(
            "Candidates overlap: a cell that two of them hold cannot be added twice. Make a coverage first."
        )
