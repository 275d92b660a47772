"""The kernel summed over every pair of cells of two runs, in a few steps however long the runs are.

Along a row, let H be the even function with H(n + 1) - 2 H(n) + H(n - 1) = p(n). The sum of p(j - i) over the columns i
of a run [b, e) and j of a run [c, d) telescopes to H(d - b) - H(d - e) - H(c - b) + H(c - e). One table holds H for
each number of rows between the runs; beyond the kernel's reach H is a straight line.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit, prange

from lnrs.ecology.kernel import Kernel
from lnrs.ecology.zonal import Zones


class Parts(NamedTuple):
    """Runs of cells of one value: run `k` is columns `begin[k]` up to `end[k]` of row `row[k]`, each cell with the
    share `share[k]` above 0; shape `i` has the runs `start[i]` up to `start[i + 1]`, from north to south."""

    start: npt.NDArray[np.int64]
    row: npt.NDArray[np.int32]
    begin: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]
    share: npt.NDArray[np.float64]


def parts_of(shapes: Zones, habitat: npt.NDArray[Any], *, of_habitat: bool) -> Parts:
    """The shapes' runs, cut where the share of habitat changes: the share that is habitat, or else that is not."""
    start, row, begin, end = shapes.start, shapes.row, shapes.begin, shapes.end
    held = end > begin
    if held.any() and (row[held].max() >= habitat.shape[0] or end[held].max() > habitat.shape[1]):
        raise ValueError("The shapes were made ready for a larger grid than the habitat's.")
    count = np.zeros(len(start), np.int64)
    _count(start, row, begin, end, habitat, of_habitat, count)
    first = np.cumsum(count)
    part_row, part_begin, part_end = (np.empty(first[-1], np.int32) for _ in range(3))
    parts = Parts(first, part_row, part_begin, part_end, np.empty(first[-1]))
    _fill(start, row, begin, end, habitat, of_habitat, *parts)
    return parts


def pair_table(kernel: Kernel, rows: int, cols: int) -> npt.NDArray[np.float64]:
    """H for runs 0, 1, ... rows apart and all sums over runs that lie within so many columns together, as far as the
    kernel reaches."""
    p = kernel.probability(rows, cols)
    slope = np.cumsum(p, axis=1)
    slope -= p[:, :1] / 2
    table = np.zeros((p.shape[0], p.shape[1] + 1))
    np.cumsum(slope, axis=1, out=table[:, 1:])
    return table


def boxes(parts: Parts) -> npt.NDArray[np.int64]:
    """First and last row, first and last column of each shape, (n, 4); those of an empty one lie beyond any reach."""
    first, last = parts.start[:-1], parts.start[1:]
    found = np.full((len(first), 4), np.iinfo(np.int32).max, np.int64)
    held = last > first
    if held.any():
        found[held, 0], found[held, 1] = parts.row[first[held]], parts.row[last[held] - 1]
        found[held, 2] = np.minimum.reduceat(parts.begin, first[held])
        found[held, 3] = np.maximum.reduceat(parts.end, first[held]) - 1
    return found


@njit(cache=True, nogil=True)
def _share(value, of_habitat):
    return np.float64(value) if of_habitat else 1.0 - np.float64(value)


@njit(cache=True, nogil=True, parallel=True)
def _count(start, row, begin, end, habitat, of_habitat, count):
    for shape in prange(len(start) - 1):
        many = 0
        for k in range(start[shape], start[shape + 1]):
            for col in range(begin[k], end[k]):
                value = habitat[row[k], col]
                changed = col == begin[k] or value != habitat[row[k], col - 1]
                many += changed and _share(value, of_habitat) > 0
        count[shape + 1] = many


@njit(cache=True, nogil=True, parallel=True)
def _fill(start, row, begin, end, habitat, of_habitat, first, part_row, part_begin, part_end, share):
    for shape in prange(len(start) - 1):
        at = first[shape] - 1
        for k in range(start[shape], start[shape + 1]):
            for col in range(begin[k], end[k]):
                value = habitat[row[k], col]
                if _share(value, of_habitat) <= 0:
                    continue
                if col == begin[k] or value != habitat[row[k], col - 1]:
                    at += 1
                    part_row[at], part_begin[at], share[at] = row[k], col, _share(value, of_habitat)
                part_end[at] = col + 1


@njit(cache=True, nogil=True, inline="always")
def _at(along, cells):
    """H at so many cells, on either side."""
    cells, last = abs(cells), len(along) - 1
    if cells <= last:
        return along[cells]
    return along[last] + (cells - last) * (along[last] - along[last - 1])


@njit(cache=True, nogil=True, inline="always")
def _pair_sum(along, begin, end, other_begin, other_end):
    """p summed over the columns of one run and those of another, `along` being H for the rows between them."""
    near = _at(along, other_end - begin) - _at(along, other_begin - begin)
    return near - _at(along, other_end - end) + _at(along, other_begin - end)


@njit(cache=True, nogil=True, parallel=True)
def sums_within(start, row, begin, end, share, table):
    """p summed over all pairs of cells of each shape by the shares of both, (n,); the arrays are those of `Parts`."""
    within = np.zeros(len(start) - 1)
    for shape in prange(len(start) - 1):
        for k in range(start[shape], start[shape + 1]):
            own = share[k] * _pair_sum(table[0], begin[k], end[k], begin[k], end[k])
            for j in range(k + 1, start[shape + 1]):
                if row[j] - row[k] >= len(table):
                    break
                own += 2 * share[j] * _pair_sum(table[row[j] - row[k]], begin[k], end[k], begin[j], end[j])
            within[shape] += share[k] * own
    return within


@njit(cache=True, nogil=True, parallel=True)
def sums_between(one, near, start, row, begin, end, share, table):
    """p summed over all pairs of a cell of one shape and a cell of each of those `near`, by the shares of both."""
    out = np.zeros(len(near))
    for n in prange(len(near)):
        for k in range(start[near[n]], start[near[n] + 1]):
            along = 0.0
            for j in range(start[one], start[one + 1]):
                apart = abs(row[j] - row[k])
                if apart < len(table):
                    along += share[j] * _pair_sum(table[apart], begin[k], end[k], begin[j], end[j])
            out[n] += share[k] * along
    return out
