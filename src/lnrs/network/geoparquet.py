"""Tables with geometry as GeoParquet 1.1 in memory, the same bytes for the same rows."""

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import shapely

GEOMETRY = "geometry"
_GRID = json.loads(pyproj.CRS.from_epsg(27700).to_json())


def with_geometry(columns: Mapping[str, Any], geometries: npt.NDArray[Any]) -> pa.Table:
    """Columns and a column of geometry (metres on the national grid) with the bounding box of each."""
    west, south, east, north = np.round(shapely.bounds(geometries), 3).T
    box = pa.StructArray.from_arrays([west, south, east, north], ["xmin", "ymin", "xmax", "ymax"])
    wkb = pa.array(shapely.to_wkb(geometries, byte_order=1, flavor="iso"), pa.binary())
    return pa.table({**columns, "bbox": box, GEOMETRY: wkb})


def to_bytes(
    table: pa.Table, notes: Mapping[str, str] | None = None, types: Sequence[str] = ("MultiPolygon", "Polygon")
) -> bytes:
    """A table as the bytes of a Parquet file; of a GeoParquet file, with geometry of these types, where it has any."""
    metadata = {}
    if GEOMETRY in table.column_names:
        metadata[b"geo"] = json.dumps(_geo(table, types), sort_keys=True).encode()
    metadata |= {key.encode(): value.encode() for key, value in (notes or {}).items()}
    sink = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(metadata), sink, compression="zstd", row_group_size=16_384)
    return sink.getvalue()


def from_bytes(content: bytes) -> pa.Table:
    """The table in the bytes of a Parquet file."""
    # a worker has one core, and a square is small: threads would cost more than they bring
    return pq.ParquetFile(pa.BufferReader(content)).read(use_threads=False)


def geometries_of(table: pa.Table) -> npt.NDArray[Any]:
    """The geometry of each row of a table."""
    return np.asarray(shapely.from_wkb(table.column(GEOMETRY).to_numpy(zero_copy_only=False)), object)


def _geo(table: pa.Table, types: Sequence[str]) -> dict[str, Any]:
    boxes = table.column("bbox").combine_chunks()
    lows = [min(boxes.field(name).to_pylist(), default=0.0) for name in ("xmin", "ymin")]
    highs = [max(boxes.field(name).to_pylist(), default=0.0) for name in ("xmax", "ymax")]
    covering = {"bbox": {name: ["bbox", name] for name in ("xmin", "ymin", "xmax", "ymax")}}
    column = {
        "encoding": "WKB",
        "geometry_types": list(types),
        "crs": _GRID,
        "bbox": [*lows, *highs],
        "covering": covering,
    }
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
