"""A circuit seen coarsely: blocks of cells joined by few links, which can be solved outright."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, diags_array
from scipy.sparse.linalg import SuperLU, splu
from scipy.spatial import Delaunay

from lnrs.ecology.habitat_circuit import Circuit, Floats
from lnrs.ecology.kernel import Kernel

BLOCK_IN_DELTAS = 1.5
"""Side of a block in the kernel's `delta_m`: cells that near are as good as one point."""

MOST_BLOCKS = 200_000
"""Beyond this many, blocks are widened: a better correction would take longer to factorise than it saves."""

NEARBY = 2
"""Rows and columns of blocks between two that are always linked."""


class Blocks(NamedTuple):
    """The block of each cell (n,); of each block (blocks,) its place among the blocks, its habitat in cells, and the
    centre of that habitat, in cells."""

    of_cell: npt.NDArray[np.int64]
    row: npt.NDArray[np.int64]
    col: npt.NDArray[np.int64]
    cover: Floats
    centre: Floats


def blocks_of(cells: Circuit) -> Blocks:
    """The square blocks that hold habitat."""
    side = max(1, round(BLOCK_IN_DELTAS * cells.kernel.delta_m / cells.kernel.cell_m))
    while True:
        row, col = cells.row // side, cells.col // side
        across = int(col.max()) + 1 + NEARBY  # so that no block is beside one at the other end of a row
        keys, of_cell = np.unique(row.astype(np.int64) * across + col, return_inverse=True)
        if len(keys) <= MOST_BLOCKS:
            break
        side *= 2
    cover = np.bincount(of_cell, cells.cover).astype(np.float64)
    centre = np.stack([np.bincount(of_cell, cells.cover * at) / cover for at in (cells.row, cells.col)], axis=1)
    return Blocks(of_cell, keys // across, keys % across, cover, centre)


def factorised(blocks: Blocks, ground: Floats, kernel: Kernel) -> SuperLU:
    """The blocks' circuit, ready to be solved; `ground` is the conductance of each cell to either end, (n,).

    Two blocks are linked as if their habitat were at its centre, with the kernel uncut so that no gap is too wide.
    Nearby blocks are all linked. Across gaps only Delaunay neighbours are: a longer link runs alongside shorter ones,
    which carry nearly all the current, and the shortest link between any two groups of blocks is always among them.
    """
    one, other = _pairs(blocks)
    away = np.hypot(*(blocks.centre[one] - blocks.centre[other]).T) * (kernel.cell_m / kernel.delta_m)
    link = blocks.cover[one] * blocks.cover[other] * np.exp(-away)
    many = len(blocks.cover)
    links = csc_array((link, (one, other)), shape=(many, many))
    links = links + links.T
    total = np.bincount(blocks.of_cell, ground, many) + links.sum(axis=0)
    return splu((diags_array(total) - links).tocsc(), permc_spec="MMD_AT_PLUS_A", options={"SymmetricMode": True})


def _pairs(blocks: Blocks) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Positions of blocks that are linked, each pair once, lower position first."""
    many = len(blocks.cover)
    across = int(blocks.col.max()) + 1 + NEARBY
    keys = blocks.row * across + blocks.col
    pairs = [_neighbours_across_gaps(blocks.centre)]
    for down in range(NEARBY + 1):
        for along in range(-NEARBY if down else 1, NEARBY + 1):
            wanted = keys + down * across + along
            at = np.minimum(np.searchsorted(keys, wanted), many - 1)
            held = (keys[at] == wanted) & (blocks.col + along >= 0)
            pairs.append(np.stack([np.flatnonzero(held), at[held]], axis=1))
    each = np.concatenate(pairs)
    one, other = np.divmod(np.unique(each.min(axis=1) * many + each.max(axis=1)), many)
    return one, other


def _neighbours_across_gaps(centre: Floats) -> npt.NDArray[np.int64]:
    """Pairs of Delaunay neighbours, (pairs, 2); four far corners are added so that blocks in a line have them too."""
    many = len(centre)
    middle, far = centre.mean(axis=0), 10 * np.ptp(centre, axis=0).max() + 10
    corners = middle + far * np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])
    triangles = Delaunay(np.concatenate([centre, corners])).simplices
    sides = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]).astype(np.int64)
    return sides[(sides < many).all(axis=1)]
