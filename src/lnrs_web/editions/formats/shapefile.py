"""The map as shapefiles in the National Grid, for programs that read nothing newer.

What a shapefile cannot hold (https://gdal.org/en/stable/drivers/vector/shapefile.html): names of fields longer than
ten letters, text longer than 254 bytes, and more than 2 GB in a file.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from lnrs_web.editions.formats import layers
from lnrs_web.editions.formats.about import About

NAME_LETTERS = 10
TEXT_BYTES = 254
MOST_BYTES = 2 * 1024**3
"""Of each file of a shapefile."""


def too_large(counts: Mapping[str, int], geopackage_bytes: int, columns: int = 12) -> str:
    """Why a map of so many rows cannot be a shapefile, in words; nothing where it can.

    The table has the full width of each text in every row; outlines are no larger than in the GeoPackage.
    """
    rows = max((counts.get(name, 0) for name in layers.LAYERS), default=0)
    if max(rows * columns * TEXT_BYTES, geopackage_bytes) < MOST_BYTES:
        return ""
    return "A shapefile holds at most 2 GB, and this map may need more. Take the GeoPackage, which has no such limit."


def write(folder: Path, room: Path, about: About) -> Iterator[str]:
    """Write the files into `room`; gives what is to be said of them."""
    for name in layers.LAYERS:
        cut: set[str] = set()
        with layers.opened(folder, name) as layer:
            short = short_names(layer.schema.names)
            schema = pa.schema([field.with_name(short[field.name]) for field in layer.schema])

            def change(rows: pa.RecordBatch, schema: pa.Schema = schema, cut: set[str] = cut) -> pa.RecordBatch:
                columns = [_within(column, field.name, cut) for field, column in zip(schema, rows.columns, strict=True)]
                return pa.RecordBatch.from_arrays(columns, schema=schema)

            options = {"ENCODING": "UTF-8", "DBF_DATE_LAST_UPDATE": about.manifest.as_of, "2GB_LIMIT": "YES"}
            layers.write(layer, room / f"{name}.shp", "ESRI Shapefile", change, schema, **options)
        if renamed := {old: new for old, new in short.items() if old != new}:
            yield f"{name}: names of more than ten letters are shortened: " + ", ".join(
                f"{old} is {new}" for old, new in renamed.items()
            )
        if cut:
            yield f"{name}: text of more than {TEXT_BYTES} bytes is cut in {', '.join(sorted(cut))}."
    yield "Coordinates are metres of the National Grid (EPSG:27700). Text is UTF-8."


def short_names(names: list[str]) -> dict[str, str]:
    """Names of ten letters at most, each once: a long one without its underscores, then cut.

    >>> short_names(["score", "apib_site_id", "priority_1", "priority_10"])
    {'score': 'score', 'apib_site_id': 'apibsiteid', 'priority_1': 'priority_1', 'priority_10': 'priority10'}
    """
    short = {name: name for name in names if len(name) <= NAME_LETTERS}
    taken = set(short.values())
    for name in names:
        if name in short:
            continue
        new = name.replace("_", "")[:NAME_LETTERS]
        number = 1
        while new in taken:
            number += 1
            new = f"{name.replace('_', '')[: NAME_LETTERS - len(str(number))]}{number}"
        short[name] = new
        taken.add(new)
    return {name: short[name] for name in names}


def _within(column: pa.Array, name: str, cut: set[str]) -> pa.Array:
    """The column with its texts short enough; those that were cut are named in `cut`."""
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return column
    longest = pc.max(pc.binary_length(column)).as_py()
    if longest is None or longest <= TEXT_BYTES:
        return column
    cut.add(name)
    texts = [
        None if text is None else text.encode()[:TEXT_BYTES].decode(errors="ignore") for text in column.to_pylist()
    ]
    return pa.array(texts, column.type)
