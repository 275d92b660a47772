"""The work on uploads: one worker at a time takes in what waits, the oldest first.

Who holds the lock is the worker; the lock is given up when the process ends, however it ends. So an upload is never
lost (whoever has the lock next begins with what the one before left), and never taken in by two.
"""

import json
import logging
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.files import locks
from django.utils import timezone

from lnrs.edition import manifest as manifests
from lnrs.edition.manifest import FILE, Manifest
from lnrs.errors import EditionInvalid, LnrsError, Problem
from lnrs.model import areas
from lnrs_web.accounts.models import Role
from lnrs_web.accounts.permissions import NotAllowed, must
from lnrs_web.desk import archive
from lnrs_web.desk.actions import ended
from lnrs_web.desk.archive import Archive
from lnrs_web.desk.arriving import must_fit
from lnrs_web.desk.models import Upload
from lnrs_web.editions.actions import import_edition
from lnrs_web.editions.models import Edition

logger = logging.getLogger("lnrs_web.desk")

State = Upload.State
MOST_TRIES = 3
PARTS_KEPT_S, STRAYS_KEPT_S = 28 * 86_400, 86_400
"""How long parts of an edition wait for the rest; how long a zip is kept that broke off while it was being sent."""
TO_BEGIN = timedelta(seconds=20)
UNPACKED_SHARE = 0.3


def work() -> int:
    """Take in every upload that waits; those that a worker left unfinished are begun again. Gives how many were."""
    done = 0
    with _lock(wait=True):
        _forget_what_is_old()
        while upload := Upload.objects.filter(state__in=(State.WORKING, State.WAITING)).order_by("id").first():
            take_in(upload)
            done += 1
    return done


def is_at_work() -> bool:
    """Whether a worker has the lock now."""
    try:
        with _lock(wait=False):
            return False
    except BlockingIOError:
        return True


def is_left(upload: Upload) -> bool:
    """Whether an upload that waits has no worker to wait for; one has a moment to begin."""
    if not upload.is_on_its_way or timezone.now() - upload.sent_at < TO_BEGIN or is_at_work():
        return False
    upload.refresh_from_db()  # it may have ended between one look and the other
    return upload.is_on_its_way


def take_in(upload: Upload) -> None:
    """Unpack an upload and import its edition; what is wrong with it is noted, all of it."""
    upload.tries += 1
    upload.state = State.WORKING
    upload.save(update_fields=["tries", "state"])
    if upload.tries > MOST_TRIES:
        broken = Problem(
            upload.file_name, f"was begun {MOST_TRIES} times, and broke off each time.", "Tell whoever runs the site."
        )
        return _end(upload, str(State.BROKEN), [broken])
    try:
        edition, missing = _taken(upload)
    except NotAllowed as refusal:
        return _end(upload, str(State.REFUSED), [Problem(upload.file_name, str(refusal))])
    except LnrsError as error:
        return _end(upload, str(State.REFUSED), list(error.problems))
    except Exception as error:  # whatever it is, the queue goes on
        logger.exception("An upload broke off")
        broken = Problem(
            upload.file_name, f"broke off ({type(error).__name__}).", "Try again, or tell whoever runs the site."
        )
        return _end(upload, str(State.BROKEN), [broken])
    return _end(upload, str(State.INCOMPLETE if missing else State.DONE), missing, edition)


def progress_of(upload: Upload) -> tuple[str, float]:
    """What is being done to an upload, and how much of all of it is done (0 to 1)."""
    try:
        said = json.loads(_note_of(upload).read_text(encoding="utf-8"))
        return str(said["task"]), float(said["share"])
    except (OSError, ValueError, KeyError):
        return "Waiting its turn", 0.0


def parts_kept(upload: Upload) -> int:
    """How many files of an upload's edition wait here for the rest of it, whoever sent them."""
    if not upload.identity:
        return 0
    held = [one for one in _parts_of(upload.identity).rglob("*") if one.is_file() and one.name != FILE]
    return len(held)


def _parts_of(identity: str) -> Path:
    return Path(settings.UPLOADS) / "parts" / identity


