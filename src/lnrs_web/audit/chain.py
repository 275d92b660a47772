"""How rows of the record hang together: each carries the SHA-256 of what it says, and that of the row before.

What is hashed is the row as JSON: its fields with their names in order of the alphabet, no spaces, ASCII alone (other
letters as \\uXXXX), the time in UTC with microseconds, and in `previous` the digest of the row before, which is empty
in the first row. So nobody can change, add or take away a row and leave those after it right. Only rows that were taken
off the end would not be missed: for that a digest is noted down elsewhere, and looked for later.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC
from typing import Any

FIELDS = ("id", "at", "by", "what", "which", "was", "became", "area", "previous")
"""What is hashed; `digest` is what comes of it."""


def canonical(row: Mapping[str, Any]) -> bytes:
    """What is hashed of a row."""
    said = {name: row[name] for name in FIELDS}
    said["at"] = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def digest_of(row: Mapping[str, Any]) -> str:
    """The SHA-256 of a row, 64 hexadecimal figures.

    >>> from datetime import datetime
    >>> row = dict.fromkeys(FIELDS, "") | {"id": 1, "area": None, "at": datetime(2026, 11, 26, 12, tzinfo=UTC)}
    >>> digest_of(row)[:12]
    '53b5cdf90909'
    """
    return hashlib.sha256(canonical(row)).hexdigest()


def broken(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, str]]:
    """The number of each row that is not as it was written, with what is wrong, from the first on."""
    previous = ""
    for row in rows:
        if row["digest"] != digest_of(row):
            yield row["id"], "does not say what it said when it was written"
        elif row["previous"] != previous:
            yield row["id"], "does not follow the row before it: one between them is gone, or was put in"
        previous = row["digest"]
