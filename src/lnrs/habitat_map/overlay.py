"""Exact geometry on many polygons: unions by the parts that touch, cuts only where an edge passes.

The work grows with what overlaps, not with the size of the county.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from lnrs.habitat_map.threads import over_chunks

Geometries = npt.NDArray[Any]

VERTICES_A_STRETCH = 32

NEAR_EDGE_M = 1e-5
"""Coordinates of crossings are good to about 1e-9 m; a point this near an edge may be on either side of it."""


def polygons_of(geometries: Geometries) -> tuple[Geometries, npt.NDArray[np.intp]]:
    """Every single polygon with area within the geometries, and the position of the geometry it came from."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    while (shapely.get_type_id(parts) == shapely.GeometryType.GEOMETRYCOLLECTION).any():
        parts, inner = shapely.get_parts(parts, return_index=True)
        owner = owner[inner]
    areal = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)
    return parts[areal], owner[areal]


def dissolve(geometries: Geometries) -> Geometries:
    """The union, as single polygons without overlap, ordered from west to east.

    Only polygons that meet are noded together; each group of them is a task of its own.
    """
    from scipy.sparse import coo_array  # takes a while to load, and is seldom needed
    from scipy.sparse.csgraph import connected_components

    parts, _ = polygons_of(geometries)
    if len(parts) == 0:
        return parts
    pairs = shapely.STRtree(parts).query(parts, predicate="intersects")
    count, group = connected_components(
        coo_array((np.ones(pairs.shape[1], np.int8), pairs), shape=(len(parts),) * 2), directed=False
    )
    order = np.argsort(group, kind="stable")
    bounds = np.searchsorted(group[order], np.arange(count + 1))
    alone = np.diff(bounds) == 1
    groups = np.empty((~alone).sum(), object)
    groups[:] = [parts[order[bounds[k] : bounds[k + 1]]] for k in np.flatnonzero(~alone)]
    joined = over_chunks(_union_each, groups) if len(groups) else groups
    whole, _ = polygons_of(np.concatenate([parts[order[bounds[:-1][alone]]], joined]))
    return _in_order(whole)


def _union_each(groups: Geometries) -> Geometries:
    done = np.empty(len(groups), object)
    done[:] = [shapely.union_all(group) for group in groups]
    return done


def odd_edged(coverage: Geometries) -> npt.NDArray[np.bool_]:
    """Which polygons of a coverage a neighbour does not meet vertex to vertex."""
    return ~shapely.is_empty(shapely.coverage_invalid_edges(coverage))


def join(coverage: Geometries, odd: npt.NDArray[np.bool_]) -> Geometries:
    """The union of single polygons that do not overlap, as `dissolve` gives it, in a quarter of its time.

    Where polygons meet edge to edge GEOS only has to drop the edges that they share. Those that are `odd`, as
    `odd_edged` tells, are noded, together with whatever touches them.
    """
    parts = shapely.get_parts(shapely.coverage_union_all(coverage[~odd]))
    near = np.unique(shapely.STRtree(parts).query(coverage[odd], predicate="intersects")[1])
    noded = dissolve(np.concatenate([parts[near], coverage[odd]]))
    return _in_order(np.concatenate([np.delete(parts, near), noded]))


def _in_order(polygons: Geometries) -> Geometries:
    """Polygons from west to east."""
    return polygons[np.lexsort(shapely.bounds(polygons).T[::-1])]


def edges_of(polygons: Geometries) -> Geometries:
    """The outlines in stretches of few vertices, so that an index finds just the stretch that passes a parcel."""
    rings = shapely.get_rings(polygons)
    if len(rings) == 0:
        return rings
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    place_in_ring = np.arange(len(xy)) - np.searchsorted(ring, ring)
    link = np.flatnonzero(ring[:-1] == ring[1:])  # vertex `link` joins vertex `link + 1`
    stretch = np.cumsum(place_in_ring[link] % VERTICES_A_STRETCH == 0) - 1
    last = np.flatnonzero(np.r_[stretch[:-1] != stretch[1:], True])
    vertex = np.insert(link, last + 1, link[last] + 1)
    return shapely.linestrings(xy[vertex], indices=np.insert(stretch, last + 1, stretch[last]))


