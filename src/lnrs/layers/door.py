"""The door: whatever comes in is checked against its layer's contract, moved to the National Grid and mended.

What cannot be trusted is refused, with every problem in one list; what was changed is reported.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
from shapely.geometry.base import BaseGeometry

from lnrs.errors import LayerRefused, Problem
from lnrs.layers.area_number import number_problems
from lnrs.layers.catalogue import layer_named
from lnrs.layers.columns import columns_in, fit, from_source, known_source, their_names
from lnrs.layers.contract import Layer, Source
from lnrs.layers.origin import Origin, listed
from lnrs.layers.progress import Progress, silence
from lnrs.layers.projection import NATIONAL_GRID, Projected, parse_crs, to_national_grid
from lnrs.layers.reading import Raw, read_raw
from lnrs.layers.record import Repair
from lnrs.layers.repair import geometry_problems, mend
from lnrs.layers.sharing import joined, parted
from lnrs.layers.values import as_texts
from lnrs.layers.whereabouts import area_problem, britain_problems, crs_problems, within


@dataclass(frozen=True)
class Report:
    """What the door did to a layer."""

    rows_read: int
    rows_kept: int
    rows_outside: int
    """Features that do not lie in the strategy area and were left out."""
    crs: str
    """The coordinate system that it came in."""
    way: str
    """How it was moved to the National Grid."""
    accuracy_m: float
    columns_left_out: tuple[str, ...]
    notes: tuple[str, ...]
    repairs: tuple[Repair, ...]


@dataclass(frozen=True)
class Admission:
    """A layer that passed the door: exactly its contract's columns, EPSG:27700, rows numbered from 0."""

    layer: Layer
    frame: gpd.GeoDataFrame
    report: Report


def admit(
    file: Path,
    layer_id: str,
    *,
    crs: str | None = None,
    columns: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
    where: Mapping[str, str] | None = None,
    table: str | None = None,
    area: BaseGeometry | None = None,
    lnrs_id: int | None = None,
    ostn15: Path | None = None,
    progress: Progress = silence,
) -> Admission:
    """Read a file and check it as a layer.

    `crs` declares a coordinate system that the file does not; `columns` is {our column: their column}; `constants` is
    {our column: the value of every row}; `where` is {their column: value} and keeps only those rows; `table` chooses
    one of several; `area` keeps only what lies in it; `lnrs_id` is the number that a boundary has to have; `ostn15` is
    the Ordnance Survey's grid file. Raises LayerRefused with every problem, NotFound for a file or layer that is not
    there.
    """
    layer = layer_named(layer_id)
    if layer.geometry == "Raster":
        raise LayerRefused([Problem(file.name, f"cannot be {layer.id}, which is a grid.", "Give a GeoTIFF.")])
    progress(f"reading {file.name}", 0.0)
    raw = _only(_declared(read_raw(file, table), crs), where or {})
    source = None if columns else known_source(raw.frame, layer)
    return admit_raw(
        raw,
        layer,
        source=source,
        columns=columns,
        constants=constants,
        area=area,
        lnrs_id=lnrs_id,
        ostn15=ostn15,
        progress=progress,
    )


def admit_raw(
    raw: Raw,
    layer: Layer,
    *,
    source: Source | None = None,
    columns: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
    area: BaseGeometry | None = None,
    lnrs_id: int | None = None,
    none_is_fine: bool = False,
    ostn15: Path | None = None,
    progress: Progress = silence,
) -> Admission:
    """Check features that have been read; `source` gives the columns, values and constants of a public service.

    `none_is_fine` takes it for an answer, and not for a mistake, that no feature lies in the area.
    """
    progress(f"checking {layer.id}", 0.2)
    frame, names, notes = _said(raw, source, columns or {})
    fixed = {**(source.constants if source else {}), **(constants or {})}
    fitted, problems = fit(frame, layer, raw.origin, names, fixed)
    problems += _empty(fitted, raw.origin) + geometry_problems(fitted.geometry, layer, raw.origin)
    placed, projected, misplaced = _placed(fitted, raw, ostn15, problems)
    _refuse(misplaced if area is None else [])
    near = placed if area is None else _near(placed, area)
    progress(f"mending {layer.id}", 0.5)
    mended, repairs = mend(near, layer)
    inside = mended if area is None else mended[within(mended, area)]
    single, joinings, repeated = joined(inside, layer, raw.origin)
    whole, partings, overlaps, shared = parted(single, layer, raw.origin)
    if len(whole) or not none_is_fine or misplaced:
        _refuse(repeated + shared or _count_problems(whole, placed, misplaced, layer, area, raw.origin))
    _refuse(number_problems(whole, layer, lnrs_id, raw.origin))
    progress(f"checking {layer.id}", 1.0)
    report = Report(
        rows_read=len(raw.frame),
        rows_kept=len(whole),
        rows_outside=len(placed) - len(near) + len(mended) - len(inside),
        crs=raw.crs.name if raw.crs else "",
        way=projected.way,
        accuracy_m=projected.accuracy_m,
        columns_left_out=_left_out(frame, layer, names),
        notes=(*raw.remarks, *notes, *_accuracy_notes(projected), *overlaps),
        repairs=(*repairs, *joinings, *partings),
    )
    return Admission(layer, whole.reset_index(drop=True), report)