def _taken(upload: Upload) -> tuple[Edition | None, list[Problem]]:
    """The edition of an upload, or what is still missing from it."""
    _note(upload, "Looking through the zip", 0.0)
    with archive.opened(upload.zip, upload.file_name) as held:
        manifest = _manifest_in(held)
        upload.area, upload.identity = manifest.area, manifest.identity
        upload.save(update_fields=["area", "identity"])
        _must_be_allowed(upload, manifest)
        if problems := archive.mismatches(held, manifest):
            raise EditionInvalid(problems)
        folder = _parts_of(manifest.identity)
        _must_have_room(manifest, folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).write_bytes(held.manifest_bytes())
        done_bytes = 0
        for entry in archive.unpack(held, manifest, folder):
            done_bytes += entry.size_bytes
            _note(upload, "Unpacking", UNPACKED_SHARE * done_bytes / max(manifest.size_bytes, 1))
    if missing := [entry.path for entry in manifest.files if not (folder / entry.path).is_file()]:
        return None, [Problem(path, "has not been sent yet.") for path in missing]
    edition = import_edition(
        folder,
        by=upload.by.email if upload.by else "",
        progress=lambda task, share: _note(upload, task, UNPACKED_SHARE + (1 - UNPACKED_SHARE) * share),
    )
    shutil.rmtree(folder)
    return edition, []


def _manifest_in(held: Archive) -> Manifest:
    """The manifest of an archive, which is what it says it is. Raises EditionInvalid."""
    with TemporaryDirectory(dir=settings.UPLOADS) as aside:
        (Path(aside) / FILE).write_bytes(held.manifest_bytes())
        manifest = manifests.read(Path(aside))
    known = {area.lnrs_id: area.name for area in areas()}
    problems = []
    if manifests.identity_of(manifest) != manifest.identity:
        problems.append(Problem(FILE, "was changed: it is not the edition that it says.", archive.AGAIN))
    if known.get(manifest.area) != manifest.area_name:
        problems.append(
            Problem(FILE, f"says that area {manifest.area} is {manifest.area_name!r}, which it is not.", archive.AGAIN)
        )
    if problems:
        raise EditionInvalid(problems)
    return manifest


def _must_be_allowed(upload: Upload, manifest: Manifest) -> None:
    if upload.by is None:
        raise NotAllowed("Whoever sent it has no account any more.")
    must(upload.by, Role.EDITOR, area=manifest.area)


def _must_have_room(manifest: Manifest, folder: Path) -> None:
    """Raises EditionInvalid for an edition that is too large at all, CannotWrite for one that the disk cannot hold."""
    if manifest.size_bytes > settings.MAX_EDITION_BYTES:
        what = f"lists {manifest.size_bytes / 1e6:,.0f} MB; the site takes {settings.MAX_EDITION_BYTES / 1e6:,.0f} MB."
        raise EditionInvalid([Problem(FILE, what, "Whoever runs the site can raise LNRS_UPLOAD_MB.")])
    there = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) if folder.exists() else 0
    must_fit(Path(settings.UPLOADS), 2 * manifest.size_bytes - there)


def _end(upload: Upload, state: str, problems: list[Problem], edition: Edition | None = None) -> None:
    ended(upload, state, [{"where": one.where, "what": one.what, "do": one.do} for one in problems], edition)
    _note_of(upload).unlink(missing_ok=True)
    if state != State.BROKEN:
        upload.zip.unlink(missing_ok=True)


def _note(upload: Upload, task: str, share: float) -> None:
    """Say how far the work is: in a file, since the database is written to by the import itself."""
    draft = _note_of(upload).with_suffix(".draft")
    draft.write_text(json.dumps({"task": task, "share": round(share, 3)}), encoding="utf-8")
    os.replace(draft, _note_of(upload))


def _note_of(upload: Upload) -> Path:
    return upload.zip.with_suffix(".progress")


def _forget_what_is_old() -> None:
    now = time.time()
    for folder in (Path(settings.UPLOADS) / "parts").glob("*"):
        if folder.stat().st_mtime < now - PARTS_KEPT_S:
            shutil.rmtree(folder, ignore_errors=True)
    for stray in Path(settings.UPLOADS).glob("*.zip"):
        if stray.stat().st_mtime < now - STRAYS_KEPT_S and not Upload.objects.filter(public_id=stray.stem).exists():
            stray.unlink(missing_ok=True)


@contextmanager
def _lock(*, wait: bool) -> Iterator[None]:
    """Be the worker. Raises BlockingIOError where another is, and there is to be no waiting."""
    folder = Path(settings.UPLOADS)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "worker.lock").open("a") as held:
        if not locks.lock(held, locks.LOCK_EX | (0 if wait else locks.LOCK_NB)):
            raise BlockingIOError
        yield
