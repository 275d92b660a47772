"""The links between patches of habitat that matter most.

Two patches are linked where the gap between them is within a distance. The worth of a link is what would be lost of the
squared equivalent connected area, were the two no longer within reach of each other: 2 a b exp(-gap / dispersal), both
terms of the pair in sum_ij a_i a_j p_ij (the flux that dPCflux counts; Saura and Rubio 2010, Ecography 33:523-537).
What a link does as a stepping stone between others is not in it.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

Floats = npt.NDArray[np.float64]

AT_ONCE = 256
"""Parts whose neighbours are looked for in one step: pairs of a step are held in memory."""


@dataclass(frozen=True)
class Parts:
    """Parts of the patches of one habitat, in the order of their keys; all arrays of one length."""

    geometry: npt.NDArray[Any]
    patch: npt.NDArray[Any]
    """The name of the patch that a part is of."""
    patch_ha: Floats
    """Hectares of that patch, whole."""
    own: npt.NDArray[np.bool_]
    """Links are looked for from these, to any part that comes later in the order."""


class Links(NamedTuple):
    """Links between patches by the two nearest parts, `one` before `other` in the order of parts; all arrays (n,)."""

    one: npt.NDArray[np.int64]
    other: npt.NDArray[np.int64]
    gap_m: Floats
    worth_ha2: Floats


def worth_ha2(one_ha: Any, other_ha: Any, gap_m: Any, dispersal_m: float) -> Any:
    """What a link between patches of these hectares adds to the squared equivalent connected area, in hectares squared.

    >>> worth_ha2(2.0, 3.0, 0.0, 1_000.0)
    12.0
    """
    return 2 * one_ha * other_ha * np.exp(-np.asarray(gap_m) / dispersal_m)


def best(parts: Parts, *, within_m: float, dispersal_m: float, most: int) -> Links:
    """The `most` links of greatest worth from own parts, one for each two patches, by their worth.

    Distances are exact, between polygons. The greatest patches go first, and a pair is only measured where the distance
    between its bounding boxes leaves it a worth that would count: far fewer than all pairs within reach.
    """
    found = Links(*(np.empty(0, kind) for kind in (np.int64, np.int64, float, float)))
    own = np.flatnonzero(parts.own)
    if not len(own):
        return found
    own = own[np.lexsort((own, -parts.patch_ha[own]))]
    patch = np.unique(parts.patch, return_inverse=True)[1]  # numbers in the order of names
    bounds, largest_ha = shapely.bounds(parts.geometry), parts.patch_ha.max()
    tree, least = shapely.STRtree(parts.geometry), 0.0
    for first in range(0, len(own), AT_ONCE):
        chunk = own[first : first + AT_ONCE]
        if 2 * parts.patch_ha[chunk[0]] * largest_ha < least:
            break
        near, other = tree.query(shapely.box(*(bounds[chunk] + [-within_m, -within_m, within_m, within_m]).T))
        one = chunk[near]
        pairs = (other > one) & (patch[one] != patch[other])
        one, other = one[pairs], other[pairs]
        apart = _apart_m(bounds[one], bounds[other])
        could = worth_ha2(parts.patch_ha[one], parts.patch_ha[other], apart, dispersal_m)
        counts = (apart <= within_m) & (could * (1 + 1e-9) >= least)  # the box's distance is rounded too
        one, other = one[counts], other[counts]
        gap_m = shapely.distance(parts.geometry[one], parts.geometry[other])
        within = gap_m <= within_m
        one, other, gap_m = one[within], other[within], gap_m[within]
        worth = worth_ha2(parts.patch_ha[one], parts.patch_ha[other], gap_m, dispersal_m)
        found = Links(*map(np.concatenate, zip(found, (one, other, gap_m, worth), strict=True)))
        order = first_of_pairs(found.worth_ha2, found.gap_m, patch[found.one], patch[found.other], most)
        found = Links(found.one[order], found.other[order], found.gap_m[order], found.worth_ha2[order])
        least = float(found.worth_ha2[-1]) if len(found.one) == most else 0.0
    return found


def first_of_pairs(
    worth: Floats, gap_m: Floats, one: npt.NDArray[Any], other: npt.NDArray[Any], most: int
) -> npt.NDArray[np.intp]:
    """Positions of the `most` links of greatest worth, the nearest of each two patches alone, by worth; of equals by
    the names of the patches."""
    swapped = one > other
    low, high = np.where(swapped, other, one), np.where(swapped, one, other)
    order = np.lexsort((high, low, gap_m, -worth))
    again = pd.DataFrame({"low": low[order], "high": high[order]}).duplicated().to_numpy()
    return order[~again][:most]


def _apart_m(one: Floats, other: Floats) -> Floats:
    """Distances between bounding boxes (n, 4): none is greater than between what they hold."""
    across = np.maximum(one[:, 0], other[:, 0]) - np.minimum(one[:, 2], other[:, 2])
    up = np.maximum(one[:, 1], other[:, 1]) - np.minimum(one[:, 3], other[:, 3])
    return np.hypot(np.maximum(across, 0.0), np.maximum(up, 0.0))
