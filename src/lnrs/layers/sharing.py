"""Rows that belong together, and land that two rows both claim."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lnrs.errors import Problem
from lnrs.layers.contract import Layer
from lnrs.layers.origin import Origin, rows_problem
from lnrs.layers.record import Repair

SHARED_M2 = 1.0
"""Land that two features of a coverage both claim, in all, before it is remarked on."""


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


def shared_land_m2(geometries: np.ndarray) -> float:
    """Land that more than one polygon covers, in square metres: pairs only among polygons with faulty edges."""
    faulty = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(geometries)))
    if not len(faulty):
        return 0.0
    suspects = geometries[faulty]
    first, second = shapely.STRtree(suspects).query(suspects, predicate="intersects")
    once = first < second
    return float(shapely.area(shapely.intersection(suspects[first[once]], suspects[second[once]])).sum())


def coverage_notes(frame: gpd.GeoDataFrame, layer: Layer) -> list[str]:
    """What to remark about a layer whose features may not share land."""
    if not layer.coverage or len(frame) < 2:
        return []
    shared = shared_land_m2(frame.geometry.values)
    if shared <= SHARED_M2:
        return []
    share = shared / frame.area.sum()
    return [f"features overlap: {shared / 10_000:.2f} ha ({share:.3%} of the layer) lies in more than one of them"]


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
