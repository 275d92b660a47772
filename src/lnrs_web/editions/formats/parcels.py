"""Each format as one zip file with what is said of the edition in it: the same edition gives the same bytes."""

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lnrs.edition import manifest as manifests
from lnrs_web.editions.actions import folder_of
from lnrs_web.editions.derived import made_once, place_of
from lnrs_web.editions.formats import about, geojson, shapefile, spreadsheet
from lnrs_web.editions.formats.layers import GEOPACKAGE
from lnrs_web.editions.models import Edition

BLOCK_BYTES = 1_048_576
Write = Callable[[Path, Path, about.About], Iterator[str]]


@dataclass(frozen=True)
class Format:
    """A format: the name of its file, what it is called and for, and how it is written."""

    name: str
    title: str
    use: str
    write: Write


FORMATS = (
    Format("local-habitat-map-geojson.zip", "Local habitat map as GeoJSON", "For web maps and programs", geojson.write),
    Format("local-habitat-map-shapefile.zip", "Local habitat map as shapefiles", "For older programs", shapefile.write),
    Format("local-habitat-map-csv.zip", "Places of the map as CSV", "For a spreadsheet", spreadsheet.write),
)


@dataclass(frozen=True)
class Parcel:
    """A file in a format, made already."""

    path: Path
    size_bytes: int
    sha256: str


def refused(edition: Edition, name: str) -> str:
    """Why an edition cannot be had in a format, in words; nothing where it can."""
    if name != "local-habitat-map-shapefile.zip":
        return ""
    manifest = manifests.read(folder_of(edition))
    size_bytes = next((one.size_bytes for one in manifest.files if one.path == GEOPACKAGE), 0)
    return shapefile.too_large(manifest.counts, size_bytes)


def made_already(edition: Edition, name: str) -> Parcel | None:
    """The file of a format, where somebody asked for it before."""
    return _parcel(edition, name) if place_of(f"{edition.identity}/{name}").exists() else None


def made(edition: Edition, wanted: Format) -> Parcel:
    """The file of a format, made now where there is none: some seconds for the map of a county.

    Raises CannotWrite where the disk is full.
    """
    made_once(f"{edition.identity}/{wanted.name}", lambda draft: _make(folder_of(edition), draft, wanted))
    return _parcel(edition, wanted.name)


def make_all(edition: Edition) -> list[Parcel]:
    """Every format of an edition that can be had, so that no reader waits for it."""
    return [made(edition, one) for one in FORMATS if not refused(edition, one.name)]


def _parcel(edition: Edition, name: str) -> Parcel:
    path = place_of(f"{edition.identity}/{name}")
    digest = made_once(
        f"{edition.identity}/{name}.sha256", lambda draft: _write_text(draft, manifests.sha256_file(path))
    )
    return Parcel(path, path.stat().st_size, digest.read_text(encoding="ascii"))


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="ascii")


def _make(folder: Path, draft: Path, wanted: Format) -> None:
    found = about.about(folder)
    with tempfile.TemporaryDirectory(dir=draft.parent, prefix=".") as name:
        room = Path(name)
        notes = list(wanted.write(folder, room, found))
        (room / about.NAME).write_text(about.text(found, notes), encoding="utf-8", newline="")
        day = found.manifest.as_of_date
        moment = (day.year, day.month, day.day, 0, 0, 0)
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as parcel:
            for file in sorted(room.iterdir()):
                entry = zipfile.ZipInfo(file.name, moment)
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                entry.file_size = file.stat().st_size
                with file.open("rb") as source, parcel.open(entry, "w") as target:
                    shutil.copyfileobj(source, target, BLOCK_BYTES)
