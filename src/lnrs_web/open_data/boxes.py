"""A box as four or six numbers, in the order of its coordinate system's axes."""

import math
from collections.abc import Sequence

import shapely

from lnrs_web.open_data.crs import CRS84, WGS84, Crs, to_grid

_SIZES = (4, 6)


def box_of(numbers: Sequence[float], crs: Crs) -> shapely.Geometry:
    """The box in EPSG:27700; empty where no part of it is near Great Britain. Heights are left out of account.

    A box in degrees whose first longitude is greater than its second crosses the antimeridian. Raises ValueError, in
    words, for what is no box.
    """
    if len(numbers) not in _SIZES:
        raise ValueError("a box is four numbers, or six with heights")
    if not all(isinstance(one, int | float) and not isinstance(one, bool) and math.isfinite(one) for one in numbers):
        raise ValueError("a box is made of numbers")
    half = len(numbers) // 2
    (x0, y0, *low), (x1, y1, *high) = numbers[:half], numbers[half:]
    if low and low[0] > high[0]:
        raise ValueError("the lowest height is above the highest")
    if crs.north_first:
        x0, y0, x1, y1 = y0, x0, y1, x1
    in_degrees = crs in (CRS84, WGS84)
    if in_degrees and not (-90 <= y0 <= 90 and -90 <= y1 <= 90 and -180 <= x0 <= 180 and -180 <= x1 <= 180):
        raise ValueError("latitudes are from -90 to 90 and longitudes from -180 to 180 degrees")
    if y0 > y1:
        raise ValueError("its south edge is north of its north edge")
    if x0 <= x1:
        return to_grid(_rectangle(x0, y0, x1, y1), crs)
    if not in_degrees:
        raise ValueError("its west edge is east of its east edge")
    both = shapely.union_all([_rectangle(x0, y0, 180, y1), _rectangle(-180, y0, x1, y1)])
    return to_grid(both, crs)


def _rectangle(x0: float, y0: float, x1: float, y1: float) -> shapely.Geometry:
    """A rectangle, or the line or point that one without breadth is: PostGIS finds nothing in a flat polygon."""
    if x0 == x1 and y0 == y1:
        return shapely.Point(x0, y0)
    if x0 == x1 or y0 == y1:
        return shapely.LineString([(x0, y0), (x1, y1)])
    return shapely.box(x0, y0, x1, y1)
