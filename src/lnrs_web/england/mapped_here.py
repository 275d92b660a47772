"""What the layers of an England edition hold at a point. Opens files, and no database.

A polygon that crosses squares is filed whole in one of them, so the square of a point is not enough: every file says in
its GeoParquet metadata which land it covers, and those that cover the point are read.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely

from lnrs_web.england.actions import folder_of
from lnrs_web.england.downloads import parts_of
from lnrs_web.england.models import EnglandEdition

SAID = {"measures": ("ref", "measure", "habitat", "action"), "important": ("name", "kind"), "habitats": ("habitat",)}
"""What is told of each layer; of `become` only that the land is in it."""


@dataclass(frozen=True)
class Mapped:
    """Something that is mapped at a point: in which layer, by which area, and what the layer says of it."""

    layer: str
    lnrs_id: int
    said: dict[str, str]


def at(edition: EnglandEdition, numbers: Collection[int], easting_m: float, northing_m: float) -> list[Mapped]:
    """All that covers a point, of these areas, by layer and area; what is said twice in the same words is told once."""
    found: dict[tuple[Any, ...], Mapped] = {}
    folder, point = folder_of(edition), shapely.Point(easting_m, northing_m)
    for layer in ("important", "become", "measures", "habitats"):
        for part in parts_of(edition, layer):
            file = folder / part.file.path
            if part.lnrs_id not in numbers or not shapely.intersects(_box(file), point):
                continue
            for said in _rows(file, SAID.get(layer, ()), point):
                found.setdefault((layer, part.lnrs_id, *said.values()), Mapped(layer, part.lnrs_id, said))
    return list(found.values())


@lru_cache(maxsize=20_000)
def _box(file: Path) -> shapely.Polygon:
    """The land that a file covers. A file of an edition never changes."""
    about = json.loads((pq.read_metadata(file).metadata or {})[b"geo"])
    return shapely.box(*about["columns"][about["primary_column"]]["bbox"])


def _rows(file: Path, names: Collection[str], point: shapely.Point) -> Iterator[dict[str, str]]:
    """What is said of the polygons of a file that a point lies in."""
    parquet = pq.ParquetFile(file)
    table = parquet.read(columns=[name for name in (*names, "bbox", "geometry") if name in parquet.schema_arrow.names])
    if "bbox" in table.column_names:
        box = {edge: pc.struct_field(table["bbox"], edge) for edge in ("xmin", "ymin", "xmax", "ymax")}
        across = pc.and_(pc.less_equal(box["xmin"], point.x), pc.greater_equal(box["xmax"], point.x))
        up = pc.and_(pc.less_equal(box["ymin"], point.y), pc.greater_equal(box["ymax"], point.y))
        table = table.filter(pc.and_(across, up))
    shapes = shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False))
    for row in np.flatnonzero(shapely.intersects(shapes, point)).tolist():
        yield {name: str(table[name][row].as_py() or "") for name in names if name in table.column_names}
