"""One window of a moving window, exactly: its cells, their voltages and what flows through each of them.

A window is solved by a banded Cholesky factorisation, its cells numbered row by row: n cells, w of them in a row, cost
n w^2 operations, and nothing is said to Python until a whole batch of windows is done: batches run side by side.
"""

import numpy as np
from numba import njit

from lnrs.ecology.circuits.raster import between

OUTSIDE, TARGET = -2, -1
"""What stands for a node's number in a cell that current cannot come to, and in the target, which is at 0 V."""


@njit(cache=True, nogil=True)
def link(g, row, col, step, diagonal, by_resistance):
    """The conductance to the neighbour `step` (0 to 7: the four beside it, then the four at its corners), its row and
    its column; 0 where there is none."""
    r = row + (0, 1, 0, -1, 1, 1, -1, -1)[step]
    c = col + (1, 0, -1, 0, 1, -1, 1, -1)[step]
    if r < 0 or c < 0 or r >= g.shape[0] or c >= g.shape[1] or not g[r, c] > 0:
        return 0.0, 0, 0
    return between(g[row, col], g[r, c], by_resistance) * (diagonal if step > 3 else 1.0), r, c


@njit(cache=True, nogil=True)
def number(g, row, col, diagonal, by_resistance):
    """(the number of each cell that hangs together with the target, how many there are)."""
    rows, cols = g.shape
    node = np.full((rows, cols), OUTSIDE, np.int32)
    if not g[row, col] > 0:
        return node, 0
    waiting = np.empty((rows * cols, 2), np.int32)
    waiting[0, 0], waiting[0, 1], held = row, col, 1
    node[row, col] = TARGET
    while held:
        held -= 1
        y, x = waiting[held, 0], waiting[held, 1]
        for step in range(8 if diagonal > 0 else 4):
            joins, r, c = link(g, y, x, step, diagonal, by_resistance)
            if joins > 0 and node[r, c] == OUTSIDE:
                node[r, c] = 0
                waiting[held, 0], waiting[held, 1] = r, c
                held += 1
    count = 0
    for y in range(rows):
        for x in range(cols):
            if node[y, x] == 0:
                node[y, x] = count
                count += 1
    return node, count


@njit(cache=True, nogil=True)
def factor(g, node, count, diagonal, by_resistance):
    """The Cholesky factor: `band[i, j - i - 1]` is its row `i`, the diagonal last and inverted."""
    rows, cols = g.shape
    width = 1
    for y in range(rows):
        for x in range(cols):
            if node[y, x] >= 0:
                for step in range(8 if diagonal > 0 else 4):
                    joins, r, c = link(g, y, x, step, diagonal, by_resistance)
                    if joins > 0 and node[r, c] >= 0:
                        width = max(width, node[y, x] - node[r, c])
    band = np.zeros((count, width + 1))
    for y in range(rows):
        for x in range(cols):
            i = node[y, x]
            if i >= 0:
                for step in range(8 if diagonal > 0 else 4):
                    joins, r, c = link(g, y, x, step, diagonal, by_resistance)
                    band[i, width] += joins
                    if joins > 0 and 0 <= node[r, c] < i:
                        band[i, width - i + node[r, c]] = -joins
    _cholesky(band)
    return band


@njit(cache=True, nogil=True, fastmath={"reassoc", "contract", "nsz"})
def _cholesky(band):
    width = band.shape[1] - 1
    for i in range(len(band)):
        for j in range(max(0, i - width), i + 1):
            begin = max(0, i - width)  # row j reaches no farther back than this within row i's band
            one, other = band[i], band[j]
            at, beside, total = width - i + begin, width - j + begin, 0.0
            for k in range(j - begin):
                total += one[at + k] * other[beside + k]
            left = one[width - i + j] - total
            one[width - i + j] = left * other[width] if j < i else 1.0 / np.sqrt(left)


@njit(cache=True, nogil=True, fastmath={"reassoc", "contract", "nsz"})
def back(band, volts):
    """Turn currents (n,) into voltages, in place."""
    width = band.shape[1] - 1
    for i in range(len(band)):
        begin, total = max(0, i - width), 0.0
        for k in range(begin, i):
            total += band[i, width - i + k] * volts[k]
        volts[i] = (volts[i] - total) * band[i, width]
    for i in range(len(band) - 1, -1, -1):
        volts[i] *= band[i, width]
        for k in range(max(0, i - width), i):
            volts[k] -= band[i, width - i + k] * volts[i]


