"""A zip that somebody sent, unpacked without belief in anything it says.

Nothing is written but what the edition's manifest lists, at its size and with its SHA-256, and only after everything
that can be seen without unpacking has been looked at.
"""

import hashlib
import os
import re
import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lnrs.edition.manifest import FILE, FileEntry, Manifest, sha256_file
from lnrs.errors import EditionInvalid, Problem

MANIFEST_MOST_BYTES = 8_000_000
DIRECTORY_MOST_BYTES = 16_000_000
"""The list of files at the end of a zip is read into memory: an edition's has some thousand bytes."""
BLOCK_BYTES = 1 << 20
LEFT_BY_SYSTEMS = frozenset({"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"})
"""What computers add to a zip of their own accord; it is passed over."""

AGAIN = "Make the zip again from the folder of the edition, as it was built."


@dataclass(frozen=True)
class Archive:
    """An open zip, and its files by their path in the edition."""

    zip: ZipFile
    files: dict[str, ZipInfo]

    def manifest_bytes(self) -> bytes:
        """The manifest as it was sent. Raises EditionInvalid where there is none to read."""
        info = self.files[FILE]
        if info.file_size > MANIFEST_MOST_BYTES:
            raise EditionInvalid([Problem(FILE, f"is larger than {MANIFEST_MOST_BYTES:,} bytes.", AGAIN)])
        try:
            with self.zip.open(info) as stream:
                return stream.read(MANIFEST_MOST_BYTES)
        except (BadZipFile, zlib.error, EOFError, OSError) as error:
            raise EditionInvalid([Problem(FILE, f"cannot be unpacked: {error}.", AGAIN)]) from error


@contextmanager
def opened(path: Path, name: str) -> Iterator[Archive]:
    """A zip of an edition's folder, or of part of it; `name` is what its sender calls it.

    Raises EditionInvalid with everything in it that is not to be unpacked.
    """
    try:
        if _directory_bytes(path) > DIRECTORY_MOST_BYTES:
            raise EditionInvalid([Problem(name, "holds more files than any edition has.", AGAIN)])
        archive = ZipFile(path)
    except (BadZipFile, ValueError, struct.error, NotImplementedError) as error:
        raise EditionInvalid([Problem(name, "is not a zip file that can be read.", AGAIN)]) from error
    with archive:
        infos = [info for info in archive.infolist() if not LEFT_BY_SYSTEMS & set(info.filename.split("/"))]
        if problems := [Problem(_shown(info), what, AGAIN) for info in infos for what in _dangers(info)]:
            raise EditionInvalid(problems)
        yield Archive(archive, _by_path([info for info in infos if not info.is_dir()], name))


def mismatches(archive: Archive, manifest: Manifest) -> list[Problem]:
    """Everything in an archive that is not as the manifest says, as far as it can be seen without unpacking."""
    listed = {entry.path: entry for entry in manifest.files}
    found = [Problem(FILE, f"lists {entry.path!r}, which is no path in an edition.", AGAIN) for entry in manifest.files
             if _is_astray(entry.path) or entry.size_bytes < 0 or entry.path == FILE]  # fmt: skip
    if len(listed) != len(manifest.files):
        found.append(Problem(FILE, "lists a file twice.", AGAIN))
    for path, info in sorted(archive.files.items()):
        if path == FILE:
            continue
        if path not in listed:
            found.append(Problem(path, "is not in the manifest.", "Take it out of the zip."))
        elif info.file_size != listed[path].size_bytes:
            what = f"has {info.file_size:,} bytes; the manifest says {listed[path].size_bytes:,}."
            found.append(Problem(path, what, AGAIN))
    return found


def unpack(archive: Archive, manifest: Manifest, folder: Path) -> Iterator[FileEntry]:
    """Write the files of an archive into a folder, and give each as it is there; those that are right already are left.

    Raises EditionInvalid at the end with every file that is not the manifest's; none of those is there.
    """
    problems: list[Problem] = []
    for entry in manifest.files:
        there = folder / entry.path
        if entry.path in archive.files and not is_right(there, entry):
            there.parent.mkdir(parents=True, exist_ok=True)
            if what := _unpacked(archive.zip, archive.files[entry.path], entry, there):
                problems.append(Problem(entry.path, what, AGAIN))
        yield entry
    if problems:
        raise EditionInvalid(problems)


