"""Areas out of a file of any kind, on the National Grid; every problem of the file at once."""

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from lnrs.errors import CandidateProblems, Problem
from lnrs.layers.origin import Origin, rows_problem
from lnrs.layers.points import read_table
from lnrs.layers.projection import to_national_grid
from lnrs.layers.reading import read_raw
from lnrs.layers.sniff import kind_of
from lnrs.layers.whereabouts import britain_problems, crs_problems

WKT = "wkt"
"""The column of a CSV with outlines as well-known text, in metres of EPSG:27700."""


def read_areas(file: Path, ostn15: Path | None = None) -> tuple[gpd.GeoDataFrame, Origin]:
    """The rows of a file with sound areas in metres of EPSG:27700; names of columns are in small letters.

    Rings that cross themselves are mended where that keeps an area. Raises CandidateProblems with every row that has no
    area, LayerRefused for a file that cannot be trusted, NotFound where it is not there.
    """
    frame, crs, origin = _read(file)
    frame.columns = [str(name).strip().lower() for name in frame.columns]
    if twice := sorted({name for name in frame.columns if list(frame.columns).count(name) > 1}):
        raise CandidateProblems([Problem(origin.name, f"has the column {name} twice.") for name in twice])
    problems = crs_problems(crs, origin)
    if problems or crs is None:
        raise CandidateProblems(problems)
    came = shapely.force_2d(frame.geometry.to_numpy())
    moved = gpd.GeoSeries(_areas(to_national_grid(came, crs, ostn15).geometries), index=frame.index, crs=27700)
    problems = britain_problems(came, moved, crs, origin)
    empty = moved.is_empty | moved.isna()
    if empty.any():
        problems.append(rows_problem(origin, frame.index[empty], "without an area.", "Draw one, or leave them out."))
    if frame.empty:
        problems.append(Problem(origin.name, "has no rows."))
    if problems:
        raise CandidateProblems(problems)
    return frame.set_geometry(moved), origin


def _read(file: Path) -> tuple[gpd.GeoDataFrame, CRS | None, Origin]:
    if kind_of(file) != "csv":
        raw = read_raw(file)
        return raw.frame, raw.crs, raw.origin
    table, origin = read_table(file), Origin(file.name, "line")
    names = {name.strip().lower(): name for name in table.columns}
    if WKT not in names:
        raise CandidateProblems([Problem(file.name, f"has no column {WKT}.", "Give the outline of each row in it.")])
    shapes = shapely.from_wkt(table[names[WKT]].to_numpy(dtype=object), on_invalid="ignore")
    frame = gpd.GeoDataFrame(table.drop(columns=names[WKT]), geometry=gpd.GeoSeries(shapes, index=table.index))
    return frame, CRS.from_epsg(27700), origin


def _areas(shapes: np.ndarray) -> np.ndarray:
    """Valid shapes, of which only what has an area is kept."""
    mended = np.where(shapely.is_valid(shapes), shapes, shapely.make_valid(shapes))
    return np.array([_area(shape) for shape in mended], dtype=object)


def _area(shape: shapely.Geometry | None) -> shapely.Geometry:
    if shape is None:
        return shapely.Polygon()
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def text_of(row: pd.Series, name: str) -> str:
    """A cell as plain text; nothing where it is empty or the column is not there."""
    value = row.get(name)
    return "" if value is None or value != value else str(value).strip()


def one_column(columns: Sequence[str], wanted: Sequence[str]) -> str | None:
    """The first of several names that there is a column of."""
    return next((name for name in wanted if name in columns), None)
