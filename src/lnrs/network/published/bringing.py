"""What lies in object storage or behind an address is brought to a folder of our own: GDAL and Parquet read files."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import fsspec

from lnrs.edition.manifest import FILE as MANIFEST
from lnrs.errors import NotFound, Problem
from lnrs.layers.archive import unpack_beside
from lnrs.layers.fetch.plain_file import download
from lnrs.layers.fetch.session import Line
from lnrs.layers.progress import Progress
from lnrs.layers.sniff import kind_of
from lnrs.network.published.files import ENDINGS, SHAPEFILE_PARTS
from lnrs.network.storage_errors import answering

OF_EDITION = (
    *(f"data/{name}.parquet" for name in ("area", "measures", "important", "become", "habitats")),
    *(f"tables/{name}.csv" for name in ("measures", "metric_habitats")),
)
"""Of an edition, what is read besides its manifest."""
ENDING_OF = {"geopackage": ".gpkg", "zip": ".zip", "flatgeobuf": ".fgb", "shapefile": ".shp"}


def is_elsewhere(source: str) -> bool:
    """Whether it is an address of object storage (s3://, memory://, ...) rather than a path or a web address."""
    return "://" in source and not source.startswith(("http://", "https://"))


@contextmanager
def forgetting() -> Iterator[Path]:
    """A new folder, which is forgotten at once where the block fails; else whoever has it forgets it."""
    folder = Path(tempfile.mkdtemp(prefix="lnrs-brought-"))
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def bring(address: str, folder: Path) -> Path:
    """A copy, in `folder`, of the file, the edition or the folder of maps at an address of object storage.

    Raises NotFound where there is none, FetchFailed where the storage does not answer.
    """
    with answering(address):
        return _brought(address, folder)


def _brought(address: str, folder: Path) -> Path:
    files, root = fsspec.core.url_to_fs(address.rstrip("/"))
    if files.isfile(root):
        target = folder / PurePosixPath(root).name
        files.get_file(root, str(target))
        return target
    wanted = _of_edition(files, root) or _maps(files, root)
    if not wanted:
        what = "is neither a file, nor an edition (no manifest.json), nor a folder of maps."
        raise NotFound([Problem(address, what, "Check the address.")])
    for path in wanted:
        target = folder / PurePosixPath(path).relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        files.get_file(path, str(target))
    return folder


def download_file(address: str, folder: Path, line: Line, progress: Progress) -> Path:
    """A copy, in `folder`, of the file at a web address. Raises FetchFailed."""
    name = PurePosixPath(unquote(urlsplit(address).path)).name or "file"
    file, _ = download(line, address, folder / "part", f"fetching {name}", progress)
    ending = ENDING_OF.get(kind_of(file), "")  # GDAL looks at it, and a service need not give one
    return file.rename(folder / (name if name.lower().endswith(ending) else f"{name}{ending}"))


def unpack_edition(file: Path, folder: Path) -> bool:
    """Unpack the edition in a zip, as far as it is read, into `folder`; False where there is none in it."""
    return unpack_beside(file, folder, MANIFEST, OF_EDITION)


def _of_edition(files: fsspec.AbstractFileSystem, root: str) -> list[str]:
    if not files.exists(f"{root}/{MANIFEST}"):
        return []
    named = (f"{root}/{name}" for name in OF_EDITION)
    return [f"{root}/{MANIFEST}", *(path for path in named if files.exists(path))]


def _maps(files: fsspec.AbstractFileSystem, root: str) -> list[str]:
    if not files.isdir(root):
        return []
    ends = {*ENDINGS, *SHAPEFILE_PARTS} - {".zip"}
    return sorted(path for path in files.ls(root, detail=False) if PurePosixPath(path).suffix.lower() in ends)
