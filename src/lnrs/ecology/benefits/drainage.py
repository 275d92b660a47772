"""Which way water runs off each cell: to the lowest of its eight neighbours, and across level ground to the way out."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit, prange

from lnrs.ecology.benefits.filling import filled
from lnrs.ecology.benefits.steps import COL_STEP, OUT, ROW_STEP, STEP_CELLS, UNKNOWN

LEVEL = 10
"""No neighbour is lower, and where the water goes is not settled yet."""


@dataclass(frozen=True)
class Drainage:
    """The step that water takes from each cell: (rows, cols), a number of `steps` or OUT or UNKNOWN."""

    step: npt.NDArray[np.uint8]
    cell_m: float

    @property
    def step_m(self) -> npt.NDArray[np.float32]:
        """Length of each cell's step in metres; a cell that drains out has one cell's, and an unknown cell NaN."""
        return (np.append(STEP_CELLS, [1.0, np.nan]) * self.cell_m).astype(np.float32)[self.step]


def drainage(height_m: npt.NDArray[np.floating], *, cell_m: float) -> Drainage:
    """Where water goes from each cell of a height raster (rows, cols), hollows filled first.

    The steepest of the eight ways down (D8: O'Callaghan and Mark 1984, Computer Vision, Graphics, and Image Processing
    28:323-344); where two are as steep, the first from east clockwise. Level ground, and so a filled hollow, drains by
    the fewest steps to a cell of it from which water can go down or out. A cell of the rim with no lower neighbour
    drains out. Following the steps from any cell always ends at OUT.

    Raises ValueError where `filled` does, or where `cell_m` is not above 0.
    """
    if not cell_m > 0:
        raise ValueError("The side of a cell must be more than 0 m.")
    surface = np.pad(filled(height_m), 1, constant_values=np.nan)
    step = np.full(surface.shape, UNKNOWN, np.uint8)
    _steepest(surface, step)
    _across_level_ground(surface.ravel(), step.ravel(), surface.shape[1])
    return Drainage(step[1:-1, 1:-1].copy(), cell_m)


@njit(cache=True, nogil=True, parallel=True)
def _steepest(surface, out):
    """The steepest step down from each cell, OUT on the rim, LEVEL elsewhere. Both rasters have a border."""
    rows, cols = surface.shape
    for row in prange(1, rows - 1):
        for col in range(1, cols - 1):
            here, rim = np.float64(surface[row, col]), False
            if here != here:
                continue
            best, steepest = LEVEL, 0.0
            for step in range(8):
                there = np.float64(surface[row + ROW_STEP[step], col + COL_STEP[step]])
                if there != there:
                    rim = True
                elif (here - there) / STEP_CELLS[step] > steepest:
                    best, steepest = step, (here - there) / STEP_CELLS[step]
            out[row, col] = OUT if rim and best == LEVEL else best


@njit(cache=True, nogil=True)
def _across_level_ground(surface, out, width):
    """Settle the cells that are LEVEL, breadth first from those beside a settled cell of the same height, which come
    row by row. Every piece of level ground has one, or it would be a hollow."""
    steps = ROW_STEP * width + COL_STEP
    edge, first_step = _edge_of_level_ground(surface, out, steps)
    for k in range(len(edge)):
        out[edge[k]] = first_step[k]
    while len(edge):
        further, count = np.empty(1024, np.int64), 0
        for cell in edge:
            if count + 8 > len(further):
                longer = np.empty(2 * len(further), np.int64)
                longer[:count] = further[:count]
                further = longer
            for step in range(8):
                to = cell + steps[step]
                if out[to] == LEVEL and surface[to] == surface[cell]:
                    out[to] = (step + 4) % 8  # back the way we came
                    further[count] = to
                    count += 1
        edge = further[:count]


@njit(cache=True, nogil=True)
def _edge_of_level_ground(surface, out, steps):
    """LEVEL cells beside a settled cell of the same height, and the step to the first such cell."""
    most = 0
    for cell in range(len(out)):
        most += out[cell] == LEVEL
    edge, first_step, count = np.empty(most, np.int64), np.empty(most, np.uint8), 0
    for cell in range(len(out)):
        if out[cell] != LEVEL:
            continue
        for step in range(8):
            to = cell + steps[step]
            if out[to] <= OUT and surface[to] == surface[cell]:
                edge[count], first_step[count] = cell, step
                count += 1
                break
    return edge[:count], first_step[:count]
