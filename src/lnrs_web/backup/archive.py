"""The file of a backup: a zip with the database, the site's files, and a manifest that names each with its checksum."""

import errno
import hashlib
import json
import os
import secrets
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from lnrs.errors import BackupRefused, CannotWrite, NotFound, Problem
from lnrs_web.config.locks import Held, alone

FORMAT = 1
MANIFEST = "manifest.json"
BLOCK = 1 << 20
TOLD = 20
ROOM = ".backup-"
"""How the folder in which a backup is made begins."""


class Writer:
    """A backup that is being written; `files` is what its manifest says of each."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.files: list[dict[str, Any]] = []

    def add(self, file: Path, name: str, *, packed: bool = False) -> None:
        """Add a file as it is read. One that has been deleted meanwhile is left out."""
        try:
            stream = file.open("rb")
        except FileNotFoundError:
            return
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        with stream, self.archive.open(info, "w", force_zip64=True) as out:
            size, digest = _copied(stream, out)
        self.files.append({"name": name, "bytes": size, "sha256": digest})

    def finish(self, manifest: Mapping[str, Any]) -> None:
        """Write the manifest, with every file that was added."""
        said = {"format": FORMAT, **manifest, "files": self.files}
        self.archive.writestr(MANIFEST, json.dumps(said, indent=1) + "\n")


def _copied(source: IO[bytes], target: IO[bytes]) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    while block := source.read(BLOCK):
        size += len(block)
        digest.update(block)
        target.write(block)
    return size, digest.hexdigest()


@contextmanager
def written(file: Path) -> Iterator[Writer]:
    """A new backup, there when it is whole, for its owner alone to read. Raises CannotWrite, also if one is there."""
    if file.exists():
        raise CannotWrite([Problem(str(file), "is there already.", "Give another name.")])
    draft = file.with_name(f".{file.name}-{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            with zipfile.ZipFile(stream, "w", compresslevel=6) as archive:
                yield Writer(archive)
            stream.flush()
            os.fsync(stream.fileno())
        _name(draft, file)
    except OSError as error:
        which = error.filename if error.filename and Path(error.filename) != draft else file
        raise CannotWrite([Problem(str(which), f"cannot be read or written: {error.strerror or error}.")]) from error
    finally:
        draft.unlink(missing_ok=True)


def _name(draft: Path, file: Path) -> None:
    """Give a draft its name, unless somebody has made such a file meanwhile."""
    try:
        os.link(draft, file)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK):
            raise
        os.close(os.open(file, os.O_CREAT | os.O_EXCL, 0o600))  # a share without links
        os.replace(draft, file)


def manifest_of(file: Path) -> dict[str, Any]:
    """What a backup says of itself. Raises NotFound, and BackupRefused for a file that is none."""
    if not file.is_file():
        raise NotFound([Problem(str(file), "is not there.", "Name the file of a backup.")])
    try:
        with zipfile.ZipFile(file) as archive:
            found = json.loads(archive.read(MANIFEST))
            if found["format"] == FORMAT and all(isinstance(one["name"], str) for one in found["files"]):
                return dict(found)
    except (OSError, zipfile.BadZipFile, KeyError, TypeError, ValueError):
        pass
    raise BackupRefused([Problem(file.name, "is no backup of a site that this software can read.")])


def unpack(file: Path, manifest: Mapping[str, Any], folder: Path) -> None:
    """Write all files of a backup into a folder. Raises BackupRefused with each that is not as the manifest says."""
    problems = []
    with zipfile.ZipFile(file) as archive:
        there = sorted(set(archive.namelist()) - {MANIFEST})
        said = {one["name"]: one for one in manifest["files"]}
        problems += [Problem(name, "is in the backup, and not in its manifest.") for name in there if name not in said]
        for name, one in said.items():
            if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
                problems.append(Problem(name, "leads out of the site's folder."))
                continue
            try:
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(name) as source, target.open("xb") as out:
                    size, digest = _copied(source, out)
            except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, FileExistsError, NotImplementedError):
                problems.append(Problem(name, "is missing or damaged."))
                continue
            except OSError as error:
                raise CannotWrite([Problem(str(target), f"cannot be written: {error.strerror}.")]) from error
            if (size, digest) != (one["bytes"], one["sha256"]):
                problems.append(Problem(name, "is not as it was when the backup was made."))
    if problems:
        raise BackupRefused(problems[:TOLD])


def _made_in(site: Path) -> Path:
    try:
        return Path(tempfile.mkdtemp(prefix=ROOM, dir=site))
    except OSError as error:
        raise CannotWrite([Problem(str(site), f"cannot be written to: {error.strerror}.")]) from error


@contextmanager
def room_in(site: Path) -> Iterator[Path]:
    """A folder within the site's, so that what is made in it can be moved to its place at once. It goes afterwards,
    or the next time where the machine lost its power. Raises CannotWrite, and BackupRefused while another is there."""
    try:
        site.mkdir(parents=True, exist_ok=True)
        with alone("backup"):
            for one in site.glob(f"{ROOM}*"):  # of a run that was killed
                shutil.rmtree(one, ignore_errors=True)
            room = _made_in(site)
            try:
                yield room
            finally:
                shutil.rmtree(room, ignore_errors=True)
    except Held:
        raise BackupRefused([Problem(str(site), "is being backed up, or brought back.", "Wait until it is.")]) from None