def _declared(raw: Raw, crs: str | None) -> Raw:
    """The file with the coordinate system that was declared for it, which wins over the file's own."""
    if crs is None:
        return raw
    try:
        return replace(raw, crs=parse_crs(crs))
    except ValueError as error:
        raise LayerRefused([Problem("--crs", f"{error}.")]) from error


def _only(raw: Raw, where: Mapping[str, str]) -> Raw:
    """The rows that hold these values."""
    frame = raw.frame
    for name, value in where.items():
        if name not in frame.columns:
            what = f"has no column {name!r}; it has {listed(their_names(frame))}."
            raise LayerRefused([Problem(raw.origin.name, what)])
        frame = frame[as_texts(frame[name]) == value]
    return replace(raw, frame=frame)


def _said(
    raw: Raw, source: Source | None, columns: Mapping[str, str]
) -> tuple[gpd.GeoDataFrame, dict[str, str], list[str]]:
    """The features, {our column: their column}, and what was left out, as the source or the user says."""
    if source is None:
        return raw.frame, dict(columns), []
    frame, names, notes = from_source(raw.frame, source)
    return frame, {**names, **columns}, notes


def _placed(
    fitted: gpd.GeoDataFrame, raw: Raw, ostn15: Path | None, problems: list[Problem]
) -> tuple[gpd.GeoDataFrame, Projected, list[Problem]]:
    """The features on the National Grid, and problems of their place.

    Raises LayerRefused with the problems so far, or where the coordinate system is not declared or not believed.
    """
    came = np.asarray(fitted.geometry.values)
    undeclared = crs_problems(raw.crs, raw.origin)
    if undeclared or raw.crs is None:
        raise LayerRefused(undeclared + problems)
    projected = to_national_grid(came, raw.crs, ostn15)
    moved = gpd.GeoSeries(projected.geometries, index=fitted.index, crs=NATIONAL_GRID)
    misplaced = britain_problems(came, moved, raw.crs, raw.origin)
    if problems:
        raise LayerRefused(problems + misplaced)
    return fitted.set_geometry(moved, crs=NATIONAL_GRID), projected, misplaced


def _near(frame: gpd.GeoDataFrame, area: BaseGeometry) -> gpd.GeoDataFrame:
    """Features whose bounds meet the area's: the others need no mending."""
    west, south, east, north = area.bounds
    box = frame.bounds
    return frame[(box.minx <= east) & (box.maxx >= west) & (box.miny <= north) & (box.maxy >= south)]


def _empty(frame: gpd.GeoDataFrame, origin: Origin) -> list[Problem]:
    return [] if len(frame) else [Problem(origin.name, "has no features.", "Export it again, with its features.")]


def _count_problems(
    whole: gpd.GeoDataFrame,
    placed: gpd.GeoDataFrame,
    misplaced: list[Problem],
    layer: Layer,
    area: BaseGeometry | None,
    origin: Origin,
) -> list[Problem]:
    """A layer with nothing left, or with another number of rows than it has to have."""
    if not len(whole) and area is not None:
        return misplaced or [area_problem(placed, area, origin)]
    if not len(whole):
        return [Problem(origin.name, "has nothing left after mending.", "Look at its geometry in a GIS.")]
    if layer.rows is not None and len(whole) != layer.rows:
        what = f"has {len(whole)} features; {layer.id} has to have {layer.rows}."
        return [Problem(origin.name, what, "Choose the one that is wanted with --where COLUMN=VALUE.")]
    return []


def _accuracy_notes(projected: Projected) -> list[str]:
    if projected.accuracy_m == 0.0:
        return []
    return [f"moved to the National Grid by {projected.way}: good to {projected.accuracy_m:g} m"]


def _left_out(frame: gpd.GeoDataFrame, layer: Layer, names: Mapping[str, str]) -> tuple[str, ...]:
    used = set(columns_in(frame, layer, names).values())
    return tuple(name for name in their_names(frame) if name not in used)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise LayerRefused(problems)
