"""How cost spreads from cell to cell: the kernels beneath `least_cost` and `least_cost_tiles`.

A raster is worked as one flat array of records, so that what is known of a neighbour comes in one cache line, with two
rows or columns of barrier around it: no kernel has to ask where the raster ends, even beside a halo of one cell.
"""

import heapq
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

Cells = npt.NDArray[Any]
"""Flat records of cost (float64), resistance (float32 or float64) and nearest source (int32)."""

RIM = 2
Rims = tuple[tuple[int, int], tuple[int, int]]

STEPS = np.array([(-1, 0), (0, -1), (0, 1), (1, 0), (-1, -1), (-1, 1), (1, -1), (1, 1)])
"""(8, 2) rows and columns from a cell to each neighbour: north, west, east, south, then the diagonals; the order of
back-pointers."""

SOURCE, UNREACHED = 8, 9
"""What stands in place of a back-pointer at a source, and where no path comes."""

MOST_CELLS = 2_000_000_000
MOST_BUCKETS = 1 << 16
BLOCK = 32


def packed(resistance: npt.NDArray[Any], rims: Rims = ((RIM, RIM), (RIM, RIM))) -> Cells:
    """Records for a raster (rows, cols) of resistance per metre, nothing reached, with barriers around: `rims` is how
    many rows north and south of it and columns west and east, none fewer than 2.

    Whole numbers of up to 16 bits and float32 are kept as float32, which holds them exactly; others as float64.
    Raises ValueError where a resistance is not above 0, or there are more cells than whole numbers of 32 bits.
    """
    if resistance.size > MOST_CELLS:
        raise ValueError(f"A raster of {resistance.size:,} cells is too large to be worked as one: work it in tiles.")
    if (resistance <= 0).any():
        raise ValueError("Resistance has to be above 0 everywhere; a barrier is NaN.")
    kind = np.promote_types(resistance.dtype, np.float32)
    record = np.dtype([("cost", "f8"), ("resistance", kind), ("nearest", "i4")], align=True)
    shape = [sum(rim) + count for rim, count in zip(rims, resistance.shape, strict=True)]
    cells = np.full(shape, np.array((np.inf, np.nan, 0), record))
    (north, _), (west, _) = rims
    cells["resistance"][north : north + resistance.shape[0], west : west + resistance.shape[1]] = resistance
    return cells


def spread(cells: Cells, starts: npt.NDArray[np.intp], *, cell_m: float, limit: float) -> None:
    """Lower cost and nearest in `cells`, in place, by every path of cost up to `limit` that leaves one of `starts`
    (flat positions, with their cost and nearest filled in), until no path improves any cell.

    A cell has the least (cost, nearest) in that order, so the answer does not depend on the order of work. Where
    resistances are within a factor of about 46,000, cells wait in buckets narrower than the least step between two
    cells (Dial 1969, Communications of the ACM 12:632-633), so each cell leaves its bucket once and with its final
    cost; where they are not, in a binary heap (Dijkstra 1959).
    """
    if len(starts) == 0:
        return
    flat, width = cells.reshape(-1), cells.shape[1]
    least, greatest = _range_of(flat["resistance"])
    if not least <= greatest:
        return
    starts = starts[np.argsort(flat["cost"][starts], kind="stable")].astype(np.int32)
    bucket = least * cell_m * (1 - 1e-6)  # a little narrower, so that rounding never puts a step into its own bucket
    buckets = np.sqrt(2) * greatest * cell_m / bucket + 3
    if buckets <= MOST_BUCKETS:
        _by_buckets(
            flat, starts, _offsets(width), _half_steps(cell_m), limit, 1 / bucket, 1 << int(buckets).bit_length()
        )
    else:
        _by_heap(flat, starts, _offsets(width), _half_steps(cell_m), limit)


def pointers(cells: Cells, edge: int, *, cell_m: float) -> npt.NDArray[np.uint8]:
    """Back-pointers (rows, cols) of finished records, leaving out `edge` cells on each side: which of the neighbours in
    `STEPS` is the next cell on the way to the source, the first of them where several are as good. Raises ValueError
    where a step is lost in the rounding of a cost."""
    came = np.full((cells.shape[0] - 2 * edge, cells.shape[1] - 2 * edge), UNREACHED, np.uint8)
    if not _point(cells.ravel(), edge, _offsets(cells.shape[1]), _half_steps(cell_m), came):
        raise ValueError(
            "Resistance varies too widely: the least steps are lost in the rounding of the greatest costs."
        )
    return came


def _offsets(width: int) -> npt.NDArray[np.int64]:
    return STEPS @ np.array([width, 1])


def _half_steps(cell_m: float) -> npt.NDArray[np.float64]:
    return np.hypot(*STEPS.T) * (cell_m / 2)


