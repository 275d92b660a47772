"""Sums over what lies around each cell: within a distance, or weighted by a kernel. Exact at any distance."""

import math
from typing import Any

import numba
import numpy as np
import numpy.typing as npt
from scipy import fft

Floats = npt.NDArray[np.float64]

LEAST_TILE, MOST_TILE = 512, 4096
"""Cells along a tile's side: the least that is worth a transform, and the most for memory's sake."""
NOTHING = 1e-13
"""Share of a tile's largest sum below which a sum is only rounding, and so 0."""


def disc(radius_m: float, *, cell_m: float) -> Floats:
    """1 for each cell (n, n) whose centre is at most `radius_m` from the middle cell's, 0 elsewhere.

    >>> disc(10, cell_m=10).tolist()
    [[0.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 0.0]]
    """
    return (_away_m(radius_m, cell_m) <= radius_m).astype(np.float64)


def exponential(distance_m: float, *, cell_m: float) -> Floats:
    """Weights (n, n) that fall as exp(-d / `distance_m`) from the middle cell, as far as 8 `distance_m`, adding to 1.

    Beyond that lies 0.3 % of the whole kernel.
    """
    away = _away_m(8 * distance_m, cell_m)
    weights = np.where(away <= 8 * distance_m, np.exp(-away / distance_m), 0.0)
    return weights / weights.sum()


def _away_m(reach_m: float, cell_m: float) -> Floats:
    """Metres between each cell's centre and the middle one's."""
    if not (cell_m > 0 and reach_m >= 0 and math.isfinite(reach_m)):
        raise ValueError("A distance must be a number of metres, 0 or more, and the side of a cell more than 0.")
    cells = np.arange(-int(reach_m / cell_m), int(reach_m / cell_m) + 1)
    return np.sqrt(cells[:, None] ** 2 + cells[None] ** 2) * cell_m


def around(values: npt.NDArray[Any], kernel: Floats) -> Floats:
    """For each cell (rows, cols) the sum of the values around it, each weighted by the kernel laid over it; there is
    nothing beyond the raster.

    By Fourier transforms of overlapping tiles, so the time hardly grows with the kernel's width, and the only memory
    that grows with the raster is the answer's. Rounding errs everywhere by about 1e-15 of the largest sum near; what is
    less than NOTHING of it is 0, so that where there is nothing, nothing is said.

    Raises ValueError where a value is NaN or infinite, or the kernel is not square, odd and symmetric.
    """
    halo, odd = divmod(len(kernel), 2)
    if not odd or kernel.shape != kernel.T.shape or not np.array_equal(kernel, kernel[::-1, ::-1]):
        raise ValueError("A kernel must be square, with a middle cell, and the same seen from either side.")
    if not np.isfinite(values).all():
        raise ValueError("Every value must be known; where there is nothing, say 0.")
    tile = [_tile(cells, halo) for cells in values.shape]
    size = [fft.next_fast_len(cells + 2 * halo, real=True) for cells in tile]
    workers = numba.get_num_threads()
    spectrum = fft.rfft2(kernel, size, workers=workers)
    out = np.zeros(values.shape)
    for top in range(0, values.shape[0], tile[0]):
        for left in range(0, values.shape[1], tile[1]):
            seen = _seen(values, top - halo, left - halo, tile[0] + 2 * halo, tile[1] + 2 * halo)
            if seen.any():
                summed = fft.irfft2(fft.rfft2(seen, size, workers=workers) * spectrum, size, workers=workers)
                here = out[top : top + tile[0], left : left + tile[1]]
                summed[np.abs(summed) < NOTHING * np.abs(summed).max()] = 0
                here[:] = summed[2 * halo :, 2 * halo :][: here.shape[0], : here.shape[1]]
    return out


def count_around(counts: npt.NDArray[Any], kernel: Floats) -> npt.NDArray[np.int64]:
    """`around` for whole numbers and a kernel of 0s and 1s: exact."""
    if not np.array_equal(counts, np.rint(counts)):
        raise ValueError("Counts must be whole numbers.")
    return np.rint(around(counts, kernel)).astype(np.int64)


def _tile(cells: int, halo: int) -> int:
    """Side of the tiles that divide so many cells evenly, wide enough that their overlap costs little."""
    wanted = max(LEAST_TILE, min(8 * halo, MOST_TILE))
    return -(-cells // max(-(-cells // wanted), 1)) if cells else 1


def _seen(values: npt.NDArray[Any], top: int, left: int, rows: int, cols: int) -> Floats:
    """A window of the raster, 0 where it is beyond."""
    window = np.zeros((rows, cols))
    part = values[max(top, 0) : max(top + rows, 0), max(left, 0) : max(left + cols, 0)]
    window[max(-top, 0) :, max(-left, 0) :][: part.shape[0], : part.shape[1]] = part
    return window
