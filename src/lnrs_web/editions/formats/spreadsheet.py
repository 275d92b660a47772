"""The places of the map as CSV: a point on each, and everything that is known of it but its outline."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from pyproj import Transformer

from lnrs import gridref
from lnrs_web.editions.formats import layers
from lnrs_web.editions.formats.about import About
from lnrs_web.exports.cells import safe_text

POINT = ("easting_m", "northing_m", "grid_reference", "latitude", "longitude")


def write(folder: Path, room: Path, about: About) -> Iterator[str]:  # noqa: ARG001
    """Write the files into `room`; gives what is to be said of them."""
    degrees = Transformer.from_crs(27700, 4326)
    for name in layers.LAYERS:
        with (
            layers.opened(folder, name) as layer,
            (room / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as to,
        ):
            columns = [column for column in layer.schema.names if column != layer.geometry]
            rows = csv.writer(to)
            rows.writerow([*columns, *POINT])
            for batch in layer.batches:
                rows.writerows(_rows(batch, columns, layer.geometry, degrees))
    yield "Each row has a point that lies on its land, not the middle of it, and latitude and longitude to about 5 m."


def _rows(batch: pa.RecordBatch, columns: list[str], geometry: str, degrees: Transformer) -> Iterator[list[Any]]:
    points = shapely.point_on_surface(shapely.from_wkb(batch.column(geometry).to_numpy(zero_copy_only=False)))
    east, north = (np.round(values, 1) for values in (shapely.get_x(points), shapely.get_y(points)))
    latitude, longitude = (np.round(values, 5) for values in degrees.transform(east, north))
    cells = zip(*(batch.column(column).to_pylist() for column in columns), strict=True)
    for row, x, y, lat, lon in zip(cells, *(v.tolist() for v in (east, north, latitude, longitude)), strict=True):
        yield [*(_guarded(cell) for cell in row), x, y, gridref.place_name(x, y), lat, lon]


def _guarded(cell: Any) -> Any:
    """The cell, with an apostrophe before what would run as a formula; nothing where there is none."""
    return "" if cell is None else safe_text(cell) if isinstance(cell, str) else cell
