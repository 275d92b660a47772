"""The program that reads an upload: a process of its own, with little memory, little time, and no file or connection
that it could open. It is told what to read on standard input, and answers on standard output.

The first line of the input is JSON, `{"column": ..., "apart": ..., "seconds": ..., "bytes": ...}`; the file follows.
"""

import encodings.cp437  # names in archives
import encodings.cp1252
import encodings.latin_1  # tables of shapefiles
import encodings.utf_8_sig  # noqa: F401
import json
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely

from lnrs.errors import Problem
from lnrs_web.boundaries import archive, gis, kml, limits, text
from lnrs_web.boundaries.features import FIELD, Features, parcels_of
from lnrs_web.boundaries.grid import to_national_grid
from lnrs_web.boundaries.parcels import LandRefused
from lnrs_web.config.confined import bound

KINDS = "A GeoPackage, a zipped shapefile, GeoJSON, KML and KMZ can be read."


def features_of(data: bytes) -> Features:
    """What a file holds, by what is in it and never by its name.

    Raises ValueError, in words for the person.
    """
    ending = ""
    if data.startswith(archive.START):
        ending, data = archive.taken_out(data)
    if ending == ".shp":
        return gis.of_shapefile(data)
    if data.startswith(gis.SHAPEFILE_START):
        raise ValueError("It is one part of a shapefile. Put all parts (.shp, .shx, .dbf, .prj) in a zip archive")
    if data.startswith(gis.GEOPACKAGE_START):
        return gis.of_geopackage(data)
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start == b"<":
        return kml.features_of(data)
    if start == b"{":
        return text.features_of(_decoded(data))
    raise ValueError("It is not a map that can be read here" if start else "It is empty")


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError("It is not GeoJSON: its letters are not UTF-8") from error


def answer(data: bytes, column: str, *, apart: bool = True) -> dict[str, Any]:
    """What is said of a file: `land`, or a list of `problems`."""
    try:
        try:
            features = features_of(data)
        except ValueError as error:
            raise LandRefused([Problem(FIELD, f"{error}.", KINDS)]) from error
        parcels = parcels_of(features, column, apart=apart)
        shapely.union_all([one.shape for one in parcels])  # here, where it may take too long
        return {"land": text.geojson(parcels)}
    except LandRefused as refused:
        return {"problems": [[one.where, one.what, one.do] for one in refused.problems]}


def confine(bounds: Mapping[str, int]) -> None:
    """Open everything that is needed, and then nothing more."""
    square = shapely.box(-1, 51, 0, 52)
    to_national_grid([square], "OGC:CRS84")
    bound(cpu_s=bounds["seconds"], memory_bytes=bounds["bytes"])


def main() -> None:
    """Read one file from standard input, and answer."""
    told = json.loads(sys.stdin.buffer.readline())
    confine(told)
    with np.errstate(all="ignore"):
        said = answer(sys.stdin.buffer.read(), told["column"], apart=told["apart"])
    words = json.dumps(said, ensure_ascii=False)
    if len(words.encode()) > limits.ANSWER_BYTES:
        words = json.dumps({"problems": [[FIELD, "There is too much in it.", "Give it in parts."]]})
    sys.stdout.write(words)