@njit(cache=True, nogil=True)
def _range_of(resistance):
    """(least, greatest) of the resistances that are no barrier."""
    least, greatest = np.inf, 0.0
    for value in resistance:
        if value < np.inf:
            least, greatest = min(least, np.float64(value)), max(greatest, np.float64(value))
    return least, greatest


@njit(cache=True, nogil=True)
def _blocks(first, count):
    """(items, below) of `count` free blocks, numbered from `first`, each with the next below it."""
    return np.empty((count, BLOCK), np.int32), np.arange(first + 1, first + count + 1).astype(np.int32)


@njit(cache=True, nogil=True)
def _by_buckets(cells, starts, offsets, half_steps, limit, per_cost, buckets):
    """Settle cells bucket by bucket. The buckets are a ring, which no step reaches all round; each is a chain of blocks
    of which only the first, its head, may be partly filled. Starts wait, in order of cost, until their bucket comes,
    since they may be farther apart than the ring is long."""
    start_bucket = (cells.cost[starts] * per_cost).astype(np.int64)
    head, fill = np.full(buckets, -1, np.int32), np.zeros(buckets, np.int32)
    free, spare = 0, buckets + 1024  # the first free block, and how many there are
    items, below = _blocks(0, spare)
    waiting, begun, now = 0, 0, np.int64(0)
    while waiting or begun < len(starts):
        now = now + 1 if waiting else start_bucket[begun]
        here = now & (buckets - 1)
        while head[here] >= 0 or (begun < len(starts) and start_bucket[begun] <= now):
            block = head[here]
            if block >= 0:
                batch = items[block, : fill[here]]
                head[here], fill[here] = below[block], BLOCK
                waiting -= len(batch)
            else:
                batch = starts[begun : begun + BLOCK]
                batch = batch[start_bucket[begun : begun + BLOCK] <= now]
                begun += len(batch)
            if spare < 8 * BLOCK:  # as many as one batch can ask for
                count = len(below)
                more_items, more_below = _blocks(count, count)
                more_below[-1] = free
                free, spare = count, spare + count
                items, below = np.concatenate((items, more_items)), np.concatenate((below, more_below))
            for cell in batch:
                cost = cells[cell].cost
                if np.int64(cost * per_cost) != now:
                    continue  # it was reached more cheaply, in an earlier bucket
                resistance, nearest = np.float64(cells[cell].resistance), cells[cell].nearest
                for way in range(8):
                    to = cell + offsets[way]
                    old, new = cells[to].cost, cost + (resistance + cells[to].resistance) * half_steps[way]
                    if not (new <= limit and (new < old or (new == old and nearest < cells[to].nearest))):
                        continue
                    cells[to].cost, cells[to].nearest = new, nearest
                    there = np.int64(new * per_cost) & (buckets - 1)
                    if head[there] < 0 or fill[there] == BLOCK:  # written out here: a call would halve the speed
                        taken, free, spare = free, below[free], spare - 1
                        below[taken], head[there], fill[there] = head[there], taken, 0
                    items[head[there], fill[there]] = to
                    fill[there] += 1
                    waiting += 1
            if block >= 0:
                below[block], free, spare = free, block, spare + 1


@njit(cache=True, nogil=True)
def _by_heap(cells, starts, offsets, half_steps, limit):
    heap = [(cells[start].cost, np.int64(start)) for start in starts]
    heapq.heapify(heap)
    while heap:
        cost, cell = heapq.heappop(heap)
        if cost > cells[cell].cost:
            continue
        resistance, nearest = np.float64(cells[cell].resistance), cells[cell].nearest
        for way in range(8):
            to = cell + offsets[way]
            new = cost + (resistance + cells[to].resistance) * half_steps[way]
            if new <= limit and (new < cells[to].cost or (new == cells[to].cost and nearest < cells[to].nearest)):
                cells[to].cost, cells[to].nearest = new, nearest
                heapq.heappush(heap, (new, to))


@njit(cache=True, nogil=True)
def _point(cells, edge, offsets, half_steps, came):
    """Fill in the back-pointers; False where a reached cell has none."""
    rows, cols = came.shape
    for row in range(rows):
        for col in range(cols):
            cell = (row + edge) * (cols + 2 * edge) + col + edge
            cost, resistance = cells[cell].cost, np.float64(cells[cell].resistance)
            if cost == 0:
                came[row, col] = SOURCE
            elif cost < np.inf:
                for way in range(8):
                    to = cells[cell + offsets[way]]
                    new = to.cost + (resistance + to.resistance) * half_steps[way]
                    if new == cost and to.cost < cost and to.nearest == cells[cell].nearest:
                        came[row, col] = way
                        break
                if came[row, col] == UNREACHED:
                    return False
    return True
