"""Solve a circuit for its voltages: 1 at the source, 0 at the target, and at every cell as much current in as out.

The matrix is never formed. To multiply by it is one convolution with the kernel, and conjugate gradients need no more.
What makes them slow is voltage that differs between parts of the land and hardly within them, so each step is also
corrected on blocks of cells about as wide as the kernel, on a graph that is small enough to be solved outright.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from lnrs.ecology.habitat_blocks import blocks_of, factorised
from lnrs.ecology.habitat_circuit import Circuit, Floats
from lnrs.ecology.kernel import room_for, spectrum, spread

Apply = Callable[[Floats], Floats]


class Voltages(NamedTuple):
    """The voltage of each cell (n,); the sum over cells of |current in - current out| as a share of all the current;
    and the steps it took."""

    voltage: Floats
    kirchhoff_error: float
    steps: int


def solve(cells: Circuit, *, tolerance: float, most_steps: int) -> Voltages:
    """Voltages of a circuit whose every cell is linked, directly or by way of others, with both ends.

    Preconditioned conjugate gradients (Hestenes and Stiefel 1952) until `kirchhoff_error` is within the tolerance.
    """
    spreading = _convolution(cells)
    links = cells.cover * spreading(cells.cover)
    ground = cells.source_link + cells.target_link
    total = links + ground
    nearer = _preconditioner(cells, links, ground)

    voltage = np.zeros(len(total))
    left = cells.source_link.copy()
    step = np.zeros(len(total))
    was, error, steps = 1.0, np.inf, 0
    while steps < most_steps:
        better = nearer(left)
        now = float(left @ better)
        step = better + (now / was) * step
        along = total * step - cells.cover * spreading(cells.cover * step)
        size = now / float(step @ along)
        voltage += size * step
        left -= size * along
        was = now
        steps += 1
        error = _error(left, cells.target_link, voltage)
        if error <= tolerance:
            break
    left = cells.source_link - total * voltage + cells.cover * spreading(cells.cover * voltage)
    return Voltages(voltage, _error(left, cells.target_link, voltage), steps)


def _error(left: Floats, target_link: Floats, voltage: Floats) -> float:
    current = float(target_link @ voltage)
    return float(np.abs(left).sum() / current) if current > 0 else np.inf


def _convolution(cells: Circuit) -> Apply:
    """The kernel's convolution over the cells: (n,) to (n,)."""
    north, west = cells.row.min(), cells.col.min()
    row, col = cells.row - north, cells.col - west
    rows, cols = int(row.max()) + 1, int(col.max()) + 1
    padded = room_for(rows, cells.kernel.reach), room_for(cols, cells.kernel.reach)
    ready = spectrum(cells.kernel, padded, np.float64)
    raster = np.zeros((rows, cols))

    def spreading(values: Floats) -> Floats:
        raster[row, col] = values
        return spread(raster, ready)[row, col]

    return spreading


def _preconditioner(cells: Circuit, links: Floats, ground: Floats) -> Apply:
    """An approximate inverse, the sum of that on single cells and that on blocks of them (additive Schwarz)."""
    diagonal = links - cells.cover**2 + ground
    blocks = blocks_of(cells)
    factor = factorised(blocks, ground, cells.kernel)

    def nearer(left: Floats) -> Floats:
        on_blocks = factor.solve(np.bincount(blocks.of_cell, left, len(blocks.cover)))
        return left / diagonal + on_blocks[blocks.of_cell]

    return nearer
