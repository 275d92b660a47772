"""Results kept by the content of what they were made from: the same question is never worked out twice."""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache as remembered
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

import lnrs

DAY_S = 86_400

METHOD = ("ecology", "habitat_map", "layers")
SOURCE = (".py", ".toml")
"""What a result depends on beside its inputs: the code that measures, and what a layer is."""

Record = TypeVar("Record")


def key_of(*parts: object) -> str:
    """A key for whatever is made from these parts, each told by its text, an array by its bytes."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.tobytes() if isinstance(part, np.ndarray) else str(part).encode())
        digest.update(b"\x1f")
    return digest.hexdigest()


def frame_key(frame: pd.DataFrame) -> str:
    """A key for the content of a table: its columns, its rows in order and its geometry."""
    digest = hashlib.sha256()
    for name in frame.columns:
        digest.update(f"{name}\x1f{frame[name].dtype}\x1f".encode())
        if frame[name].dtype == "geometry":
            digest.update(b"\x1e".join(frame[name].to_wkb()))
        else:
            digest.update(pd.util.hash_array(frame[name].to_numpy(), categorize=True).tobytes())
    return digest.hexdigest()


@remembered
def method_key() -> str:
    """A key for the engine's own source and the libraries it measures with: another method never answers from an older
    one's results."""
    package = Path(lnrs.__file__).parent
    sources = sorted(path for part in METHOD for path in (package / part).rglob("*") if path.suffix in SOURCE)
    libraries = (version(name) for name in ("geopandas", "numba", "numpy", "rasterio", "scipy"))
    return key_of(*(path.read_bytes() for path in sources), *libraries, shapely.geos_version_string)


@dataclass(frozen=True)
class Cache:
    """A folder of results, each named by its key. It may be deleted at any time."""

    folder: Path

    def file(self, key: str, make: Callable[[Path], None]) -> Path:
        """The file of this key; where there is none, `make` writes it (whole, or not at all)."""
        path = self.folder / key[:2] / key
        if path.exists():
            os.utime(path)
        else:
            _put(path, make)
        return path

    def has(self, key: str) -> bool:
        """Whether there is a result of this key."""
        return (self.folder / key[:2] / key).exists()

    def frame(self, key: str, make: Callable[[], gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
        """The table with geometry of this key."""

        def save(made: Path) -> None:
            frame = make()
            alike = frame.geom_type.nunique() == 1  # then GeoArrow holds it, which reads in half the time of WKB
            frame.to_parquet(made, compression="zstd", geometry_encoding="geoarrow" if alike else "WKB")

        return gpd.read_parquet(self.file(key, save))

    def table(self, key: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """The table without geometry of this key."""
        return pd.read_parquet(self.file(key, lambda made: make().to_parquet(made, compression="zstd")))

    def array(self, key: str, make: Callable[[], npt.NDArray]) -> npt.NDArray:
        """The array of this key."""

        def save(made: Path) -> None:
            with made.open("wb") as file:
                np.save(file, make(), allow_pickle=False)

        return np.load(self.file(key, save), allow_pickle=False)

    def record(self, key: str, kind: type[Record], make: Callable[[], Record]) -> Record:
        """The record of arrays and numbers of this key, a dataclass of this kind."""

        def save(made: Path) -> None:
            with made.open("wb") as file:
                for value in vars(make()).values():
                    np.save(file, value, allow_pickle=False)

        with self.file(key, save).open("rb") as file:
            held = {name: np.load(file, allow_pickle=False) for name in kind.__annotations__}
        return kind(**{name: value if value.ndim else value.item() for name, value in held.items()})

    def grown(self, key: str, ids: npt.NDArray[Any], make: Callable[[npt.NDArray[Any]], pd.DataFrame]) -> pd.DataFrame:
        """Rows of the table of this key, in the order of `ids`, which is its index.

        The table grows: `make` is asked for the rows that are not in it yet, each of which depends on its id alone.
        """
        path = self.folder / key[:2] / key
        held = pd.read_parquet(path) if path.exists() else make(ids[:0])
        if path.exists():
            os.utime(path)
        missing = np.setdiff1d(ids, held.index.to_numpy())
        if len(missing):
            held = pd.concat([held, make(missing)])
            _put(path, lambda made: held.to_parquet(made, compression="zstd"))
        return held.loc[ids]

    def forget(self, *, beyond_bytes: int) -> None:
        """Delete what was used longest ago until the rest fits, and what a killed run left half made."""
        held = sorted(self._results(), key=lambda path: path.stat().st_mtime, reverse=True)
        size = 0
        for path in held:
            size += path.stat().st_size
            if size > beyond_bytes:
                path.unlink(missing_ok=True)
        yesterday = time.time() - DAY_S
        for making in self.folder.glob("??/.making-*"):
            if making.stat().st_mtime < yesterday:
                shutil.rmtree(making, ignore_errors=True)

    def _results(self) -> Iterable[Path]:
        return (path for path in self.folder.glob("??/*") if path.is_file())


def _put(path: Path, make: Callable[[Path], None]) -> None:
    """Let `make` write a file that is then at its place whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".making-") as making:
        made = Path(making) / "made"
        make(made)
        os.replace(made, path)
