"""Heights known on a coarser grid, put on to the grid of the land."""

import numpy as np
import numpy.typing as npt

from lnrs.ecology.grid import Grid

Floats = npt.NDArray[np.float32]


def heights_on(grid: Grid, height_m: npt.NDArray[np.floating], coarser: Grid) -> Floats:
    """Heights at the centres of the cells of `grid` (rows, cols), in a straight line between the centres of the coarser
    grid's cells (bilinear). Steps between coarse cells would each be taken for a cliff with level ground above it.

    Up to one coarse cell beyond the raster its edge is repeated; farther out the height is NaN, as it is between a
    height and an unknown one.

    Raises ValueError where the heights do not fill the coarser grid.
    """
    if height_m.shape != coarser.shape:
        raise ValueError(f"The heights have the shape {height_m.shape}, and their grid {coarser.shape}.")
    north = grid.north_m - (np.arange(grid.rows) + 0.5) * grid.cell_m
    east = grid.west_m + (np.arange(grid.cols) + 0.5) * grid.cell_m
    by_row = _along(height_m.astype(np.float32), (coarser.north_m - north) / coarser.cell_m)
    return np.ascontiguousarray(_along(by_row.T, (east - coarser.west_m) / coarser.cell_m).T)


def _along(values: Floats, cells: npt.NDArray[np.floating]) -> Floats:
    """Rows at so many cells from the raster's edge, each between the two whose centres it lies between."""
    most = len(values) - 1
    place = np.clip(cells - 0.5, 0, most)
    first = np.floor(place).astype(np.int64)
    part = (place - first).astype(np.float32)[:, None]
    out = values[first]
    between = part[:, 0] > 0
    out[between] += (values[np.minimum(first + 1, most)][between] - out[between]) * part[between]
    out[(cells < -1) | (cells > len(values) + 1)] = np.nan
    return out
