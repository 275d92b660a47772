"""A CSV of places, with coordinates or grid references, as points."""

import csv
import io
import math
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from lnrs import gridref
from lnrs.errors import LayerRefused, Problem
from lnrs.layers.origin import Origin, listed, rows_problem
from lnrs.layers.sniff import HEAD_BYTES, refusal

COORDINATES = (
    ("easting", "northing", 27700),
    ("eastings", "northings", 27700),
    ("longitude", "latitude", 4326),
    ("lon", "lat", 4326),
    ("lng", "lat", 4326),
    ("decimallongitude", "decimallatitude", 4326),
    ("x", "y", None),
)
"""Pairs of column names, east before north, and the coordinate system that the names themselves declare."""

GRID_REFERENCES = ("gridref", "gridreference", "osgridref", "osgridreference", "osgr", "ngr", "spatialreference")
RESOLUTION = "resolution_m"
ADVICE = "Name the columns easting and northing, longitude and latitude, or grid_reference."


def read_points(file: Path) -> tuple[gpd.GeoDataFrame, CRS | None, Origin]:
    """The rows of a CSV as points, its coordinate system, and how its rows are counted; the index is the line.

    Where places are grid references, a point is the middle of its square, and `resolution_m` the square's side if the
    table does not say itself. Raises LayerRefused with every line that cannot be read.
    """
    origin = Origin(file.name, "line")
    plain = {_plain(name): name for name in read_heading(file)}
    for east, north, epsg in COORDINATES:
        if east in plain and north in plain:
            frame = _from_coordinates(read_table(file), plain[east], plain[north], origin)
            return frame, CRS.from_epsg(epsg) if epsg else None, origin
    for name in GRID_REFERENCES:
        if name in plain:
            return _from_references(read_table(file), plain[name], origin), CRS.from_epsg(27700), origin
    raise refusal(file, f"has no coordinates; its columns are {listed(list(plain.values()))}.", ADVICE)


def read_heading(file: Path) -> list[str]:
    """The names in the first line, so that a large table without places is refused unread."""
    with file.open("rb") as stream:
        first = _decoded(stream.read(HEAD_BYTES)).split("\n", 1)[0]
    return [name.strip() for name in next(csv.reader([first], delimiter=_delimiter(first)), [])]


def read_table(file: Path) -> pd.DataFrame:
    """A CSV as text, indexed by the line each row begins on.

    Commas, semicolons, tabs and bars are told apart. Raises LayerRefused with every line of the wrong length.
    """
    text = _decoded(file.read_bytes())
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text.split("\n", 1)[0]))
    try:
        header = [name.strip() for name in next(rows)]
        numbered = _numbered(rows)
    except (csv.Error, StopIteration) as error:
        raise refusal(file, f"is not a table: {error}.", "Save it as CSV again.") from error
    wrong = [(line, len(row)) for line, row in numbered if len(row) != len(header)]
    if wrong:
        what = f"cells, not the {len(header)} of the heading."
        raise LayerRefused([Problem(f"{file.name}:{line}", f"has {cells} {what}") for line, cells in wrong[:20]])
    lines = [line for line, _ in numbered]
    return pd.DataFrame([row for _, row in numbered], columns=header, index=lines, dtype=str)


def _numbered(rows) -> list[tuple[int, list[str]]]:
    numbered, line = [], 2
    for row in rows:
        if any(cell.strip() for cell in row):
            numbered.append((line, row))
        line = rows.line_num + 1
    return numbered


def _delimiter(first_line: str) -> str:
    return max(",;\t|", key=first_line.count)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _from_coordinates(table: pd.DataFrame, east: str, north: str, origin: Origin) -> gpd.GeoDataFrame:
    _refuse_commas(table, east, north, origin)
    x, y = (_numbers(table[name]) for name in (east, north))
    bad = ~(np.isfinite(x) & np.isfinite(y))
    if bad.any():
        what = f"no number in {east} or {north}."
        raise LayerRefused([rows_problem(origin, table.index[bad], f"have {what}" if bad.sum() > 1 else f"has {what}")])
    return gpd.GeoDataFrame(table.drop(columns=[east, north]), geometry=shapely.points(x, y))


def _refuse_commas(table: pd.DataFrame, east: str, north: str, origin: Origin) -> None:
    """A comma may stand for thousands or for a decimal point: whoever wrote it has to say. Raises LayerRefused."""
    doubtful = table[east].str.contains(",", regex=False) | table[north].str.contains(",", regex=False)
    if doubtful.any():
        what = f"with a comma in {east} or {north}, which may be a decimal point or mark thousands."
        advice = "Write decimals with a point, and thousands without a mark: 51.28, 614700."
        raise LayerRefused([rows_problem(origin, table.index[doubtful], what, advice)])


def _numbers(column: pd.Series) -> np.ndarray:
    return np.array([_number(text) for text in column], dtype=float)


def _number(text: str) -> float:
    try:
        return float(text.strip())
    except ValueError:
        return math.nan


def _from_references(table: pd.DataFrame, name: str, origin: Origin) -> gpd.GeoDataFrame:
    squares, problems = [], []
    for line, text in zip(map(int, table.index), table[name], strict=True):
        try:
            squares.append(gridref.parse(text))
        except ValueError as error:
            problems.append(rows_problem(origin, [line], f"cannot be placed: {error}."))
    if problems:
        raise LayerRefused(problems)
    sides = pd.Series([square.side_m for square in squares], index=table.index).astype(str)
    given = table if RESOLUTION in table else table.assign(**{RESOLUTION: sides})
    centres = np.array([square.centre for square in squares]).reshape(-1, 2)
    return gpd.GeoDataFrame(given.drop(columns=name), geometry=shapely.points(centres))
