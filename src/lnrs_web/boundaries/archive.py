"""Zip archives: one shapefile, or one file of another kind, taken out in memory and under names of our own."""

import io
import zipfile
from pathlib import PurePosixPath

from lnrs_web.boundaries import limits

SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
OTHERS = (".gpkg", ".geojson", ".json", ".kml")
START = b"PK\x03\x04"


def taken_out(data: bytes) -> tuple[str, bytes]:
    """What an archive holds: its ending and its bytes. A shapefile comes as an archive of its parts alone, named
    `land`, not compressed.

    Raises ValueError, in words for the person.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = [one for one in archive.infolist() if not one.is_dir() and not _hidden(one.filename)]
            _within_bounds(files)
            return _shapefile(archive, files) if _ending(files, ".shp") else _other(archive, files)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise ValueError("The zip archive is damaged, or needs a password") from error


def _hidden(name: str) -> bool:
    """Whether it is one of the files that some systems add to every archive."""
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or parts[-1].startswith(".")


def _ending(files: list[zipfile.ZipInfo], *endings: str) -> list[zipfile.ZipInfo]:
    return [one for one in files if PurePosixPath(one.filename).suffix.lower() in endings]


def _within_bounds(files: list[zipfile.ZipInfo]) -> None:
    if any(one.file_size > 1_000_000 and one.file_size > limits.INFLATION * one.compress_size for one in files):
        raise ValueError("A file in the zip archive grows more than a map does when it is opened")
    if sum(one.file_size for one in files) > limits.INFLATED_BYTES:
        raise ValueError(f"The zip archive holds more than {limits.INFLATED_BYTES // 1_000_000} MB")
    if _ending(files, ".zip", ".kmz", ".7z", ".rar", ".gz"):
        raise ValueError("There is an archive within the zip archive")


def _read(archive: zipfile.ZipFile, file: zipfile.ZipInfo) -> bytes:
    """Its bytes; never more than it was said to have, whatever its size was said to be."""
    with archive.open(file) as opened:
        data = opened.read(file.file_size + 1)
    if len(data) > file.file_size:
        raise ValueError("A file in the zip archive is larger than the archive says")
    return data


def _shapefile(archive: zipfile.ZipFile, files: list[zipfile.ZipInfo]) -> tuple[str, bytes]:
    shapes = _ending(files, ".shp")
    if len(shapes) > 1:
        raise ValueError(f"The zip archive holds {len(shapes)} shapefiles. Leave one in it")
    own = PurePosixPath(shapes[0].filename).with_suffix("")
    parts = [one for one in _ending(files, *SHAPEFILE) if PurePosixPath(one.filename).with_suffix("") == own]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for one in parts:
            out.writestr(f"land{PurePosixPath(one.filename).suffix.lower()}", _read(archive, one))
    return ".shp", packed.getvalue()


def _other(archive: zipfile.ZipFile, files: list[zipfile.ZipInfo]) -> tuple[str, bytes]:
    found = _ending(files, *OTHERS)
    if len(found) != 1:
        held = "no shapefile and no other map" if not found else f"{len(found)} maps. Leave one in it"
        raise ValueError(f"The zip archive holds {held}")
    return PurePosixPath(found[0].filename).suffix.lower(), _read(archive, found[0])
