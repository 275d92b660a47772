"""Fill the hollows of a height raster, so that water from every cell can leave it."""

import numpy as np
import numpy.typing as npt
from numba import njit

from lnrs.ecology.benefits.steps import COL_STEP, ROW_STEP

Heights = npt.NDArray[np.float32]

MOST_CELLS = 4_000_000_000
"""A cell's number takes the lower 32 bits of its key in the queue."""


def filled(height_m: npt.NDArray[np.floating]) -> Heights:
    """The lowest surface (rows, cols) that is nowhere below the ground and from which water can leave by the rim, or by
    a cell whose height is unknown (NaN), without ever rising. NaN stays NaN.

    Water moves between the eight neighbours. The answer is exact and unique: each cell has the least, over all ways
    out, of the highest ground on the way. Priority flood (Barnes, Lehman and Mulla 2014, Computers & Geosciences
    62:117-127), in which only cells that could be an outlet are queued and ground that rises from them is climbed
    without a queue (as in Zhou, Sun and Fu 2016, Computers & Geosciences 90:87-96).

    Raises ValueError where the raster is not of two dimensions, holds an infinite height, or has 4e9 cells or more.
    """
    if height_m.size >= MOST_CELLS:
        raise ValueError("Heights can be filled for at most 4,000,000,000 cells at once.")
    if height_m.ndim != 2 or np.isinf(height_m).any():
        raise ValueError("Heights must be a raster of rows and columns, each a number of metres or NaN.")
    padded = np.pad(
        height_m.astype(np.float32), 1, constant_values=np.nan
    )  # a border of nothing saves asking where it is
    reached = np.isnan(padded).astype(np.uint8)
    _flood(padded.ravel(), reached.ravel(), padded.shape[1])
    return padded[1:-1, 1:-1].copy()


@njit(cache=True, nogil=True)
def _flood(level, reached, width):
    """Raise `level`, which begins as the ground, in place.

    `queue` is a heap of cells that could be outlets, lowest first; `pool` holds cells of the hollow being filled, and
    `climb` cells from which the ground may rise further, which keep their height.
    """
    steps = ROW_STEP * width + COL_STEP
    queue, queued = _from_rim(level, reached, steps)
    pool, climb, brink = np.empty(1024, np.uint32), np.empty(1024, np.uint32), np.empty(1024, np.uint32)
    while queued:
        pool[0] = queue[0] & np.uint64(0xFFFFFFFF)
        queued = _without_lowest(queue, queued)
        surface = level[pool[0]]
        pooled, climbing = 1, 0
        while pooled:
            pooled -= 1
            cell = np.int64(pool[pooled])
            pool, climb = _roomy(pool, pooled), _roomy(climb, climbing)
            for step in steps:
                if reached[cell + step]:
                    continue
                reached[cell + step] = 1
                if level[cell + step] <= surface:
                    level[cell + step] = surface
                    pool[pooled] = cell + step
                    pooled += 1
                else:
                    climb[climbing] = cell + step
                    climbing += 1
        climb, brink, count = _climb(level, reached, steps, climb, climbing, brink)
        for k in range(count):
            cell = np.int64(brink[k])
            for step in steps:
                if not reached[cell + step]:
                    queue = _roomy(queue, queued)
                    queued = _with(queue, queued, _key(level[cell], cell))
                    break


@njit(cache=True, nogil=True)
def _climb(level, reached, steps, climb, climbing, brink):
    """Reach all ground that rises from these cells. `brink` gets the cells that had lower ground beside them, unreached
    at the time, and so could be outlets of it."""
    first, count = 0, 0
    while first < climbing:
        cell = np.int64(climb[first])
        first += 1
        if first == len(climb) // 2:  # what is done makes room
            climb[: climbing - first] = climb[first:climbing]
            first, climbing = 0, climbing - first
        climb = _roomy(climb, climbing)
        here, beside_lower = level[cell], False
        for step in steps:
            if reached[cell + step]:
                continue
            if level[cell + step] <= here:
                beside_lower = True
            else:
                reached[cell + step] = 1
                climb[climbing] = cell + step
                climbing += 1
        if beside_lower:
            brink = _roomy(brink, count)
            brink[count] = cell
            count += 1
    return climb, brink, count


@njit(cache=True, nogil=True)
def _from_rim(level, reached, steps):
    """The queue with every cell beside nothing in it."""
    rim = np.zeros(len(level), np.uint8)
    for cell in range(-steps.min(), len(level) - steps.max()):
        if not reached[cell]:
            for step in steps:
                rim[cell] |= reached[cell + step]
    queue, queued = np.empty(1024, np.uint64), 0
    for edge in np.flatnonzero(rim):
        reached[edge] = 1
        queue = _roomy(queue, queued)
        queued = _with(queue, queued, _key(level[edge], edge))
    return queue, queued


@njit(cache=True, nogil=True, inline="always")
def _roomy(store, count):
    """A store with room for eight more."""
    if count + 8 <= len(store):
        return store
    longer = np.empty(2 * len(store), store.dtype)
    longer[:count] = store[:count]
    return longer


@njit(cache=True, nogil=True, inline="always")
def _key(height, cell):
    """A whole number that sorts by height, then by cell: a float's bits sort as it does once its sign is seen to."""
    bits = np.uint64(np.float32(height + np.float32(0.0)).view(np.uint32))  # -0.0 and 0.0 are one height
    bits = bits ^ np.uint64(0xFFFFFFFF) if bits >> np.uint64(31) else bits | np.uint64(0x80000000)
    return (bits << np.uint64(32)) | np.uint64(cell)


@njit(cache=True, nogil=True)
def _with(queue, queued, key):
    """Put a key into the heap; how many it holds."""
    place = queued
    while place > 0 and queue[(place - 1) >> 1] > key:
        queue[place] = queue[(place - 1) >> 1]
        place = (place - 1) >> 1
    queue[place] = key
    return queued + 1


@njit(cache=True, nogil=True)
def _without_lowest(queue, queued):
    """Take the lowest key out of the heap; how many are left."""
    left = queued - 1
    last, place, child = queue[left], 0, 1
    while child < left:
        if child + 1 < left and queue[child + 1] < queue[child]:
            child += 1
        if queue[child] >= last:
            break
        queue[place] = queue[child]
        place, child = child, 2 * child + 1
    queue[place] = last
    return left
