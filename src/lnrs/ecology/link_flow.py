"""The current and the power of single links: summed for each cell, or the strongest found, without storing them."""

import numpy as np
import numpy.typing as npt
from numba import njit, prange

from lnrs.ecology.habitat_circuit import Circuit, Floats


def through(cells: Circuit, voltage: Floats) -> Floats:
    """Half the sum of the currents' sizes over the links of each cell, with the ends too: what passes through it."""
    linked, _ = _along_links(_ready(cells), voltage)
    return (linked + cells.source_link * (1 - voltage) + cells.target_link * voltage) / 2


def strongest(
    cells: Circuit, voltage: Floats, most: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Floats]:
    """The links between cells with the most power, strongest first: positions of both cells, and the power.

    The strongest link of each cell is found first. At least `most` links are as strong as the `most`-th of those, so
    only cells that have one of that strength need to be looked at again.
    """
    ready = _ready(cells)
    _, best = _along_links(ready, voltage)
    ranked = np.sort(best)[::-1]
    least = max(ranked[min(most, len(ranked)) - 1], np.nextafter(0, 1))
    again = np.flatnonzero(best >= least)
    start = np.zeros(len(again) + 1, np.int64)
    np.cumsum(_links_at_least(least, again, start, np.empty(0, np.int64), np.empty(0), ready, voltage), out=start[1:])
    other, power = np.empty(start[-1], np.int64), np.empty(start[-1])
    _links_at_least(least, again, start, other, power, ready, voltage)
    one = np.repeat(again, np.diff(start))
    order = np.lexsort((other, one, -power))[:most]
    return one[order], other[order], power[order]


def _ready(cells: Circuit) -> tuple:
    """The first cell of each row of the grid, the columns and covers of cells, and the kernel with its width by row."""
    start = np.searchsorted(cells.row, np.arange(cells.shape[0] + 1))
    quarter = cells.kernel.probability(*cells.shape)
    width = np.count_nonzero(quarter > 0, axis=1) - 1
    return start, cells.row, cells.col, cells.cover, quarter, width


@njit(cache=True, nogil=True, parallel=True)
def _along_links(ready, voltage):
    """Of each cell: the sum of its currents' sizes, and the most power of a link to a later cell."""
    start, row, col, cover, quarter, width = ready
    current, best = np.zeros(len(row)), np.zeros(len(row))
    for i in prange(len(row)):
        for r in range(max(0, row[i] - len(quarter) + 1), min(len(start) - 1, row[i] + len(quarter))):
            p = quarter[abs(r - row[i])]
            reach = width[abs(r - row[i])]
            j = start[r] + np.searchsorted(col[start[r] : start[r + 1]], col[i] - reach)
            while j < start[r + 1] and col[j] <= col[i] + reach:
                drop = abs(voltage[i] - voltage[j])
                size = p[abs(col[j] - col[i])] * cover[j] * drop
                current[i] += size
                if j > i:
                    best[i] = max(best[i], size * drop)
                j += 1
        current[i] *= cover[i]
        best[i] *= cover[i]
    return current, best


@njit(cache=True, nogil=True, parallel=True)
def _links_at_least(least, again, first, other, power, ready, voltage):
    """How many links with this power or more each cell has to later ones; they are written where there is room."""
    start, row, col, cover, quarter, width = ready
    count = np.zeros(len(again), np.int64)
    for n in prange(len(again)):
        i = again[n]
        for r in range(row[i], min(len(start) - 1, row[i] + len(quarter))):
            p = quarter[r - row[i]]
            reach = width[r - row[i]]
            j = start[r] + np.searchsorted(col[start[r] : start[r + 1]], col[i] - reach)
            while j < start[r + 1] and col[j] <= col[i] + reach:
                drop = abs(voltage[i] - voltage[j])
                here = p[abs(col[j] - col[i])] * cover[j] * drop * drop * cover[i]
                if j > i and here >= least:
                    if len(other):
                        other[first[n] + count[n]], power[first[n] + count[n]] = j, here
                    count[n] += 1
                j += 1
    return count
