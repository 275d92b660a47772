"""As much of shapes as a picture can show, on the picture's grid of grains."""

from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from lnrs_web.pictures.frame import GRAINS, Frame

Shapes = npt.NDArray[Any]

EDGE_PX = 12
"""How far beyond the picture shapes are kept, so that a line drawn along their edge does not show where they end."""
SMALL_GRAINS2 = 2.0 * GRAINS**2
"""Shapes smaller than two square pixels are gathered into cells."""
CELLS = (GRAINS, 2 * GRAINS, 3 * GRAINS, 4 * GRAINS)
"""Sides of cells, in grains: the first with which there are few enough."""
FINEST = 0.6
"""Grains that a corner may lie from the line which replaces it, whatever room there is."""
COARSER = (1.5, 2.5, 4.0)
"""Grains by which shapes are smoothed further: the first that leaves few enough corners."""
CORNERS_A_CELL = 4
MOST_CORNERS = 24_000
"""Of everything that a picture draws, so that none grows without end."""


def mass(shapes: Shapes, frame: Frame, most_corners: int = MOST_CORNERS) -> Shapes:
    """Polygons (EPSG:27700) in grains, to be filled as one: about as large together as they are, however small each is.

    Those that touch stay apart, which is many times quicker than to join them, and a fill does not show it.
    """
    near = frame.to_grains(_near(shapes, frame))
    small = shapely.area(near) < SMALL_GRAINS2
    return np.concatenate([_simple(near[~small], most_corners), _cells(near[small], most_corners // CORNERS_A_CELL)])


def whole(shapes: Shapes, frame: Frame) -> shapely.Geometry:
    """Polygons (EPSG:27700) as one shape in grains, for shapes whose edge is drawn."""
    near = frame.to_grains(_near(shapes, frame))
    return shapely.union_all(_sound(_simple(near)), grid_size=1)


def lines(shapes: Shapes, frame: Frame) -> shapely.Geometry:
    """Lines as one shape in grains."""
    near = frame.to_grains(_near(shapes, frame))
    simple = shapely.simplify(near, FINEST, preserve_topology=False)
    if not len(simple):
        return shapely.MultiLineString()
    joined = shapely.line_merge(shapely.multilinestrings(list(shapely.get_parts(simple))))
    return shapely.set_precision(joined, 1, mode="pointwise")


def _near(shapes: Shapes, frame: Frame) -> Shapes:
    """Each part of the shapes that meets the picture, cut to it where it is larger."""
    west, south, east, north = box = frame.beyond_m(EDGE_PX)
    parts = _parts(shapes)
    w, s, e, n = shapely.bounds(parts).T
    meets = (w < east) & (e > west) & (s < north) & (n > south)
    across = ((w < west) | (e > east) | (s < south) | (n > north))[meets]
    parts = parts[meets]
    cut = _parts(shapely.clip_by_rect(_sound(parts[across]), *box))
    return np.concatenate([parts[~across], cut])


def _parts(shapes: Shapes) -> Shapes:
    """The single shapes of shapes, collections within collections too."""
    parts = shapely.get_parts(shapes)
    while (shapely.get_num_geometries(parts) > 1).any():
        parts = shapely.get_parts(parts)
    return parts[~shapely.is_empty(parts)]


def _simple(polygons: Shapes, most_corners: int = MOST_CORNERS) -> Shapes:
    """Polygons with as many corners as a picture has room for. Visvalingam's way leaves shapes in their character where
    many corners have to go, and neighbours joined."""
    fine = _parts(shapely.simplify(polygons, FINEST, preserve_topology=False))
    simple = fine
    for loss in COARSER:
        if shapely.get_num_coordinates(simple).sum() <= most_corners:
            break
        simple = shapely.coverage_simplify(fine, loss)
    return _parts(simple)


def _sound(shapes: Shapes) -> Shapes:
    """The shapes, with those mended that cross themselves."""
    bad = ~shapely.is_valid(shapes)
    if bad.any():
        shapes = shapes.copy()
        shapes[bad] = shapely.buffer(shapes[bad], 0)
    return shapes


def _cells(small: Shapes, most: int) -> Shapes:
    """Square cells that stand for small shapes: as many as they cover, where most of them lies."""
    if not len(small):
        return small
    area = shapely.area(small)
    side = next((side for side in CELLS if area.sum() / side**2 <= most), CELLS[-1])
    at = np.floor(shapely.get_coordinates(shapely.centroid(small))[:, ::-1] / side).astype(int)
    row_col, which = np.unique(at, axis=0, return_inverse=True)
    held = np.bincount(which.ravel(), weights=area)
    count = max(1, round(float(area.sum()) / side**2))
    return _runs(row_col[np.sort(np.argsort(-held, kind="stable")[:count])], side)


def _runs(row_col: npt.NDArray[np.int64], side: int) -> Shapes:
    """Boxes of cells that lie beside each other in a row; `row_col` (n, 2) in order of rows, then columns."""
    row, col = row_col.T
    begins = np.concatenate([[True], (row[1:] != row[:-1]) | (col[1:] != col[:-1] + 1)])
    ends = np.concatenate([begins[1:], [True]])
    top = row[begins] * side
    return shapely.box(col[begins] * side, top, (col[ends] + 1) * side, top + side)
