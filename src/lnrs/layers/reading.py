"""A file of any kind that is taken, as a frame in its own coordinates, row by row as it came."""

import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError
from pyproj import CRS

from lnrs.layers.archive import unpack
from lnrs.layers.excerpt import Excerpt, read_excerpt
from lnrs.layers.origin import Origin, listed
from lnrs.layers.points import read_points
from lnrs.layers.sniff import Kind, kind_of, refusal

UNREADABLE = (
    DataSourceError,
    DataLayerError,
    FeatureError,
    FieldError,
    GeometryError,
    pyarrow.ArrowException,
    shapely.errors.GEOSException,
    ValueError,
    RuntimeError,
)


@dataclass(frozen=True)
class Raw:
    """A file as it came: the index of the frame is the number of the row, its geometry column is `geometry`."""

    frame: gpd.GeoDataFrame
    crs: CRS | None
    origin: Origin
    remarks: tuple[str, ...] = ()
    """What the reader remarked on its way, such as a ring that was not closed."""


def read_raw(file: Path, table: str | None = None, excerpt: Excerpt | None = None) -> Raw:
    """Read a GeoPackage, zipped shapefile, GeoJSON, GeoParquet, FlatGeobuf, KML or CSV of points.

    `table` chooses among several; with `excerpt`, features far from its bounds and columns that it does not want may be
    left unread. Raises LayerRefused where the file cannot be trusted, NotFound where it is not there.
    """
    kind = kind_of(file)
    if kind in ("geotiff", "ascii grid"):
        raise refusal(file, "is a grid of heights, not a map of features.", "Add it as the layer elevation.")
    if kind == "zip":
        with tempfile.TemporaryDirectory(prefix="lnrs-") as folder:
            inside = unpack(file, Path(folder), table)
            raw = read_raw(inside, table if inside.suffix == ".gpkg" else None, excerpt)
            return Raw(raw.frame, raw.crs, Origin(file.name, raw.origin.unit), raw.remarks)
    return _read_kind(file, kind, table, excerpt)


def _read_kind(file: Path, kind: Kind, table: str | None, excerpt: Excerpt | None) -> Raw:
    if kind == "csv":
        frame, crs, origin = read_points(file)
        return Raw(frame, crs, origin)
    if kind == "geoparquet":
        return _read(file, lambda: gpd.read_parquet(file))
    return _read(file, lambda: _read_features(file, _table(file, table), excerpt))


def _read_features(file: Path, table: str | None, excerpt: Excerpt | None) -> pd.DataFrame:
    how: dict[str, Any] = {"use_arrow": True, "on_invalid": "ignore", "datetime_as_string": True}
    if excerpt is not None:
        return read_excerpt(file, table, excerpt, **how)
    return pyogrio.read_dataframe(file, layer=table, **how)


def _read(file: Path, reader: Callable[[], pd.DataFrame]) -> Raw:
    try:
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always")
            frame = reader()
    except UNREADABLE as error:
        raise refusal(file, f"cannot be read: {_first_line(error)}.", "Export it again.") from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise refusal(file, "holds a table without geometry.", "Choose the layer with --table, or export it again.")
    renamed = frame.rename_geometry("geometry") if frame.geometry.name != "geometry" else frame
    crs = CRS.from_user_input(frame.crs) if frame.crs else None
    plain = renamed.set_axis(range(1, len(renamed) + 1), axis=0)
    return Raw(plain, crs, Origin(file.name), tuple(dict.fromkeys(str(one.message) for one in heard))[:5])


def _table(file: Path, table: str | None) -> str | None:
    """The table to read: the one named, or the only one with geometry."""
    try:
        tables = pyogrio.list_layers(file)
    except UNREADABLE as error:
        raise refusal(file, f"cannot be read: {_first_line(error)}.", "Export it again.") from error
    names = [str(name) for name, geometry in tables if geometry is not None]
    if table is not None and table not in [str(name) for name, _ in tables]:
        raise refusal(file, f"has no table {table!r}; it has {listed(names) or 'none'}.")
    if table is None and len(names) > 1:
        raise refusal(file, f"has {len(names)} tables: {listed(names)}.", "Say which with --table.")
    if not names:
        raise refusal(file, "has no table with geometry.", "Export the layer itself.")
    return table or names[0]


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
