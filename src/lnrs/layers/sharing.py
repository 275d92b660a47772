"""Rows that belong together, and land that two rows both claim."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lnrs.errors import Problem
from lnrs.layers.contract import Layer
from lnrs.layers.origin import Origin, listed, rows_problem
from lnrs.layers.record import Repair
from lnrs.layers.repair import PRECISION_M, SLIVER_M2, of_kind, refs_of
from lnrs.units import HA_M2

SHARED_M2 = 1.0
"""Land that two features of a coverage may both claim: less is the rounding of coordinates."""

MOST_SHARED = 0.05
"""Share of a coverage's land that may be claimed twice; with more it is not a coverage, and cutting would guess."""


def joined(
    frame: gpd.GeoDataFrame, layer: Layer, origin: Origin
) -> tuple[gpd.GeoDataFrame, list[Repair], list[Problem]]:
    """The frame with rows of one reference made into one feature, where they say the same in every other column.

    Rows that share a reference and say different things are problems, as are repeated points and parcels.
    """
    repairs: list[Repair] = []
    problems: list[Problem] = []
    for key in (column.name for column in layer.columns if column.unique):
        repeated = frame[key].duplicated(keep=False) & (frame[key] != "")
        groups = frame[repeated].groupby(key, sort=False, dropna=True)
        merged: dict[int, shapely.Geometry] = {}
        gone: list[int] = []
        for ref, rows in groups:
            if not layer.geometry.startswith("Multi") or _differ(rows, layer):
                what = f"share the {key} {ref!r}."
                problems.append(rows_problem(origin, rows.index, what, "Give each its own."))
                continue
            merged[rows.index[0]], gone = _one(rows), gone + list(rows.index[1:])
            repairs.append(_joining(rows, str(ref), merged[rows.index[0]]))
        if merged:
            whole = pd.Series(frame.geometry.values, index=frame.index, dtype=object)
            whole[list(merged)] = list(merged.values())
            frame = frame.set_geometry(gpd.GeoSeries(whole, crs=frame.crs)).drop(index=gone)
    return frame, repairs, problems


def parted(
    frame: gpd.GeoDataFrame, layer: Layer, origin: Origin
) -> tuple[gpd.GeoDataFrame, list[Repair], list[str], list[Problem]]:
    """A coverage, with the land that two features claim cut out of the larger where its contract wants that, since the
    smaller is drawn on top. Also repairs, notes and problems: elsewhere what is shared is only noted, and more than a
    twentieth of the layer's land is a problem.
    """
    if not layer.coverage or len(frame) < 2:
        return frame, [], [], []
    shapes = frame.geometry.to_numpy()
    small, large, shared_m2 = _claimed_twice(shapes)
    share = shared_m2.sum() / shapely.area(shapes).sum()
    twice = (
        f"features overlap: {shared_m2.sum() / HA_M2:,.2f} ha ({share:.3%} of the layer) lies in more than one of them"
    )
    if share > MOST_SHARED:
        advice = "Keep one feature for each piece of land; --where COLUMN=VALUE takes some of the rows."
        return frame, [], [], [Problem(origin.name, f"{twice}.", advice)]
    if not len(large) or not layer.parted:
        return frame, [], [twice] if len(large) else [], []
    cut, refs = np.unique(large), refs_of(frame, layer)
    above = [small[large == at] for at in cut]
    left = _polygons(
        shapely.difference(shapes[cut], [shapely.union_all(shapes[on]) for on in above], grid_size=PRECISION_M)
    )
    repairs = [
        Repair(
            row=int(frame.index[at]),
            ref=refs.iloc[at],
            reason=f"{listed(list(refs.iloc[on]))} {'lies' if len(on) == 1 else 'lie'} on the same land",
            done="dropped, nothing was left" if after.is_empty else "the shared land taken out",
            area_before_m2=round(shapes[at].area, 2),
            area_after_m2=round(after.area, 2),
        )
        for at, on, after in zip(cut, above, left, strict=True)
    ]
    whole = shapes.copy()
    whole[cut] = left
    kept = frame.set_geometry(whole, crs=frame.crs)[~shapely.is_empty(whole)]
    return of_kind(kept, layer), repairs, [], []


def _claimed_twice(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(smaller, larger, shared in m2) of every pair that overlaps: one of the two, at least, has faulty edges."""
    faulty = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(shapes)))
    one, other = shapely.STRtree(shapes).query(shapes[faulty], predicate="intersects")
    place = np.argsort(np.lexsort((np.arange(len(shapes)), shapely.area(shapes))))
    pair = np.sort(place[np.stack([faulty[one], other])], axis=0)
    first, second = np.argsort(place)[np.unique(pair[:, pair[0] < pair[1]], axis=1)]
    shared_m2 = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    kept = shared_m2 > SHARED_M2
    return first[kept], second[kept], shared_m2[kept]


def _polygons(left: np.ndarray) -> np.ndarray:
    """What is left as multipolygons without slivers, empty where nothing is."""
    parts, owner = shapely.get_parts(left, return_index=True)
    land = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & (shapely.area(parts) >= SLIVER_M2)
    return np.array([shapely.MultiPolygon(list(parts[land & (owner == at)])) for at in range(len(left))], object)


def _differ(rows: gpd.GeoDataFrame, layer: Layer) -> bool:
    return any(rows[name].nunique(dropna=False) > 1 for name in layer.column_names)


def _one(rows: gpd.GeoDataFrame) -> shapely.Geometry:
    whole = shapely.set_precision(shapely.union_all(rows.geometry.values), 0.01)
    if whole.geom_type == "Polygon":
        return shapely.multipolygons([whole])
    return shapely.multilinestrings([whole]) if whole.geom_type == "LineString" else whole


def _joining(rows: gpd.GeoDataFrame, ref: str, whole: shapely.Geometry) -> Repair:
    return Repair(
        row=int(rows.index[0]),
        ref=ref,
        reason=f"{len(rows)} rows with one reference",
        done="joined into one feature",
        area_before_m2=round(float(rows.area.sum()), 2),
        area_after_m2=round(whole.area, 2),
    )
