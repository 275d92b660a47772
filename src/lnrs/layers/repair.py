"""Geometry mended at the door: valid, flat, on a grid of one centimetre, of one kind; with a note of every change."""

import re
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lnrs.errors import Problem
from lnrs.layers.contract import Layer
from lnrs.layers.origin import Origin, rows_problem
from lnrs.layers.record import Repair

PRECISION_M = 0.01
SLIVER_M2 = 1.0
"""Parts of polygons smaller than this are leavings of digitising, not land."""

TAKEN = {
    "MultiPolygon": ("Polygon", "MultiPolygon", "GeometryCollection"),
    "Polygon": ("Polygon", "MultiPolygon", "GeometryCollection"),
    "MultiLineString": ("LineString", "MultiLineString", "LinearRing"),
    "Point": ("Point", "MultiPoint"),
}
_PLACE = re.compile(r"\[(\S+) (\S+)\]")
WORDS = {"MultiPolygon": "polygons", "Polygon": "polygons", "MultiLineString": "lines", "Point": "points"}


@dataclass(frozen=True)
class _Changes:
    """Which features were changed, and why, as masks over a frame."""

    unsound: np.ndarray
    reasons: np.ndarray
    folded: np.ndarray
    with_slivers: np.ndarray


def geometry_problems(geometries: gpd.GeoSeries, layer: Layer, origin: Origin) -> list[Problem]:
    """Features without geometry, or with geometry of another kind than the layer's."""
    problems = []
    absent = geometries.isna() | geometries.is_empty
    if absent.any():
        advice = "Draw them, or take them out of the file."
        problems.append(rows_problem(origin, geometries.index[absent], "without geometry.", advice))
    kinds = geometries.geom_type
    wrong = ~kinds.isin(TAKEN[layer.geometry]) & ~absent
    if wrong.any():
        what = f"not {WORDS[layer.geometry]} but {'/'.join(sorted(kinds[wrong].unique()))}."
        problems.append(rows_problem(origin, geometries.index[wrong], what, f"{layer.id} holds {layer.geometry}."))
    many = (kinds == "MultiPoint") & (geometries.count_coordinates() > 1)
    if layer.geometry == "Point" and many.any():
        problems.append(rows_problem(origin, geometries.index[many], "with more than one point."))
    return problems


def mend(frame: gpd.GeoDataFrame, layer: Layer, *, rounded: bool = True) -> tuple[gpd.GeoDataFrame, tuple[Repair, ...]]:
    """The frame with sound geometry of the layer's kind, and what was changed. Coordinates are EPSG:27700 metres.

    Coordinates are rounded one by one, so that neighbours that share an edge still share it; polygons stay as they are
    where they are sound and not `rounded`.
    """
    refs = refs_of(frame, layer)
    flat = frame.set_geometry(shapely.force_2d(frame.geometry.values), crs=frame.crs)
    if layer.geometry in ("MultiPolygon", "Polygon"):
        flat, repairs = _mend_polygons(flat, refs, rounded)
    else:
        flat, repairs = _mend_others(flat, refs)
    return of_kind(flat, layer), repairs


def _mend_polygons(
    frame: gpd.GeoDataFrame, refs: pd.Series, rounded: bool
) -> tuple[gpd.GeoDataFrame, tuple[Repair, ...]]:
    came = frame.geometry.values
    sound, unsound, reasons = _made_valid(came, None)
    folded = np.zeros(len(sound), dtype=bool)
    if rounded:
        sound, folded, _ = _made_valid(_rounded(sound), PRECISION_M)
        sound = shapely.remove_repeated_points(sound)
    tidy, with_slivers = _without_slivers(sound)
    changes = _Changes(unsound, reasons, folded, with_slivers)
    repairs = _repairs(frame, refs, changes, came, tidy)
    left = ~shapely.is_empty(tidy)
    kept = frame.set_geometry(tidy, crs=frame.crs)[left]
    return kept, repairs