@njit(cache=True, nogil=True)
def currents(g, node, volts, diagonal, by_resistance, out):
    """What flows through each cell: the greater of what comes in and what goes out."""
    rows, cols = g.shape
    for y in range(rows):
        for x in range(cols):
            if node[y, x] == OUTSIDE:
                continue
            here = volts[node[y, x]] if node[y, x] >= 0 else 0.0
            comes = goes = 0.0
            for step in range(8 if diagonal > 0 else 4):
                joins, r, c = link(g, y, x, step, diagonal, by_resistance)
                if joins > 0:
                    flows = joins * (here - (volts[node[r, c]] if node[r, c] >= 0 else 0.0))
                    goes += max(0.0, flows)
                    comes -= min(0.0, flows)
            out[y, x] = max(comes, goes)


@njit(cache=True, nogil=True)
def share_out(source, place, radius, buffer, block, amperes):
    """The current put into each cell of a window (rows, cols): in all `amperes`, shared out among the cells within the
    radius as their sources are, but for those of a block about the target. `place` is (first row, last row + 1, first
    column, last column + 1, target's row, target's column) in the whole raster."""
    top, bottom, left, right, row, col = place
    put_in = np.zeros((bottom - top, right - left))
    half, reach, total = block // 2, radius + buffer, 0.0
    for y in range(max(top, row - radius), min(bottom, row + radius + 1)):
        for x in range(max(left, col - radius), min(right, col + radius + 1)):
            # Omniscape takes the block from where the target is in a window that no edge cuts.
            ours = abs(y - top - reach) <= half and abs(x - left - reach) <= half
            if source[y, x] > 0 and (y - row) ** 2 + (x - col) ** 2 <= radius * radius and not ours:
                put_in[y - top, x - left] = source[y, x]
                total += source[y, x]
    return put_in * (amperes / total) if total > 0 else put_in


@njit(cache=True, nogil=True)
def clipped(conductance, place, reach):
    """The conductance of a window (rows, cols), 0 beyond its circle."""
    top, bottom, left, right, row, col = place
    g = np.zeros((bottom - top, right - left))
    for y in range(top, bottom):
        for x in range(left, right):
            if (y - row) ** 2 + (x - col) ** 2 <= reach * reach:
                g[y - top, x - left] = conductance[y, x]
    return g


@njit(cache=True, nogil=True)
def solved(g, put_in, row, col, diagonal, by_resistance, out):
    """Fill in the currents of a window whose target is at (row, col) of it."""
    node, count = number(g, row, col, diagonal, by_resistance)
    band = factor(g, node, count, diagonal, by_resistance)
    from_band(band, node, g, put_in, diagonal, by_resistance, out)


@njit(cache=True, nogil=True)
def from_band(band, node, g, put_in, diagonal, by_resistance, out):
    """Fill in the currents of a window that has been factorised."""
    volts = np.zeros(len(band))
    for y in range(g.shape[0]):
        for x in range(g.shape[1]):
            if node[y, x] >= 0:
                volts[node[y, x]] = put_in[y, x]
    back(band, volts)
    currents(g, node, volts, diagonal, by_resistance, out)


@njit(cache=True, nogil=True)
def batch(conductance, source, places, strength, sizes, links, out):
    """The currents of several windows (k, most rows, most columns). `sizes` is (radius, buffer, block) and `links`
    (weight of a diagonal, whether resistances are averaged)."""
    radius, buffer, block = sizes
    diagonal, by_resistance = links
    for k in range(len(places)):
        place = places[k]
        g = clipped(conductance, place, radius + buffer)
        put_in = share_out(source, place, radius, buffer, block, strength[k])
        solved(g, put_in, place[4] - place[0], place[5] - place[2], diagonal, by_resistance, out[k])


@njit(cache=True, nogil=True)
def batch_of_one_shape(source, places, strength, sizes, links, out):
    """The same were all land alike, for windows that the edge cuts in the same way: one factorisation serves all."""
    radius, buffer, block = sizes
    diagonal, by_resistance = links
    top, bottom, left, right, row, col = places[0]
    g = np.ones((bottom - top, right - left))
    node, count = number(g, row - top, col - left, diagonal, by_resistance)
    band = factor(g, node, count, diagonal, by_resistance)
    for k in range(len(places)):
        put_in = share_out(source, places[k], radius, buffer, block, strength[k])
        from_band(band, node, g, put_in, diagonal, by_resistance, out[k])
