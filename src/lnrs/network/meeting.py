"""What meets across a border: measures or important areas of one strategy area that touch those of another.

Only what lies near the border is looked at, pair by pair, so that the work grows with the border and not with the
areas.
"""

from collections.abc import Iterable, Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from lnrs.units import HA_M2

WITHIN_M = 10.0
"""Land that comes nearer than a cell of the national grid meets."""


def meets(a: gpd.GeoDataFrame, b: gpd.GeoDataFrame, within_m: float = WITHIN_M) -> pd.DataFrame:
    """Which polygons of `a` come within `within_m` metres of polygons of `b` (both EPSG:27700, valid).

    Columns: a, b (labels of the frames' indexes), contact_m, apart_m (least distance), shared_ha (land of both), a_ha,
    b_ha (hectares of each polygon). contact_m is the mean of the length of the one's outline that lies within
    `within_m` of the other, or in it, and the other way round: at each end it may reach `within_m` further than land
    that truly adjoins. With 0 it is the outline that they share, and 0 where they touch in a point.
    """
    ours, theirs = a.geometry.to_numpy(), b.geometry.to_numpy()
    i, j = shapely.STRtree(theirs).query(ours, predicate="dwithin", distance=within_m)
    one, other = ours[i], theirs[j]
    table = pd.DataFrame(
        {
            "a": a.index[i],
            "b": b.index[j],
            "contact_m": (_along(one, other, within_m) + _along(other, one, within_m)) / 2,
            "apart_m": shapely.distance(one, other),
            "shared_ha": shapely.area(shapely.intersection(one, other)) / HA_M2,
            "a_ha": shapely.area(one) / HA_M2,
            "b_ha": shapely.area(other) / HA_M2,
        }
    )
    return table.sort_values(["a", "b"], ignore_index=True)


def _along(one: np.ndarray, other: np.ndarray, within_m: float) -> np.ndarray:
    """Metres of each polygon's outline that lie within a distance of the other of its pair, or in it."""
    reach = shapely.buffer(other, within_m) if within_m > 0 else other
    return shapely.length(shapely.intersection(shapely.boundary(one), reach))


def groups_over_borders(
    areas: Mapping[int, gpd.GeoDataFrame], pairs: Iterable[tuple[int, int]], within_m: float = WITHIN_M
) -> pd.DataFrame:
    """Polygons of several strategy areas that make one network across borders.

    `areas` are the polygons of each area by its number, `pairs` the neighbours to look at. Returns lnrs_id, piece
    (label), group (from 1, the one with most hectares first), ha, for every polygon in a group that crosses a border.
    Polygons of one area that touch each other belong together too, but a group within one area alone is left out, and
    so is what hangs on to a group only through land that lies further from a border than one polygon.
    """
    met = [(a, b, meets(areas[a], areas[b], within_m)) for a, b in pairs]
    ends = [(lnrs_id, label) for a, b, table in met for lnrs_id, side in ((a, "a"), (b, "b")) for label in table[side]]
    members = sorted(set(ends))
    if not members:
        return pd.DataFrame({"lnrs_id": [], "piece": [], "group": [], "ha": []}).astype({"lnrs_id": int, "group": int})
    place = {member: number for number, member in enumerate(members)}
    links = [
        (place[a, one], place[b, other]) for a, b, table in met for one, other in zip(table.a, table.b, strict=True)
    ]
    links += _within(areas, members, place, within_m)
    one, other = np.array(links).T
    edges = coo_array((np.ones(len(one), np.int8), (one, other)), shape=(len(members),) * 2)
    _, group = connected_components(edges, directed=False)
    ha = {lnrs_id: dict(zip(frame.index, frame.area / HA_M2, strict=True)) for lnrs_id, frame in areas.items()}
    lnrs_ids, labels = zip(*members, strict=True)
    table = pd.DataFrame({"lnrs_id": lnrs_ids, "piece": labels, "group": group})
    table["ha"] = [float(ha[lnrs_id][label]) for lnrs_id, label in members]
    rank = table.groupby("group")["ha"].sum().rank(method="first", ascending=False).astype(int)
    return table.assign(group=table["group"].map(rank)).sort_values(["group", "lnrs_id", "piece"], ignore_index=True)


def _within(
    areas: Mapping[int, gpd.GeoDataFrame],
    members: list[tuple[int, object]],
    place: Mapping[tuple[int, object], int],
    within_m: float,
) -> list[tuple[int, int]]:
    """Links between members of one area that come near each other."""
    links = []
    for lnrs_id in sorted({number for number, _ in members}):
        labels = [label for number, label in members if number == lnrs_id]
        shapes = areas[lnrs_id].geometry.loc[labels].to_numpy()
        one, other = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=within_m)
        links += [
            (place[lnrs_id, labels[i]], place[lnrs_id, labels[j]]) for i, j in zip(one, other, strict=True) if i < j
        ]
    return links
