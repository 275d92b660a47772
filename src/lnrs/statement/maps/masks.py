"""Cells that are marked or not, grown and shrunk."""

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]


def near(mask: Mask, cells: int) -> Mask:
    """Cells within so many cells of the mask, along and across."""
    grown, reach = mask, 0
    while reach < cells:
        step = min(2 * reach + 1, cells - reach)
        for axis in (0, 1):
            grown = _spread(grown, step, axis)
        reach += step
    return grown


def opened(mask: Mask, cells: int) -> Mask:
    """The mask without what is narrower than twice as many cells."""
    return near(~near(~mask, cells), cells)


def _spread(mask: Mask, step: int, axis: int) -> Mask:
    """The mask with copies of itself `step` cells to either side."""
    wide = mask.copy()
    after, before = [slice(None)] * 2, [slice(None)] * 2
    after[axis], before[axis] = slice(step, None), slice(None, -step)
    wide[tuple(after)] |= mask[tuple(before)]
    wide[tuple(before)] |= mask[tuple(after)]
    return wide
