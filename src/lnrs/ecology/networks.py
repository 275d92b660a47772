"""Patches of habitat as a network: which can be reached from which, and how much habitat that makes one."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from scipy import ndimage, sparse
from scipy.sparse import csgraph

from lnrs.units import HA_M2

Floats = npt.NDArray[np.float64]

BLOCK_PATCHES = 512


class Links(NamedTuple):
    """Links between patches, each once."""

    patch: npt.NDArray[np.int64]
    """(n, 2) positions of the two patches, from 0, lower first."""
    length: Floats
    """(n,) metres, or least cost."""


def patches_of_raster(habitat: npt.NDArray[np.bool_], *, cell_m: float) -> tuple[npt.NDArray[np.int32], Floats]:
    """Labels (rows, cols) of the patches of a raster of habitat, from 1 in the order of rows, 0 elsewhere, and the
    area of each in hectares. Cells are of one patch where they touch by a side or a corner."""
    labels, count = ndimage.label(habitat, np.ones((3, 3), int))
    cells = np.bincount(labels.ravel(), minlength=count + 1)[1:].astype(np.float64)
    return labels.astype(np.int32), cells * (cell_m**2 / HA_M2)


def links_within(patches: npt.NDArray[Any], *, reach_m: float) -> Links:
    """Every two patches (n shapes) whose edges are at most `reach_m` apart, with that distance in a straight line; an
    empty shape has none."""
    tree = shapely.STRtree(patches)
    pairs = tree.query(patches, predicate="dwithin", distance=reach_m).T
    pairs = pairs[pairs[:, 0] < pairs[:, 1]]
    pairs = pairs[np.lexsort(pairs.T[::-1])]
    return Links(pairs, shapely.distance(patches[pairs[:, 0]], patches[pairs[:, 1]]))


def nearest_neighbour_m(patches: npt.NDArray[Any]) -> Floats:
    """Distance (n,) from the edge of each patch to that of its nearest neighbour; inf where it has none, NaN where the
    shape is empty (ENN of McGarigal and Marks 1995, between edges)."""
    away = np.where(shapely.is_empty(patches), np.nan, np.inf)
    (one, _), distance = shapely.STRtree(patches).query_nearest(patches, exclusive=True, return_distance=True)
    away[one] = distance
    _, same, copies = np.unique(shapely.to_wkb(shapely.normalize(patches)), return_inverse=True, return_counts=True)
    away[(copies[same] > 1) & ~np.isnan(away)] = 0.0  # `exclusive` passes over every shape equal to the one asked about
    return away


def components(links: Links, count: int) -> npt.NDArray[np.int32]:
    """The component, from 0, of each of `count` patches: patches of one component can be reached from each other."""
    return csgraph.connected_components(_graph(links, count), directed=False)[1]


def effective_mesh_ha(area_ha: Floats, *, total_ha: float, complete_ha: Floats | None = None) -> float:
    """Effective mesh size of an area of `total_ha`: the chance that two points of it, put down at random, lie in the
    same patch, as an area: `sum(a^2) / total` (Jaeger 2000, Landscape Ecology 15:115-130).

    With `complete_ha` (n,), each patch's whole area where it goes on beyond the boundary, the boundary cuts no patch:
    `sum(a x complete) / total` (Moser et al. 2007, Landscape Ecology 22:447-459).

    >>> effective_mesh_ha(np.array([60.0, 40.0]), total_ha=100.0)
    52.0
    """
    whole = area_ha if complete_ha is None else complete_ha
    if not total_ha > 0:
        raise ValueError(f"The total area has to be above 0 ha, not {total_ha}.")
    if (area_ha < 0).any() or (whole < area_ha).any():
        raise ValueError("A patch's area has to be 0 ha or more, and its complete area no less than its area.")
    return float(area_ha @ whole / total_ha)


def equivalent_connected_area_ha(area_ha: Floats, links: Links, *, dispersal: float) -> float:
    """Area of the one patch that would be worth as much as all of them are, connected as they are:
    `sqrt(sum_ij a_i a_j p_ij)` (Saura et al. 2011, Ecological Indicators 11:407-416).

    `p_ij` is the greatest product of probabilities `exp(-length / dispersal)` over the links of any path from i to j,
    1 from a patch to itself, 0 where there is no path. `dispersal` is the mean dispersal distance of a negative
    exponential, or mean cost, in the unit of the links: a median distance is that divided by ln 2. Crossing a patch on
    the way costs nothing. Memory is that of 512 rows of the matrix of p.
    """
    return float(np.sqrt(_worth(area_ha, _graph(links, len(area_ha)), dispersal)))


def probability_of_connectivity(area_ha: Floats, links: Links, *, dispersal: float, total_ha: float) -> float:
    """Chance, 0 to 1, that two animals put down at random in an area of `total_ha` are in habitat that is connected:
    `sum_ij a_i a_j p_ij / total^2` (Saura and Pascual-Hortal 2007, Landscape and Urban Planning 83:91-103), with `p` as
    in `equivalent_connected_area_ha`."""
    if total_ha < area_ha.sum():
        raise ValueError(f"The total area, {total_ha} ha, is less than that of its patches.")
    return _worth(area_ha, _graph(links, len(area_ha)), dispersal) / total_ha**2


class Importance(NamedTuple):
    """What is lost of the probability of connectivity if a patch is, as a share (n,) of it, by the three ways in which
    a patch counts (Saura and Rubio 2010, Ecography 33:523-537)."""

    total: Floats
    """dPC: the sum of the three."""
    intra: Floats
    """Its own area."""
    flux: Floats
    """Dispersal between it and the others."""
    connector: Floats
    """Dispersal between others that has no path as good without it."""


def importance(area_ha: Floats, links: Links, *, dispersal: float) -> Importance:
    """Each patch's importance dPC, exactly: without it, every probability in its component is worked out again.

    The work grows as the cube of the patches of a component, so this is for some hundreds in one. Raises ValueError
    where no patch has any area.
    """
    graph = _graph(links, len(area_ha))
    component = csgraph.connected_components(graph, directed=False)[1]
    intra, flux, connector = np.empty((3, len(area_ha)))
    worth = 0.0
    order = np.argsort(component, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(component[order])) + 1):
        among, area = graph[members][:, members], area_ha[members]
        p = _best(among, np.arange(len(members)), dispersal)
        worth += float(area @ p @ area)
        intra[members] = area**2
        flux[members] = 2 * area * (p @ area - area)
        for k, patch in enumerate(members):
            others = np.delete(np.arange(len(members)), k)
            without = _best(among[others][:, others], np.arange(len(others)), dispersal)
            connector[patch] = area[others] @ (p[np.ix_(others, others)] - without) @ area[others]
    if not worth > 0:
        raise ValueError("The patches have no area.")
    return Importance((intra + flux + connector) / worth, intra / worth, flux / worth, connector / worth)


def _graph(links: Links, count: int) -> sparse.csr_matrix:
    """The links both ways; a link of length 0 is kept, as the smallest length there is."""
    if len(links.patch) and not (links.patch.min() >= 0 and links.patch.max() < count):
        raise ValueError(f"A link names a patch that is not among the {count}.")
    if not (links.length >= 0).all():
        raise ValueError("The length of a link has to be 0 or more.")
    one, other = links.patch.T
    length = np.maximum(links.length, np.finfo(float).tiny)
    return sparse.csr_matrix((np.r_[length, length], (np.r_[one, other], np.r_[other, one])), shape=(count, count))


def _best(graph: sparse.csr_matrix, patches: npt.NDArray[np.intp], dispersal: float) -> Floats:
    """Probabilities (len(patches), n) of the best path from some patches to all."""
    if not dispersal > 0:
        raise ValueError(f"The mean dispersal has to be above 0, not {dispersal}.")
    return np.exp(-csgraph.dijkstra(graph, indices=patches) / dispersal)


def _worth(area_ha: Floats, graph: sparse.csr_matrix, dispersal: float) -> float:
    """sum_ij a_i a_j p_ij, in ha squared."""
    blocks = (np.arange(k, min(k + BLOCK_PATCHES, len(area_ha))) for k in range(0, len(area_ha), BLOCK_PATCHES))
    return float(sum(area_ha[rows] @ _best(graph, rows, dispersal) @ area_ha for rows in blocks))
