"""Patches of habitat over the seams between squares: what touches a seam, and what joins there."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from lnrs.network.squares import SIDE_M

LEAST_CONTACT_M = 0.01
"""Two parts join over a seam that they share for longer than this: rounding moves ends by a millimetre."""

ON_EDGE_M = 0.001
"""How far a corner may lie from an edge that it was cut along."""

EDGES = 4
"""West, south, east, north."""


class Contacts(NamedTuple):
    """Where parts lie along the edges of their square: contact `k` is of part `part[k]`, from `low_m[k]` to `high_m[k]`
    along the edge `edge[k]`."""

    part: npt.NDArray[np.int64]
    edge: npt.NDArray[np.int64]
    low_m: npt.NDArray[np.float64]
    high_m: npt.NDArray[np.float64]


def contacts(parts: npt.NDArray[Any], corner_m: tuple[int, int]) -> Contacts:
    """The contacts of parts with the four edges of their square: the sides of their outer rings that lie on an edge."""
    xy, part = shapely.get_coordinates(shapely.get_exterior_ring(parts), return_index=True)
    begin = np.flatnonzero(part[:-1] == part[1:])
    found: list[Contacts] = []
    for edge in range(EDGES):
        axis = edge % 2
        off = np.abs(xy[:, axis] - corner_m[axis] - (SIDE_M if edge >= 2 else 0)) <= ON_EDGE_M
        sides = begin[off[begin] & off[begin + 1]]
        along = np.sort(xy[np.stack([sides, sides + 1]), 1 - axis], axis=0)
        found.append(Contacts(part[sides], np.full(len(sides), edge), along[0], along[1]))
    return Contacts(*(np.concatenate(column) for column in zip(*found, strict=True)))


def seam_keys(edge: npt.NDArray[np.int64], corners_m: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """One number for each seam between two squares, the same from both sides; `corners_m` is (contacts, 2)."""
    column, row = (corners_m // SIDE_M).T
    column, row = column + (edge == 2), row + (edge == 3)
    return (column * 10_000 + row) * 2 + edge % 2


def joined(
    seam: npt.NDArray[np.int64],
    upper: npt.NDArray[np.bool_],
    part: npt.NDArray[np.int64],
    low_m: npt.NDArray[np.float64],
    high_m: npt.NDArray[np.float64],
    count: int,
) -> npt.NDArray[np.int64]:
    """The patch of each of `count` parts, from their contacts: two parts are of one patch where they lie on both sides
    of a seam for longer than `LEAST_CONTACT_M`. `upper` tells the two sides of a seam apart.

    Contacts are swept along each seam, so the work grows with their number.
    """
    order = np.lexsort((low_m, seam))
    ones: list[int] = []
    others: list[int] = []
    open_here: tuple[list[tuple[float, int]], list[tuple[float, int]]] = ([], [])
    at = -1
    for k in order.tolist():
        if seam[k] != at:
            at, open_here = int(seam[k]), ([], [])
        begin, side = low_m[k] + LEAST_CONTACT_M, int(upper[k])
        across = [(end, number) for end, number in open_here[1 - side] if end > begin]
        open_here[1 - side][:] = across
        if high_m[k] > begin:
            ones += [int(part[k])] * len(across)
            others += [number for _, number in across]
            open_here[side].append((high_m[k], int(part[k])))
    pairs = coo_array((np.ones(len(ones), np.int8), (ones, others)), (count, count))
    return np.asarray(connected_components(pairs, directed=False)[1], np.int64)
