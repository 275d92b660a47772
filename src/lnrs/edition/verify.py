"""Is an edition what its manifest says? Every byte of it is looked at."""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path, PurePosixPath

from lnrs.edition import manifest as manifests
from lnrs.edition.manifest import FileEntry, Manifest
from lnrs.errors import EditionInvalid, Problem

GEOPACKAGE = "local-habitat-map.gpkg"
APPLICATION_ID = 0x47504B47
"""The letters GPKG, by which a file says that it is a GeoPackage."""

FIELDS = {
    "strategy_area": ("lnrs_id", "name"),
    "APIB": ("lnrs_id", "apib_id", "apib_type", "apib_name", "apib_site_id"),
    "ACB": ("lnrs_id", "acb_id"),
    "PM": ("lnrs_id", "pm_loc_id", "pm_id", "pm_desc", "priority_1", "pm_ref", "score", "area_ha"),
}
"""The fields that each layer has to have at least."""

AGAIN = "Take the edition again from where it was published."


def verify(folder: Path) -> Manifest:
    """The manifest of an edition in which everything is as the manifest says.

    Raises NotFound where there is no edition, and EditionInvalid with everything that is wrong with it.
    """
    manifest = manifests.read(folder)
    problems = [*_identity_problems(manifest), *_file_problems(manifest, folder)]
    if (folder / GEOPACKAGE).is_file():
        problems += _geopackage_problems(folder / GEOPACKAGE, manifest.counts)
    if problems:
        raise EditionInvalid(problems)
    return manifest


def _identity_problems(manifest: Manifest) -> Iterator[Problem]:
    derived = manifests.identity_of(manifest)
    if manifest.identity != derived:
        yield Problem(manifests.FILE, f"says it is {manifest.identity}, but what it lists makes {derived}.", AGAIN)
    if GEOPACKAGE not in {entry.path for entry in manifest.files}:
        yield Problem(manifests.FILE, f"does not list {GEOPACKAGE}.", AGAIN)


def _file_problems(manifest: Manifest, folder: Path) -> Iterator[Problem]:
    for entry in manifest.files:
        yield from _entry_problems(entry, folder)
    listed = {entry.path for entry in manifest.files} | {manifests.FILE}
    for path in sorted(_every_file(folder)):
        if path not in listed:
            yield Problem(path, "is not in the manifest.", f"Take it out of the edition's folder.{_of_gis(path)}")


def _entry_problems(entry: FileEntry, folder: Path) -> Iterator[Problem]:
    parts = PurePosixPath(entry.path)
    if parts.is_absolute() or ".." in parts.parts:
        yield Problem(entry.path, "is a path that leads out of the edition.", AGAIN)
        return
    path = folder / entry.path
    if not path.is_file():
        yield Problem(entry.path, "is missing.", AGAIN)
    elif path.stat().st_size != entry.size_bytes:
        what = f"has {path.stat().st_size:,} bytes; the manifest says {entry.size_bytes:,}."
        yield Problem(entry.path, what, f"{AGAIN}{_of_gis(entry.path)}")
    elif manifests.sha256_file(path) != entry.sha256:
        yield Problem(entry.path, "was changed: its SHA-256 is not the manifest's.", f"{AGAIN}{_of_gis(entry.path)}")


def _every_file(folder: Path) -> Iterator[str]:
    for where, _, names in os.walk(folder):
        yield from ((Path(where) / name).relative_to(folder).as_posix() for name in names)


def _of_gis(path: str) -> str:
    return " A GIS may write to a GeoPackage that it only shows: open a copy." if ".gpkg" in path else ""


def _geopackage_problems(path: Path, counts: Mapping[str, int]) -> Iterable[Problem]:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            return list(_content_problems(database, counts))
    except sqlite3.Error as error:
        return [Problem(path.name, f"cannot be opened as a GeoPackage: {error}.", AGAIN)]


def _content_problems(database: sqlite3.Connection, counts: Mapping[str, int]) -> Iterator[Problem]:
    if database.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        yield Problem(GEOPACKAGE, "does not say that it is a GeoPackage.", AGAIN)
    there = {name for (name,) in database.execute("SELECT table_name FROM gpkg_contents")}
    for name in sorted({*counts, *FIELDS}):
        if name not in there:
            yield Problem(f"{GEOPACKAGE}:{name}", "is missing.", AGAIN)
            continue
        fields = {row[1] for row in database.execute(f'PRAGMA table_info("{name}")')}
        if lacking := [field for field in FIELDS.get(name, ()) if field not in fields]:
            yield Problem(f"{GEOPACKAGE}:{name}", f"lacks the fields {', '.join(lacking)}.", AGAIN)
        rows = database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        if rows != counts.get(name):
            yield Problem(
                f"{GEOPACKAGE}:{name}", f"has {rows:,} rows; the manifest says {counts.get(name, 0):,}.", AGAIN
            )
