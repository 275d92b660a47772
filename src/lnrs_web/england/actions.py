"""What is done to England editions. Each action is whole or not done at all, and says who did it."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.files import locks
from django.db import transaction
from django.utils import timezone

from lnrs.errors import CannotWrite, EditionInvalid, NotFound, Problem
from lnrs.network import sealing
from lnrs.network.sealing import England
from lnrs.network.storage import Store
from lnrs_web.audit.actions import record
from lnrs_web.editions.bulk import insert
from lnrs_web.england import reading
from lnrs_web.england.models import EnglandEdition

Progress = Callable[[str, float], None]
NEEDED = ("figures/extents.csv", "figures/habitats.csv", "tables/measures.csv")
"""What the pages are made from."""


def silence(task: str, share: float) -> None:
    """Say nothing of how far the work is."""


def import_england(folder: Path, *, by: str, progress: Progress = silence) -> EnglandEdition:
    """Take an England edition in: check every byte of it, keep its files, and write its rows. One that is in already
    is given back as it is.

    Raises NotFound or EditionInvalid where it is not what its record says, CannotWrite where the disk is full. Rows
    are written whole or not at all; files that were copied before an interruption are not copied again.
    """
    progress("Checking the England edition", 0.0)
    sealed = sealing.verify(Store(str(folder.resolve())))
    _check_parts(sealed)
    with _one_at_a_time():
        if known := EnglandEdition.objects.filter(identity=sealed.identity).first():
            return known
        progress("Copying its files", 0.3)
        kept = _copied(folder, sealed)
        progress("Writing its figures", 0.8)
        with transaction.atomic():
            edition = _edition(sealed, by)
            _write_rows(kept, sealed, edition)
            record("import England edition", edition.identity, by=by, became=edition.stage)
            _settle(kept, edition)
    progress("The England edition is imported", 1.0)
    return edition


@transaction.atomic
def publish(edition: EnglandEdition, *, by: str) -> EnglandEdition:
    """Let everyone see an England edition; the one before is superseded, and its files stay to be had.

    One that was superseded can be published again, which is how to go back. Raises NotFound where it is published.
    """
    # Two at once would each leave the other current.
    every = {one.pk: one for one in EnglandEdition.objects.select_for_update(no_key=True)}
    found = every[edition.pk]
    if found.stage == EnglandEdition.Stage.PUBLISHED:
        what = f"is published already; {by} cannot publish it again."
        raise NotFound([Problem(found.identity, what, "Name the edition that is meant.")])
    published, superseded = str(EnglandEdition.Stage.PUBLISHED), str(EnglandEdition.Stage.SUPERSEDED)
    before = [one for one in every.values() if one.stage == published]
    EnglandEdition.objects.filter(pk__in=[one.pk for one in before]).update(stage=superseded)
    was, found.stage, found.published_at = found.stage, EnglandEdition.Stage.PUBLISHED, timezone.now()
    found.save(update_fields=["stage", "published_at"])
    for other in before:
        record("supersede England edition", other.identity, by=by, was=published, became=superseded)
    record("publish England edition", found.identity, by=by, was=was, became=published)
    return found


def folder_of(edition: EnglandEdition) -> Path:
    """Where an England edition's files are."""
    return _place() / edition.identity


def _place() -> Path:
    return Path(settings.EDITIONS).with_name("england")


def _check_parts(sealed: England) -> None:
    there = {entry["path"] for entry in sealed.files}
    advice = "Build it again with this version of lnrs."
    try:
        date.fromisoformat(sealed.date)
    except ValueError:
        raise EditionInvalid([Problem(sealing.FILE, f"{sealed.date!r} is no date.", advice)]) from None
    if problems := [Problem(name, "is not in it.", advice) for name in NEEDED if name not in there]:
        raise EditionInvalid(problems)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Wait until no other import of an England edition is at work on this site."""
    folder = _place()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = folder.with_suffix(".lock").open("a")
    except OSError as error:
        what = f"cannot be written to: {error.strerror or error}."
        raise CannotWrite([Problem(str(folder), what, "Let LNRS_SITE name a folder that can be.")]) from error
    with held:
        locks.lock(held, locks.LOCK_EX)  # given up as the file is closed
        yield


def _copied(folder: Path, sealed: England) -> Path:
    """The files of an edition, copied beside their place; those that are there and right are left."""
    beside = _place() / f".{sealed.identity}.part"
    try:
        for entry in sealed.files:
            there = beside / entry["path"]
            if there.is_file() and hashlib.sha256(there.read_bytes()).hexdigest() == entry["sha256"]:
                continue
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / entry["path"], there)
        shutil.copyfile(folder / sealing.FILE, beside / sealing.FILE)
        sealing.verify(Store(str(beside)))
    except OSError as error:
        what = f"could not be copied: {error.strerror or error}."
        raise CannotWrite([Problem(sealed.identity, what, "Free some space and import it again.")]) from error
    return beside


def _settle(kept: Path, edition: EnglandEdition) -> None:
    """Put the files at their place; what an import that failed at its very end left there is the same."""
    place = folder_of(edition)
    if place.exists():
        shutil.rmtree(place)
    os.replace(kept, place)


def _edition(sealed: England, by: str) -> EnglandEdition:
    return EnglandEdition.objects.create(
        identity=sealed.identity,
        name=sealed.name,
        as_of=date.fromisoformat(sealed.date),
        invented=reading.is_invented(sealed),
        software=sealed.software,
        settings=dict(sealed.settings),
        counts=dict(sealed.counts),
        size_bytes=sum(int(entry["size_bytes"]) for entry in sealed.files),
        imported_by=by,
    )


def _write_rows(kept: Path, sealed: England, edition: EnglandEdition) -> None:
    """Raises EditionInvalid where a table is not as the pages need it."""
    try:
        insert(reading.areas_of(kept, sealed, edition))
        insert(reading.extents(kept, edition))
        insert(reading.habitats(kept, edition))
    except (KeyError, ValueError) as error:
        what = f"has a table that this site cannot read: {error}."
        raise EditionInvalid([Problem(sealed.identity, what, "Build it again with this version of lnrs.")]) from error
