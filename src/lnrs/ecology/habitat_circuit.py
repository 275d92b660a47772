"""Habitat as an electrical circuit between a source and a target: what a dispersal kernel links with what."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from lnrs.ecology.kernel import Kernel, room_for, spectrum, spread
from lnrs.ecology.patches import root_of

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Circuit:
    """Cells of habitat from north to south and west to east, each (n,), and the kernel that links them.

    Cells i and j are linked by the conductance cover_i * cover_j * p_ij, cell i with the source by `source_link[i]` and
    with the target by `target_link[i]`: each the kernel summed over the cells there, times cover_i.
    """

    row: npt.NDArray[np.int32]
    col: npt.NDArray[np.int32]
    cover: Floats
    source_link: Floats
    target_link: Floats
    kernel: Kernel
    shape: tuple[int, int]

    def kept(self, cells: Mask) -> "Circuit":
        """The circuit of some of the cells alone."""
        names = "row", "col", "cover", "source_link", "target_link"
        return replace(self, **{name: getattr(self, name)[cells] for name in names})


def circuit(habitat: npt.NDArray[Any], source: Mask, target: Mask, kernel: Kernel) -> Circuit:
    """The circuit of every cell with habitat; `habitat` is the share of each cell, 0 to 1, all three (rows, cols)."""
    row, col = np.nonzero(habitat)
    cover = habitat[row, col].astype(np.float64)
    padded = room_for(habitat.shape[0], kernel.reach), room_for(habitat.shape[1], kernel.reach)
    ready = spectrum(kernel, padded, np.float64)

    def link(end: Mask) -> Floats:
        reached = spread(end, ready)[row, col]
        # What is really within reach has at least the kernel's least probability; the rest is rounding.
        return np.where(reached > kernel.epsilon / 2, reached * cover, 0.0)

    cells = row.astype(np.int32), col.astype(np.int32), cover
    return Circuit(*cells, link(source), link(target), kernel, (habitat.shape[0], habitat.shape[1]))


def components(joined: Circuit) -> npt.NDArray[np.int64]:
    """The number of the component of each cell (n,): cells within the kernel's reach, directly or by way of others.

    Cells in a block whose diagonal the kernel spans are one component from the start, so that only pairs of blocks
    have to be looked at, each until the first link between them.
    """
    side = max(1, int(joined.kernel.reach / np.sqrt(2)))
    block_row, block_col = joined.row // side, joined.col // side
    across = int(block_col.max(initial=0)) + 1
    key = block_row.astype(np.int64) * across + block_col
    order = np.argsort(key, kind="stable")
    blocks, start = np.unique(key[order], return_index=True)
    start = np.append(start, len(key))
    place = np.full((int(block_row.max(initial=0)) + 1) * across, -1, np.int64)
    place[blocks] = np.arange(len(blocks))
    root = _join(
        start, joined.row[order], joined.col[order], blocks, place, across, joined.kernel.probability(*joined.shape)
    )
    out = np.empty(len(key), np.int64)
    out[order] = np.repeat(root, np.diff(start))
    return out


@njit(cache=True, nogil=True)
def _join(start, row, col, blocks, place, across, quarter):
    """The least number of a block in the component of each."""
    parent = np.arange(len(blocks))
    for one in range(len(blocks)):
        down, along = blocks[one] // across, blocks[one] % across
        for there in range(max(0, down - 3), down + 1):
            for beside in range(max(0, along - 3), min(across, along + 4)):
                other = place[there * across + beside]
                if other < 0 or other >= one:
                    continue
                a, b = root_of(parent, one), root_of(parent, other)
                if a != b and _linked(start, row, col, one, other, quarter):
                    parent[max(a, b)] = min(a, b)
    for one in range(len(blocks)):
        parent[one] = root_of(parent, one)
    return parent


@njit(cache=True, nogil=True)
def _linked(start, row, col, one, other, quarter):
    """Whether any cell of one block is within the kernel's reach of any of the other."""
    for i in range(start[one], start[one + 1]):
        for j in range(start[other], start[other + 1]):
            down, along = abs(row[i] - row[j]), abs(col[i] - col[j])
            if down < len(quarter) and along < len(quarter) and quarter[down, along] > 0:
                return True
    return False
