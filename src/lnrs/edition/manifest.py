"""What an edition holds: who it is, and the size and SHA-256 of every file in it."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from lnrs.errors import EditionInvalid, NotFound, Problem
from lnrs.hashes import sha256_file as sha256_file
from lnrs.model import Area, StrategyRecord

SCHEMA = 1
"""Version of the edition folder's layout; a reader refuses one that it does not know."""

FILE = "manifest.json"


@dataclass(frozen=True)
class FileEntry:
    """One file of the edition; `path` is relative to its folder, with forward slashes."""

    path: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The record of an edition. `identity` is derived from everything else in it."""

    schema: int
    identity: str
    area: int
    """Number of the strategy area, 1 to 48."""
    area_name: str
    responsible_authority: str
    title: str
    edition: str
    status: str
    as_of: str
    """ISO date at which data and law were read."""
    invented: bool
    replaces: str
    """Identity of the edition that this one corrects or supersedes, or nothing."""
    software: str
    counts: dict[str, int]
    """How many rows each layer and table has."""
    files: tuple[FileEntry, ...]

    @property
    def as_of_date(self) -> date:
        """`as_of` as a date."""
        return date.fromisoformat(self.as_of)

    @property
    def size_bytes(self) -> int:
        """Size of all files together, in bytes."""
        return sum(entry.size_bytes for entry in self.files)


def describe(
    record: StrategyRecord, area: Area, software: str, counts: dict[str, int], files: Iterable[FileEntry]
) -> Manifest:
    """The manifest of an edition with these files, with its identity."""
    draft = Manifest(
        schema=SCHEMA,
        identity="",
        area=area.lnrs_id,
        area_name=area.name,
        responsible_authority=area.responsible_authority,
        title=record.title,
        edition=record.edition,
        status=record.status,
        as_of=record.as_of.isoformat(),
        invented=record.invented,
        replaces=record.replaces,
        software=software,
        counts=counts,
        files=tuple(sorted(files, key=lambda entry: entry.path)),
    )
    return replace(draft, identity=identity_of(draft))


def identity_of(manifest: Manifest) -> str:
    """The edition's short name: area, edition, and the first 12 figures of the SHA-256 over all that it says.

    It changes with any file, and with anything else in the manifest.
    """
    content = to_json(replace(manifest, identity="")).encode()
    digest = hashlib.sha256(content).hexdigest()[:12]
    return "-".join(part for part in (_slug(manifest.area_name), _slug(manifest.edition), digest) if part)


def entry_of(folder: Path, path: Path) -> FileEntry:
    """The entry of a file in an edition folder."""
    return FileEntry(path.relative_to(folder).as_posix(), path.stat().st_size, sha256_file(path))


def entries(folder: Path, known: Iterable[FileEntry] = ()) -> tuple[FileEntry, ...]:
    """The entry of every file in a folder but the manifest itself, by path; those that are known are taken as they
    are."""
    found = {entry.path: entry for entry in known}
    paths = [path for path in folder.rglob("*") if path.is_file() and path != folder / FILE]
    others = (entry_of(folder, path) for path in paths if path.relative_to(folder).as_posix() not in found)
    return tuple(sorted((*found.values(), *others), key=lambda entry: entry.path))


def to_json(record: Any) -> str:
    """A frozen record, or plain values, as JSON with sorted keys: the same content gives the same text."""
    plain = record if isinstance(record, dict | list) else asdict(record)
    return json.dumps(plain, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"


def write(manifest: Manifest, folder: Path) -> None:
    """Write the manifest into its edition folder."""
    (folder / FILE).write_text(to_json(manifest), encoding="utf-8", newline="\n")


def read(folder: Path) -> Manifest:
    """Read the manifest of an edition folder. It is not verified against the files: `lnrs.edition.verify` does that.

    Raises NotFound where there is no edition, EditionInvalid where the manifest cannot be understood.
    """
    try:
        table = json.loads((folder / FILE).read_text(encoding="utf-8"))
        json.dumps(table, ensure_ascii=False).encode()  # half a letter can be escaped in JSON, and not be written
    except (FileNotFoundError, NotADirectoryError):
        advice = "Name a folder that `lnrs build` made."
        raise NotFound([Problem(str(folder), f"there is no edition here (no {FILE}).", advice)]) from None
    except (ValueError, RecursionError) as error:
        raise _unreadable(f"is not JSON that can be read: {error}") from error
    return _from_table(table)


def _from_table(table: Any) -> Manifest:
    schema = table.get("schema") if isinstance(table, dict) else None
    if schema != SCHEMA:
        raise _unreadable(f"has schema {schema}; this version of lnrs reads schema {SCHEMA}")
    known, given = {field.name for field in fields(Manifest)}, set(table)
    if known != given:
        raise _unreadable(f"lacks or adds: {', '.join(sorted(known ^ given))}")
    if wrong := _of_wrong_type(Manifest, table):
        raise _unreadable(f"has something of the wrong kind for {', '.join(wrong)}")
    if not _is_iso_date(table["as_of"]):
        raise _unreadable(f"has {table['as_of']!r} for as_of, which is not a date such as 2026-10-01")
    counts, files = table["counts"], table["files"]
    if not isinstance(counts, dict) or not all(type(count) is int for count in counts.values()):
        raise _unreadable("has counts that are not whole numbers by name")
    if not isinstance(files, list) or not all(map(_is_file_entry, files)):
        raise _unreadable("has a file entry that is not one: it has a path, a size_bytes and a sha256")
    return Manifest(**{**table, "files": tuple(FileEntry(**entry) for entry in files)})


def _is_file_entry(entry: Any) -> bool:
    known = {field.name for field in fields(FileEntry)}
    return isinstance(entry, dict) and set(entry) == known and not _of_wrong_type(FileEntry, entry)


def _of_wrong_type(record: type, table: Mapping[str, Any]) -> list[str]:
    """The names of fields of text, whole numbers and truths in which something else stands."""
    plain = [field for field in fields(record) if field.type in (int, str, bool)]
    return [field.name for field in plain if type(table[field.name]) is not field.type]


def _is_iso_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _unreadable(what: str) -> EditionInvalid:
    return EditionInvalid([Problem(FILE, f"{what}.", "Take the edition again from where it was published.")])


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")