def _made_valid(geometries: np.ndarray, grid_m: float | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Geometries with the invalid ones made valid (on a grid where one is given), which they were, and why."""
    invalid = ~shapely.is_valid(geometries) | (shapely.get_type_id(geometries) == 7)
    reasons = np.full(len(geometries), "", dtype=object)
    made = np.array(geometries, dtype=object)
    if invalid.any():
        reasons[invalid] = shapely.is_valid_reason(geometries[invalid])
        valid = shapely.make_valid(geometries[invalid], method="structure", keep_collapsed=False)
        made[invalid] = _polygon_parts(valid if grid_m is None else shapely.set_precision(valid, grid_m))
    return made, invalid, reasons


def _polygon_parts(geometries: np.ndarray) -> np.ndarray:
    """Polygons only: the lines and points that make_valid may leave are dropped."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    parts, owner = _unnested(parts, owner)
    polygons = shapely.get_type_id(parts) == 3
    return _gathered(parts[polygons], owner[polygons], len(geometries))


def _unnested(parts: np.ndarray, owner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    inner, index = shapely.get_parts(parts, return_index=True)
    return inner, owner[index]


def _gathered(parts: np.ndarray, owner: np.ndarray, count: int) -> np.ndarray:
    """Multipolygons of the parts by their owner; an owner without parts has an empty one."""
    gathered = np.full(count, shapely.MultiPolygon(), dtype=object)
    owners = np.unique(owner)
    gathered[owners] = shapely.multipolygons(parts, indices=np.searchsorted(owners, owner))
    return gathered


def _without_slivers(geometries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Geometries without parts smaller than a sliver, and which had any."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    small = shapely.area(parts) < SLIVER_M2
    touched = np.zeros(len(geometries), dtype=bool)
    touched[owner[small]] = True
    tidy = np.array(geometries, dtype=object)
    if touched.any():
        mine = touched[owner] & ~small
        position = np.cumsum(touched) - 1
        tidy[touched] = _gathered(parts[mine], position[owner[mine]], int(touched.sum()))
    return tidy, touched


def _mend_others(frame: gpd.GeoDataFrame, refs: pd.Series) -> tuple[gpd.GeoDataFrame, tuple[Repair, ...]]:
    """Lines and points: rounded; a line that has no length left is dropped."""
    rounded = shapely.remove_repeated_points(_rounded(frame.geometry.values))
    nothing = (shapely.get_dimensions(rounded) == 1) & (shapely.length(rounded) == 0)
    repairs = tuple(
        Repair(int(frame.index[at]), refs.iloc[at], "the line has no length", "dropped")
        for at in np.flatnonzero(nothing)
    )
    return frame.set_geometry(rounded, crs=frame.crs)[~nothing], repairs


def _rounded(geometries: np.ndarray) -> np.ndarray:
    """Coordinates to the centimetre, each on its own."""
    return shapely.transform(geometries, lambda xy: np.round(xy, 2))


def of_kind(frame: gpd.GeoDataFrame, layer: Layer) -> gpd.GeoDataFrame:
    """Polygons apart, or single things as multiple ones, as the layer wants them."""
    if layer.geometry == "Point":
        return frame.set_geometry(shapely.get_geometry(frame.geometry.values, 0), crs=frame.crs)
    if layer.geometry == "Polygon":
        return _apart(frame, layer)
    single = shapely.get_num_geometries(frame.geometry.values) == 1
    make = shapely.multipolygons if layer.geometry == "MultiPolygon" else shapely.multilinestrings
    geometries = np.array(frame.geometry.values, dtype=object)
    lone = single & (shapely.get_type_id(geometries) < 4)
    geometries[lone] = make(geometries[lone].reshape(-1, 1)) if lone.any() else []
    return frame.set_geometry(geometries, crs=frame.crs)


def _apart(frame: gpd.GeoDataFrame, layer: Layer) -> gpd.GeoDataFrame:
    """One row a polygon; where there are several, their reference is numbered: `A12/1`, `A12/2`."""
    parts, owner = shapely.get_parts(frame.geometry.values, return_index=True)
    alone = frame.iloc[owner].set_geometry(parts, crs=frame.crs)
    several = shapely.get_num_geometries(frame.geometry.values)[owner] > 1
    order = np.arange(len(owner)) - np.searchsorted(owner, owner) + 1
    for column in (one.name for one in layer.columns if one.unique and one.kind == "text"):
        numbered = alone[column].astype(str) + "/" + pd.Series(order, index=alone.index).astype(str)
        alone[column] = alone[column].where(~several, numbered)
    return alone


def _repairs(
    frame: gpd.GeoDataFrame, refs: pd.Series, changes: _Changes, before: np.ndarray, after: np.ndarray
) -> tuple[Repair, ...]:
    changed = changes.unsound | changes.folded | changes.with_slivers
    return tuple(
        Repair(
            row=int(frame.index[at]),
            ref=refs.iloc[at],
            reason=_reason(changes, at),
            done=_done(changes, at, after[at]),
            area_before_m2=round(abs(before[at].area), 2),
            area_after_m2=round(after[at].area, 2),
        )
        for at in np.flatnonzero(changed)
    )


def _reason(changes: _Changes, at: np.intp) -> str:
    if changes.unsound[at]:
        given = changes.reasons[at]
        if place := _PLACE.search(given):
            x, y = place.groups()
            return f"{given[0].lower()}{given[1 : place.start()]} at {float(x):.2f}, {float(y):.2f}"
        return "it held lines or points beside its polygons"
    return f"edges met when rounded to {PRECISION_M:g} m" if changes.folded[at] else f"parts under {SLIVER_M2:g} m2"


def _done(changes: _Changes, at: np.intp, after: shapely.Geometry) -> str:
    if after.is_empty:
        return "dropped, nothing was left"
    mended = ["made valid"] if changes.unsound[at] or changes.folded[at] else []
    return " and ".join(mended + (["slivers dropped"] if changes.with_slivers[at] else []))


def refs_of(frame: gpd.GeoDataFrame, layer: Layer) -> pd.Series:
    """What to call each feature: its reference, or its name where the layer has none."""
    unique = [column.name for column in layer.columns if column.unique]
    names = [name for name in (*unique, "name") if name in frame]
    return frame[names[0]].astype(str) if names else pd.Series("", index=frame.index)
