"""Pictures as people send them, made anew in a process apart before anything is kept: no place, time, camera or name in
the file stays."""

import hashlib
import json
from dataclasses import dataclass
from threading import BoundedSemaphore

from lnrs_web.config.confined import answer_of

_PROGRAM = "from lnrs_web.config.picture_worker import main; main()"
_BOUNDS = {"seconds": 30, "bytes": 2_000_000_000}
_WAIT_S, _MOST_BYTES = 60, 40_000_000
_ROOM = BoundedSemaphore(2)


class NoPicture(ValueError):
    """A file that is no picture which can be shown; the text says why, in words for who sent it."""


@dataclass(frozen=True)
class Made:
    """A picture as the site keeps it: a `jpg` or a `png`, and its size."""

    data: bytes
    kind: str
    width_px: int
    height_px: int

    @property
    def sha256(self) -> str:
        """Its hash."""
        return hashlib.sha256(self.data).hexdigest()


def made_anew(data: bytes, longest_px: int, *, jpeg: bool = False) -> Made:
    """The picture of a JPEG, PNG or WebP file, upright, at most `longest_px` wide and high; a JPEG in any case where
    only that will do. Raises NoPicture."""
    if not _ROOM.acquire(timeout=_WAIT_S):
        raise NoPicture("Other people’s pictures are being read. Try again in a minute.")
    told = _BOUNDS | {"longest_px": longest_px, "jpeg": jpeg}
    try:
        answer = answer_of(_PROGRAM, told, data, wait_s=_WAIT_S, most_bytes=_MOST_BYTES)
    finally:
        _ROOM.release()
    line, _, made = answer.partition(b"\n")
    try:
        said = json.loads(line)
    except ValueError:
        raise NoPicture("It takes too long, or too much memory, to be read.") from None
    if "problem" in said or len(answer) > _MOST_BYTES:
        raise NoPicture(said.get("problem", "It is too large."))
    return Made(made, **said)
