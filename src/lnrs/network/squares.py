"""The 10 km squares of the National Grid, by which the network is laid out, and blocks of them."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from lnrs import gridref

SIDE_M = 10_000
Geometries = npt.NDArray[Any]


def name_at(easting: float, northing: float) -> str:
    """The square that a point lies in.

    >>> name_at(614_700, 158_000)
    'TR15'
    """
    return gridref.format_reference(easting, northing, 2)


def corner(square: str) -> tuple[int, int]:
    """Easting and northing of a square's south-west corner in metres.

    >>> corner("TR15")
    (610000, 150000)
    """
    place = gridref.parse(square)
    return place.easting, place.northing


def box(square: str) -> shapely.Polygon:
    """A square as a polygon."""
    east, north = corner(square)
    return shapely.box(east, north, east + SIDE_M, north + SIDE_M)


def block_of(square: str, side_m: int) -> str:
    """The block of squares that a square is in, by its south-west corner in kilometres.

    >>> block_of("TR15", 20_000)
    'E600N140'
    """
    east, north = (value // side_m * side_m // 1000 for value in corner(square))
    return f"E{east:03d}N{north:04d}" if north > 999 else f"E{east:03d}N{north:03d}"


def home_squares(geometries: Geometries) -> npt.NDArray[np.str_]:
    """The one square that each geometry is filed under: where the middle of its bounding box lies."""
    west, south, east, north = shapely.bounds(geometries).T
    columns = ((west + east) / 2 // SIDE_M).astype(np.int64)
    rows = ((south + north) / 2 // SIDE_M).astype(np.int64)
    return _names(columns, rows)


def cut(geometries: Geometries) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.str_], Geometries]:
    """Geometries that leave their square, cut along the squares: (which, square, piece) of each piece with an area."""
    bounds = shapely.bounds(geometries)
    first = np.floor(bounds[:, :2] / SIDE_M).astype(np.int64)
    last = np.floor(bounds[:, 2:] / SIDE_M).astype(np.int64)
    places = [
        (which, column, row)
        for which, (low, high) in enumerate(zip(first.tolist(), last.tolist(), strict=True))
        for column in range(low[0], high[0] + 1)
        for row in range(low[1], high[1] + 1)
    ]
    if not places:
        return np.array([], np.intp), np.array([], "U4"), np.array([], object)
    which, columns, rows = np.array(places, np.int64).T
    west, south = columns * SIDE_M, rows * SIDE_M
    pieces = shapely.intersection(geometries[which], shapely.box(west, south, west + SIDE_M, south + SIDE_M))
    # two polygons that share an edge are cut in the same place, whichever way the edge runs
    pieces = shapely.transform(pieces, lambda xy: np.round(xy, 3))
    crossed = ~shapely.is_valid(pieces)  # a neck narrower than a millimetre, of which the sides changed places
    pieces[crossed] = shapely.make_valid(pieces[crossed], method="structure", keep_collapsed=False)
    real = shapely.area(pieces) > 0
    return which[real], _names(columns[real], rows[real]), pieces[real]


def leaves_its_square(geometries: Geometries) -> npt.NDArray[np.bool_]:
    """Whether a geometry has land in more than one square."""
    bounds = shapely.bounds(geometries)
    low, high = np.floor(bounds[:, :2] / SIDE_M), np.ceil(bounds[:, 2:] / SIDE_M) - 1
    return (low < high).any(axis=1)


def _names(columns: npt.NDArray[np.int64], rows: npt.NDArray[np.int64]) -> npt.NDArray[np.str_]:
    keys, place = np.unique(columns * 10_000 + rows, return_inverse=True)
    names = [name_at(int(key // 10_000) * SIDE_M, int(key % 10_000) * SIDE_M) for key in keys]
    return np.array(names, "U4")[place]


def around(bounds_m: tuple[float, float, float, float]) -> Iterator[str]:
    """The squares that a rectangle touches, from the south-west."""
    west, south, east, north = (int(value // SIDE_M) for value in bounds_m)
    for column in range(west, east + 1):
        for row in range(south, north + 1):
            if 0 <= column * SIDE_M < gridref.EAST_END_M and 0 <= row * SIDE_M < gridref.NORTH_END_M:
                yield name_at(column * SIDE_M, row * SIDE_M)
