"""Current between every place and all the places around it: the moving window of Omniscape."""

import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from lnrs.ecology.circuits import windows
from lnrs.ecology.circuits.graph import Floats
from lnrs.ecology.circuits.raster import Landscape
from lnrs.ecology.circuits.solve import side_by_side

BATCH_WINDOWS = 64
"""Windows that are worked on together, and whose currents are held at once, by each core."""

CLASSES = (0.7, 1.3, 1.7)
"""Normalised current below the first is impeded, then diffuse, then intensified, and channelled from the last on. About
1 is diffuse, as Omniscape's guide has it; where the classes part is a choice."""


class Omnidirectional(NamedTuple):
    """Rasters (rows, cols): `current` in amperes, summed over windows; `potential`, the same were all the land as easy
    to cross as all other; and `normalised`, the one over the other. All are NaN where nothing can pass."""

    current: Floats
    potential: Floats
    normalised: Floats


def omnidirectional(
    landscape: Landscape,
    source: npt.NDArray[Any],
    *,
    radius_cells: int,
    block_cells: int = 1,
    buffer_cells: int = 0,
    correct_artefacts: bool = True,
) -> Omnidirectional:
    """Omnidirectional current flow (Landau et al. 2021, Journal of Open Source Software 6:2829; McRae et al. 2016).

    A window goes over the targets: every `block_cells`-th cell of every `block_cells`-th row. A target's strength, the
    sum of `source` (rows, cols) in the block about it, is the current in amperes that it draws to ground from the cells
    within `radius_cells`, each of which gives in proportion to its own source. Current flows within a circle of
    `radius_cells` + `buffer_cells`. NaN is no source. With `correct_artefacts`, each window is weighted by what the
    windows of the block's own cells would have given over featureless land, over what the one window gives.

    As in Omniscape, where an edge cuts a window at its north or west, the block whose cells give nothing is taken from
    the window's uncut centre and not from about the target. Conditions (climate) are not part of this.

    Raises ValueError where a source is negative or infinite, the rasters differ in shape, the landscape has regions,
    the radius is not above half the block, or the block is no odd number of cells.
    """
    source = checked_source(landscape, source)
    _check_sizes(radius_cells, block_cells, buffer_cells)
    sizes = radius_cells, buffer_cells, block_cells
    links = (1 / math.sqrt(2) if landscape.neighbours == 8 else 0.0), landscape.average == "resistance"
    conductance = np.nan_to_num(np.asarray(landscape.conductance, np.float64))
    weight = _correction(sizes, links) if correct_artefacts and block_cells > 1 else None
    places, strength = _targets(source, *sizes)

    def land(these: npt.NDArray[np.intp]) -> Floats:
        out = _room(len(these), sizes)
        windows.batch(conductance, source, places[these], strength[these], sizes, links, out)
        return out

    def no_barriers(these: npt.NDArray[np.intp]) -> Floats:
        out = _room(len(these), sizes)
        windows.batch_of_one_shape(source, places[these], strength[these], sizes, links, out)
        return out

    batches = _in_batches(np.arange(len(places)))
    alike = [batch for shape in _alike(places) for batch in _in_batches(shape)]
    current = _summed(source.shape, land, batches, places, weight, sizes)
    potential = _summed(source.shape, no_barriers, alike, places, weight, sizes)
    normalised = np.divide(current, potential, out=np.zeros_like(current), where=potential > 0)
    nowhere = conductance == 0
    return Omnidirectional(*(np.where(nowhere, np.nan, raster) for raster in (current, potential, normalised)))


def source_of(resistance: npt.NDArray[np.floating], *, cutoff_ohms: float = math.inf) -> Floats:
    """A source of 1 / resistance for each cell (rows, cols), 0 where the resistance is above `cutoff_ohms` or NaN."""
    source = np.nan_to_num(1.0 / np.asarray(resistance, np.float64))
    return np.where(source < 1.0 / cutoff_ohms, 0.0, source)


def flow_class(
    normalised: npt.NDArray[np.floating], *, limits: tuple[float, float, float] = CLASSES
) -> npt.NDArray[np.int8]:
    """How normalised current (rows, cols) is classed: 1 impeded, 2 diffuse, 3 intensified, 4 channelled, 0 for NaN.

    A value at one of the `limits` belongs to the higher class.

    >>> flow_class(np.array([0.2, 1.0, 1.5, 2.0, np.nan])).tolist()
    [1, 2, 3, 4, 0]
    """
    return np.where(np.isnan(normalised), 0, 1 + np.digitize(normalised, limits)).astype(np.int8)


