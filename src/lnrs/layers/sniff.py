"""What kind of file this is, from its first bytes: nonsense of any size is refused without being read."""

import re
from pathlib import Path
from typing import Literal

from lnrs.errors import LayerRefused, NotFound, Problem

Kind = Literal[
    "geopackage",
    "zip",
    "shapefile",
    "geoparquet",
    "flatgeobuf",
    "geojson",
    "kml",
    "csv",
    "geotiff",
    "ascii grid",
]

HEAD_BYTES = 65_536
MOST_TEXT_BYTES = {"geojson": 4 * 1024**3, "csv": 512 * 1024**2, "kml": 64 * 1024**2}
"""Text larger than this belongs in a GeoPackage."""

TAKEN = "Give a GeoPackage, zipped shapefile, GeoJSON, GeoParquet, FlatGeobuf, KML or CSV."

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PAR1", "geoparquet"),
    (b"fgb\x03fgb", "flatgeobuf"),
    (b"\x00\x00\x27\x0a", "shapefile"),
    (b"II*\x00", "geotiff"),
    (b"MM\x00*", "geotiff"),
    (b"II+\x00", "geotiff"),
    (b"MM\x00+", "geotiff"),
)
_GEOJSON_TYPE = re.compile(
    rb'"type"\s*:\s*"(FeatureCollection|Feature|GeometryCollection|(Multi)?(Point|LineString|Polygon))"'
)


def kind_of(file: Path) -> Kind:
    """The kind of a file, judged by its bytes and not by its name.

    Raises NotFound where there is no file, LayerRefused where it is empty, too large or not a kind that is taken.
    """
    if not file.is_file():
        what = "is a folder." if file.is_dir() else "is not there."
        raise NotFound([Problem(str(file), what, "Name the file itself.")])
    size = file.stat().st_size
    if size == 0:
        raise refusal(file, "is empty (0 bytes).", "Export it again.")
    with file.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    kind = _binary_kind(file, head) or _text_kind(file, head)
    if size > MOST_TEXT_BYTES.get(kind, size):
        raise refusal(file, f"is {size / 1024**3:.1f} GB of text.", "Save it as a GeoPackage.")
    return kind


def refusal(file: Path, what: str, do: str = "") -> LayerRefused:
    """The error for a file that is refused for one reason."""
    return LayerRefused([Problem(file.name, what, do)])


def _binary_kind(file: Path, head: bytes) -> Kind | None:
    if head.startswith(b"SQLite format 3\x00"):
        if head[68:72] in (b"GPKG", b"GP10", b"GP11"):
            return "geopackage"
        raise refusal(file, "is an SQLite database that is not a GeoPackage.", TAKEN)
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)


def _text_kind(file: Path, head: bytes) -> Kind:
    if b"\x00" in head:
        raise refusal(file, "is not a map or a table that is known here.", TAKEN)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"{"):
        return _json_kind(file, text)
    if text.startswith(b"<"):
        if b"<kml" in text:
            return "kml"
        raise refusal(file, "is XML or a web page, not a layer.", TAKEN)
    if text[:16].lower().startswith(b"ncols"):
        return "ascii grid"
    return _table_kind(file, text)


def _json_kind(file: Path, text: bytes) -> Kind:
    if b"gdal_streamed_alg" in text:
        raise refusal(file, "is a list of commands for GDAL.", "Run it, and give what it makes.")
    if _GEOJSON_TYPE.search(text):
        return "geojson"
    if b'"Topology"' in text:
        raise refusal(file, "is TopoJSON.", "Save it as GeoJSON or as a GeoPackage.")
    raise refusal(file, "is JSON and not GeoJSON.", TAKEN)


def _table_kind(file: Path, text: bytes) -> Kind:
    first_line = text.split(b"\n", 1)[0]
    if any(mark in first_line for mark in (b",", b";", b"\t", b"|")) and _mostly_printable(text):
        return "csv"
    raise refusal(file, "is not a map or a table that is known here.", TAKEN)


def _mostly_printable(text: bytes) -> bool:
    control = sum(byte < 32 and byte not in (9, 10, 13) for byte in text[:4096])
    return control == 0
