"""Land that several candidates share, given to one of them: what is left of each after those before it.

Before others come those that count, then those that could count; among these the designation of the lowest rank, and
at last the reference. So land that counts under any of its designations counts, and once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely

from lnrs.thirty_by_thirty.candidates import Candidate, designations
from lnrs.thirty_by_thirty.standing import STATUSES, Standing, standing
from lnrs.units import HA_M2

GRID_M = 0.001
"""Where two outlines all but agree GEOS may give up; corners are then moved to a grid of this size, in metres."""


@dataclass(frozen=True)
class Piece:
    """A candidate as it stands on a day, and the part of it that is counted as its own."""

    candidate: Candidate
    standing: Standing
    own: shapely.Geometry
    """No two pieces of one realm overlap, and together they cover what the candidates cover."""
    apart: shapely.Geometry
    """What of it counts under no other candidate: what would be added if it alone came to pass all three tests. Where
    others could count too, that is more than its own."""

    @property
    def apart_ha(self) -> float:
        """Hectares that count under no other candidate."""
        return float(self.apart.area) / HA_M2

    @property
    def own_ha(self) -> float:
        """Hectares that are counted as its own."""
        return float(self.own.area) / HA_M2


def pieces(candidates: Sequence[Candidate], on: date) -> list[Piece]:
    """The candidates in the order in which land is given to them, each with what is left for it. Land and sea are
    apart: an outline that is marked as sea takes nothing from land."""
    found = [(one, standing(one, on)) for one in candidates]
    found.sort(key=lambda pair: _order(*pair))
    shapes = np.array([one.shape for one, _ in found], dtype=object)
    tree = shapely.STRtree(shapes)
    out: list[Piece] = []
    for place, (one, stands) in enumerate(found):
        near = tree.query(one.shape, predicate="intersects")
        before = [k for k in sorted(near.tolist()) if k < place and found[k][0].realm == one.realm]
        counting = [k for k in before if found[k][1].status == "counts"]  # in this order they are the first of them
        apart = _left_of(one.shape, [out[k].own for k in counting])
        out.append(Piece(one, stands, _left_of(apart, [out[k].own for k in before[len(counting) :]]), apart))
    return out


def _left_of(shape: shapely.Geometry, taken: Sequence[shapely.Geometry]) -> shapely.Geometry:
    """A shape without what others took, one after another: to unite them first takes several times as long."""
    for one in taken:
        if shape.is_empty:
            break
        shape = less(shape, one)
    return shape


def _order(one: Candidate, stands: Standing) -> tuple[int, int, str]:
    return STATUSES.index(stands.status), designations()[one.designation].rank, one.ref


def united(shapes: Sequence[shapely.Geometry]) -> shapely.Geometry:
    """The land of all of them."""
    if len(shapes) == 1:
        return shapes[0]
    try:
        return shapely.union_all(list(shapes))
    except shapely.GEOSException:
        return shapely.union_all(list(shapes), grid_size=GRID_M)


def less(shape: shapely.Geometry, taken: shapely.Geometry) -> shapely.Geometry:
    """What is left of a shape."""
    try:
        return shapely.difference(shape, taken)
    except shapely.GEOSException:
        return shapely.difference(shape, taken, grid_size=GRID_M)


def common(shape: shapely.Geometry, place: shapely.Geometry) -> shapely.Geometry:
    """What two shapes share."""
    try:
        return shapely.intersection(shape, place)
    except shapely.GEOSException:
        return shapely.intersection(shape, place, grid_size=GRID_M)
