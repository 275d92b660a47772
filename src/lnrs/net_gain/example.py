"""An invented farm in the layers of the metric's GeoPackage, to try the metric with."""

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

import shapely

from lnrs.bng.rule_sets import rule_sets
from lnrs.edition import read
from lnrs.errors import CannotWrite, Problem
from lnrs.layers.writing import replacing
from lnrs.metric_files.database import NATIONAL_GRID, geometry_blob
from lnrs.metric_files.features import layers
from lnrs.metric_files.geopackage import RED_LINE

SOMEWHERE = (600_000.0, 142_000.0)
"""Where the farm lies without an edition: near Ashford, in Kent."""
EDGE_M2 = 2_000
"""Land that has to be mapped on the eastern field, where an edition is given."""
MADE = "Grassland - Other neutral grassland"
CRS = 'PROJCS["OSGB36 / British National Grid",AUTHORITY["EPSG","27700"]]'
NOT_IN_STRATEGY = "Area/compensation not in local strategy/ no local strategy"
Feature = Mapping[str, object]


def write_example(target: Path, edition: Path | None) -> None:
    """Write the farm; with an edition it lies across the edge of land that is mapped for a measure. Raises CannotWrite.

    Two fields of a hectare each, one enhanced and one lost to another habitat, a hedge that is kept, one that is
    planted, and three trees. What is there already is left as it is: it may be somebody's metric.
    """
    if target.exists():
        raise CannotWrite([Problem(str(target), "is there already.", "Name a file that is not, or remove it.")])
    (east, north), habitat = (SOMEWHERE, MADE) if edition is None else _across(edition)
    with replacing(target) as draft:
        draft.unlink(missing_ok=True)
        connection = sqlite3.connect(draft)
        try:
            _write(connection, dict(_features(east, north, habitat)))
            connection.commit()
        finally:
            connection.close()


def _across(edition: Path) -> tuple[tuple[float, float], str]:
    """A place on the edge of mapped land, and a habitat that is created there by a measure."""
    area = rule_sets()[-1].tables.habitats["area"]
    makes = {
        row["measure"]: row["metric_habitat"]
        for row in reversed(read.table(edition, "metric_habitats"))
        if row["intervention"] in ("creation", "both") and "Good" in _conditions(area, row["metric_habitat"])
    }
    mapped = read.frame(edition, "measures", columns=["measure", "pm_loc_id"])
    mapped = mapped[mapped["measure"].isin(makes)].sort_values("pm_loc_id")
    inland = shapely.union_all(list(read.frame(edition, "area").geometry)).buffer(-10)
    shapes = mapped.geometry.to_numpy()
    tree = shapely.STRtree(shapes)
    for measure, shape in zip(mapped["measure"], shapes, strict=True):
        west, south, _, north = shape.bounds
        east, north = round(west) - 40.0, round((south + north) / 2) + 0.0
        west_field, east_field = _fields(east, north)
        there = shapely.union_all(shapes[tree.query(east_field.union(west_field), predicate="intersects")])
        split = there.intersection(east_field).area > EDGE_M2 and there.intersection(west_field).area < EDGE_M2 * 2
        if split and not there.contains(east_field) and inland.contains(east_field.union(west_field)):
            return (east, north), makes[str(measure)]
    return SOMEWHERE, MADE


def _fields(east: float, north: float) -> tuple[shapely.Polygon, shapely.Polygon]:
    """Two fields of a hectare that meet at `east`."""
    south, top = north - 50, north + 50
    return shapely.box(east - 100, south, east, top), shapely.box(east, south, east + 100, top)


def _conditions(area: Mapping[str, object], habitat: str) -> Mapping[str, int]:
    return getattr(area.get(habitat), "years", {})


