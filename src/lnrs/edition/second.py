"""A second process that makes files meanwhile: the tiler and GDAL hold the interpreter while they work.

It only fills the cache. Whatever it does not finish, for whatever reason, is made by whoever asks for it, who then also
meets the reason; so nothing of what happens in it needs to be told. It is started early, to have its libraries ready by
the time there is something to make.
"""

import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from lnrs.edition.outputs import Output, kept
from lnrs.habitat_map.cache import Cache


@dataclass(frozen=True)
class Second:
    """The process, and the folder through which work reaches it."""

    process: subprocess.Popen[bytes]
    room: Path

    def hand_over(self, outputs: Sequence[Output], cache: Cache) -> None:
        """Let it make these outputs into the cache, in their order. Returns at once; may be called once."""
        with suppress(OSError):
            (self.room / "work").write_bytes(pickle.dumps((outputs, cache), protocol=pickle.HIGHEST_PROTOCOL))
            self._send(str(self.room / "work"))

    def wait(self) -> None:
        """Wait until it has made what it could."""
        with suppress(OSError):
            self._send("")
        self.process.wait()

    def _send(self, line: str) -> None:
        if self.process.stdin and not self.process.stdin.closed:
            self.process.stdin.write(line.encode() + b"\n")
            self.process.stdin.close()


@contextmanager
def second_process() -> Iterator[Second]:
    """A process that waits for work; it ends with the block, finished or not."""
    command, quiet = [sys.executable, "-m", "lnrs.edition.second"], subprocess.DEVNULL
    with (
        TemporaryDirectory(prefix="lnrs-") as room,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet) as process,
    ):
        try:
            yield Second(process, Path(room))
        finally:
            process.kill()


def main() -> None:
    """Make what is handed over: the path of the work comes on standard input, or nothing where there is none."""
    if work := sys.stdin.readline().strip():
        outputs, cache = pickle.loads(Path(work).read_bytes())
        for output in outputs:
            kept(output, cache)


if __name__ == "__main__":
    main()
