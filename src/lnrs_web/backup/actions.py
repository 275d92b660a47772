"""Back the site up, and bring it back: whole, or not at all, and on record."""

import hashlib
import hmac
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

import lnrs
from lnrs.errors import BackupRefused, CannotWrite, Problem
from lnrs_web.audit.actions import record
from lnrs_web.backup import databases
from lnrs_web.backup.archive import manifest_of, room_in, unpack, written
from lnrs_web.backup.ending import finished_first
from lnrs_web.backup.noted import NAME, note, record_noted
from lnrs_web.config.locks import Held, alone
from lnrs_web.outbox.models import Message

FOLDERS = {"editions": "EDITIONS", "media": "MEDIA_ROOT", "procedure": "PROCEDURE_DOCUMENTS", "uploads": "UPLOADS"}
"""What of the site's folder is kept, by its name in a backup, with the setting that says where it is."""
MADE_AGAIN = ("cache", "derived", "pictures")
"""What the site makes again of what it has: it is not kept, and what there is would be of another site."""
WITHOUT = ("secret-key", "mail", *MADE_AGAIN, "static", "locks", "counters.sqlite3", NAME)
"""What of the site's folder is not in a backup."""


@dataclass(frozen=True)
class Done:
    """What a backup has, or what was brought back."""

    made_at: str
    files: int
    size_bytes: int
    aside: Path | None = None
    """Where the site's own files of before are, if there were any."""
    to_migrate: bool = False
    """Whether the tables are those of older software."""
    same_key: bool = True
    """Whether the site's secret key is that of the site that was backed up."""
    held_back: int = 0
    """Mails that were waiting when the backup was made, which do not go out by themselves."""


def back_up(file: Path, *, by: str) -> Done:
    """Write all of the site into a new file, while it goes on: first the database, as it is at one moment, then the
    files. Raises CannotWrite, and BackupRefused where a program of PostgreSQL's is missing, or another backup runs."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with written(file) as backup, room_in(Path(settings.SITE)) as room:
        record("begin to back up the site", file.name, by=by)
        snapshot = room / "snapshot"
        databases.snapshot(snapshot)
        backup.add(snapshot, databases.NAMES[connection.vendor], packed=connection.vendor == "sqlite")
        for name, folder in _folders().items():
            for one in _files_in(folder):
                backup.add(one, f"files/{name}/{one.relative_to(folder).as_posix()}")
        backup.finish(
            {
                "made_at": now,
                "software": lnrs.__version__,
                "database": connection.vendor,
                "database_version": databases.version(),
                "migrations": sorted(".".join(one) for one in MigrationLoader(connection).applied_migrations),
                "key": _key(),
                "without": list(WITHOUT),
            }
        )
    return Done(now, len(backup.files), sum(one["bytes"] for one in backup.files))


def _folders() -> dict[str, Path]:
    return {name: Path(getattr(settings, setting)) for name, setting in FOLDERS.items()}


def _files_in(folder: Path) -> Iterator[Path]:
    """Its files, but for drafts, whose names begin with a dot, and links, which may lead elsewhere. Raises OSError for
    a folder that cannot be read."""
    for at, folders, files in os.walk(folder, onerror=_unless_it_is_gone):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for one in (Path(at, name) for name in sorted(files) if not name.startswith(".")):
            if one.is_file() and not one.is_symlink():
                yield one


def _unless_it_is_gone(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error


def _key() -> str:
    """By which a site sees whether its secret key is that of a backup; the key cannot be had from it."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"lnrs backup", hashlib.sha256).hex()[:16]


def restore(file: Path, *, replace: bool, by: str) -> Done:
    """Bring a site back from a backup. `replace` says that it may take the place of a site that is there, whose files
    are then kept aside; of a PostgreSQL database nothing is kept.

    Raises NotFound, CannotWrite, and BackupRefused with every problem; then the site is as it was.
    """
    manifest, site = manifest_of(file), Path(settings.SITE)
    try:
        with alone("worker"):
            if problems := list(_problems(manifest, replace, file.name)):
                raise BackupRefused(problems)
            with room_in(site) as room:
                unpack(file, manifest, room)
                databases.looked_through(room / databases.NAMES[connection.vendor])
                aside = _put_in_place(room, site)
                with finished_first():
                    held_back = _hold_mail_back()
                    note(which=file.name, by=by, became=f"as of {manifest['made_at']}")
                    record_noted()
            for name in MADE_AGAIN:
                shutil.rmtree(site / name, ignore_errors=True)
    except Held:
        raise BackupRefused(
            [Problem(str(site), "is being served.", "Stop the web server and the worker first.")]
        ) from None
    to_migrate = bool(_known() - _applied())
    files = manifest["files"]
    size = sum(one["bytes"] for one in files)
    same_key = manifest.get("key") == _key()
    return Done(manifest["made_at"], len(files), size, aside, to_migrate, same_key, held_back)


