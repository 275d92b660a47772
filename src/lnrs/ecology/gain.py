"""What each parcel of new habitat would add to connectivity, and what each patch there is would take with it, exactly.

With a the habitat and K the kernel, ECA^2 = a . K a. Habitat b more makes it (a + b) . K (a + b), which is 2 b . S +
b . K b more, where S = K a is known; habitat b less makes it 2 b . S - b . K b less. Nothing has to be removed, added
or sampled: the first term is one sum over the parcel's cells, the second concerns the parcel alone.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit, prange

from lnrs.ecology.kernel import Kernel
from lnrs.ecology.kernel_pairs import Parts, boxes, pair_table, parts_of, sums_within
from lnrs.ecology.zonal import Zones
from lnrs.units import HA_M2

Floats = npt.NDArray[np.float64]


class Links(NamedTuple):
    """What shapes hold of habitat, and what it is to ECA^2, each (n,)."""

    area_ha: Floats
    """Habitat that the shape adds or takes away."""
    between_ha2: Floats
    """Its links with the rest of the habitat, both ways."""
    within_ha2: Floats
    """Its links within itself."""

    @property
    def eca2_ha2(self) -> Floats:
        """By how much ECA^2 rises or falls, (n,)."""
        return self.between_ha2 + self.within_ha2


def gain(candidates: Zones, habitat: npt.NDArray[Any], reach_ha: npt.NDArray[np.floating], kernel: Kernel) -> Links:
    """What each candidate would add if it alone became habitat, all of it and of full quality.

    Cells that are habitat already add nothing, and partly habitat only their rest, so `area_ha` counts new habitat. A
    shape too small to hold a cell's centre adds nothing. `reach_ha` is `dispersal.within_reach_ha` of `habitat`, whose
    error of about 1e-6 of its largest value per hectare is the only one.

    Raises ValueError where the rasters differ in shape or the candidates reach beyond them.
    """
    parts = _parts(candidates, habitat, reach_ha, of_habitat=False)
    area_ha, between, within = _links(parts, reach_ha, kernel)
    return Links(area_ha, 2 * between, within)


def loss(patches: Zones, habitat: npt.NDArray[Any], reach_ha: npt.NDArray[np.floating], kernel: Kernel) -> Links:
    """What each patch would take with it if it alone were lost: the patch importance dPC of Pascual-Hortal and Saura
    (2006, Landscape Ecology 21:959-967) is its `eca2_ha2` divided by ECA^2.

    Only cells that are habitat count. Errors and exceptions as in `gain`.
    """
    parts = _parts(patches, habitat, reach_ha, of_habitat=True)
    area_ha, between, within = _links(parts, reach_ha, kernel)
    return Links(area_ha, 2 * (between - within), within)


def gained_eca_ha(eca_ha: float, links: Links) -> Floats:
    """By how many hectares the equivalent connected area would rise with each of them alone, (n,)."""
    return rise_ha(eca_ha, links.eca2_ha2)


def lost_eca_ha(eca_ha: float, links: Links) -> Floats:
    """By how many hectares the equivalent connected area would fall without each of them alone, (n,)."""
    return -rise_ha(eca_ha, -links.eca2_ha2)


def rise_ha(eca_ha: float, eca2_ha2: Floats) -> Floats:
    """sqrt(ECA^2 + rise) - ECA, written so that a small rise keeps its digits."""
    after = np.sqrt(np.maximum(eca_ha**2 + eca2_ha2, 0))
    return np.divide(eca2_ha2, after + eca_ha, out=np.zeros_like(eca2_ha2), where=after + eca_ha > 0)


def joined(shapes: Zones, members: npt.NDArray[np.integer]) -> Zones:
    """Some of the shapes as one, to be gained or lost together: the parcels of a corridor, a chain of stepping stones.

    A cell that several of them hold counts once. Raises ValueError for no members.
    """
    if len(members) == 0:
        raise ValueError("There is nothing to join.")
    run = np.concatenate([np.arange(shapes.start[member], shapes.start[member + 1]) for member in members])
    run = run[shapes.end[run] > shapes.begin[run]]
    run = run[np.lexsort((shapes.begin[run], shapes.row[run]))]
    row, begin, end = shapes.row[run], shapes.begin[run].copy(), shapes.end[run]
    if len(run):
        _once(row, begin, end)
    inner = shapes.inner_row[members[:1]], shapes.inner_col[members[:1]]
    return Zones(np.array([0, len(run)]), row, np.minimum(begin, end), end, *inner)


def _parts(shapes: Zones, habitat: npt.NDArray[Any], reach_ha: npt.NDArray[Any], *, of_habitat: bool) -> Parts:
    if habitat.shape != reach_ha.shape:
        raise ValueError("The habitat and what is within reach of it must be rasters of one shape.")
    return parts_of(shapes, habitat, of_habitat=of_habitat)


def _links(parts: Parts, reach_ha: npt.NDArray[np.floating], kernel: Kernel) -> tuple[Floats, Floats, Floats]:
    """Of each shape's b: its hectares, b . S and b . K b."""
    cell_ha = kernel.cell_m**2 / HA_M2
    north, south, west, east = boxes(parts).T
    table = pair_table(kernel, int((south - north).max(initial=0)) + 1, int((east - west).max(initial=0)) + 1)
    cells, reached = _zonal(*parts, reach_ha)
    return cells * cell_ha, reached * cell_ha, sums_within(*parts, table) * cell_ha**2


@njit(cache=True, nogil=True, parallel=True)
def _zonal(start, row, begin, end, share, reach_ha):
    """Of each shape: its cells by their share, and the raster summed over them by the same."""
    cells, reached = np.zeros(len(start) - 1), np.zeros(len(start) - 1)
    for shape in prange(len(start) - 1):
        for k in range(start[shape], start[shape + 1]):
            cells[shape] += share[k] * (end[k] - begin[k])
            along = 0.0
            for col in range(begin[k], end[k]):
                along += reach_ha[row[k], col]
            reached[shape] += share[k] * along
    return cells, reached


@njit(cache=True, nogil=True)
def _once(row, begin, end):
    """Move each run's beginning to where the runs before it in its row have ended; a run may come to nothing."""
    taken = end[0]
    for k in range(1, len(row)):
        if row[k] != row[k - 1]:
            taken = end[k]
            continue
        begin[k] = max(begin[k], taken)
        taken = max(taken, end[k])
