"""What conjugate gradients and the coarser levels do with voltages: four right-hand sides at once, in every kernel.

A sweep waits for memory. Four columns side by side read each link once instead of four times.
"""

import numpy as np
from numba import njit

WIDTH = 4
"""Right-hand sides that are worked on together."""


@njit(cache=True, nogil=True)
def sweep_down(level, right, out):
    """Gauss-Seidel, forwards, from 0 volts."""
    for i in range(len(right)):
        a, b, c, d = right[i, 0], right[i, 1], right[i, 2], right[i, 3]
        for k in range(level.start[i], level.start[i + 1]):
            j = level.other[k]
            if j < i:
                g = level.conductance[k]
                a += g * out[j, 0]
                b += g * out[j, 1]
                c += g * out[j, 2]
                d += g * out[j, 3]
        g = level.inverse[i]
        out[i, 0], out[i, 1], out[i, 2], out[i, 3] = a * g, b * g, c * g, d * g


@njit(cache=True, nogil=True)
def sweep_up(level, right, coarse, out):
    """Add the coarser level's voltages, then Gauss-Seidel backwards: with `sweep_down` this is symmetric."""
    for i in range(len(right)):
        j = level.group[i]
        for c in range(WIDTH):
            out[i, c] += coarse[j, c]
    for i in range(len(right) - 1, -1, -1):
        a, b, c, d = right[i, 0], right[i, 1], right[i, 2], right[i, 3]
        for k in range(level.start[i], level.start[i + 1]):
            g, j = level.conductance[k], level.other[k]
            a += g * out[j, 0]
            b += g * out[j, 1]
            c += g * out[j, 2]
            d += g * out[j, 3]
        g = level.inverse[i]
        out[i, 0], out[i, 1], out[i, 2], out[i, 3] = a * g, b * g, c * g, d * g


@njit(cache=True, nogil=True)
def left_over(level, right, out, coarse):
    """Add to each group's current what its nodes' voltages leave unexplained. After a forward sweep from 0 volts that
    is what comes in from the nodes swept later, and nothing else."""
    for i in range(len(right)):
        a, b, c, d = np.float32(0), np.float32(0), np.float32(0), np.float32(0)
        for k in range(level.start[i], level.start[i + 1]):
            j = level.other[k]
            if j > i:
                g = level.conductance[k]
                a += g * out[j, 0]
                b += g * out[j, 1]
                c += g * out[j, 2]
                d += g * out[j, 3]
        j = level.group[i]
        coarse[j, 0] += a
        coarse[j, 1] += b
        coarse[j, 2] += c
        coarse[j, 3] += d


@njit(cache=True, nogil=True)
def apply(level, voltage, out):
    """The currents that leave each node, and for each column the power: voltage times current, summed."""
    power = np.zeros(WIDTH)
    for i in range(len(voltage)):
        v0, v1, v2, v3 = voltage[i, 0], voltage[i, 1], voltage[i, 2], voltage[i, 3]
        g = level.leak[i]
        a, b, c, d = g * v0, g * v1, g * v2, g * v3
        for k in range(level.start[i], level.start[i + 1]):
            g, j = level.conductance[k], level.other[k]
            a += g * (v0 - voltage[j, 0])
            b += g * (v1 - voltage[j, 1])
            c += g * (v2 - voltage[j, 2])
            d += g * (v3 - voltage[j, 3])
        out[i, 0], out[i, 1], out[i, 2], out[i, 3] = a, b, c, d
        power[0] += v0 * a
        power[1] += v1 * b
        power[2] += v2 * c
        power[3] += v3 * d
    return power


@njit(cache=True, nogil=True)
def products(one, other):
    """Sum of products of each column, in double precision."""
    total = np.zeros(WIDTH)
    for i in range(len(one)):
        for c in range(WIDTH):
            total[c] += np.float64(one[i, c]) * np.float64(other[i, c])
    return total


@njit(cache=True, nogil=True)
def add(out, factor, what):
    """Add to each column of `out` its factor times that of `what`."""
    f = factor.astype(out.dtype)
    for i in range(len(out)):
        for c in range(WIDTH):
            out[i, c] += f[c] * what[i, c]


@njit(cache=True, nogil=True)
def turn(direction, factor, better):
    """The next direction: what is better, less a share of the last."""
    for i in range(len(direction)):
        for c in range(WIDTH):
            direction[i, c] = better[i, c] - factor[c] * direction[i, c]


@njit(cache=True, nogil=True)
def scaled(what, factor, out):
    """Each column of `what` times its factor, in the precision of `out`."""
    for i in range(len(what)):
        for c in range(WIDTH):
            out[i, c] = what[i, c] * factor[c]
