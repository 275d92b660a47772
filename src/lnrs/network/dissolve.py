"""Land that polygons cover, counted once: polygons that touch become one, and the others stay as they are."""

from contextlib import suppress
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from lnrs.ecology.burn import covered
from lnrs.ecology.grid import grid_over
from lnrs.ecology.spans import spans

GRID_M = 0.001
"""Where a union fails, corners are moved to a grid of a millimetre: with edges that all but agree, GEOS may lose land,
count some twice, or give up. On the grid it does not, and takes twice as long or more."""

FEW_CORNERS = 250
"""Below this the grid costs less than to look a union over."""

CELL_M = 10.0
"""A union is looked over by the cells of this side whose centre it holds: to lose land is to lose cells."""

LEAST_M2 = 0.01
"""Land below this is a hair that rounding left."""


def dissolve(geometries: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Polygons without overlap that cover the same land. Those that share an edge or overlap are one; those that meet
    in a point alone stay two.

    Only what touches something is united: that costs what overlaps, and not what is there.
    """
    parts = shapely.get_parts(_once_each(geometries))
    parts = parts[(shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & (shapely.area(parts) >= LEAST_M2)]
    if len(parts) < 2:
        return parts
    one, other = shapely.STRtree(parts).query(parts, predicate="intersects")
    touching = np.zeros(len(parts), bool)
    touching[one[one != other]] = True
    return np.concatenate([parts[~touching], _united(parts[touching])]) if touching.any() else parts


def _once_each(geometries: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Several measures lie on the same piece of land: it is there once."""
    if len(geometries) < 2:
        return geometries
    return geometries[~pd.Series(shapely.to_wkb(geometries)).duplicated().to_numpy()]


def _united(parts: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """On the grid; of many corners without it, where the cells of 10 m say that the union is whole."""
    if shapely.get_num_coordinates(parts).sum() < FEW_CORNERS:
        return _polygons(shapely.union_all(parts, grid_size=GRID_M))
    with suppress(shapely.GEOSException):
        quick = _polygons(shapely.union_all(parts))
        if _covers_alike(parts, quick):
            return quick
    return _polygons(shapely.union_all(parts, grid_size=GRID_M))


def _covers_alike(parts: npt.NDArray[Any], united: npt.NDArray[Any]) -> bool:
    """Whether as many cells have their centre in what was united, each part of it counted, as in any of the parts."""
    grid = grid_over(tuple(shapely.total_bounds(parts).tolist()), cell_m=CELL_M)
    found = spans(united, grid)
    return int((found.end - found.begin).sum()) == int(covered(parts, grid).sum(dtype=np.int64))


def _polygons(shape: shapely.Geometry) -> npt.NDArray[Any]:
    pieces = shapely.get_parts(shape)
    flat = pieces[shapely.get_type_id(pieces) == shapely.GeometryType.POLYGON]
    return flat[shapely.area(flat) >= LEAST_M2]


def area_ha(parts: npt.NDArray[Any]) -> float:
    """Hectares of polygons that do not overlap."""
    return float(shapely.area(parts).sum()) / 10_000
