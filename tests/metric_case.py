"""Small files of a metric, as the official tool and the GeoPackage template would write them: layout alone, no copy."""

import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import shapely

from lnrs.metric_files.database import geometry_blob
from lnrs.metric_files.features import layers
from lnrs.metric_files.layout import HEADINGS, SHEETS, START_COLUMN, START_ROWS, VERSION_CELL, Layout, layouts

IN_STRATEGY = "Formally identified in local strategy"
DESIRABLE = "Location ecologically desirable but not in local strategy"
NOT_IN_STRATEGY = "Area/compensation not in local strategy/ no local strategy"
PROVIDER = "This metric is being used by an off-site provider"
BESIDE = "Compensation outside LPA or NCA of impact site, but in neighbouring LPA or NCA "

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
"""Lines by the short name of their sheet: `A-1`. The names of columns are those of workbook_4_1.csv."""

MEADOW_FARM: Rows = {
    "A-1": [
        {"ref": 1, "broad": "Grassland", "habitat": "Modified grassland", "irreplaceable": "No", "size": 2.5,
         "condition": "Poor", "significance": NOT_IN_STRATEGY, "retained": 0.5, "enhanced": 1.5},
        {"ref": 2, "broad": "Cropland", "habitat": "Cereal crops", "irreplaceable": "No", "size": 1,
         "condition": "Condition Assessment N/A", "significance": NOT_IN_STRATEGY},
    ],
    "A-2": [
        {"ref": 1, "broad": "Woodland and forest", "habitat": "Other woodland; broadleaved", "size": 1.5,
         "condition": "Moderate", "significance": IN_STRATEGY, "advance": 0, "delay": 2},
    ],
    "A-3": [
        {"ref": 1, "broad": "Grassland", "habitat": "Other neutral grassland", "condition": "Good",
         "significance": IN_STRATEGY},
    ],
    "B-1": [
        {"ref": 1, "habitat": "Native hedgerow", "size": 0.25, "condition": "Poor", "significance": DESIRABLE,
         "retained": 0, "enhanced": 0.25},
    ],
    "B-3": [
        {"ref": 1, "habitat": "Native hedgerow", "condition": "Good", "significance": DESIRABLE},
    ],
    "C-1": [
        {"ref": 1, "habitat": "Ditches", "size": 0.12, "condition": "Poor", "significance": NOT_IN_STRATEGY,
         "in_watercourse": "Minor", "on_banks": "Minor/ No Encroachment", "irreplaceable": "No",
         "retained": 0.12, "enhanced": 0},
    ],
    "E-2": [
        {"ref": 1, "habitat": "Species-rich native hedgerow", "size": 0.4, "condition": "Moderate",
         "significance": IN_STRATEGY, "risk": BESIDE, "advance": 1},
    ],
}  # fmt: skip
"""Four hectares of a farm: half a field kept as it is, most of it made better, a wood, hedges and a ditch."""


def write_workbook(
    path: Path,
    rows: Rows = MEADOW_FARM,
    *,
    version: object = 4.1,
    start: Mapping[str, object] | None = None,
    without: Sequence[str] = (),
    cells: Mapping[str, Mapping[str, object]] | None = None,
    more: Mapping[str, bytes] | None = None,
) -> Path:
    """A workbook in the layout of version 4.1; `cells` by sheet and `more` parts of the archive come on top."""
    written: dict[str, dict[str, object]] = {name: {} for name in SHEETS}
    written["Start"][VERSION_CELL] = version
    for name, value in (start or {"name": "Meadow Farm", "planning_authority": "Ashford Borough Council"}).items():
        written["Start"][f"{START_COLUMN}{START_ROWS[name]}"] = value
    for layout in layouts():
        written[layout.sheet] = _lines(layout, rows.get(layout.short, ()))
    for name, own in (cells or {}).items():
        written[name] = {**written.get(name, {}), **own}
    kept = {name: own for name, own in written.items() if name not in without}
    _write_archive(path, kept, more or {})
    return path


