"""A second process that makes files meanwhile: the tiler and GDAL hold the interpreter while they work.

It only fills the cache. Whatever it does not finish, for whatever reason, is made by whoever asks for it, who then also
meets the reason; so nothing of what happens in it needs to be told. It is started early, to have its libraries ready by
the time there is something to make.
"""

import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import geopandas as gpd
import shapely

from lnrs.edition.collector import no_collector
from lnrs.edition.output import Output, kept
from lnrs.edition.tiles import archive
from lnrs.edition.tiles.archive import About
from lnrs.edition.tiles.generalise import overview_grid
from lnrs.edition.tiles.levels import Basis
from lnrs.edition.tiles.mercator import bounds_deg
from lnrs.edition.tiles.thematic import measure_levels
from lnrs.habitat_map.cache import Cache


@dataclass(frozen=True)
class Second:
    """The process, and the folder through which work reaches it."""

    process: subprocess.Popen[bytes]
    room: Path

    def hand_over(self, output: Output, cache: Cache) -> None:
        """Let it make this output into the cache, after what it was given before. Returns at once."""
        with suppress(OSError), tempfile.NamedTemporaryFile(dir=self.room, delete=False) as work:
            pickle.dump((output, cache), work, protocol=pickle.HIGHEST_PROTOCOL)
            work.flush()
            self._stdin.write(f"{work.name}\n".encode())
            self._stdin.flush()

    def wait(self) -> None:
        """Wait until it has made what it could; nothing more can be handed over."""
        with suppress(OSError):
            self._stdin.close()
        self.process.wait()

    @property
    def _stdin(self) -> IO[bytes]:
        assert self.process.stdin is not None, "it is started with a pipe"
        return self.process.stdin


@contextmanager
def second_process() -> Iterator[Second]:
    """A process that waits for work; it ends with the block, finished or not."""
    command, quiet = [sys.executable, "-m", "lnrs.edition.second"], subprocess.DEVNULL
    with (
        tempfile.TemporaryDirectory(prefix="lnrs-") as room,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet) as process,
    ):
        try:
            yield Second(process, Path(room))
        finally:
            process.kill()


def get_ready() -> None:
    """Make tiles of one field: kernels and libraries are then loaded before there is work, while a core has none."""
    with tempfile.TemporaryDirectory(prefix="lnrs-") as name:
        field = shapely.box(600_000, 150_000, 601_000, 151_000)
        columns = {"measure": ["X1.1"], "pm_id": [1], "piece": [1]}
        mapped = gpd.GeoDataFrame(columns, geometry=[field], crs=27700)
        basis = Basis(overview_grid(field.bounds), Cache(Path(name)), "")
        about = About("", "", "", bounds_deg(mapped.geometry.to_numpy()))
        archive.write(measure_levels(mapped, "", basis), about, Path(name) / "field.pmtiles")


def main() -> None:
    """Make what is handed over: the path of each piece of work comes on a line of standard input."""
    with no_collector():
        get_ready()
        for line in sys.stdin:
            output, cache = pickle.loads(Path(line.strip()).read_bytes())
            kept(output, cache)


if __name__ == "__main__":
    main()
