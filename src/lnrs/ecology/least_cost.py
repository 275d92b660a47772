"""Least-cost distance from many sources at once over a raster of resistance, exactly."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from lnrs.ecology.least_cost_spread import RIM, Cells, packed, pointers, spread


class LeastCost(NamedTuple):
    """Where each cell's cheapest way comes from, as three rasters (rows, cols)."""

    cost: npt.NDArray[np.float64]
    """Accumulated cost: the sum of resistance x metres along the way; 0 at a source, inf where none reaches."""
    nearest: npt.NDArray[np.int32]
    """Label of the source that the way comes from (the allocation), the lowest of those as near; 0 where none."""
    came: npt.NDArray[np.uint8]
    """Back-pointer: the neighbour in `least_cost_spread.STEPS` that is next on the way; SOURCE or UNREACHED else."""


def least_cost(
    resistance: npt.NDArray[Any], sources: npt.NDArray[Any], *, cell_m: float, limit: float = np.inf
) -> LeastCost:
    """The cheapest way to every cell from the nearest of the sources.

    `resistance` (rows, cols) is cost per metre, above 0; NaN is a barrier. `sources` (rows, cols) holds each source's
    label, 1 or more, on its cells and 0 elsewhere; a source's cell on a barrier is not started from. `limit` is the
    greatest cost that counts, itself included.

    A step to one of the 8 neighbours costs the mean of both cells' resistances x `cell_m`, x sqrt(2) on a diagonal
    (Adriaensen et al. 2003, Landscape and Urban Planning 64:233-247; the convention of GRASS r.cost and of
    scikit-image MCP_Geometric). Costs are exact sums in float64: the least over all ways, to the last bit.

    Raises ValueError where the shapes differ, a resistance is not above 0, a label is negative, or `cell_m` or `limit`
    make no sense.

    >>> least_cost(np.array([[1.0, 3.0, 1.0]]), np.array([[7, 0, 0]]), cell_m=10).cost
    array([[ 0., 20., 40.]])
    """
    check(resistance.shape, sources.shape, cell_m, limit)
    cells = packed(resistance)
    starts = start(cells, sources, RIM)
    spread(cells, starts, cell_m=cell_m, limit=limit)
    inner = cells[RIM:-RIM, RIM:-RIM]
    return LeastCost(inner["cost"].copy(), inner["nearest"].copy(), pointers(cells, RIM, cell_m=cell_m))


def check(resistance_shape: tuple[int, ...], sources_shape: tuple[int, ...], cell_m: float, limit: float) -> None:
    """Raise ValueError where the rasters or the numbers do not belong together."""
    if len(resistance_shape) != 2 or resistance_shape != sources_shape:
        raise ValueError(f"Resistance {resistance_shape} and sources {sources_shape} have to be rasters of one shape.")
    if not 0 < cell_m < np.inf:
        raise ValueError(f"The side of a cell has to be above 0 m, not {cell_m}.")
    if not limit >= 0:
        raise ValueError(f"The limit of cost has to be 0 or more, not {limit}.")


def start(cells: Cells, sources: npt.NDArray[Any], edge: int) -> npt.NDArray[np.intp]:
    """Put sources (rows, cols) into records that have `edge` more cells on each side: flat positions of those that are
    on no barrier."""
    if sources.dtype.kind not in "iu":
        raise ValueError(f"Labels of sources have to be whole numbers, not {sources.dtype}.")
    if sources.size and not (sources.min() >= 0 and sources.max() <= np.iinfo(np.int32).max):
        raise ValueError("A source's label has to be 1 to 2,147,483,647, and 0 where there is none.")
    inner = cells[edge:-edge, edge:-edge]
    row, col = np.nonzero((sources > 0) & np.isfinite(inner["resistance"]))
    inner["cost"][row, col], inner["nearest"][row, col] = 0.0, sources[row, col]
    return (row + edge) * cells.shape[1] + col + edge
