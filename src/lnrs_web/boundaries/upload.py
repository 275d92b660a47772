"""Uploads: a file goes to a worker of its own by a pipe, and its parcels come back. Nothing is written to a disk."""

import json
from threading import BoundedSemaphore
from typing import IO

from lnrs.errors import Problem
from lnrs_web.boundaries import limits, text
from lnrs_web.boundaries.features import FIELD
from lnrs_web.boundaries.parcels import LandRefused, Parcel
from lnrs_web.config.confined import answer_of

_ROOM = BoundedSemaphore(limits.WORKERS)

_NO_DRIVERS = (
    "OGR_VRT GDALG WFS OAPIF OGCAPI CSW HTTP Carto AmigoCloud Elasticsearch NGW PLSCENES EEDA LIBKML KML GML "
    "GMLAS GeoRSS GPX PDF SQLite MVT MBTiles PMTiles ADBC AIVector XLSX ODS"
)
_PROGRAM = """
import sys
for name in ("geopandas", "pandas", "pyarrow"):
    sys.modules[name] = None  # pyogrio reads without them, and they take longer to load than any file to read
from lnrs_web.boundaries.worker import main
main()
"""
_ENVIRONMENT = {
    "GDAL_SKIP": _NO_DRIVERS,
    "OGR_SKIP": _NO_DRIVERS,
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "OGR_SQLITE_LOAD_EXTENSIONS": "",
    "OGR_GPKG_INTEGRITY_CHECK": "YES",
    "PROJ_NETWORK": "OFF",
}


def read_upload(
    data: IO[bytes] | bytes, column: str = "", *, apart: bool = True, wait_s: float = limits.WORKER_S
) -> list[Parcel]:
    """The parcels of a file; `column` is the one that the person says holds each one's reference. Several with one
    reference are numbered apart, unless `apart` is false.

    Raises LandRefused.
    """
    given = data if isinstance(data, bytes) else data.read()
    if not given:
        raise LandRefused([Problem(FIELD, "The file is empty.", "Choose the file with your land.")])
    if not _ROOM.acquire(timeout=wait_s):
        raise LandRefused(
            [Problem(FIELD, "Other people's files are being read.", "Try again in a minute.")], status=503
        )
    try:
        said = _asked(given, column, apart, wait_s)
    finally:
        _ROOM.release()
    try:
        answer = json.loads(said)
    except ValueError:
        what = "It could not be read with the time and memory that a file of this size needs."
        raise LandRefused([Problem(FIELD, what, "Simplify it, or give it in parts.")]) from None
    if "problems" in answer:
        raise LandRefused([Problem(*one) for one in answer["problems"]])
    return text.parcels_of(answer["land"])


def _asked(data: bytes, column: str, apart: bool, wait_s: float) -> bytes:
    """What the worker says: nothing that can be read where it was stopped."""
    told = {
        "column": column[: limits.NAME_LETTERS],
        "apart": apart,
        "seconds": limits.WORKER_CPU_S,
        "bytes": limits.WORKER_BYTES,
    }
    return answer_of(_PROGRAM, told, data, wait_s=wait_s, most_bytes=limits.ANSWER_BYTES, environment=_ENVIRONMENT)