def is_right(path: Path, entry: FileEntry) -> bool:
    """Whether a file is there, as the manifest has it."""
    return path.is_file() and path.stat().st_size == entry.size_bytes and sha256_file(path) == entry.sha256


def _unpacked(archive: ZipFile, info: ZipInfo, entry: FileEntry, there: Path) -> str:
    """Unpack one file; what is wrong with it, or nothing. No more than its size is ever written."""
    beside = there.with_name(f".{there.name}.part")
    digest, left = hashlib.sha256(), entry.size_bytes
    try:
        with archive.open(info) as source, beside.open("wb") as sink:
            while left and (block := source.read(min(BLOCK_BYTES, left))):
                sink.write(block)
                digest.update(block)
                left -= len(block)
            more = source.read(1)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        beside.unlink(missing_ok=True)
        return f"cannot be unpacked: {error}."
    if left or more or digest.hexdigest() != entry.sha256:
        beside.unlink()
        return "was changed: its SHA-256 is not the manifest's."
    os.replace(beside, there)
    return ""


def _by_path(infos: list[ZipInfo], name: str) -> dict[str, ZipInfo]:
    """Files by their path in the edition: its folder may itself have been put into the zip."""
    tops = {info.filename.split("/")[0] for info in infos}
    files: dict[str, ZipInfo] = {}
    within = "" if any(info.filename == FILE for info in infos) or len(tops) != 1 else f"{tops.pop()}/"
    twice = []
    for info in infos:
        path = info.filename.removeprefix(within)
        if path in files:
            twice.append(Problem(path, "is in the zip twice.", AGAIN))
        files[path] = info
    if FILE not in files:
        twice.append(Problem(name, f"holds no {FILE}.", "Put the manifest of the edition into each zip."))
    if twice:
        raise EditionInvalid(twice)
    return files


def _dangers(info: ZipInfo) -> Iterator[str]:
    """What speaks against unpacking a file at all."""
    if _is_astray(info.filename.removesuffix("/")) or "\x00" in info.orig_filename:
        yield "is a path that leads out of the edition, or cannot be one."
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR) or (kind == stat.S_IFDIR) > info.is_dir():
        yield "is a link or a device, not a file."
    if info.flag_bits & 0x1:
        yield "is locked with a password."
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        yield "is packed in a way that is not usual (only `store` and `deflate` are)."


def _is_astray(path: str) -> bool:
    """Whether a path is none of a plain file within a folder."""
    parts = path.split("/")
    plain = PurePosixPath(path).as_posix() == path and all(part not in ("", ".", "..") for part in parts)
    return not plain or len(path) > 300 or re.search(r"[\x00-\x1f\x7f\\]|^[A-Za-z]:", path) is not None


def _shown(info: ZipInfo) -> str:
    return repr(info.orig_filename[:120])[1:-1]


END, END_64, LOCATOR_64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"


def _directory_bytes(path: Path) -> int:
    """How large a zip says its list of files is. Raises ValueError where it is no zip."""
    with path.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        tail = _at(stream, max(0, size - 65_557), 65_557)
        where = tail.rfind(END)
        if where < 0:
            raise ValueError("no end of a zip")
        (said,) = struct.unpack_from("<L", tail, where + 12)
        if where >= 20 and tail[where - 20 : where - 16] == LOCATOR_64:
            (there,) = struct.unpack_from("<Q", tail, where - 12)
            record = _at(stream, min(there, size), 56)
            if record[:4] == END_64:
                return max(int(said) if said != 0xFFFFFFFF else 0, int(struct.unpack_from("<Q", record, 40)[0]))
        return int(said)


def _at(stream: IO[bytes], offset: int, count: int) -> bytes:
    stream.seek(offset)
    return stream.read(count)
