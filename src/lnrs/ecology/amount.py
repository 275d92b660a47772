"""How much land some shapes hold in each cell of a coarser grid, for kernels that reach much farther than a cell."""

import numpy as np
import numpy.typing as npt
from numba import njit

from lnrs.ecology.grid import Grid
from lnrs.ecology.zonal import NOWHERE, Zones
from lnrs.units import HA_M2


def coarser(grid: Grid, times: int) -> Grid:
    """The grid whose cells are so many times as wide, from the same north-western corner, over the same land.

    >>> coarser(Grid(0.0, 100.0, rows=7, cols=5), 3)
    Grid(west_m=0.0, north_m=100.0, rows=3, cols=2, cell_m=30.0)
    """
    return Grid(grid.west_m, grid.north_m, -(-grid.rows // times), -(-grid.cols // times), grid.cell_m * times)


def area_ha(within: Zones, wanted: npt.NDArray[np.bool_], grid: Grid, times: int) -> npt.NDArray[np.float32]:
    """Hectares of the wanted shapes (n,) in each cell of `coarser(grid, times)`; `within` lies on `grid`.

    A shape is as large as the cells whose centre it holds; one too small to hold any counts as one cell. Shapes that
    overlap are counted each.
    """
    cells = np.zeros(coarser(grid, times).shape, np.int32)
    runs = within.start, within.row, within.begin, within.end
    _count(runs, within.inner_row, within.inner_col, np.flatnonzero(wanted), times, cells)
    return (cells * np.float32(grid.cell_m**2 / HA_M2)).astype(np.float32)


def share(within: Zones, wanted: npt.NDArray[np.bool_], grid: Grid, times: int) -> npt.NDArray[np.float32]:
    """The share (0-1) of each cell of `coarser(grid, times)` that the wanted shapes hold, 1 at most."""
    cell_ha = np.float32((grid.cell_m * times) ** 2 / HA_M2)
    return np.minimum(area_ha(within, wanted, grid, times) / cell_ha, 1)


@njit(cache=True, nogil=True)
def _count(runs, inner_row, inner_col, shapes, times, cells):
    start, row, begin, end = runs
    for shape in shapes:
        found = 0
        for k in range(start[shape], start[shape + 1]):
            found += end[k] - begin[k]
            for col in range(begin[k], end[k]):
                cells[row[k] // times, col // times] += 1
        if found == 0 and inner_row[shape] != NOWHERE:
            cells[inner_row[shape] // times, inner_col[shape] // times] += 1
