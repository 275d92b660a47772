"""Where an England edition keeps how much of each cell is network (`grids` makes it), for those who read it alone."""

from lnrs.network.squares import SIDE_M

TILE_M = 100_000
LEAST_M = 500


def side_m(cell_m: int) -> int:
    """Side of the cells of these grids: the least multiple of a build's cells that divides 10 km, from 500 m.

    >>> side_m(100), side_m(200), side_m(1_000)
    (500, 1000, 1000)
    """
    return next(side for side in range(cell_m, SIDE_M + 1, cell_m) if side >= LEAST_M and SIDE_M % side == 0)


def network_file(name: str) -> str:
    """Where the network's cells of a 100 km square are."""
    return f"grids/network/{name}.parquet"


def habitat_file(name: str) -> str:
    """Where the cells of each habitat in a 100 km square are."""
    return f"grids/habitats/{name}.parquet"
