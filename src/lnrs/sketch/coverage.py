"""Polygons that share edges exactly: making them meet, finding neighbours, joining them."""

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

GRID_M = 0.01
"""Coordinates of the sketch are whole centimetres."""
NOWHERE = shapely.MultiLineString()


def meet(
    polygons: np.ndarray, *, border: shapely.Geometry = NOWHERE, tolerance_m: float = 0.02, weld_m: float = 0.5
) -> tuple[np.ndarray, np.ndarray]:
    """The same polygons with a corner wherever a neighbour has one on the shared edge: a clean coverage.

    Polygons must already tile the plane but for corners that lie on the middle of another's edge. Corners closer
    together than `weld_m` become one, which is that on the `border` (lines) where one is; a polygon that shrinks to
    nothing by that is left out, and one that is pinched in two becomes two. Gives the polygons and the number each had.
    """
    rings, owner = shapely.get_rings(polygons, return_index=True)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    places, corner = _places(corners)
    corner, ring = _with_corners_between(places, corner, ring, tolerance_m)
    corner = _weld(places, border, weld_m)[corner]
    opened = np.r_[ring[:-1] == ring[1:], False]
    corner, ring = _without_spikes(corner[opened], ring[opened])
    return _parted(*_rebuilt(places[corner], ring, owner))


