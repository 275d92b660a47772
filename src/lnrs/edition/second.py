"""A second process that makes files meanwhile: the tiler and GDAL hold the interpreter while they work.

It only fills the cache. Whatever it does not finish, for whatever reason, is made by whoever asks for it, who then also
meets the reason; so nothing of what happens in it needs to be told. It is started before anything else is loaded, to
have its libraries ready by the time there is something to make.
"""

import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from lnrs.edition.output import Output
    from lnrs.habitat_map.cache import Cache

WORTH_IT_BYTES = 20_000_000
"""Layers larger than this together make it worth while to start another process."""


@dataclass(frozen=True)
class Second:
    """The process, and the folder through which work reaches it."""

    process: subprocess.Popen[bytes]
    room: Path

    def hand_over(self, output: "Output", cache: "Cache") -> None:
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
    command, quiet = [sys.executable, "-m", "lnrs.edition.second_main"], subprocess.DEVNULL
    with (
        tempfile.TemporaryDirectory(prefix="lnrs-") as room,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet) as process,
    ):
        try:
            yield Second(process, Path(room))
        finally:
            process.kill()


@contextmanager
def second_process_for(folder: Path) -> Iterator[Second | None]:
    """A second process where the layers of a strategy folder are large enough to be worth it."""
    if sum(file.stat().st_size for file in folder.glob("layers/*")) <= WORTH_IT_BYTES:
        yield None
    else:
        with second_process() as second:
            yield second
