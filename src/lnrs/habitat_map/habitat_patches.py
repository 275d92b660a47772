"""The habitat that there is, as patches: what a measure could join."""

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from lnrs.ecology.patches import Pairs
from lnrs.habitat_map.overlay import Geometries, polygons_of
from lnrs.habitat_map.threads import over_chunks


def habitat_patches(land: gpd.GeoDataFrame, pairs: Pairs) -> gpd.GeoDataFrame:
    """Pieces of one habitat that adjoin, as one row each: patch_id (from 1), habitat, area_ha, MultiPolygon.

    `pairs` (n, 2) says which pieces of the land adjoin. Patches are in the order of the habitats' names, the largest
    first.
    """
    code, names = pd.factorize(land["habitat"], sort=True)
    none = np.flatnonzero(names == "")
    held = np.flatnonzero(~np.isin(code, none))
    alike = pairs[(code[pairs[:, 0]] == code[pairs[:, 1]])]
    links = coo_array((np.ones(len(alike), np.int8), (alike[:, 0], alike[:, 1])), shape=(len(land),) * 2)
    patch = connected_components(links, directed=False)[1][held]
    first, patch = np.unique(patch, return_index=True, return_inverse=True)[1:]
    area_ha = np.bincount(patch, land["area_ha"].to_numpy()[held])
    shapes = _joined(land.geometry.to_numpy()[held], land["odd_edged"].to_numpy()[held], patch)
    table = gpd.GeoDataFrame(
        {"habitat": np.asarray(names, object)[code[held][first]], "area_ha": area_ha}, geometry=shapes, crs=27700
    )
    table = table.sort_values(["habitat", "area_ha"], ascending=[True, False], kind="stable", ignore_index=True)
    table.insert(0, "patch_id", np.arange(1, len(table) + 1))
    return table


def _joined(shapes: Geometries, odd: npt.NDArray[np.bool_], patch: npt.NDArray[np.intp]) -> Geometries:
    """The union of the shapes of each patch; those that a neighbour does not meet vertex to vertex are noded."""
    order = np.argsort(patch, kind="stable")
    ends = np.searchsorted(patch[order], np.arange(patch.max(initial=-1) + 2))

    def union_each(begins: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> Geometries:
        done = np.empty(len(begins), object)
        for k, (begin, end) in enumerate(zip(begins, ends, strict=True)):
            ours = order[begin:end]
            done[k] = shapes[ours[0]] if len(ours) == 1 else _union(shapes[ours], noded=bool(odd[ours].any()))
        return done

    parts, owner = polygons_of(over_chunks(union_each, ends[:-1], ends[1:]))
    return shapely.multipolygons(parts, indices=owner) if len(parts) else parts


def _union(shapes: Geometries, *, noded: bool) -> shapely.Geometry:
    return shapely.union_all(shapes) if noded else shapely.coverage_union_all(shapes)
