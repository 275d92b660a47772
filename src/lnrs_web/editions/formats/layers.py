"""The layers of an edition's GeoPackage, a few thousand rows at a time, so that memory does not grow with the map."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio

GEOPACKAGE = "local-habitat-map.gpkg"
LAYERS = ("APIB", "ACB", "PM")
"""The layers of the national standard."""
BATCH_ROWS = 5_000

Change = Callable[[pa.RecordBatch], pa.RecordBatch]


@dataclass(frozen=True)
class Layer:
    """A layer that is open: its rows as they come, with WKB in the column `geometry`."""

    name: str
    geometry: str
    geometry_type: str
    schema: pa.Schema
    batches: Iterator[pa.RecordBatch]


@contextmanager
def opened(folder: Path, name: str) -> Iterator[Layer]:
    """A layer of the edition in a folder. Nothing is written beside the GeoPackage, as GDAL would do."""
    pyogrio.set_gdal_config_options({"GDAL_PAM_ENABLED": False})
    path = folder / GEOPACKAGE
    with pyogrio.open_arrow(path, layer=name, batch_size=BATCH_ROWS, use_pyarrow=True, IMMUTABLE="YES") as (meta, rows):
        fields = [field for field in rows.schema if field.name != meta["fid_column"]]
        names = [field.name for field in fields]
        batches = (batch.select(names) for batch in rows)
        yield Layer(name, meta["geometry_name"], meta["geometry_type"], pa.schema(fields), batches)


def write(layer: Layer, path: Path, driver: str, change: Change, schema: pa.Schema, **options: str) -> None:
    """Write a layer's rows, each batch changed first, in a format of GDAL's. `schema` is that of the changed rows."""
    rows = pa.RecordBatchReader.from_batches(schema, (change(batch) for batch in layer.batches))
    kinds: dict[str, Any] = {"geometry_name": layer.geometry, "geometry_type": layer.geometry_type}
    pyogrio.write_arrow(rows, path, layer=layer.name, driver=driver, crs="EPSG:27700", **kinds, **options)
