"""How well the habitat of an area, and of England, hangs together: the equivalent connected area (ECA).

ECA = sqrt(sum_ij a_i a_j p_ij) with p = exp(-d / dispersal), over all cells of habitat (Saura, Estreguil, Mouton and
Rodriguez-Freire 2011, Ecological Indicators 11:407-416). With cells on one lattice the sum is a product of Fourier
transforms (Parseval): sum_ij a_i p_ij b_j = sum_f Re(conj(A_f) B_f) P_f / N, so each raster is transformed once and
nothing is transformed back. England is summed tile by tile, each with what lies within reach around it.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy import fft

from lnrs.ecology.kernel import exponential
from lnrs.network import geoparquet
from lnrs.network.storage import Store
from lnrs.network.tasks import Found
from lnrs.units import HA_M2

TILE_M = 100_000
"""Side of the tiles that England is summed by."""

Shares = npt.NDArray[np.float64]


class Window(NamedTuple):
    """A rectangle of cells of the national grid, by its first column and row and how many it has of each."""

    column: int
    row: int
    columns: int
    rows: int


def of_area(store: Store, *, scope: int, blocks: Sequence[str], cell_m: int, dispersal_m: float) -> Found:
    """ECA of every habitat and state within one area, in hectares squared."""
    found: list[list[Any]] = []
    for state, habitat, column, row, share in _by_habitat(_cells(store, blocks, scope)):
        window = Window(int(column.min()), int(row.min()), int(np.ptp(column)) + 1, int(np.ptp(row)) + 1)
        raster = _raster(window, column, row, share)
        found.append([state, habitat, products(raster, raster, cell_m, dispersal_m) * (cell_m**2 / HA_M2) ** 2])
    return {"squared_ha2": found}


def of_tile(store: Store, *, tile: tuple[int, int], blocks: Sequence[str], cell_m: int, dispersal_m: float) -> Found:
    """What the cells of one tile of England (its corner in metres) add to the square of each ECA, in hectares squared;
    `blocks` are those within reach of the tile.
    """
    halo = exponential(dispersal_m, cell_m).reach
    side = TILE_M // cell_m
    window = Window(tile[0] // cell_m - halo, tile[1] // cell_m - halo, side + 2 * halo, side + 2 * halo)
    found: list[list[Any]] = []
    for state, habitat, column, row, share in _by_habitat(_cells(store, blocks, 0)):
        raster = _raster(window, column, row, share)
        core = np.zeros_like(raster)
        inner = slice(halo, halo + side)
        core[inner, inner] = raster[inner, inner]
        if core.any():
            found.append([state, habitat, products(core, raster, cell_m, dispersal_m) * (cell_m**2 / HA_M2) ** 2])
    return {"squared_ha2": found}


def products(one: Shares, other: Shares, cell_m: float, dispersal_m: float) -> float:
    """sum_ij one_i p_ij other_j over two rasters of the same cells, in cells squared."""
    shape = _padded(one.shape, exponential(dispersal_m, cell_m).reach)
    kernel = _transformed_kernel(shape, cell_m, dispersal_m)
    first = fft.rfft2(one, shape)
    power = (first * first.conj() if other is one else first.conj() * fft.rfft2(other, shape)).real * kernel
    # of the half spectrum all columns but the first, and the last of an even number, stand for two
    doubled = power[:, 1 : (shape[1] + 1) // 2].sum() * 2
    ends = power[:, 0].sum() + (power[:, -1].sum() if shape[1] % 2 == 0 else 0.0)
    return max(float(doubled + ends) / (shape[0] * shape[1]), 0.0)


def _padded(shape: tuple[int, ...], reach: int) -> tuple[int, int]:
    """Sides that the transform is quick with, wide enough that nothing reaches around."""
    rows, cols = (fft.next_fast_len(side + min(reach, side), real=True) for side in shape)
    return rows, cols


@lru_cache(maxsize=4)
def _transformed_kernel(shape: tuple[int, int], cell_m: float, dispersal_m: float) -> Shares:
    kernel = exponential(dispersal_m, cell_m)
    down, along = (np.minimum(np.arange(side), side - np.arange(side)) * (cell_m / dispersal_m) for side in shape)
    p = np.exp(-np.hypot(down[:, None], along))
    p[p < kernel.epsilon] = 0
    return np.asarray(fft.rfft2(p).real)


def _raster(window: Window, column: Any, row: Any, share: Any) -> Shares:
    across, down = column - window.column, row - window.row
    inside = (across >= 0) & (across < window.columns) & (down >= 0) & (down < window.rows)
    raster = np.zeros((window.rows, window.columns))
    raster[down[inside], across[inside]] = share[inside]
    return raster


def _cells(store: Store, blocks: Sequence[str], scope: int) -> pa.Table:
    tables = [geoparquet.from_bytes(store.read(f".work/cells/{block}.parquet")) for block in blocks]
    return pa.concat_tables([table.filter(pa.compute.field("scope") == scope) for table in tables])


def _by_habitat(cells: pa.Table) -> Iterator[tuple[str, str, Any, Any, Any]]:
    frame = cells.to_pandas()
    for (state, habitat), chosen in frame.groupby(["state", "habitat"]):
        columns = (chosen[name].to_numpy() for name in ("column", "row", "share"))
        yield str(state), str(habitat), *columns
