"""Results kept by the content of what they were made from: the same question is never worked out twice."""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

import lnrs

DAY_S = 86_400


def key_of(*parts: object) -> str:
    """A key for whatever is made from these parts, each told by its text."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


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


def method_key() -> str:
    """A key for the engine's own source: another method never answers from an older one's results."""
    package = Path(lnrs.__file__).parent
    sources = sorted(path for part in ("ecology", "habitat_map") for path in (package / part).glob("*.py"))
    return key_of(*(path.read_bytes() for path in sources))


@dataclass(frozen=True)
class Cache:
    """A folder of results, each named by its key. It may be deleted at any time."""

    folder: Path

    def file(self, key: str, make: Callable[[Path], None]) -> Path:
        """The file of this key; where there is none, `make` writes it (whole, or not at all)."""
        path = self.folder / key[:2] / key
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=path.parent, prefix=".making-") as making:
                made = Path(making) / "made"
                make(made)
                os.replace(made, path)
        else:
            os.utime(path)
        return path

    def frame(self, key: str, make: Callable[[], gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
        """The table with geometry of this key."""
        path = self.file(key, lambda made: make().to_parquet(made, compression="zstd"))
        return gpd.read_parquet(path)

    def table(self, key: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """The table without geometry of this key."""
        return pd.read_parquet(self.file(key, lambda made: make().to_parquet(made, compression="zstd")))

    def array(self, key: str, make: Callable[[], npt.NDArray]) -> npt.NDArray:
        """The array of this key."""

        def save(made: Path) -> None:
            with made.open("wb") as file:
                np.save(file, make(), allow_pickle=False)

        return np.load(self.file(key, save), allow_pickle=False)

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
