"""The national grid of square cells on which land is measured."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Grid:
    """Rows and columns of square cells; the origin of the lattice is (0, 0), so that any two grids join.

    Row 0 is the northernmost. The centre of cell (row, col) is at
    (west_m + (col + 0.5) * cell_m, north_m - (row + 0.5) * cell_m).
    """

    west_m: float
    north_m: float
    rows: int
    cols: int
    cell_m: float = 10.0

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, cols), as NumPy wants it."""
        return self.rows, self.cols


def grid_over(bounds_m: tuple[float, float, float, float], *, cell_m: float = 10.0) -> Grid:
    """The smallest grid on the national lattice that covers (west, south, east, north).

    >>> grid_over((12.0, 3.0, 25.0, 31.0))
    Grid(west_m=10.0, north_m=40.0, rows=4, cols=2, cell_m=10.0)
    """
    west, south, east, north = bounds_m
    left, bottom = math.floor(west / cell_m), math.floor(south / cell_m)
    right, top = math.ceil(east / cell_m), math.ceil(north / cell_m)
    return Grid(left * cell_m, top * cell_m, max(top - bottom, 1), max(right - left, 1), cell_m)