def cut(polygons: Geometries, along: Geometries) -> tuple[Geometries, npt.NDArray[np.intp]]:
    """Cut polygons along lines: (pieces, position of the polygon that each came from), in the polygons' order.

    A polygon that no line passes is given back as it is.
    """
    touching, line = shapely.STRtree(along).query(polygons, predicate="intersects")
    crossing = over_chunks(_enters, along[line], polygons[touching])
    touching, line = touching[crossing], line[crossing]
    order = np.lexsort((line, touching))
    touching, line = touching[order], line[order]
    passed = np.unique(touching)
    if len(passed) == 0:
        return polygons, np.arange(len(polygons))
    bundle = shapely.multilinestrings(along[line], indices=np.searchsorted(passed, touching))
    faces = over_chunks(_faces, polygons[passed], bundle)
    cut_up, of_passed = polygons_of(faces)
    whole = np.setdiff1d(np.arange(len(polygons)), passed, assume_unique=True)
    pieces = np.concatenate([polygons[whole], cut_up])
    source = np.concatenate([whole, passed[of_passed]])
    order = np.argsort(source, kind="stable")
    return pieces[order], source[order]


def _enters(lines: Geometries, polygons: Geometries) -> npt.NDArray[np.bool_]:
    """Whether any of a line lies inside the polygon, and not only along its outline."""
    return shapely.relate_pattern(lines, polygons, "T********")


def _faces(polygons: Geometries, lines: Geometries) -> Geometries:
    """Faces of each polygon cut by its lines, as one collection each."""
    noded = shapely.union(shapely.boundary(polygons), lines)  # whole lines: a clipped end may miss the boundary
    faces = np.empty(len(polygons), object)
    for k, (polygon, linework) in enumerate(zip(polygons, noded, strict=True)):
        made = shapely.get_parts(shapely.polygonize(shapely.get_parts(linework)))
        if len(made) > 1:
            made = made[inside(made, np.array([polygon]))]
        faces[k] = shapely.geometrycollections(made) if len(made) else polygon
    return faces


def inside(polygons: Geometries, areas: Geometries) -> npt.NDArray[np.bool_]:
    """Which polygons, already cut along the areas' edges, lie in any of the areas."""
    found = np.zeros(len(polygons), bool)
    points = shapely.point_on_surface(polygons)
    shapely.prepare(areas)
    found[shapely.STRtree(areas).query(points, predicate="within")[0]] = True
    doubtful = np.flatnonzero(_on_the_edge(points, polygons))
    if len(doubtful):
        polygon, _, shared = shared_area_m2(polygons[doubtful], areas)
        within = np.bincount(polygon, weights=shared, minlength=len(doubtful))
        found[doubtful] = within > shapely.area(polygons[doubtful]) / 2
    return found


def _on_the_edge(points: Geometries, polygons: Geometries) -> npt.NDArray[np.bool_]:
    """Whether a point is too near its polygon's outline to tell in from out: GEOS gives such points for thin shapes."""
    return shapely.distance(points, shapely.boundary(polygons)) < NEAR_EDGE_M


def shared_area_m2(
    polygons: Geometries, zones: Geometries
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.float64]]:
    """(polygon, zone, area in m2) for every pair that shares land. An overlay is made only across a zone's edge."""
    shapely.prepare(zones)
    tree = shapely.STRtree(polygons)
    zone, polygon = tree.query(zones, predicate="intersects")
    covered_zone, covered_polygon = tree.query(zones, predicate="covers")
    width = len(polygons)
    whole = np.isin(zone * width + polygon, covered_zone * width + covered_polygon)
    area = shapely.area(polygons)[polygon]
    across = np.flatnonzero(~whole)
    # Most of these only touch, which a prepared zone tells in a third of an overlay's time.
    touching = shapely.touches(zones[zone[across]], polygons[polygon[across]])
    area[across[touching]], across = 0.0, across[~touching]
    area[across] = over_chunks(
        lambda one, other: shapely.area(shapely.intersection(one, other)),
        polygons[polygon[across]],
        zones[zone[across]],
    )
    kept = np.flatnonzero(area > 0)
    kept = kept[np.lexsort((zone[kept], polygon[kept]))]
    return polygon[kept], zone[kept], area[kept]
