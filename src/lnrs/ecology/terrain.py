"""The shape of the ground."""

import numpy as np
import numpy.typing as npt


def slope_deg(height_m: npt.NDArray[np.float32], cell_m: float) -> npt.NDArray[np.float32]:
    """Slope in degrees from the eight neighbours of each cell; NaN where any of them is unknown.

    Horn 1981, Proceedings of the IEEE 69(1):14-47, as used by GDAL's `gdaldem slope`. Cells at the rim repeat their
    neighbours' heights.
    """
    z = np.pad(height_m.astype(np.float32), 1, mode="edge")
    east = z[:-2, 2:] + 2 * z[1:-1, 2:] + z[2:, 2:]
    west = z[:-2, :-2] + 2 * z[1:-1, :-2] + z[2:, :-2]
    south = z[2:, :-2] + 2 * z[2:, 1:-1] + z[2:, 2:]
    north = z[:-2, :-2] + 2 * z[:-2, 1:-1] + z[:-2, 2:]
    rise = np.hypot(east - west, south - north) / (8 * cell_m)
    return np.degrees(np.arctan(rise)).astype(np.float32)
