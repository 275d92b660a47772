"""Where water would run: a tree of valleys that takes every cell down to a river or the sea along low ground."""

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from lnrs.sketch.grid import Grid

STEEPNESS_M = 22.0
"""Ground this much higher costs e times as much to cross: paths keep to the valleys."""

STEPS = ((0, 1), (1, 0), (1, 1), (1, -1))


def valleys(grid: Grid, height_m: np.ndarray, outlets: np.ndarray, least_km2: float) -> pd.DataFrame:
    """Valley lines that drain at least `least_km2`: points (n x 2, downstream, ending in the next line) and km2.

    `outlets` marks the cells that water may leave by. Every line starts at a spring and ends in a greater one or at an
    outlet.
    """
    parent, order = _tree(grid, height_m, outlets)
    cells = _drained_cells(parent, order)
    least = least_km2 * 1e6 / grid.cell_m**2
    chains = _chains(parent, order, cells, least)
    points = [_centres(grid, np.array(chain)) for chain in chains]
    drained = [max(cells[node] for node in chain[:-1]) * grid.cell_m**2 / 1e6 for chain in chains]
    return pd.DataFrame({"points": pd.Series(points, dtype=object), "km2": drained})


def _tree(grid: Grid, height_m: np.ndarray, outlets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each cell the next one downstream (-1 at an outlet), and the cells from the farthest upstream down."""
    price = np.exp(np.clip(height_m, -20, 700) / STEEPNESS_M)
    number = np.arange(height_m.size).reshape(grid.shape)
    first, second = np.concatenate([_pairs(number, *step) for step in STEPS], axis=1)
    length = np.concatenate([np.full(_pairs(number, *step).shape[1], np.hypot(*step)) for step in STEPS])
    cost = length * (price.ravel()[first] + price.ravel()[second])
    graph = coo_array((cost, (first, second)), shape=(height_m.size,) * 2).tocsr()
    far, parent, _ = dijkstra(
        graph, directed=False, indices=np.flatnonzero(outlets), min_only=True, return_predecessors=True
    )
    return np.where(parent < 0, -1, parent), np.argsort(-far, kind="stable")


def _pairs(number: np.ndarray, down: int, across: int) -> np.ndarray:
    """Numbers of the cells that are one step apart, as two rows."""
    rows, columns = number.shape
    here = number[: rows - down, max(0, -across) : columns - max(0, across)]
    there = number[down:, max(0, across) : columns - max(0, -across)]
    return np.stack([here.ravel(), there.ravel()])


def _drained_cells(parent: np.ndarray, order: np.ndarray) -> list[int]:
    cells = [1] * len(parent)
    below = parent.tolist()
    for node in order.tolist():
        if below[node] >= 0:
            cells[below[node]] += cells[node]
    return cells


def _chains(parent: np.ndarray, order: np.ndarray, cells: list[int], least: float) -> list[list[int]]:
    """Chains of cells, each from a spring down to the first cell of a greater stream or an outlet."""
    below = parent.tolist()
    greatest: dict[int, int] = {}
    wet = [node for node in order.tolist() if cells[node] >= least and below[node] >= 0]
    for node in wet:
        rival = greatest.get(below[node])
        if rival is None or cells[node] > cells[rival]:
            greatest[below[node]] = node
    chains = []
    for spring in (node for node in wet if node not in greatest):
        chain = [spring]
        while below[chain[-1]] >= 0 and (len(chain) == 1 or greatest[chain[-1]] == chain[-2]):
            chain.append(below[chain[-1]])
        chains.append(chain)
    return chains


def _centres(grid: Grid, cell: np.ndarray) -> np.ndarray:
    row, column = np.divmod(cell, grid.columns)
    x = grid.west_m + (column + 0.5) * grid.cell_m
    return np.stack([x, grid.north_m - (row + 0.5) * grid.cell_m], axis=1)
