"""The layers of a GeoPackage, read in memory with SQLite alone: its tables, and nothing that they could set off.

Format: OGC 12-128r19, GeoPackage Encoding Standard.
"""

import sqlite3
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lnrs.errors import MetricFileRefused, Problem
from lnrs.metric_files import limits

SQLITE = b"SQLite format 3\x00"
NATIONAL_GRID = 27700
STEPS = 200_000_000
"""Steps of SQLite's machine that reading may take: far more than the largest file needs."""
ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
"""Bytes of the envelope before a geometry, by its code."""
AGAIN = "Save it anew from the metric's template."


@dataclass(frozen=True)
class Feature:
    """One row of a layer."""

    layer: str
    number: int
    values: Mapping[str, Any]
    """By the column's name in small letters."""
    wkb: bytes | None

    @property
    def place(self) -> str:
        """Layer and feature."""
        return f"{self.layer}:{self.number}"


@dataclass(frozen=True)
class LayerRows:
    """A layer with its columns, in small letters, and its features."""

    name: str
    epsg: int | None
    """None where it says no coordinate system that EPSG has."""
    columns: tuple[str, ...]
    features: tuple[Feature, ...]


def layers_of(data: bytes, path: Path, wanted: Sequence[str]) -> dict[str, LayerRows]:
    """The layers that are there of those that are wanted. Raises MetricFileRefused where it is no GeoPackage."""
    connection = sqlite3.connect(":memory:")
    try:
        # A database that keeps its changes in a file beside it says so here, and there is no file beside this one.
        connection.deserialize(data[:18] + b"\x01\x01" + data[20:])
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, limits.FILE_BYTES)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
        connection.set_progress_handler(_stop_after(STEPS // 1_000_000), 1_000_000)
        return _layers(connection, path, wanted)
    except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
        what = f"is broken, and no GeoPackage ({error})."
        raise MetricFileRefused([Problem(path.name, what, AGAIN)]) from None
    finally:
        connection.close()


def plain_name(name: str) -> str:
    """A layer's or a column's name without regard to capitals, blanks and underscores."""
    return " ".join(name.replace("_", " ").casefold().split())


def _stop_after(calls: int) -> Any:
    left = iter(range(calls))
    return lambda: next(left, None) is None


def _layers(connection: sqlite3.Connection, path: Path, wanted: Sequence[str]) -> dict[str, LayerRows]:
    tables = _written(connection)
    if not {"gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"} <= tables:
        raise MetricFileRefused([Problem(path.name, "is a database, but no GeoPackage.", AGAIN)])
    known = {plain_name(name): name for name in wanted}
    rows = connection.execute(
        """SELECT g.table_name, g.column_name, s.organization, s.organization_coordsys_id
        FROM gpkg_geometry_columns g LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id ORDER BY 1"""
    ).fetchall()
    found: dict[str, LayerRows] = {}
    for table, geometry, organization, code in rows:
        name = known.get(plain_name(str(table)))
        if name is None or table not in tables:
            continue
        epsg = int(code) if str(organization).upper() == "EPSG" and str(code).isdecimal() else None
        found[name] = _layer(connection, path, name, str(table), str(geometry), epsg)
    return found


def _written(connection: sqlite3.Connection) -> set[str]:
    """The tables whose values were written: no views, no tables of an extension, and none with columns that are worked
    out as they are read."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'")
    columns = "SELECT count(*) FROM pragma_table_xinfo(?) WHERE hidden <> 0"
    return {name for (name,) in names.fetchall() if connection.execute(columns, (name,)).fetchone() == (0,)}


def _layer(
    connection: sqlite3.Connection, path: Path, name: str, table: str, geometry: str, epsg: int | None
) -> LayerRows:
    (count,) = connection.execute(f"SELECT count(*) FROM {_quoted(table)}").fetchone()
    if count > limits.FEATURES:
        what = f"has {count:,} features in {name}, and at most {limits.FEATURES:,} are read."
        raise MetricFileRefused([Problem(path.name, what, "Give one site at a time.")])
    cursor = connection.execute(f"SELECT rowid, * FROM {_quoted(table)} ORDER BY rowid")
    columns = [plain_name(one[0]) for one in cursor.description][1:]
    features = []
    for number, *values in cursor:
        row = dict(zip(columns, values, strict=True))
        wkb = row.pop(plain_name(geometry), None)
        own = {column: _short(value) for column, value in row.items() if not isinstance(value, bytes)}
        features.append(Feature(name, number, own, wkb_of(wkb) if isinstance(wkb, bytes) else None))
    return LayerRows(name, epsg, tuple(columns), tuple(features))


def wkb_of(blob: bytes) -> bytes | None:
    """The WKB within a geometry of a GeoPackage; None where it is empty or none."""
    if len(blob) < 8 or blob[:2] != b"GP":
        return None
    flags = blob[3]
    start = 8 + ENVELOPES.get(flags >> 1 & 7, 0)
    return None if flags & 16 else blob[start:]


def geometry_blob(wkb: bytes, epsg: int = NATIONAL_GRID) -> bytes:
    """A geometry as a GeoPackage keeps it, without an envelope."""
    return b"GP" + struct.pack("<BBi", 0, 1, epsg) + wkb


def _short(value: Any) -> Any:
    return value[: limits.TEXT_CHARACTERS] if isinstance(value, str) else value


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