def _features(east: float, north: float, habitat: str) -> Iterator[tuple[str, list[Feature]]]:
    """Features by layer: the two fields meet at `east`."""
    west_field, east_field = _fields(east, north)
    broad, made = habitat.split(" - ", 1)
    common = {"Location": "On-site", "Site Name": "Example farm (invented)"}
    field = {
        **common,
        "Area": 10_000,
        "Baseline Broad Habitat Type": "Grassland",
        "Baseline Habitat Type": "Modified grassland",
        "Baseline Condition": "Poor",
        "Baseline Strategic Significance": NOT_IN_STRATEGY,
        "Proposed Strategic Significance": NOT_IN_STRATEGY,
        "Habitat created in advance/years": "0",
        "Delay in starting habitat creation/years": "0",
    }
    better = {"Proposed Broad Habitat Type": "Grassland", "Proposed Habitat Type": "Other neutral grassland"}
    other = {"Proposed Broad Habitat Type": broad, "Proposed Habitat Type": made}
    yield RED_LINE, [{"geom": west_field.union(east_field), "Site Name": common["Site Name"]}]
    yield "Habitats", [
        {"geom": west_field, "Parcel Ref": "H1", **field, **better, "Retention Category": "Enhanced",
         "Proposed Condition": "Good"},
        {"geom": east_field, "Parcel Ref": "H2", **field, **other, "Retention Category": "Lost",
         "Proposed Condition": "Good"},
    ]  # fmt: skip
    hedge = {**common, "Baseline Strategic Significance": NOT_IN_STRATEGY, "Length": 200}
    south, top = north - 50, north + 50
    yield "Hedgerows", [
        {"geom": shapely.LineString([(east - 100, south), (east + 100, south)]), "Parcel Ref": "HG1", **hedge,
         "Baseline Hedge Type": "Native hedgerow", "Baseline Condition": "Moderate", "Retention Category": "Retained"},
        {"geom": shapely.LineString([(east - 100, top), (east + 100, top)]), "Parcel Ref": "HG2", **hedge,
         "Baseline Hedge Type": "To be created", "Baseline Condition": "N/A", "Retention Category": "Created",
         "Proposed Hedge Type": "Species-rich native hedgerow", "Proposed Condition": "Good",
         "Proposed Strategic Significance": NOT_IN_STRATEGY},
    ]  # fmt: skip
    yield "Urban Trees", [
        {"geom": shapely.Point(east - 60, north), "Tree Ref": "T1", **common, "Baseline Rural or Urban Tree": "Rural",
         "Baseline Tree Size": "Medium", "Baseline Condition": "Good", "Count": 3, "Retention Category": "Retained",
         "Baseline Strategic Significance": NOT_IN_STRATEGY},
    ]  # fmt: skip


def _write(connection: sqlite3.Connection, features: Mapping[str, list[Feature]]) -> None:
    connection.execute("PRAGMA application_id = 1196444487")
    connection.execute("PRAGMA user_version = 10300")
    connection.executescript(
        """CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
            organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
            description TEXT);
        CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
            description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE,
            max_y DOUBLE, srs_id INTEGER);
        CREATE TABLE gpkg_geometry_columns (table_name TEXT PRIMARY KEY, column_name TEXT NOT NULL,
            geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL);"""
    )
    systems = [
        ("Undefined Cartesian", -1, "NONE", -1, "undefined"),
        ("Undefined geographic", 0, "NONE", 0, "undefined"),
        ("WGS 84", 4326, "EPSG", 4326, 'GEOGCS["WGS 84",AUTHORITY["EPSG","4326"]]'),
        ("OSGB36 / British National Grid", NATIONAL_GRID, "EPSG", NATIONAL_GRID, CRS),
    ]
    connection.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)", systems)
    _layer(connection, RED_LINE, "POLYGON", ["Site Name"], features[RED_LINE])
    for layer in layers():
        own = features.get(layer.name, [])
        columns = [*layer.columns.values(), "Site Name"]
        _layer(connection, layer.name, "GEOMETRY", columns, own)


def _layer(connection: sqlite3.Connection, name: str, kind: str, columns: list[str], rows: list[Feature]) -> None:
    listed = ", ".join(f'"{column}"' for column in columns)
    typed = ", ".join(
        f'"{column}" {"INTEGER" if column in ("Area", "Length", "Count") else "TEXT"}' for column in columns
    )
    connection.execute(f'CREATE TABLE "{name}" (fid INTEGER PRIMARY KEY, geom BLOB, {typed})')
    contents = (name, "features", name, "", "2024-02-12T00:00:00.000Z", None, None, None, None, NATIONAL_GRID)
    connection.execute(f"INSERT INTO gpkg_contents VALUES ({', '.join('?' * 10)})", contents)
    connection.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", (name, kind, NATIONAL_GRID))
    for row in rows:
        blob = geometry_blob(shapely.to_wkb(row["geom"]))
        values = [row.get(column) for column in columns]
        connection.execute(f'INSERT INTO "{name}" (geom, {listed}) VALUES (?{", ?" * len(columns)})', [blob, *values])
