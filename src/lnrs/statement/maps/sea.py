"""Which cells around an area are sea."""

import numpy as np

from lnrs.ecology.burn import covered, touched
from lnrs.ecology.grid import Grid
from lnrs.statement.maps.frame import Frame
from lnrs.statement.maps.landscape import Landscape
from lnrs.statement.maps.masks import Mask, near, opened

COARSE = 8
"""Fine cells to a side of the cells on which nearness to the coast is measured."""
NARROWEST = 6
"""Outlines of neighbours are generalised: a strip of sea narrower than twice this many cells is a gap between them."""


def sea(landscape: Landscape, inside: Mask, frame: Frame) -> Mask:
    """Cells of sea: outside the area and its neighbours, and either in the area's own outline (an estuary) or nearer to
    the coast than to any boundary inland, so that a country that is not drawn is not taken for water.
    """
    if not len(landscape.coast):
        return np.zeros(inside.shape, bool)
    beyond = covered(landscape.neighbours, frame.grid).astype(bool)
    estuary = covered(landscape.outline, frame.grid).astype(bool)
    return opened(~(inside | beyond) & (estuary | _seaward(landscape, frame)), NARROWEST)


def _seaward(landscape: Landscape, frame: Frame) -> Mask:
    """Cells nearer to the coast than to any boundary inland."""
    fine = frame.grid
    coarse = Grid(fine.west_m, fine.north_m, -(-fine.rows // COARSE), -(-fine.cols // COARSE), fine.cell_m * COARSE)
    coast = touched(landscape.coast, coarse).astype(bool)
    land = covered(np.concatenate([landscape.outline, landscape.neighbours]), coarse).astype(bool)
    rim = land & near(~land, 1)
    inland = rim & ~near(coast, 2)
    if not inland.any():
        return np.ones(fine.shape, bool)
    from scipy import ndimage  # takes a while to load, and is seldom needed

    nearer = ndimage.distance_transform_edt(~coast) <= ndimage.distance_transform_edt(~inland)
    return np.repeat(np.repeat(nearer, COARSE, axis=0), COARSE, axis=1)[: fine.rows, : fine.cols]
