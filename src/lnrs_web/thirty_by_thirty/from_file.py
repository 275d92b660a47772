"""Files with areas of any size, as those who designate give them: read whole, or refused with every problem."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyogrio
import shapely

from lnrs import gridref
from lnrs.errors import CandidateProblems, LayerRefused, NotFound, Problem
from lnrs.thirty_by_thirty.candidates import OWNERS, REALMS, designations
from lnrs.thirty_by_thirty.pieces import united
from lnrs_web.boundaries.grid import to_national_grid
from lnrs_web.boundaries.parcels import LandRefused
from lnrs_web.thirty_by_thirty.models import NAME_LETTERS

REFS, NAMES = ("ref", "reference"), ("name",)
REF_LETTERS = 100
KINDS = "Give a GeoPackage, GeoParquet, GeoJSON or zipped shapefile."
TOLD = 20
MOVED = "Its coordinates were moved to the National Grid, which is exact to about 5 m."


@dataclass(frozen=True)
class Asked:
    """What is said of a file: the layer of several, its columns, and what holds for rows that do not say it."""

    layer: str = ""
    ref: str = ""
    name: str = ""
    designation: str = "NONE"
    owner: str = ""
    leave_out_empty: bool = False
    realm: str = ""
    """land, sea or both; empty for sea where the designation is one of the sea, and land elsewhere."""


@dataclass(frozen=True)
class Row:
    """A site of a file; several rows of one reference are one site. `shape` is valid, in metres of EPSG:27700."""

    ref: str
    name: str
    designation: str
    owner: str
    """Empty where the file does not say."""
    realm: str
    shape: shapely.Geometry


@dataclass(frozen=True)
class Areas:
    """The rows of a file with their shapes in metres of EPSG:27700."""

    frame: gpd.GeoDataFrame
    sha256: str
    moved: bool
    """Whether its coordinates were in another system; that is exact to about 5 m."""
    off: pd.DataFrame
    """Rows that were left out, without their shapes, because they are not all on the National Grid, as sites far out
    at sea are not."""
    empty: int
    """Rows that were left out because they have no area."""


def read_areas(file: Path, layer: str = "", *, leave_out_empty: bool = False) -> Areas:
    """Every row of a file, with an area each; names of columns are in small letters. Crossing rings are mended.
    Rows without an area are refused, or left out where that is asked for.

    Raises NotFound, and LayerRefused with every problem.
    """
    if not file.is_file():
        raise NotFound([Problem(str(file), "is not there.", "Name a file with areas.")])
    frame = _frame(file, layer)
    if frame.crs is None or frame.empty:
        lacks = "holds nothing." if frame.empty else "does not say its coordinate system."
        raise LayerRefused([Problem(file.name, lacks, KINDS)])
    try:
        on = _on_the_grid(frame)
        shapes, moved = to_national_grid(list(frame.geometry[on]), frame.crs)
    except LandRefused as refused:
        raise LayerRefused([Problem(file.name, one.what, one.do) for one in refused.problems]) from None
    areas = [polygons_of(one) for one in shapes]
    without = [number for number, one in zip(np.flatnonzero(on) + 1, areas, strict=True) if one.is_empty]
    if without and (not leave_out_empty or len(without) == len(areas)):
        rows = ", ".join(map(str, without[:TOLD])) + (" and more" if len(without) > TOLD else "")
        raise LayerRefused([Problem(file.name, f"has no area in row {rows}.", "Draw one, or give --leave-out-empty.")])
    frame.columns = [str(name).strip().lower() for name in frame.columns]
    off = pd.DataFrame(frame[~on].drop(columns=frame.geometry.name))
    on[[number - 1 for number in without]] = False
    areas = [one for one in areas if not one.is_empty]
    frame = frame[on].drop(columns=frame.geometry.name)
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Areas(
        gpd.GeoDataFrame(frame, geometry=np.array(areas, dtype=object), crs=27700), digest, moved, off, len(without)
    )


def _on_the_grid(frame: gpd.GeoDataFrame) -> npt.NDArray[np.bool_]:
    """Which rows to look at: those on the National Grid; all where none is, as the file is then wrong as a whole."""
    try:
        west, south, east, north = frame.geometry.to_crs(27700).bounds.to_numpy().T
    except Exception:  # a coordinate system that is none is told by whoever moves the shapes
        return np.ones(len(frame), dtype=bool)
    on = (west >= 0) & (south >= 0) & (east < gridref.EAST_END_M) & (north < gridref.NORTH_END_M)
    on |= np.isnan(west)  # a row without a shape is told as such
    return on if on.any() else np.ones(len(frame), dtype=bool)


def _frame(file: Path, layer: str) -> gpd.GeoDataFrame:
    if file.suffix.lower() in (".parquet", ".geoparquet"):
        try:
            return gpd.read_parquet(file)
        except Exception as error:  # whatever the reader says, the file is none that can be read
            raise LayerRefused([Problem(file.name, "cannot be read as areas.", KINDS)]) from error
    try:
        layers = [str(name) for name, kind in pyogrio.list_layers(file) if kind is not None]
        chosen = layer or (layers[0] if len(layers) == 1 else "")
        found = gpd.read_file(file, layer=chosen) if chosen in layers else None
    except Exception as error:
        raise LayerRefused([Problem(file.name, "cannot be read as areas.", KINDS)]) from error
    if found is None:
        has = f"It has {', '.join(layers)}." if layers else KINDS
        what = f"has no layer {layer!r} with areas." if layer else f"has {len(layers)} layers with areas; say which."
        raise LayerRefused([Problem(file.name, what, has)])
    return found


def polygons_of(shape: shapely.Geometry | None) -> shapely.Geometry:
    """A shape, sound, without its points and lines; empty where nothing is left."""
    if shape is None or shape.is_empty:
        return shapely.Polygon()
    sound = shape if shape.is_valid else shapely.make_valid(shape)
    if sound.geom_type in ("Polygon", "MultiPolygon"):
        return sound
    return shapely.union_all([one for one in shapely.get_parts(sound) if one.geom_type in ("Polygon", "MultiPolygon")])


def read_whole(file: Path, layer: str = "") -> tuple[shapely.Geometry, Areas]:
    """All areas of a file as one. Raises as `read_areas`."""
    areas = read_areas(file, layer)
    return united(list(areas.frame.geometry)), areas


def read_rows(file: Path, asked: Asked) -> tuple[list[Row], frozenset[tuple[str, str]], Areas]:
    """The sites of a file, in the order of their references, and the designations and references of those that were
    left out as they are not all on the National Grid. Raises as `read_areas`, and CandidateProblems."""
    areas = read_areas(file, asked.layer, leave_out_empty=asked.leave_out_empty)
    columns = [str(name) for name in areas.frame.columns if name != "geometry"]
    ref = asked.ref.strip().lower() or next((one for one in REFS if one in columns), "")
    name = asked.name.strip().lower() or next((one for one in NAMES if one in columns), "")
    absent = [
        Problem(
            file.name, f"has no column {called or 'ref'}.", f"It has {', '.join(columns) or 'none'}; say --{option}."
        )
        for option, called in (("ref", ref), ("name", name))
        if called not in columns and (called or option == "ref")
    ]
    if absent:
        raise CandidateProblems(absent)
    problems: list[Problem] = []
    rows = list(_rows(areas.frame, ref, name, asked, file.name, problems))
    found = list(_sites(rows, file.name, problems))
    off = frozenset(_known_as(cells, ref, asked) for _, cells in areas.off.iterrows())
    what, do = "has rows on the National Grid and rows that are not.", "Take the site out, or draw it on the grid."
    problems += [Problem(f"{file.name}: {one.ref}", what, do) for one in found if (one.designation, one.ref) in off]
    if problems:
        rest = len(problems) - TOLD
        raise CandidateProblems([*problems[:TOLD], *([Problem(file.name, f"and {rest} more.")] if rest > 0 else [])])
    return found, off, areas


def _known_as(cells: Any, ref: str, asked: Asked) -> tuple[str, str]:
    return (_text(cells, "designation") or asked.designation).upper(), _text(cells, ref)


def _rows(
    frame: gpd.GeoDataFrame, ref: str, name: str, asked: Asked, file: str, problems: list[Problem]
) -> Iterator[Row]:
    for number, (_, cells) in enumerate(frame.iterrows(), 1):
        where = f"{file}:{number}"
        designation, known_as = _known_as(cells, ref, asked)
        row = Row(
            ref=known_as,
            name=(_text(cells, name) or known_as)[:NAME_LETTERS],
            designation=designation,
            owner=(_text(cells, "owner") or asked.owner).lower(),
            realm=(_text(cells, "realm") or asked.realm).lower(),
            shape=cells["geometry"],
        )
        if not 0 < len(row.ref) <= REF_LETTERS:
            what = "has no reference." if not row.ref else f"has a reference of more than {REF_LETTERS} letters."
            problems.append(Problem(where, what, "Give each site one of its own."))
        for column, value, words in (
            ("designation", row.designation, tuple(designations())),
            ("owner", row.owner or OWNERS[0], OWNERS),
            ("realm", row.realm or REALMS[0], (*REALMS, "both")),
        ):
            if value not in words:
                problems.append(Problem(where, f"{column} is {value!r}.", f"Write one of {', '.join(words)}."))
        yield row


def _sites(rows: Sequence[Row], file: str, problems: list[Problem]) -> Iterator[Row]:
    by_ref: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        by_ref.setdefault((row.designation, row.ref), []).append(row)
    for (_, ref), parts in sorted(by_ref.items()):
        first = parts[0]
        if len({(one.name, one.owner, one.realm) for one in parts}) > 1:
            do = "Give sites of their own references, and parts of one site the same facts."
            problems.append(Problem(f"{file}: {ref}", "has rows that differ in name, owner or realm.", do))
        shape = united([one.shape for one in parts])
        yield Row(first.ref, first.name, first.designation, first.owner, first.realm, shape)


def _text(cells: Any, column: str) -> str:
    value = cells.get(column) if column else None
    if value is None or value != value:
        return ""
    return " ".join(str(int(value) if isinstance(value, float) and value.is_integer() else value).split())
