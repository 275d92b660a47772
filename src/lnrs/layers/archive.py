"""Zips: the one layer in them, unpacked within limits to a folder of our own."""

import shutil
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from lnrs.errors import LayerRefused, Problem
from lnrs.layers.origin import listed
from lnrs.layers.sniff import refusal

LAYERS = (".shp", ".gpkg", ".geojson", ".json", ".parquet", ".fgb", ".kml", ".csv", ".tif", ".tiff", ".asc")
SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
NEEDED_PARTS = (".shp", ".shx", ".dbf")

MOST_MEMBERS = 10_000
MOST_BYTES = 8 * 1024**3
MOST_RATIO = 200
"""Unpacked to packed. Maps pack to a tenth or a twentieth; a zip bomb to a thousandth."""
RATIO_FREE_BYTES = 10 * 1024**2


def unpack(file: Path, folder: Path, table: str | None = None) -> Path:
    """Unpack the layer in a zip into `folder` and return its file; `table` names it where there are several.

    Raises LayerRefused where the zip is damaged, locked, a bomb, or holds no layer or too many.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            members = _safe_members(file, archive)
            chosen = _chosen(file, members, table)
            return _unpack_members(archive, _with_parts(file, members, chosen), folder)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error) as error:
        raise refusal(file, f"is a damaged zip: {error}.", "Make or download it again.") from error


def unpack_all(file: Path, folder: Path) -> list[Path]:
    """Unpack every layer in a zip, each into a folder of its own in `folder`, and return their files in order of name.

    Raises LayerRefused as `unpack` does.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            members = _safe_members(file, archive)
            layers = [one for one in members if PurePosixPath(one.filename).suffix.lower() in LAYERS]
            if not layers:
                _chosen(file, members, None)  # which says what is in it instead
            unpacked = []
            for number, layer in enumerate(sorted(layers, key=lambda one: one.filename)):
                own = folder / f"{number:04}"
                own.mkdir()
                unpacked.append(_unpack_members(archive, _with_parts(file, members, layer), own))
            return unpacked
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error) as error:
        raise refusal(file, f"is a damaged zip: {error}.", "Make or download it again.") from error


def unpack_beside(file: Path, folder: Path, first: str, names: Iterable[str]) -> bool:
    """Unpack the files with these names, such as `data/area.parquet`, that lie in a zip beside the file called `first`,
    and that file; False, with nothing unpacked, where there is no `first`. Names that are not there are passed over.

    Raises LayerRefused as `unpack` does.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            members = {one.filename: one for one in _safe_members(file, archive)}
            found = min((path for path in members if PurePosixPath(path).name == first), key=len, default=None)
            if found is None:
                return False
            root = found.removesuffix(first)
            for name in (first, *names):
                if root + name in members:
                    target = folder / name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with archive.open(members[root + name]) as packed, target.open("wb") as unpacked:
                        shutil.copyfileobj(packed, unpacked, 1024**2)
            return True
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error) as error:
        raise refusal(file, f"is a damaged zip: {error}.", "Make or download it again.") from error


def _safe_members(file: Path, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    members = [one for one in archive.infolist() if not one.is_dir() and "__MACOSX" not in one.filename]
    unpacked, packed = sum(one.file_size for one in members), sum(one.compress_size for one in members)
    if any(one.flag_bits & 1 for one in members):
        raise refusal(file, "is locked with a password.", "Make it again without one.")
    if len(members) > MOST_MEMBERS or unpacked > MOST_BYTES:
        raise refusal(file, f"would unpack to {len(members)} files and {unpacked / 1024**3:.1f} GB.", "Zip one layer.")
    if unpacked > RATIO_FREE_BYTES and unpacked > MOST_RATIO * max(packed, 1):
        raise refusal(file, f"would unpack to {unpacked // max(packed, 1)} times its size.", "No map does that.")
    return members


def _chosen(file: Path, members: list[zipfile.ZipInfo], table: str | None) -> zipfile.ZipInfo:
    layers = [one for one in members if PurePosixPath(one.filename).suffix.lower() in LAYERS]
    if not layers:
        found = ", ".join(sorted({PurePosixPath(one.filename).suffix or "none" for one in members})) or "nothing"
        raise refusal(file, f"holds no layer; the endings in it are {found}.", "Zip the .shp, .shx, .dbf and .prj.")
    named = [one for one in layers if table and _stem(one).lower() == table.lower()]
    if len(layers) > 1 and not named:
        names = listed(sorted(map(_stem, layers)))
        raise refusal(file, f"holds {len(layers)} layers: {names}.", "Say which with --table.")
    return (named or layers)[0]


def _with_parts(file: Path, members: list[zipfile.ZipInfo], chosen: zipfile.ZipInfo) -> list[zipfile.ZipInfo]:
    """The layer's own file and, for a shapefile, the files that belong to it."""
    if PurePosixPath(chosen.filename).suffix.lower() != ".shp":
        return [chosen]
    beside: dict[str, zipfile.ZipInfo] = {}
    for one in members:
        if str(PurePosixPath(one.filename).with_suffix("")) == str(PurePosixPath(chosen.filename).with_suffix("")):
            beside[PurePosixPath(one.filename).suffix.lower()] = one
    missing = [part for part in NEEDED_PARTS if part not in beside]
    if missing:
        advice = "Zip every file of the shapefile."
        problems = [Problem(file.name, f"lacks {_stem(chosen)}{part}.", advice) for part in missing]
        raise LayerRefused(problems)
    return [beside[part] for part in SHAPEFILE_PARTS if part in beside]


def _unpack_members(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], folder: Path) -> Path:
    """Copy members under a name of our own, so that no path in the zip is ever followed; return the first."""
    targets = []
    for member in members:
        target = folder / f"{PurePosixPath(member.filename).stem}{PurePosixPath(member.filename).suffix.lower()}"
        with archive.open(member) as packed, target.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked, 1024**2)
        targets.append(target)
    return targets[0]


def _stem(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename).stem
