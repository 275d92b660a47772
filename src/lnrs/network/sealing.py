"""What an England edition is: its name, its sources, its settings and the SHA-256 of every file in it."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from lnrs.errors import EditionInvalid, NotFound, Problem
from lnrs.network.storage import Store

SCHEMA = 1
FILE = "england.json"
ENTRY = {"path": str, "size_bytes": int, "sha256": str}
"""What the record says of a file."""


@dataclass(frozen=True)
class England:
    """The record of an England edition. `identity` is derived from everything else in it."""

    schema: int
    identity: str
    name: str
    date: str
    """ISO date that the network stands for."""
    software: str
    settings: Mapping[str, Any]
    sources: Sequence[Mapping[str, Any]]
    """What was joined, an entry a strategy: lnrs_id, name, authority, title, source, identity, as_of, status,
    invented."""
    counts: Mapping[str, int]
    """How many rows each layer has."""
    files: Sequence[Mapping[str, Any]]
    """path, size_bytes and sha256 of each, by path."""


def sealed(record: England) -> England:
    """The record with its identity: name, date and the first 12 figures of the SHA-256 over all that it says."""
    content = json.dumps({**asdict(record), "identity": ""}, sort_keys=True, ensure_ascii=False).encode()
    digest = hashlib.sha256(content).hexdigest()[:12]
    slug = "-".join(re.findall("[a-z0-9]+", record.name.lower()))
    return England(**{**asdict(record), "identity": f"{slug}-{record.date}-{digest}"})


def to_bytes(record: England) -> bytes:
    """The record as JSON with sorted keys."""
    return (json.dumps(asdict(record), indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def read(store: Store) -> England:
    """The record of an England edition. Raises NotFound where there is none, EditionInvalid where it is unknown."""
    try:
        table = json.loads(store.read(FILE))
    except (FileNotFoundError, NotADirectoryError):
        advice = "Name a folder that `lnrs network build` made."
        raise NotFound([Problem(store.address, f"there is no England edition here (no {FILE}).", advice)]) from None
    except ValueError as error:
        raise EditionInvalid([Problem(FILE, f"is not JSON: {error}.")]) from error
    if not isinstance(table, dict) or table.get("schema") != SCHEMA:
        raise EditionInvalid([Problem(FILE, "is of another version of lnrs.", "Build it again.")])
    files = table.get("files")
    known = isinstance(files, list) and all(map(_is_entry, files))
    if not known or set(table) != {field.name for field in fields(England)}:
        raise EditionInvalid([Problem(FILE, "is not the record of an England edition.", "Build it again.")])
    return England(**table)


def _is_entry(entry: Any) -> bool:
    return isinstance(entry, dict) and {name: type(value) for name, value in entry.items()} == ENTRY


def hash_files(store: Store, *, names: Sequence[str]) -> dict[str, Any]:
    """Size and SHA-256 of some files."""
    entries = []
    for name in names:
        content = store.read(name)
        entries.append({"path": name, "size_bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()})
    return {"files": entries}


def verify(store: Store) -> England:
    """Check every file against the record. Raises EditionInvalid with each that is missing, changed or unknown."""
    record = read(store)
    problems = [] if sealed(record).identity == record.identity else [Problem(FILE, "says something that was changed.")]
    known = {entry["path"]: entry["sha256"] for entry in record.files}
    there = {name for name in store.names() if name != FILE}
    problems += [Problem(name, "is not there.") for name in sorted(set(known) - there)]
    problems += [Problem(name, "is not of this edition.") for name in sorted(there - set(known))]
    for name in sorted(there & set(known)):
        if hashlib.sha256(store.read(name)).hexdigest() != known[name]:
            problems.append(Problem(name, "was changed."))
    if problems:
        raise EditionInvalid(problems)
    return record
