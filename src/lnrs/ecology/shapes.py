"""Geometries as flat arrays of rings, which the kernels read without touching a Python object."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Rings(NamedTuple):
    """Every ring of every shape: ring `k` is `xy[ring_start[k]:ring_start[k + 1]]`; shape `i` has the rings
    `shape_start[i]` to `shape_start[i + 1]`. Inside is what an odd number of rings surround."""

    xy: Floats
    ring_start: Ints
    shape_start: Ints


def polygon_rings(geometries: npt.NDArray[Any]) -> Rings:
    """Rings of polygons and multipolygons, in their order; other kinds of geometry have none."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    flat = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, part_of_ring = shapely.get_rings(parts[flat], return_index=True)
    return _rings(rings, owner[flat][part_of_ring], len(geometries))


def outlines(geometries: npt.NDArray[Any]) -> Rings:
    """Every line to be walked: the rings of polygons, the lines of lines, and points as lines of one vertex."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    areal = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, part_of_ring = shapely.get_rings(parts[areal], return_index=True)
    lines = np.concatenate([rings, parts[~areal]])
    owners = np.concatenate([owner[areal][part_of_ring], owner[~areal]])
    order = np.argsort(owners, kind="stable")
    return _rings(lines[order], owners[order], len(geometries))


def _rings(rings: npt.NDArray[Any], owners: Ints, shapes: int) -> Rings:
    xy, ring_of_vertex = shapely.get_coordinates(rings, return_index=True)
    ring_start = np.zeros(len(rings) + 1, np.int64)
    np.cumsum(np.bincount(ring_of_vertex, minlength=len(rings)), out=ring_start[1:])
    shape_start = np.zeros(shapes + 1, np.int64)
    np.cumsum(np.bincount(owners, minlength=shapes), out=shape_start[1:])
    return Rings(np.ascontiguousarray(xy), ring_start, shape_start)
