"""Land that polygons cover, counted once: polygons that touch become one, and the others stay as they are."""

from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

GRID_M = 0.001
"""Corners are moved to a grid of a millimetre where polygons are united: with edges that all but agree, GEOS gives
wrong areas otherwise, and on the grid the result does not depend on what was united first."""

LEAST_M2 = 0.01
"""Land below this is a hair that rounding left."""


def dissolve(geometries: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Polygons without overlap that cover the same land. Those that share an edge or overlap are one; those that meet
    in a point alone stay two.

    Only groups that touch are united, which costs what overlaps and not what is there.
    """
    parts = shapely.get_parts(_once_each(geometries))
    parts = parts[(shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & (shapely.area(parts) >= LEAST_M2)]
    if len(parts) < 2:
        return parts
    one, other = shapely.STRtree(parts).query(parts, predicate="intersects")
    touching = one < other
    if not touching.any():
        return parts
    pairs = coo_array((np.ones(touching.sum(), np.int8), (one[touching], other[touching])), (len(parts), len(parts)))
    _, group = connected_components(pairs, directed=False)
    size = np.bincount(group)
    alone = size[group] == 1
    united = [_united(parts[group == number]) for number in np.flatnonzero(size > 1)]
    return np.concatenate([parts[alone], *united])


def _once_each(geometries: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Several measures lie on the same piece of land: it is there once."""
    if len(geometries) < 2:
        return geometries
    _, first = np.unique(shapely.to_wkb(geometries).astype(bytes), return_index=True)
    return geometries[np.sort(first)]


def _united(parts: npt.NDArray[Any]) -> npt.NDArray[Any]:
    pieces = shapely.get_parts(shapely.union_all(parts, grid_size=GRID_M))
    flat = pieces[shapely.get_type_id(pieces) == shapely.GeometryType.POLYGON]
    return flat[shapely.area(flat) >= LEAST_M2]


def area_ha(parts: npt.NDArray[Any]) -> float:
    """Hectares of polygons that do not overlap."""
    return float(shapely.area(parts).sum()) / 10_000
