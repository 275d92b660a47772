"""What each piece of land would join, for the habitats that a rule names."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from lnrs.ecology.amount import coarser, share
from lnrs.ecology.circuits.raster import Landscape
from lnrs.ecology.circuits.screened import screened_flow
from lnrs.ecology.dispersal import equivalent_connected_area_ha, within_reach_ha
from lnrs.ecology.gain import gain, gained_eca_ha
from lnrs.ecology.grid import Grid
from lnrs.ecology.kernel import exponential
from lnrs.ecology.range_shift import bottlenecks, edges, range_shift
from lnrs.ecology.zonal import Zones, mean_on_coarser

Values = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

Shapes = npt.NDArray[Any]

RESISTANCE = {
    "semi-natural grassland": 2.0,
    "broadleaved woodland": 2.0,
    "scrub": 2.0,
    "heathland": 2.0,
    "fen and reedbed": 2.0,
    "orchard": 5.0,
    "parks and gardens": 5.0,
    "coniferous woodland": 5.0,
    "improved grassland": 10.0,
    "arable": 20.0,
    "saltmarsh": 20.0,
    "sand dune": 20.0,
    "shingle": 20.0,
    "cliff": 20.0,
    "built-up": 50.0,
    "freshwater": 50.0,
    "mudflat": 100.0,
}
"""How hard land of a cover is to cross, beside 1 for the habitat itself: our judgement for animals of semi-natural land
that walk or fly low, from no published table."""
CELLS_A_DISPERSAL, WIDEST_CELL_M = 10, 100.0
"""Cells to a dispersal distance, and the widest, where movement is a current."""
LEAST_LAND = 0.5
"""Cells with less land in them than this share cannot be crossed: they are sea or beyond the area."""

DIRECTIONS = ("N", "NE", "E", "SE")
"""The ways that a range may shift; what holds it up one way holds it up as much the other way."""
CELLS_A_SPREAD = 10
"""Cells to a dispersal distance where a range shifts."""
FARTHEST_LINK = 1e-6
"""Links of which so little is left are left out: those longer than 7 dispersal distances."""
GAPS = 200
"""Gaps that are looked at in each direction, strongest first."""


def connectivity_gained(land: Zones, habitat: Flags, grid: Grid, dispersal_m: float) -> Values:
    """Hectares of equivalent connected area that each piece of land (n,) would add for each hectare of it that became
    habitat; 0 for land that is habitat, and for what is too small to hold the centre of a cell.

    `habitat` says which pieces are habitat now. More than 1 means that a hectare here is worth more than a hectare by
    itself, since it joins what is there.
    """
    held = share(land, habitat, grid, 1)
    kernel = exponential(dispersal_m, grid.cell_m)
    reach_ha = within_reach_ha(held, kernel)
    found = gain(land, held, reach_ha, kernel)
    gained_ha = gained_eca_ha(equivalent_connected_area_ha(held, reach_ha, cell_m=grid.cell_m), found)
    return np.divide(gained_ha, found.area_ha, out=np.zeros_like(gained_ha), where=(found.area_ha > 0) & ~habitat)


def bottleneck_relief(land: Zones, shapes: Shapes, habitat: Flags, grid: Grid, dispersal_m: float) -> Values:
    """How much of the power that species lose as they shift across the land is lost in strong gaps that cross each
    piece (n,): 0 to 1, the mean of `DIRECTIONS`.

    `shapes` (n,) are the pieces' outlines. Habitat between the ends of such a gap would speed the shift most (Hodgson
    et al. 2016; docs/explanation/range-shift.md). Cells are a tenth of the dispersal distance; a gap is as wide as one.
    """
    times = max(1, round(dispersal_m / CELLS_A_SPREAD / grid.cell_m))
    cells, held = coarser(grid, times), share(land, habitat, grid, times)
    region = share(land, np.ones(len(habitat), bool), grid, times) > 0
    pieces, lost = shapely.STRtree(shapes), np.zeros(len(habitat))
    for towards in DIRECTIONS:
        source, target = edges(region, towards)
        shift = range_shift(held, source, target, dispersal_m=dispersal_m, cell_m=cells.cell_m, epsilon=FARTHEST_LINK)
        gaps = bottlenecks(shift, GAPS)
        lines = shapely.linestrings(
            np.stack(
                [_centres(gaps["row"], gaps["col"], cells), _centres(gaps["other_row"], gaps["other_col"], cells)], 1
            )
        )
        gap, piece = pieces.query(lines, predicate="dwithin", distance=cells.cell_m / 2)
        lost += np.bincount(piece, gaps["power_share"].to_numpy()[gap], minlength=len(lost))
    return np.where(habitat, 0.0, lost / len(DIRECTIONS))


def corridor_flow(land: Zones, covers: Sequence[str], habitat: Flags, grid: Grid, dispersal_m: float) -> Values:
    """How much movement between places of a habitat each piece (n,) carries, beside what it would carry were all land
    as easy to cross: an index to rank land by, estimated from few draws, and no measurement.

    Current flows between all habitat within `dispersal_m`, through land as hard to cross as `RESISTANCE` says of its
    cover (`covers`, one word a piece); normalised as in Omniscape (docs/explanation/circuits.md). Cells are a tenth
    of the dispersal distance, and 100 m or less.
    """
    times = max(1, round(min(dispersal_m / CELLS_A_DISPERSAL, WIDEST_CELL_M) / grid.cell_m))
    cells = coarser(grid, times)
    word = np.asarray(covers)
    easy = {1.0: habitat} | {
        ohms: np.isin(word, [cover for cover, of in RESISTANCE.items() if of == ohms]) & ~habitat
        for ohms in sorted(set(RESISTANCE.values()))
    }
    held = {ohms: share(land, flags, grid, times) for ohms, flags in easy.items()}
    whole = sum(held.values())
    ohms_m = sum(np.float32(ohms) * part for ohms, part in held.items())
    conductance = np.divide(whole, ohms_m, out=np.zeros(cells.shape, np.float32), where=whole > LEAST_LAND)
    flow = screened_flow(Landscape(conductance), held[1.0], radius_cells=int(dispersal_m / cells.cell_m))
    return np.nan_to_num(mean_on_coarser(land, grid, np.nan_to_num(flow.normalised), cells))


def _centres(row: "pd.Series[int]", col: "pd.Series[int]", grid: Grid) -> Values:
    """(k, 2) eastings and northings of the centres of cells."""
    east = grid.west_m + (col.to_numpy() + 0.5) * grid.cell_m
    return np.stack([east, grid.north_m - (row.to_numpy() + 0.5) * grid.cell_m], axis=1)
