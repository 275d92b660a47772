"""Ways through the landscape: the cheapest path, the corridor around it, and the cheapest link of each two patches."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from lnrs.ecology.least_cost import LeastCost
from lnrs.ecology.least_cost_spread import SOURCE, STEPS, UNREACHED

Floats = npt.NDArray[np.float64]


class CostLinks(NamedTuple):
    """The cheapest link of each two patches whose allocations touch, by label, lower label first; every field (n,) or
    (n, 2)."""

    patch: npt.NDArray[np.int32]
    """(n, 2) labels."""
    cost: Floats
    """Cost of the link from patch to patch."""
    crossing: npt.NDArray[np.int64]
    """(n, 2) flat positions in the raster of the two neighbouring cells where the link passes from the allocation of
    the first patch to that of the second."""


def path(least: LeastCost, cell: tuple[int, int]) -> npt.NDArray[np.int64]:
    """Cells (n, 2), row and column, of the cheapest way from a cell to its source, both included. Its cost is
    `least.cost[cell]`. Raises ValueError where the cell is outside the raster or no source reaches it."""
    if not all(0 <= at < end for at, end in zip(cell, least.came.shape, strict=True)):
        raise ValueError(f"Cell {cell} is outside a raster of {least.came.shape}.")
    if least.came[cell] == UNREACHED:
        raise ValueError(f"No source reaches cell {cell}.")
    cells = [cell]
    while (way := least.came[cells[-1]]) != SOURCE:
        row, col = cells[-1]
        cells.append((row + int(STEPS[way, 0]), col + int(STEPS[way, 1])))
    return np.array(cells, np.int64)


def corridor(from_one: Floats, from_other: Floats) -> Floats:
    """Cost (rows, cols), from one patch to the other, of the cheapest way that passes through each cell, from the
    costs to each: their sum; inf where there is no way. Its least value is the least cost between the two."""
    if from_one.shape != from_other.shape:
        raise ValueError(f"The two rasters of cost differ in shape: {from_one.shape} and {from_other.shape}.")
    return from_one + from_other


def least_cost_corridor(from_one: Floats, from_other: Floats, *, extra: float) -> npt.NDArray[np.bool_]:
    """Cells (rows, cols) that lie on a way from one patch to the other which costs at most `extra` more than the
    cheapest: none where there is no way. Raises ValueError where `extra` is negative.

    A millionth of a millionth of the cost is allowed for rounding, so that `extra=0` holds the cheapest way whole.
    """
    if not extra >= 0:
        raise ValueError(f"The extra cost has to be 0 or more, not {extra}.")
    cost = corridor(from_one, from_other)
    least = cost.min(initial=np.inf)
    return np.isfinite(cost) & (cost <= least * (1 + 1e-12) + extra)


def cost_links(least: LeastCost, resistance: npt.NDArray[Any], *, cell_m: float) -> CostLinks:
    """The cheapest link of each two patches whose allocations touch, all from one spreading of cost.

    A link crosses from one allocation to the other once, between neighbouring cells `a` and `b`:
    `cost[a] + (resistance[a] + resistance[b]) / 2 x step + cost[b]`, the least over all such crossings. These links
    hold a minimum spanning tree of the least costs between all patches (Mehlhorn 1988, Information Processing Letters
    27:125-128). Where a third patch's allocation lies between two patches, they have no link of their own here, or a
    dearer one than the cheapest way between them.

    Of crossings that cost the same, the first in the order of rows is kept. Raises ValueError where the shapes differ.
    """
    if resistance.shape != least.cost.shape:
        raise ValueError(f"Resistance {resistance.shape} and cost {least.cost.shape} have to be rasters of one shape.")
    cost, nearest = np.asarray(least.cost), np.asarray(least.nearest)
    most = _crossings(
        cost, nearest, np.asarray(resistance), cell_m, np.empty(0, np.int64), np.empty(0), np.empty((0, 2), np.int64)
    )
    pair, total, cells = np.empty(most, np.int64), np.empty(most), np.empty((most, 2), np.int64)
    _crossings(cost, nearest, np.asarray(resistance), cell_m, pair, total, cells)
    order = np.lexsort((cells[:, 0], total, pair))
    order = order[np.r_[True, np.diff(pair[order]) > 0]] if most else order
    labels = np.stack([pair[order] >> 32, pair[order] & 0xFFFFFFFF], axis=1).astype(np.int32)
    return CostLinks(labels, total[order], cells[order])


def link_path(least: LeastCost, links: CostLinks, link: int) -> npt.NDArray[np.int64]:
    """Cells (n, 2), row and column, of a link from the first of its patches to the second."""
    cols = least.came.shape[1]
    ends = [path(least, divmod(int(at), cols)) for at in links.crossing[link]]
    return np.concatenate([ends[0][::-1], ends[1]])


@njit(cache=True, nogil=True)
def _crossings(cost, nearest, resistance, cell_m, pair, total, cells):
    """Fill in every crossing between two allocations: its pair of labels as one number, its cost, its two cells with
    that of the lower label first. Returns how many there are; empty arrays are left alone."""
    rows, cols = cost.shape
    n = 0
    for row in range(rows):
        for col in range(cols):
            one = nearest[row, col]
            if one == 0:
                continue
            for down, across, step in ((0, 1, 1.0), (1, -1, np.sqrt(2.0)), (1, 0, 1.0), (1, 1, np.sqrt(2.0))):
                to_row, to_col = row + down, col + across
                if to_row == rows or to_col == cols or to_col < 0:
                    continue
                other = nearest[to_row, to_col]
                if other == 0 or other == one:
                    continue
                if len(pair):
                    here, there = row * cols + col, to_row * cols + to_col
                    between = np.float64(resistance[row, col]) + np.float64(resistance[to_row, to_col])
                    pair[n] = (np.int64(min(one, other)) << 32) | np.int64(max(one, other))
                    total[n] = cost[row, col] + cost[to_row, to_col] + between * (step * cell_m / 2)
                    cells[n, 0], cells[n, 1] = (here, there) if one < other else (there, here)
                n += 1
    return n