def _hold_mail_back() -> int:
    """Keep mail that was waiting when the backup was made from going out: most of it went since. Gives how much."""
    if Message._meta.db_table not in connection.introspection.table_names():
        return 0
    waits = Message.objects.filter(state__in=(Message.State.WAITING, Message.State.HANDING_OVER))
    return waits.update(state=Message.State.HELD_BACK, trouble="It came back with a backup, and may have gone before.")


def _known() -> set[str]:
    return {".".join(one) for one in MigrationLoader(None).disk_migrations}


def _applied() -> set[str]:
    return {".".join(one) for one in MigrationLoader(connection).applied_migrations}


def _problems(manifest: Mapping[str, Any], replace: bool, name: str) -> Iterator[Problem]:
    if manifest["database"] != connection.vendor:
        what = f"was made from {manifest['database']}, and this site keeps its rows in {connection.vendor}."
        yield Problem(name, what, "Set LNRS_DATABASE for the kind of database that it was made from.")
    if newer := set(manifest["migrations"]) - _known():
        what = f"was made by other software, {manifest['software']}: {len(newer)} of its migrations are not known here."
        yield Problem(name, what, "Install that version, or a later one.")
    places = {f"files/{one}/" for one in FOLDERS} | {databases.NAMES.get(str(manifest["database"]), "")}
    strange = [one["name"] for one in manifest["files"] if not one["name"].startswith(tuple(places - {""}))]
    yield from (Problem(one, "has no place in a site.") for one in strange[:20])
    there, name = databases.has_tables(), str(settings.SITE)
    if there and connection.vendor == "postgresql" and not _applied():  # nothing of it would be kept
        yield Problem("The database", "has tables that are of no site.", "Name another one in LNRS_DATABASE.")
    elif there and not replace:
        yield Problem(name, "has a site already.", "Give --replace to put the backup in its place.")
    elif not replace and any(next(_files_in(folder), None) for folder in _folders().values()):
        yield Problem(name, "has files already.", "Give --replace to put the backup in their place.")


def _put_in_place(room: Path, site: Path) -> Path | None:
    """Move everything to its place, and what was there aside. Where anything fails, all is as it was."""
    moves = [(room / "files" / name, folder) for name, folder in _folders().items()]
    dump = room / databases.NAMES[connection.vendor]
    database = Path(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        moves.append((dump, database))
        moves += [(room / "none", database.with_name(database.name + ending)) for ending in ("-wal", "-shm")]
    aside = site / f"before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
    nothing = connection.vendor == "sqlite" and not connection.introspection.table_names()
    connections.close_all()
    if nothing:  # asking for the database has made an empty file
        for ending in ("", "-wal", "-shm"):
            database.with_name(database.name + ending).unlink(missing_ok=True)
    done: list[tuple[Path, Path]] = []
    try:
        for new, place in moves:
            for source, target in ((place, aside / place.name), (new, place)):
                if source.exists():
                    target.parent.mkdir(parents=True, exist_ok=True)
                    done.append((source, target))  # first, so that it is undone whenever Ctrl-C comes
                    os.rename(source, target)
        if connection.vendor == "postgresql":
            databases.put_into_postgresql(dump, room)
    except BaseException as error:  # and Ctrl-C
        with finished_first():
            for source, target in reversed(done):
                if target.exists() and not source.exists():
                    os.rename(target, source)
            if aside.exists():
                aside.rmdir()
        if isinstance(error, OSError):
            raise CannotWrite([Problem(str(site), f"cannot be changed: {error.strerror}.")]) from error
        raise
    return aside if aside.exists() else None
