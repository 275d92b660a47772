"""Land that polygons cover, counted once: polygons that touch become one, and the others keep their shape.

Most places are parcels, and most parcels meet corner to corner: then the edges that two of them share are dropped,
and nothing has to be worked out. Only the odd ones - that overlap, or miss a neighbour by a hair - are united.
"""

from contextlib import suppress
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from lnrs.ecology.burn import covered
from lnrs.ecology.grid import grid_over
from lnrs.ecology.spans import spans
from lnrs.units import HA_M2

GRID_M = 0.001
"""Polygons nearer than this to each other, but not corner to corner, are odd. Where a union fails, corners are moved to
a grid of this size: with edges that all but agree, GEOS may lose land, count some twice, or give up. On the grid it
does not, and takes twice as long or more."""

FEW_CORNERS = 250
"""Below this the grid costs less than to look a union over."""

CELL_M = 10.0
"""A union is looked over by the cells of this side whose centre it holds: to lose land is to lose cells."""

MANY_ODD = 0.25
"""Where a larger share of the chosen places is odd among all, they are looked at again by themselves: what overlaps is
often of another measure."""

LEAST_M2 = 0.01
"""Land below this is a hair that rounding left."""

Polygons = npt.NDArray[Any]


def land_once(geometries: Polygons) -> Polygons:
    """Single polygons without overlap that cover the same land. Those that share an edge or overlap are one; those that
    meet in a point alone stay two.

    `geometries` are valid, in metres. Exact where polygons meet corner to corner (GEOS's coverage union); elsewhere
    corners may move by `GRID_M`.
    """
    parts = _distinct(_polygons(geometries))
    return _joined(parts, _odd(parts))


class Places:
    """Places of which the land of some, and of others, is counted once: what is odd is looked for in all of them at
    once, since polygons that meet corner to corner do so among fewer too."""

    def __init__(self, geometries: Polygons) -> None:
        parts, self._row = shapely.get_parts(geometries, return_index=True)
        real = _are_land(parts)
        self._parts, self._row = parts[real], self._row[real]
        self._first = _first_of_each(self._parts)
        here = np.unique(self._first)
        self._odd = np.zeros(len(self._parts), bool)
        self._odd[here] = _odd(self._parts[here])

    def once(self, chosen: npt.NDArray[np.bool_]) -> Polygons:
        """What `land_once` gives for the chosen places."""
        here = np.unique(self._first[chosen[self._row]])
        parts, odd = self._parts[here], self._odd[here]
        return _joined(parts, _odd(parts) if odd.sum() > MANY_ODD * len(odd) else odd)


def area_ha(parts: Polygons) -> float:
    """Hectares of polygons that do not overlap."""
    return float(shapely.area(parts).sum()) / HA_M2


def _polygons(geometries: Polygons) -> Polygons:
    parts = shapely.get_parts(geometries)
    return parts[_are_land(parts)]


def _are_land(parts: Polygons) -> npt.NDArray[np.bool_]:
    return (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & (shapely.area(parts) >= LEAST_M2)


def _distinct(parts: Polygons) -> Polygons:
    return parts[np.unique(_first_of_each(parts))]


def _first_of_each(parts: Polygons) -> npt.NDArray[np.intp]:
    """The place of the first of those that are the same: several measures lie on one piece of land, which is there
    once."""
    first: dict[bytes, int] = {}
    return np.array([first.setdefault(shape, k) for k, shape in enumerate(shapely.to_wkb(parts).tolist())], np.intp)


def _odd(parts: Polygons) -> npt.NDArray[np.bool_]:
    """Which polygons overlap another, or come near it other than corner to corner; all, where GEOS can't tell."""
    try:
        return ~shapely.is_empty(shapely.coverage_invalid_edges(parts, gap_width=GRID_M))
    except shapely.GEOSException:  # rings that cross themselves: a union can make something of them
        return np.ones(len(parts), bool)


def _joined(parts: Polygons, odd: npt.NDArray[np.bool_]) -> Polygons:
    """Polygons, none of them twice, united."""
    if len(parts) < 2:
        return parts
    with suppress(shapely.GEOSException):
        joined = _without_shared_edges(parts[~odd])
        if joined is not None:
            return _with_odd(joined, parts[odd])
    return _united(parts)


def _without_shared_edges(parts: Polygons) -> Polygons | None:
    """The union of polygons that meet corner to corner; none where it has not the land of its parts."""
    if len(parts) < 2:
        return parts
    joined = _polygons(shapely.coverage_union_all(parts))
    of_parts, of_joined = shapely.area(parts).sum(), shapely.area(joined).sum()
    return joined if abs(of_parts - of_joined) <= LEAST_M2 else None


def _with_odd(joined: Polygons, odd: Polygons) -> Polygons:
    """Polygons without overlap united with odd ones: that costs what the odd ones touch, and not what is there."""
    if len(odd) == 0:
        return joined
    near = np.zeros(len(joined), bool)
    near[shapely.STRtree(joined).query(odd, predicate="intersects")[1]] = True
    return np.concatenate([joined[~near], _united(np.concatenate([joined[near], odd]))])


def _united(parts: Polygons) -> Polygons:
    """On the grid; of many corners without it, where the cells of 10 m say that the union is whole."""
    if shapely.get_num_coordinates(parts).sum() < FEW_CORNERS:
        return _polygons(shapely.union_all(parts, grid_size=GRID_M))
    with suppress(shapely.GEOSException):
        quick = _polygons(shapely.union_all(parts))
        if _covers_alike(parts, quick):
            return quick
    return _polygons(shapely.union_all(parts, grid_size=GRID_M))


def _covers_alike(parts: Polygons, united: Polygons) -> bool:
    """Whether as many cells have their centre in what was united, each part of it counted, as in any of the parts."""
    grid = grid_over(tuple(shapely.total_bounds(parts).tolist()), cell_m=CELL_M)
    found = spans(united, grid)
    return int((found.end - found.begin).sum()) == int(covered(parts, grid).sum(dtype=np.int64))
