"""What around an area is sea. An edition does not say; the generalised outlines of the 48 areas do."""

from functools import lru_cache

import numpy as np
import shapely

from lnrs import outlines
from lnrs.model import areas
from lnrs_web.pictures.frame import Box

NARROWEST_M = 500.0
"""A strip between two outlines that is narrower is a gap between them, and no water."""
STEP_M = 1_000.0
"""Distance between the points on which nearness to the coast is measured."""


def sea(lnrs_id: int, area: shapely.Geometry, box_m: Box) -> shapely.Geometry:
    """The sea in a box: neither in the area nor in a neighbour's outline, and in the area's own outline (an estuary) or
    nearer to the coast than to where England ends inland, so that Wales and Scotland are not taken for water."""
    box = shapely.box(*box_m)
    coast = shapely.intersection(_coast(), shapely.buffer(box, 2 * STEP_M))
    if coast.is_empty:
        return shapely.Polygon()
    open_ = shapely.difference(shapely.difference(box, area), _neighbours(lnrs_id))
    shore = shapely.boundary(_england())
    rim = shapely.difference(shapely.intersection(shore, shapely.buffer(box, 2 * STEP_M)), shapely.buffer(_coast(), 1))
    found = shapely.intersection(open_, _seaward(coast, rim, box)) if rim.length > STEP_M else open_
    wide = shapely.buffer(shapely.buffer(found, -NARROWEST_M / 2), NARROWEST_M / 2 * 1.05, join_style="mitre")
    return shapely.intersection(wide, found)


def _seaward(coast: shapely.Geometry, rim: shapely.Geometry, box: shapely.Geometry) -> shapely.Geometry:
    """The part of a box that is nearer to the coast than to the rim inland."""
    at_coast, inland = (shapely.get_coordinates(shapely.segmentize(line, STEP_M)).round() for line in (coast, rim))
    points = np.unique(np.concatenate([at_coast, inland]), axis=0)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=box))
    held = shapely.STRtree(cells).query(shapely.points(np.unique(at_coast, axis=0)), predicate="within")[1]
    return shapely.union_all(cells[np.unique(held)])


@lru_cache(maxsize=1)
def _england() -> shapely.Geometry:
    return shapely.union_all([outlines.outline(one.lnrs_id) for one in areas()])


@lru_cache(maxsize=1)
def _coast() -> shapely.Geometry:
    return shapely.union_all([outlines.coast(one.lnrs_id) for one in areas()])


@lru_cache(maxsize=48)
def _neighbours(lnrs_id: int) -> shapely.Geometry:
    return shapely.union_all([outlines.outline(one.lnrs_id) for one in areas() if one.lnrs_id != lnrs_id])
