"""A file of any kind as rows, in a process of its own with little memory, little time, and no file or connection that
it could open."""

import json
import re

from lnrs_web.analysis.files import limits
from lnrs_web.analysis.files.tables import Row
from lnrs_web.config.confined import answer_of

_PROGRAM = "from lnrs_web.analysis.files.worker import main; main()"


class Unreadable(ValueError):
    """A file that cannot be read; the text says why, and what to do, in words for the person."""


def rows_in(data: bytes, name: str) -> list[Row]:
    """The rows of a file: of a table as it names its columns; of each mail or document `name`, `mail`, `date`, `text`.

    Raises Unreadable.
    """
    if not data:
        raise Unreadable("The file is empty.")
    if len(data) > limits.FILE_BYTES:
        raise Unreadable(f"The file has more than {limits.FILE_BYTES // 1_000_000} MB. Give it in parts.")
    try:
        answer = json.loads(_asked(data, re.sub(r"[^\w.]", "", name)[-20:].lower()))
    except ValueError:
        raise Unreadable(
            "It could not be read with the time and memory that a file may take. Give it in parts."
        ) from None
    if "problem" in answer:
        raise Unreadable(answer["problem"])
    rows: list[Row] = answer["rows"]
    return rows


def _asked(data: bytes, name: str) -> bytes:
    """What the worker says: nothing that can be read where it was stopped."""
    told = {"name": name, "seconds": limits.WORKER_CPU_S, "bytes": limits.WORKER_BYTES}
    return answer_of(_PROGRAM, told, data, wait_s=limits.WORKER_S, most_bytes=limits.ANSWER_BYTES)