def _lines(layout: Layout, rows: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, letter in layout.columns.items():
        found[f"{letter}{layout.headings}"] = HEADINGS.get(name, ("anything",))[
            -1 if name == "size" and layout.module != "area" else 0
        ].capitalize()
    for at, row in enumerate(rows, start=layout.first):
        for name, value in row.items():
            found[f"{layout.columns[name]}{at}"] = value
    return found


def _write_archive(path: Path, sheets: Mapping[str, Mapping[str, object]], more: Mapping[str, bytes]) -> None:
    listed = "".join(
        f"<sheet name={quoteattr(name)} sheetId='{at}' r:id='rId{at}'/>" for at, name in enumerate(sheets, start=1)
    )
    related = "".join(
        f"<Relationship Id='rId{at}' Type='{OFFICE}/worksheet' Target='worksheets/sheet{at}.xml'/>"
        for at in range(1, len(sheets) + 1)
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml", f"<workbook xmlns='{MAIN}' xmlns:r='{OFFICE}'><sheets>{listed}</sheets></workbook>"
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships xmlns='{PACKAGE}'>{related}</Relationships>")
        for at, cells in enumerate(sheets.values(), start=1):
            body = "".join(_cell(name, value) for name, value in cells.items())
            sheet = f"<worksheet xmlns='{MAIN}'><sheetData><row>{body}</row></sheetData></worksheet>"
            archive.writestr(f"xl/worksheets/sheet{at}.xml", sheet)
        for name, data in more.items():
            archive.writestr(name, data)


def _cell(name: str, value: object) -> str:
    if isinstance(value, int | float):
        return f"<c r='{name}'><v>{value!r}</v></c>"
    return f"<c r='{name}' t='inlineStr'><is><t>{escape(str(value))}</t></is></c>"


FIELD, LANE = shapely.box(600000, 140000, 600200, 140100), shapely.LineString([(600000, 140000), (600200, 140000)])
"""Two hectares, and two hundred metres along their edge."""
COMMON = {
    "Location": "On-site",
    "Habitat created in advance/years": "0",
    "Delay in starting habitat creation/years": "0",
}


def habitat(ref: str, shape: shapely.Geometry | bytes, **said: object) -> dict[str, object]:
    """A habitat parcel of poor modified grassland that is kept, but for what is said."""
    return {
        "Parcel Ref": ref, "shape": shape, "Area": round(getattr(shape, "area", 0)),
        "Baseline Broad Habitat Type": "Grassland", "Baseline Habitat Type": "Modified grassland",
        "Baseline Condition": "Poor",
        "Baseline Strategic Significance": NOT_IN_STRATEGY, "Retention Category": "Retained", **COMMON, **said,
    }  # fmt: skip


def better(**said: object) -> dict[str, object]:
    """What makes a parcel one that becomes neutral grassland in good condition."""
    return {
        "Retention Category": "Enhanced", "Proposed Broad Habitat Type": "Grassland",
        "Proposed Habitat Type": "Other neutral grassland", "Proposed Condition": "Good",
        "Proposed Strategic Significance": IN_STRATEGY, **said,
    }  # fmt: skip


def write_geopackage(
    path: Path,
    features: Mapping[str, Sequence[Mapping[str, object]]],
    *,
    red_line: Sequence[shapely.Geometry] = (FIELD,),
    epsg: int = 27700,
    without: Sequence[str] = (),
) -> Path:
    """A GeoPackage in the template's layers; `without` leaves out columns and layers."""
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as connection:
        connection.executescript(
            """CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, srs_id INTEGER);
            CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER);
            CREATE TABLE gpkg_spatial_ref_sys (srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER);"""
        )
        connection.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (?, 'EPSG', ?)", (epsg, epsg))
        _layer(
            connection,
            "Red Line Boundary",
            ["Site Name"],
            [{"shape": one, "Site Name": "Meadow Farm"} for one in red_line],
            epsg,
        )
        for layer in layers():
            if layer.name not in without:
                columns = [name for name in layer.columns.values() if name not in without]
                _layer(connection, layer.name, columns, features.get(layer.name, ()), epsg)
    connection.close()
    return path


def _layer(
    connection: sqlite3.Connection, name: str, columns: Sequence[str], rows: Sequence[Mapping[str, object]], epsg: int
) -> None:
    listed = ", ".join(f'"{column}"' for column in columns)
    connection.execute(f'CREATE TABLE "{name}" (fid INTEGER PRIMARY KEY, geom BLOB, {listed})')
    connection.execute("INSERT INTO gpkg_contents VALUES (?, 'features', ?)", (name, epsg))
    connection.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?)", (name, epsg))
    for row in rows:
        shape = row["shape"]
        blob = geometry_blob(shapely.to_wkb(shape), epsg) if isinstance(shape, shapely.Geometry) else shape
        values = [row.get(column) for column in columns]
        marks = ", ".join("?" * (len(columns) + 1))
        connection.execute(f'INSERT INTO "{name}" (geom, {listed}) VALUES ({marks})', [blob, *values])
