"""What lies in object storage is brought to a folder of our own, as GDAL and Parquet read files."""

import shutil
import tempfile
from pathlib import Path, PurePosixPath

import fsspec

from lnrs.errors import NotFound, Problem

WANTED = ("manifest.json", "data", "tables")
"""The parts of an edition folder that are read."""
READ_OF_DATA = ("area", "measures", "important", "become", "habitats")


def is_elsewhere(source: str) -> bool:
    """Whether it is an address of object storage (s3://, memory://, ...) rather than a path or a web address."""
    return "://" in source and not source.startswith(("http://", "https://"))


def bring(address: str) -> Path:
    """A copy, in a new folder, of the edition at an address. Raises NotFound where there is none."""
    folder = Path(tempfile.mkdtemp(prefix="lnrs-brought-"))
    try:
        files, root = fsspec.core.url_to_fs(address)
        for path in _wanted(files, root):
            target = folder / PurePosixPath(path).relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            files.get_file(path, str(target))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def _wanted(files: fsspec.AbstractFileSystem, root: str) -> list[str]:
    root = root.rstrip("/")
    if not files.exists(f"{root}/manifest.json"):
        raise NotFound([Problem(root, "holds no edition (no manifest.json).", "Check the address.")])
    data = [f"{root}/data/{name}.parquet" for name in READ_OF_DATA]
    tables = [f"{root}/tables/{name}.csv" for name in ("measures", "metric_habitats")]
    return [f"{root}/manifest.json", *(path for path in (*data, *tables) if files.exists(path))]
