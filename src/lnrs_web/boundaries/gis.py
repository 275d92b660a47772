"""GeoPackage and shapefile, read by GDAL from memory."""

import sqlite3
from contextlib import closing

import pyogrio
import shapely

from lnrs_web.boundaries import limits
from lnrs_web.boundaries.features import Features

GEOPACKAGE_START = b"SQLite format 3\x00"
SHAPEFILE_START = b"\x00\x00\x27\x0a"

_LAYERS = """
SELECT table_name FROM gpkg_contents JOIN sqlite_master ON lower(name) = lower(table_name)
WHERE data_type = 'features' AND type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY table_name
"""
_STRANGE = """
SELECT name FROM sqlite_master
WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%' AND sql NOT LIKE '%USING rtree%' AND sql NOT LIKE '%USING "rtree"%'
"""


def of_geopackage(data: bytes) -> Features:
    """The one layer of features of a GeoPackage. Only tables are read: a view may ask for anything.

    Raises ValueError, in words for the person.
    """
    data = data[:18] + b"\x01\x01" + data[20:]  # no write-ahead log comes with it, so none need be looked for
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(data)
            database.execute("PRAGMA trusted_schema = OFF")
            layers = [name for (name,) in database.execute(_LAYERS)]
            strange = database.execute(_STRANGE).fetchall()
    except sqlite3.Error as error:
        raise ValueError("It is not a GeoPackage, or it is damaged") from error
    if strange:
        raise ValueError("The GeoPackage has a table that is made by a program, which no map needs")
    if len(layers) != 1:
        held = "no layer of shapes" if not layers else f"{len(layers)} layers ({', '.join(layers[:10])})"
        raise ValueError(f"The GeoPackage holds {held}. Save the layer with your land as a file of its own")
    return _features(data, layers[0])


def of_shapefile(packed: bytes) -> Features:
    """A shapefile, as an archive of its parts.

    Raises ValueError, in words for the person.
    """
    return _features(packed, None)


def _features(data: bytes, layer: str | None) -> Features:
    try:
        meta, _, shapes, values = pyogrio.raw.read(data, layer=layer, force_2d=True, max_features=limits.PARCELS + 1)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError, RuntimeError) as error:
        raise ValueError("The file is damaged: its shapes cannot be read") from error
    if shapes is None:
        raise ValueError("The file has a table and no shapes")
    columns = {str(name): column.tolist() for name, column in zip(meta["fields"], values, strict=True)}
    return Features(list(shapely.from_wkb(shapes)), columns, meta["crs"])
