"""A dispersal kernel on square cells, and the convolution of a raster with it by fast Fourier transform."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

import numba
import numpy as np
import numpy.typing as npt
from scipy import fft

BLOCK_CELLS = 2**27
"""Cells transformed at once, at most: in float32 about 1.7 GB of working memory."""


@dataclass(frozen=True)
class Kernel:
    """p(d) = exp(-d / `delta_m`) between centres of cells of side `cell_m`, and 0 from where it is below `epsilon`."""

    delta_m: float
    cell_m: float
    epsilon: float

    @property
    def reach(self) -> int:
        """The most rows or columns between two cells with p above 0."""
        return int(self.delta_m * math.log(1 / self.epsilon) / self.cell_m)

    def probability(self, rows: int, cols: int) -> npt.NDArray[np.float64]:
        """p between cells 0, 1, ... rows and columns apart, as many as are asked for or within reach. It is the same
        in all four directions."""
        down, along = (np.arange(min(cells, self.reach + 1)) * (self.cell_m / self.delta_m) for cells in (rows, cols))
        p = np.exp(-np.hypot(down[:, None], along))
        p[p < self.epsilon] = 0
        return p


def exponential(delta_m: float, cell_m: float, *, epsilon: float = 1e-4) -> Kernel:
    """The negative exponential kernel, cut off where p < `epsilon`, which is at `delta_m` * ln(1 / `epsilon`).

    Read as the share of dispersers that go `d` metres or farther, p has the mean distance `delta_m` and the median
    `delta_m` * ln 2: see `delta_of_median`. Of the kernel's sum over the plane the share left out is about
    `epsilon` * (1 + ln(1 / `epsilon`)): 0.1 % for 1e-4.

    Raises ValueError unless both lengths are above 0 and `epsilon` lies between 0 and 1.

    >>> exponential(20.0, 10.0, epsilon=0.3).probability(9, 9).round(3).tolist()
    [[1.0, 0.607, 0.368], [0.607, 0.493, 0.327], [0.368, 0.327, 0.0]]
    """
    if not (0 < delta_m < math.inf and 0 < cell_m < math.inf):
        raise ValueError("A dispersal distance and the side of a cell must be lengths above 0 m.")
    if not 0 < epsilon < 1:
        raise ValueError("A kernel is cut off at a probability between 0 and 1.")
    return Kernel(delta_m, cell_m, epsilon)


def delta_of_median(median_m: float) -> float:
    """`delta_m` of the kernel that is one half at `median_m`, as Conefor asks for it.

    >>> round(delta_of_median(1000.0), 1)
    1442.7
    """
    return median_m / math.log(2)


class Spectrum(NamedTuple):
    """A kernel made ready for rasters up to a size: its transform, which is real because the kernel is even, and the
    shape that it was padded to."""

    values: npt.NDArray[np.floating]
    padded: tuple[int, int]


def spectrum(kernel: Kernel, padded: tuple[int, int], dtype: npt.DTypeLike = np.float32) -> Spectrum:
    """The kernel's transform on a grid of `padded` cells, on which it is wrapped round the first cell."""
    away = [np.minimum(np.arange(length), length - np.arange(length)) for length in padded]
    quarter = np.pad(kernel.probability(*(length // 2 + 1 for length in padded)).astype(dtype), (0, 1))
    around = quarter[np.ix_(*(np.minimum(cells, kernel.reach + 1) for cells in away))]
    return Spectrum(np.ascontiguousarray(fft.rfft2(around, workers=_workers()).real), padded)


def spread(raster: npt.NDArray[Any], by: Spectrum) -> npt.NDArray[np.floating]:
    """The circular convolution over the padded grid, on which the raster lies in the first rows and columns."""
    transformed = fft.rfft2(raster.astype(by.values.dtype, copy=False), s=by.padded, workers=_workers())
    transformed *= by.values
    return fft.irfft2(transformed, s=by.padded, overwrite_x=True, workers=_workers())


def room_for(length: int, reach: int) -> int:
    """Cells to pad a row of `length` to, so that what a kernel carries over one end does not come in at the other."""
    return fft.next_fast_len(length + min(reach, length - 1), real=True)


def convolve(
    raster: npt.NDArray[Any], kernel: Kernel, *, dtype: npt.DTypeLike = np.float32
) -> npt.NDArray[np.floating]:
    """Sum of the raster around each cell, weighted by the kernel: out[i] = sum_j p_ij raster[j]; (rows, cols).

    Beyond the raster there is nothing. A large raster is worked in blocks that overlap by the kernel's reach
    (overlap-save), so that at most about `BLOCK_CELLS` are transformed at once. In float32 the error is at most about
    1e-6 of the largest value of the answer, everywhere: cells whose true value is smaller than that hold rounding.
    What comes out below zero by rounding is set to 0, so the raster must not be negative.

    Raises ValueError for a raster that is not two-dimensional, or is negative or NaN anywhere.
    """
    if raster.ndim != 2 or raster.size == 0:
        raise ValueError("A raster has rows and columns, and at least one cell.")
    if not raster.min() >= 0:
        raise ValueError("The raster has cells that are negative or not known; give 0 to land that is not habitat.")
    k = kernel.reach
    parts = _parts(raster.shape, k)
    rows, cols = (list(_windows(length, n, k)) for length, n in zip(raster.shape, parts, strict=True))
    padded = room_for(_longest(rows), k), room_for(_longest(cols), k)
    ready = spectrum(kernel, padded, dtype)
    out = np.empty(raster.shape, dtype)
    for (begin, end, top, bottom), (first, last, west, east) in product(rows, cols):
        block = spread(raster[top:bottom, west:east], ready)
        np.maximum(block[begin - top : end - top, first - west : last - west], 0, out=out[begin:end, first:last])
    return out


def _workers() -> int:
    return int(numba.get_num_threads())


def _windows(length: int, parts: int, reach: int) -> Iterator[tuple[int, int, int, int]]:
    """(begin, end) of each part of an axis, and (from, to) of the cells that bear on it."""
    size = -(-length // parts)
    for begin in range(0, length, size):
        end = min(begin + size, length)
        yield begin, end, max(begin - reach, 0), min(end + reach, length)


def _longest(windows: list[tuple[int, int, int, int]]) -> int:
    """Cells from the first that is wanted to the last that bears on it, or the other way round, at most.

    What wraps round from the near end of a window may fall on its far halo, which is thrown away.
    """
    return max(max(to - begin, end - start) for begin, end, start, to in windows)


def _parts(shape: tuple[int, ...], reach: int) -> tuple[int, int]:
    """Into how many parts to cut each axis: the least work among those whose blocks are small enough.

    No part is shorter than the kernel's reach, or nearly all work would go into the overlap; so a very wide kernel may
    need larger blocks.
    """
    best, least = (1, 1), math.inf
    most = [max(1, length // max(reach, 1)) if length > 1 else 1 for length in shape]
    for parts in product(*(range(1, min(n, 64) + 1) for n in most)):
        sides = [-(-length // n) + (reach if n == 1 else 2 * reach) for length, n in zip(shape, parts, strict=True)]
        cells = math.prod(sides)
        work = math.prod(parts) * cells * (1 if cells <= BLOCK_CELLS else 1e6 * cells)
        if work < least:
            best, least = (parts[0], parts[1]), work
    return best
