"""What lies behind a name on this disk: a map's file, a zip of some, or a folder of some; and its fingerprint."""

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pyogrio

from lnrs.errors import LayerRefused, NotFound, Problem
from lnrs.hashes import sha256_file
from lnrs.layers.archive import unpack_all
from lnrs.layers.origin import listed
from lnrs.layers.reading import UNREADABLE
from lnrs.layers.sniff import kind_of, refusal

READ = ("geopackage", "shapefile", "geojson", "flatgeobuf")
ENDINGS = (".gpkg", ".shp", ".geojson", ".json", ".fgb", ".zip")
"""Of a folder of files, those with these endings are read."""
SHAPEFILE_PARTS = (".shp", ".dbf", ".shx", ".prj", ".cpg")


@dataclass(frozen=True)
class Bundle:
    """Files that are one strategy."""

    files: tuple[tuple[Path, str], ...]
    """Each file that GDAL reads, and what notes call it."""
    identity: str
    as_of: str
    unread: tuple[str, ...] = ()
    """Files beside them that are of no kind that is read."""


def bundle_of(path: Path, room: Path | None = None) -> Bundle:
    """The files behind a path; a zip is unpacked into `room`.

    Raises NotFound and LayerRefused, with every file that is refused.
    """
    if path.is_dir():
        return _folder(path)
    kind = kind_of(path)
    if kind == "zip" and room is not None:
        return _zip(path, room)
    if kind not in READ:
        raise refusal(path, f"is a file of kind {kind}.", "Give a GeoPackage, shapefile or GeoJSON, or a zip of them.")
    parts = [path.with_suffix(end) for end in SHAPEFILE_PARTS] if kind == "shapefile" else [path]
    _check_shapefile(path, path.name)
    return Bundle(((path, path.name),), fingerprint([one for one in parts if one.is_file()]), last_change(path))


def fingerprint(files: list[Path]) -> str:
    """`sha256-` and twelve figures: of one file its own SHA-256, of several that over the SHA-256 of each, by name."""
    each = [sha256_file(file) for file in sorted(files, key=lambda file: file.name)]
    figures = each[0] if len(each) == 1 else hashlib.sha256("\n".join(each).encode()).hexdigest()
    return f"sha256-{figures[:12]}"


def last_change(file: Path) -> str:
    """The ISO date of the last change that a GeoPackage or a shapefile tells of itself; empty where none is told."""
    if file.suffix.lower() == ".gpkg":
        try:
            with closing(sqlite3.connect(f"file:{file.resolve()}?mode=ro&immutable=1", uri=True)) as database:
                (told,) = database.execute("SELECT max(last_change) FROM gpkg_contents").fetchone()
        except sqlite3.Error:
            return ""
        return str(told or "")[:10]
    if file.suffix.lower() == ".shp":
        try:
            about = pyogrio.read_info(file)["layer_metadata"] or {}
        except UNREADABLE:
            return ""
        return str(about.get("DBF_DATE_LAST_UPDATE", ""))
    return ""


def _zip(path: Path, room: Path) -> Bundle:
    inside = unpack_all(path, room)
    readable = [file for file in inside if file.suffix.lower() in ENDINGS]
    for file in readable:
        _check_shapefile(file, f"{path.name}/{file.name}")
    if not readable:
        raise refusal(path, f"holds only {listed([one.name for one in inside])}.", "Zip a GeoPackage or shapefiles.")
    return Bundle(
        tuple((file, f"{path.name}/{file.name}" if len(inside) > 1 else path.name) for file in readable),
        fingerprint([path]),
        max(map(last_change, readable)),
        tuple(f"{path.name}/{file.name}" for file in inside if file not in readable),
    )


def _folder(path: Path) -> Bundle:
    inside = sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith("."))
    files = [one for one in inside if one.suffix.lower() in ENDINGS and one.suffix.lower() != ".zip"]
    if not files:
        what = "is neither an edition nor a folder of maps: no .gpkg, .shp or .geojson is in it."
        raise NotFound([Problem(str(path), what, "Name the edition's own folder, or the file itself.")])
    problems = []
    for file in files:
        try:
            _check_shapefile(file, file.name)
            if (kind := kind_of(file)) not in READ:
                problems.append(Problem(file.name, f"is a file of kind {kind}.", "Take it out of the folder."))
        except LayerRefused as error:
            problems += error.problems
    if problems:
        raise LayerRefused(problems)
    shapefiles = {file.stem for file in files if file.suffix.lower() == ".shp"}
    parts = [one for one in inside if one.stem in shapefiles and one.suffix.lower() in SHAPEFILE_PARTS]
    unread = [one.name for one in inside if one not in files and one.stem.partition(".")[0] not in shapefiles]
    return Bundle(
        tuple((file, file.name) for file in files),
        fingerprint([*dict.fromkeys([*files, *parts])]),
        max(map(last_change, files)),
        tuple(unread),
    )


def _check_shapefile(file: Path, label: str) -> None:
    """A shapefile without its index or its table cannot be read. Raises LayerRefused."""
    if file.suffix.lower() != ".shp":
        return
    beside = {one.suffix.lower() for one in file.parent.iterdir() if one.stem == file.stem}
    missing = [end for end in (".shx", ".dbf") if end not in beside]
    if missing:
        advice = "Take every file of the shapefile: .shp, .shx, .dbf and .prj."
        raise LayerRefused([Problem(label, f"lacks its {end}.", advice) for end in missing])
