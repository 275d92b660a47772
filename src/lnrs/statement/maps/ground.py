"""The ground under a map: paper land with relief, built-up land, and the sea."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lnrs.document.colours import PAPER, packed, rgb
from lnrs.ecology.burn import burn, covered
from lnrs.statement.maps.frame import FINENESS, Frame
from lnrs.statement.maps.landscape import Landscape
from lnrs.statement.maps.masks import Mask, near, opened
from lnrs.statement.maps.relief import hillshade, on_frame
from lnrs.statement.maps.sea import sea

SEA, SHALLOWS, SHORE, BEYOND, BUILT_UP = "#d3e3ea", "#dfebf0", "#dde3dc", "#e7e4dc", "#dcd7cd"
RELIEF = {BEYOND: 0.0, PAPER: 0.15, BUILT_UP: 0.15, SHORE: 0.0, SEA: 0.0, SHALLOWS: 0.0}
"""How strongly each kind of ground shows light and shade (0 for what is level or not ours)."""
KINDS = tuple(RELIEF)
LAND_COVERS = {"built-up": BUILT_UP, "mudflat": SHORE, "freshwater": SEA}
"""Land covers that the ground tells apart; the rest is paper."""
LEAST_COVERED = 0.5
"""Parcels that cover less of the area than this do not tell land from water."""
NARROWEST = 2
"""Half the width, in cells, below which a gap between parcels is not water."""
LIGHT_LEVELS = 12
"""Steps from level ground to full light, and as many down to full shade."""
BOUNDARY, COAST, DISTRICT = "#4a4d45", "#6f93a5", "#7d786c"

Ground = npt.NDArray[np.uint32]
Lines = npt.NDArray[np.uint8]


def draw_ground(landscape: Landscape, frame: Frame) -> tuple[Ground, Mask, Mask]:
    """The ground as packed colours on the frame's fine grid; the cells inside the area; the cells of sea outside it."""
    inside = covered(landscape.area, frame.grid).astype(bool)
    water = sea(landscape, inside, frame)
    kind = np.where(inside, _land(landscape, inside, frame), KINDS.index(BEYOND)).astype(np.uint8)
    kind[water] = KINDS.index(SEA)
    kind[water & near(~water, 7 * FINENESS)] = KINDS.index(SHALLOWS)
    return _shades()[kind, _light_level(landscape, frame)], inside, water


def _land(landscape: Landscape, inside: Mask, frame: Frame) -> npt.NDArray[np.int32]:
    """The kind of ground in each cell of the area."""
    paper, wet = KINDS.index(PAPER), KINDS.index(SEA)
    which, covers = pd.factorize(landscape.land_cover)
    kinds = np.array([*(KINDS.index(LAND_COVERS.get(cover, PAPER)) for cover in covers), paper], np.int32)
    ground = burn(landscape.parcels, kinds[which], frame.grid)
    open_water = inside & (ground == 0)
    if np.count_nonzero(open_water) > (1 - LEAST_COVERED) * np.count_nonzero(inside):
        return np.where(ground == 0, paper, ground)
    return np.where(ground > 0, ground, np.where(opened(open_water, NARROWEST), wet, paper))


def _light_level(landscape: Landscape, frame: Frame) -> npt.NDArray[np.int8] | int:
    if landscape.heights is None:
        return LIGHT_LEVELS
    light = on_frame(hillshade(landscape.heights), landscape.heights, frame)
    return np.rint(light * LIGHT_LEVELS + LIGHT_LEVELS).astype(np.int8)


def _shades() -> Ground:
    """The colour of each kind of ground (row) in each degree of light (column, from shade to light)."""
    degrees = np.linspace(-1, 1, 2 * LIGHT_LEVELS + 1)
    return np.array([[packed(colour, depth * degree) for degree in degrees] for colour, depth in RELIEF.items()])


def draw_borders(landscape: Landscape, inside: Mask, water: Mask, frame: Frame) -> Lines:
    """The lines where districts meet, the coast and the area's own boundary, as (rows, cols, 4) with transparency."""
    lines = np.zeros((*inside.shape, 4), np.uint8)
    if len(landscape.districts):
        lines[_meeting(landscape, frame) & inside] = (*rgb(DISTRICT), 255)
    rim = near(inside, 1) & near(~inside, 1)
    lines[near(rim, 1)] = (*rgb(BOUNDARY), 255)
    lines[rim & near(water, 4)] = (*rgb(COAST), 255)
    return lines


def _meeting(landscape: Landscape, frame: Frame) -> Mask:
    codes = burn(landscape.districts, np.arange(1, len(landscape.districts) + 1, dtype=np.int32), frame.grid)
    edge = np.zeros(codes.shape, bool)
    down = (codes[1:] != codes[:-1]) & (codes[1:] > 0) & (codes[:-1] > 0)
    across = (codes[:, 1:] != codes[:, :-1]) & (codes[:, 1:] > 0) & (codes[:, :-1] > 0)
    edge[1:] |= down
    edge[:-1] |= down
    edge[:, 1:] |= across
    edge[:, :-1] |= across
    return edge
