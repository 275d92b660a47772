"""Pictures as editors send them, made anew before anything is kept."""

import hashlib
import json

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from lnrs_web.config.confined import answer_of

PROGRAM = "from lnrs_web.newsroom.picture_worker import main; main()"
BOUNDS = {"seconds": 30, "bytes": 2_000_000_000}
MOST_BYTES = 40_000_000


class NoPicture(ValueError):
    """A file that is no picture which can be shown; the text says why, in words for the editor."""


def made_anew(sent: UploadedFile) -> ContentFile:
    """The picture of a file, upright, without anything else that was in the file: where, when and with what it was
    taken. Its name is made of its bytes, so that nobody guesses it before it is shown.

    Raises NoPicture.
    """
    sent.seek(0)
    answer = answer_of(PROGRAM, BOUNDS, sent.read(), wait_s=2 * BOUNDS["seconds"], most_bytes=MOST_BYTES)
    line, _, made = answer.partition(b"\n")
    try:
        said = json.loads(line)
    except ValueError:
        raise NoPicture("It takes too long, or too much memory, to be read.") from None
    if "problem" in said or len(answer) > MOST_BYTES:
        raise NoPicture(said.get("problem", "It is too large."))
    return ContentFile(made, name=f"{hashlib.sha256(made).hexdigest()[:20]}.{said['kind']}")
