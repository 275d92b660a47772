"""Pictures: read in a process apart and drawn anew, so that no place, time, camera or name in the file is kept."""

import hashlib
import json
from dataclasses import dataclass
from threading import BoundedSemaphore

from lnrs_web.config.confined import answer_of
from lnrs_web.delivery.refused import refuse

FIELD = "photo"
LARGEST_BYTES = 12_000_000
MOST = 8
ALT_LETTERS = 300
WAIT_S, CPU_S, MEMORY_BYTES, ANSWER_BYTES = 40, 20, 1_500_000_000, 4_000_000
_ROOM = BoundedSemaphore(2)
_PROGRAM = """
from lnrs_web.delivery.photo_worker import main
main()
"""


@dataclass(frozen=True)
class Drawn:
    """A picture as the site keeps it: a JPEG, and its size."""

    data: bytes
    width_px: int
    height_px: int

    @property
    def sha256(self) -> str:
        """Its hash."""
        return hashlib.sha256(self.data).hexdigest()


def read_photo(data: bytes) -> Drawn:
    """A JPEG, PNG or WebP picture drawn anew, at most 1,600 pixels wide and high. Raises ProjectRefused."""
    if not data or len(data) > LARGEST_BYTES:
        what = "No picture has been chosen, or it is too large."
        raise refuse(FIELD, what, f"Choose a JPEG, PNG or WebP of up to {LARGEST_BYTES // 1_000_000} MB.")
    if not _ROOM.acquire(timeout=WAIT_S):
        raise refuse(FIELD, "Other people’s pictures are being read.", "Try again in a minute.")
    try:
        told = {"seconds": CPU_S, "bytes": MEMORY_BYTES}
        said = answer_of(_PROGRAM, told, data, wait_s=WAIT_S, most_bytes=ANSWER_BYTES)
    finally:
        _ROOM.release()
    line, _, drawn = said.partition(b"\n")
    try:
        width_px, height_px = json.loads(line)
    except (ValueError, TypeError):
        what = "It is not a picture that can be read here."
        raise refuse(FIELD, what, "Save it as a JPEG of a usual size.") from None
    return Drawn(drawn, width_px, height_px)
