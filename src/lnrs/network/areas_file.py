"""A file of strategy areas, such as the national one: read, known by number, made sound; every repair is told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from lnrs.errors import LayerRefused, NotFound, Problem
from lnrs.layers.catalogue import layer_named
from lnrs.layers.origin import rows_problem
from lnrs.layers.projection import NATIONAL_GRID, is_on_earth, to_national_grid
from lnrs.layers.reading import Raw, read_raw
from lnrs.layers.record import Repair
from lnrs.layers.repair import geometry_problems, mend
from lnrs.model import areas
from lnrs.strategy.area_named import area_named

NUMBER, NAME = ("lnrs_id", "lnrsid"), ("name", "lnrs_name", "lnrsname")
"""What the columns are called that say which area a row is, in any case and with any spaces."""


@dataclass(frozen=True)
class StrategyAreas:
    """Strategy areas as a file has them, in EPSG:27700 metres, after repair."""

    frame: gpd.GeoDataFrame
    """lnrs_id (int), name, geometry (MultiPolygon, valid, on a grid of 1 cm), in order of their number."""
    repairs: tuple[Repair, ...]
    """What had to be mended, by row of the file."""
    notes: tuple[str, ...]
    """What else a reader should know: how coordinates were moved, numbers that were not believed, areas that are not
    in the file."""


def read_areas(file: Path, ostn15: Path | None = None, table: str | None = None) -> StrategyAreas:
    """Read strategy areas from any file of polygons. An area is known by its name, or by its number (1 to 48).

    `ostn15` is the Ordnance Survey's grid file, for a file that is not on the National Grid. Raises NotFound where
    there is no such file, LayerRefused with every problem where a row is no known area, an area comes twice, or
    something is not a polygon.
    """
    if not file.exists():
        raise NotFound([Problem(str(file), "is not there.", "Name a file of strategy areas.")])
    raw = read_raw(file, table)
    number, said = _numbers(raw)
    problems = [*_place_problems(raw), *geometry_problems(raw.frame.geometry, LAYER, raw.origin)]
    problems += _number_problems(raw, number)
    if problems:
        raise LayerRefused(problems)
    assert raw.crs is not None
    moved = to_national_grid(np.asarray(raw.frame.geometry.values), raw.crs, ostn15)
    names = {area.lnrs_id: area.name for area in areas()}
    known = number.astype(int)
    frame = gpd.GeoDataFrame(
        {"lnrs_id": known, "name": known.map(names)},
        geometry=moved.geometries,
        crs=NATIONAL_GRID,
        index=raw.frame.index,
    )
    sound, repairs = mend(frame, LAYER)
    ordered = sound.sort_values("lnrs_id", ignore_index=True)
    way = f"Coordinates: {moved.way}" + (f", good to about {moved.accuracy_m:g} m." if moved.accuracy_m else ".")
    return StrategyAreas(ordered, tuple(map(_told, repairs)), (way, *said, *_missing(ordered, names)))


LAYER = layer_named("strategy_area")


def _numbers(raw: Raw) -> tuple[pd.Series, list[str]]:
    """The number of each row's area (None where it is none), and what is to be said about them."""
    plain = {re.sub(r"[^a-z0-9]+", "_", str(column).casefold()).strip("_"): column for column in raw.frame.columns}
    by_number, by_name = (next((plain[one] for one in names if one in plain), None) for names in (NUMBER, NAME))
    found, said = {}, []
    for row, cells in raw.frame.iterrows():
        named = _area(cells[by_name]) if by_name is not None else None
        numbered = _area(_whole(cells[by_number])) if by_number is not None else None
        found[row] = named or numbered
        if named and numbered and named != numbered:
            said.append(f"Row {row} calls itself {cells[by_name]} and {numbered}; its name was believed: {named}.")
        elif named and (full := _name(named)).casefold() != str(cells[by_name]).casefold():
            said.append(f"Row {row} calls itself {cells[by_name]}; it was taken for {full}.")
    return pd.Series(found, dtype=object).reindex(raw.frame.index), said


def _area(asked: object) -> int | None:
    try:
        return area_named(str(asked)).lnrs_id
    except NotFound:
        return None


def _name(lnrs_id: int) -> str:
    return next(area.name for area in areas() if area.lnrs_id == lnrs_id)


def _whole(cell: object) -> object:
    """A number as text or as a decimal is the whole number it means: `07`, `7.0`."""
    return int(cell) if isinstance(cell, float) and cell == int(cell) else cell


def _place_problems(raw: Raw) -> Iterator[Problem]:
    if raw.crs is None or not is_on_earth(raw.crs):
        advice = "Export it again with its coordinate system, such as EPSG:27700."
        yield Problem(raw.origin.name, "does not say in which coordinate system it is.", advice)
    if raw.frame.empty:
        yield Problem(raw.origin.name, "holds no areas.", "Export it again.")


def _number_problems(raw: Raw, number: pd.Series) -> Iterator[Problem]:
    unknown = number.isna()
    if unknown.any():
        advice = "Give each row the number of its area, 1 to 48, as lnrs_id, or its name as name."
        yield rows_problem(raw.origin, number.index[unknown], "without a strategy area that is known.", advice)
    for lnrs_id, rows in number[~unknown].groupby(number[~unknown]):
        if len(rows) > 1:
            yield rows_problem(
                raw.origin, rows.index, f"are all strategy area {lnrs_id}.", "Join them, or correct one."
            )


def _missing(frame: gpd.GeoDataFrame, names: dict[int, str]) -> Iterator[str]:
    missing = sorted(set(names) - set(frame["lnrs_id"]))
    if missing:
        yield f"{len(frame)} of {len(names)} strategy areas are in the file."


def _told(repair: Repair) -> Repair:
    """A repair that names its area: the layer's own reference is a number."""
    return replace(repair, ref=_name(int(repair.ref)))
