"""Cutting many polygons in two at once, each along a hedge of its own with a slight bend in it.

Where a polygon is crossed just twice, its halves are put together from its own corners and the hedge. The few others,
and any whose bent hedge would leave the polygon, are left to GEOS, whose overlay is right for all and much slower.
"""

import numpy as np
import shapely

BEND = 0.03
"""How far aside a hedge may stray at its bend, as a share of its length (standard deviation)."""


def halves(polygons: np.ndarray, through: np.ndarray, along: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The parts of all polygons on either side of hedges that run `through` a point (n x 2) straight across `along`."""
    corners, owner = shapely.get_coordinates(polygons, return_index=True)
    beyond = ((corners - through[owner]) * along[owner]).sum(axis=1)
    is_edge = owner[:-1] == owner[1:]
    crossed = np.flatnonzero(is_edge & ((beyond[:-1] > 0) != (beyond[1:] > 0)))
    twice = np.bincount(owner[crossed], minlength=len(polygons)) == 2
    quick = np.flatnonzero(twice & (shapely.get_num_interior_rings(polygons) == 0))
    edge = crossed[np.isin(owner[crossed], quick)].reshape(-1, 2)
    share = beyond[edge] / (beyond[edge] - beyond[edge + 1])
    meets = corners[edge] + (corners[edge + 1] - corners[edge]) * share[..., None]
    cut = _two_rings(corners, owner, edge, meets, _bends(meets, random))
    sound = shapely.is_valid(cut).all(axis=1)
    slow = np.setdiff1d(np.arange(len(polygons)), quick[sound])
    return np.concatenate([cut[sound].ravel(), _overlaid(polygons[slow], through[slow], along[slow])])


def _bends(meets: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A point near the middle of each hedge (n x 2 ends x 2), somewhat aside."""
    run = meets[:, 1] - meets[:, 0]
    aside = np.stack([-run[:, 1], run[:, 0]], axis=1)
    place, stray = random.uniform(0.3, 0.7, (len(meets), 1)), random.normal(0, BEND, (len(meets), 1))
    return meets[:, 0] + run * place + aside * stray.clip(-0.08, 0.08)


def _two_rings(
    corners: np.ndarray, owner: np.ndarray, edge: np.ndarray, meets: np.ndarray, bends: np.ndarray
) -> np.ndarray:
    """Both halves (n x 2) of polygons crossed on two edges, which start at the corners numbered in `edge` (n x 2).

    One half has the corners between the two crossings, the other the corners after the second and before the first.
    """
    number = np.arange(len(edge))
    row = np.full(owner.max(initial=-1) + 1, -1)
    row[owner[edge[:, 0]]] = number
    opened = np.flatnonzero(np.r_[owner[:-1] == owner[1:], False] & (row[owner] >= 0))
    mine = row[owner[opened]]
    first, second = edge[mine].T
    between = (first < opened) & (opened <= second)
    wrapped = np.where(opened <= first, len(corners), 0)
    half = np.concatenate([2 * mine + ~between, *([2 * number + side] * 3 for side in (0, 1))], axis=None)
    ends = edge + 0.5
    later = ends[:, 0] + len(corners)
    order = np.r_[opened + wrapped, ends[:, 0], ends[:, 1], ends[:, 1] + 0.1, ends[:, 1], later, later + 0.1]
    places = np.concatenate([corners[opened], meets[:, 0], meets[:, 1], bends, meets[:, 1], meets[:, 0], bends])
    along_ring = np.lexsort((order, half))
    rings = shapely.linearrings(places[along_ring], indices=half[along_ring])
    return shapely.polygons(rings).reshape(-1, 2)


def _overlaid(polygons: np.ndarray, through: np.ndarray, along: np.ndarray) -> np.ndarray:
    """Halves by overlay with all the land beyond each hedge, here without its bend."""
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    near, far = through - across * 8, through + across * 8
    beyond = shapely.polygons(np.stack([near, far, far + along * 8, near + along * 8], axis=1))
    sides = np.concatenate([shapely.intersection(polygons, beyond), shapely.difference(polygons, beyond)])
    parts = shapely.get_parts(shapely.get_parts(sides))
    return parts[(shapely.get_type_id(parts) == 3) & (shapely.area(parts) > 0.01)]