def edges(polygons: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every edge of every polygon: its two ends as one sortable row (x, y, x, y), its length, whose it is."""
    rings, owner = shapely.get_rings(polygons, return_index=True)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    start, end = corners[:-1][ring[:-1] == ring[1:]], corners[1:][ring[:-1] == ring[1:]]
    forward = (start[:, 0] < end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] < end[:, 1]))
    ends = np.where(forward[:, None], np.hstack([start, end]), np.hstack([end, start]))
    return ends, np.hypot(*(end - start).T), owner[ring[:-1][ring[:-1] == ring[1:]]]


def neighbours(polygons: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of polygons with a common edge, each pair once, and the length in metres of what they share."""
    ends, length, owner = edges(polygons)
    _, same = np.unique(ends.view([("", ends.dtype)] * 4).ravel(), return_inverse=True)
    order = np.argsort(same, kind="stable")
    twice = np.flatnonzero(same[order][:-1] == same[order][1:])
    first, second = owner[order[twice]], owner[order[twice + 1]]
    low, high = np.minimum(first, second), np.maximum(first, second)
    shared = coo_array((length[order[twice]], (low, high)), shape=(len(polygons),) * 2).tocsr().tocoo()
    apart = shared.row != shared.col
    return shared.row[apart], shared.col[apart], shared.data[apart]


def absorb(polygons: np.ndarray, too_small: np.ndarray, kind: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Joins each polygon marked `too_small` to the neighbour of its own kind with the longest shared edge.

    Gives the polygons that are left and the kind of each.
    """
    into = longest_neighbour(polygons, too_small, kind)
    joined = np.flatnonzero(into >= 0)
    label = components(len(polygons), joined, into[joined])
    _, first = np.unique(label, return_index=True)
    parts, source = shapely.get_parts(dissolve(polygons, label), return_index=True)
    return parts, kind[first][source]


def longest_neighbour(polygons: np.ndarray, wanted: np.ndarray, kind: np.ndarray) -> np.ndarray:
    """For each polygon marked in `wanted`, the neighbour of its kind that it shares most edge with; -1 where none."""
    first, second, length = neighbours(polygons)
    near, far, shared = np.r_[first, second], np.r_[second, first], np.r_[length, length]
    keep = wanted[near] & (kind[near] == kind[far])
    near, far, shared = near[keep], far[keep], shared[keep]
    order = np.lexsort((far, shared, near))
    result = np.full(len(polygons), -1)
    result[near[order]] = far[order]
    return result


def dissolve(polygons: np.ndarray, label: np.ndarray) -> np.ndarray:
    """One (multi)polygon a label, in order of label; polygons with the label -1 are left out."""
    order = np.argsort(label, kind="stable")
    order = order[label[order] >= 0]
    starts = np.flatnonzero(np.r_[True, np.diff(label[order]) != 0])
    groups = np.split(polygons[order], starts[1:]) if len(order) else []
    return np.array(
        [shapely.coverage_union_all(group) if len(group) > 1 else group[0] for group in groups], dtype=object
    )


def multi(shapes: np.ndarray) -> np.ndarray:
    """Every shape as a MultiPolygon."""
    return np.array([shapely.MultiPolygon(list(shapely.get_parts(shape))) for shape in shapes], dtype=object)


def components(count: int, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Labels of the groups that pairs (`first`, `second`) link together among `count` things."""
    links = coo_array((np.ones(len(first), dtype=bool), (first, second)), shape=(count, count))
    return connected_components(links, directed=False)[1]


def _places(corners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distinct places (to the centimetre) that corners take, and the number of each corner's place."""
    cm = np.rint(corners / GRID_M).astype(np.int64)
    least = cm.min(axis=0)
    east, north = (cm - least).T
    key, number = np.unique((east << 32) + north, return_inverse=True)
    return np.round((np.stack([key >> 32, key & 0xFFFFFFFF], axis=1) + least) * GRID_M, 2), number


def _with_corners_between(
    places: np.ndarray, corner: np.ndarray, ring: np.ndarray, tolerance_m: float
) -> tuple[np.ndarray, np.ndarray]:
    """Corner and ring numbers with every place that lies on an edge put into it, in order along the edge."""
    edge = np.flatnonzero((ring[:-1] == ring[1:]) & (corner[:-1] != corner[1:]))
    low, high = np.sort(np.stack([corner[edge], corner[edge + 1]]), axis=0)
    key, number = np.unique(low * len(places) + high, return_inverse=True)
    ends = np.stack(np.divmod(key, len(places)), axis=1)
    place, line = _places_on_lines(places, ends, tolerance_m)
    start, step = places[ends[line, 0]], places[ends[line, 1]] - places[ends[line, 0]]
    along = (((places[place] - start) * step).sum(axis=1) / (step**2).sum(axis=1)).clip(1e-9, 1 - 1e-9)
    first, last = np.searchsorted(line, number), np.searchsorted(line, number, side="right")
    extra = last - first
    chosen = np.repeat(first - np.r_[0, np.cumsum(extra)[:-1]], extra) + np.arange(extra.sum())
    into = np.repeat(edge, extra)
    share = np.where(corner[into] == ends[line[chosen], 0], along[chosen], 1 - along[chosen])
    order = np.argsort(np.r_[np.arange(len(corner), dtype=float), into + share], kind="stable")
    return np.r_[corner, place[chosen]][order], np.r_[ring, ring[into]][order]


def _places_on_lines(places: np.ndarray, ends: np.ndarray, tolerance_m: float) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of a place and a line (two place numbers) that it lies on but does not end, in order of line."""
    tree = shapely.STRtree(shapely.linestrings(places[ends]))
    place, line = tree.query(shapely.points(places), predicate="dwithin", distance=tolerance_m)
    between = (place != ends[line, 0]) & (place != ends[line, 1])
    place, line = place[between], line[between]
    order = np.lexsort((place, line))
    return place[order], line[order]


def _weld(places: np.ndarray, border: shapely.Geometry, weld_m: float) -> np.ndarray:
    """For each place, the number of the one that stands for it and for all closer than `weld_m`."""
    pairs = cKDTree(places).query_pairs(weld_m, output_type="ndarray")
    label = components(len(places), pairs[:, 0], pairs[:, 1])
    close = np.unique(pairs)
    moves = np.zeros(len(places))
    moves[close] = ~shapely.dwithin(border, shapely.points(places[close]), GRID_M)
    moves[close] += ~shapely.dwithin(shapely.extract_unique_points(border), shapely.points(places[close]), GRID_M)
    order = np.lexsort((np.arange(len(places)), moves, label))
    first = order[np.r_[True, np.diff(label[order]) != 0]]
    return first[label]


def _without_spikes(corner: np.ndarray, ring: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Open rings of corner numbers without repeats and without there-and-back spikes; some may be left with none."""
    while True:
        start = np.flatnonzero(np.r_[True, np.diff(ring) != 0])
        end = np.r_[start[1:], len(ring)] - 1
        before, after = np.roll(corner, 1), np.roll(corner, -1)
        before[start], after[end] = corner[end], corner[start]
        keep = (corner != before) & (before != after)
        if keep.all():
            return corner, ring
        corner, ring = corner[keep], ring[keep]


def _rebuilt(corners: np.ndarray, ring: np.ndarray, owner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Polygons of open rings (exterior first, as `shapely.get_rings` gives them), and the number each had."""
    left, number = np.unique(ring, return_inverse=True)
    rings = shapely.linearrings(corners, indices=number)
    owner_of = owner[left]
    exterior = np.flatnonzero(np.r_[True, np.diff(owner_of) != 0])
    if len(exterior) == len(rings):
        return shapely.polygons(rings), owner_of
    groups = np.split(rings, exterior[1:])
    return np.array([shapely.Polygon(group[0], group[1:]) for group in groups], dtype=object), owner_of[exterior]


def _parted(polygons: np.ndarray, number: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Polygons and numbers with each polygon whose edge touches itself parted there."""
    pinched = ~shapely.is_valid(polygons)
    if not pinched.any():
        return polygons, number
    whole, source = shapely.get_parts(shapely.make_valid(polygons[pinched]), return_index=True)
    parts, part = shapely.get_parts(whole, return_index=True)
    is_land = shapely.get_type_id(parts) == 3
    found, found_number = parts[is_land], number[pinched][source[part]][is_land]
    order = np.argsort(np.r_[number[~pinched], found_number], kind="stable")
    return np.concatenate([polygons[~pinched], found])[order], np.r_[number[~pinched], found_number][order]