def checked_source(landscape: Landscape, source: npt.NDArray[Any]) -> Floats:
    """The sources (rows, cols), 0 where there is none. Raises ValueError where they do not fit the landscape."""
    if source.shape != landscape.conductance.shape:
        raise ValueError("The raster of sources must have the landscape's rows and columns.")
    if (source < 0).any() or np.isinf(source).any():
        raise ValueError("A source is 0 or more and finite.")
    if landscape.regions is not None:
        raise ValueError("Omnidirectional flow takes no short-circuit regions.")
    return np.nan_to_num(np.asarray(source, np.float64))


def _check_sizes(radius_cells: int, block_cells: int, buffer_cells: int) -> None:
    if block_cells < 1 or block_cells % 2 == 0:
        raise ValueError("A block is an odd number of cells across.")
    if radius_cells <= block_cells // 2 or buffer_cells < 0:
        raise ValueError("A window's radius must reach beyond its block, and its buffer be 0 cells or more.")


def _targets(source: Floats, radius: int, buffer: int, block: int) -> tuple[npt.NDArray[np.int64], Floats]:
    """(windows (k, 6) as `share_out` has them, the strength of each in amperes), of those that draw any current."""
    half, reach = block // 2, radius + buffer
    rows, cols = source.shape
    row, col = np.meshgrid(np.arange(half, rows - half, block), np.arange(half, cols - half, block), indexing="ij")
    blocks = np.lib.stride_tricks.sliding_window_view(source, (block, block)) if min(rows, cols) >= block else None
    strength = np.zeros(row.shape) if blocks is None else blocks[::block, ::block].sum(axis=(2, 3))
    top, left = np.maximum(row - reach, 0), np.maximum(col - reach, 0)
    bottom, right = np.minimum(row + reach + 1, rows), np.minimum(col + reach + 1, cols)
    draws = strength > 0
    return np.stack([top, bottom, left, right, row, col], axis=-1)[draws].astype(np.int64), strength[draws]


def _correction(sizes: tuple[int, int, int], links: tuple[float, bool]) -> Floats:
    """What the windows of a block's cells give, over what the block's one window gives, where no land differs."""
    radius, buffer, block = sizes
    reach, half = radius + buffer, block // 2
    across = 2 * reach + 1
    place = np.array([0, across, 0, across, reach, reach])
    even = np.ones((across, across))
    g = windows.clipped(even, place, reach)
    found = []
    for size, amperes in ((block, float(block**2)), (1, 1.0)):
        out = np.zeros((across, across))
        put_in = windows.share_out(even, place, radius, buffer, size, amperes)
        windows.solved(g, put_in, reach, reach, *links, out)
        found.append(out)
    by_block, by_cell = found
    padded = np.pad(by_cell, half)
    every = np.lib.stride_tricks.sliding_window_view(padded, (across, across)).sum(axis=(0, 1))
    return np.divide(every, by_block, out=np.ones_like(every), where=(by_block > 0) & (every > 0))


def _room(count: int, sizes: tuple[int, int, int]) -> Floats:
    across = 2 * (sizes[0] + sizes[1]) + 1
    return np.zeros((count, across, across))


def _in_batches(which: npt.NDArray[np.intp]) -> list[npt.NDArray[np.intp]]:
    return [which[k : k + BATCH_WINDOWS] for k in range(0, len(which), BATCH_WINDOWS)]


def _alike(places: npt.NDArray[np.int64]) -> Iterator[npt.NDArray[np.intp]]:
    """Windows of one shape, about a target at one place in them, together."""
    top, bottom, left, right, row, col = places.T
    shapes = np.stack([bottom - top, right - left, row - top, col - left], axis=1)
    _, shape = np.unique(shapes, axis=0, return_inverse=True)
    return (np.flatnonzero(shape.ravel() == one) for one in range(int(shape.max(initial=-1)) + 1))


def _summed(
    shape: tuple[int, ...],
    work: Callable[[npt.NDArray[np.intp]], Floats],
    batches: list[npt.NDArray[np.intp]],
    places: npt.NDArray[np.int64],
    weight: Floats | None,
    sizes: tuple[int, int, int],
) -> Floats:
    """The sum (rows, cols) of the windows of all batches, added in their order, so that it is the same on any number of
    cores."""
    total, reach = np.zeros(shape), sizes[0] + sizes[1]
    for these, out in zip(batches, side_by_side(work, batches), strict=True):
        for found, (top, bottom, left, right, row, col) in zip(out, places[these], strict=True):
            window = found[: bottom - top, : right - left]
            if weight is not None:
                y, x = reach - (row - top), reach - (col - left)
                window = window * weight[y : y + bottom - top, x : x + right - left]
            total[top:bottom, left:right] += window
    return total
