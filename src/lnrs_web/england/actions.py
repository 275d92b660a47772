"""What is done to England editions. Each action is whole or not done at all, and says who did it."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from lnrs.errors import EditionInvalid, NotFound, Problem
from lnrs.network import sealing
from lnrs.network.sealing import England
from lnrs.network.storage import Store
from lnrs_web.audit.actions import record
from lnrs_web.editions.actions import Progress, silence
from lnrs_web.editions.bulk import insert
from lnrs_web.editions.kept_files import copied, one_at_a_time, settle
from lnrs_web.england import reading
from lnrs_web.england.models import EnglandEdition

NEEDED = ("figures/extents.csv", "figures/habitats.csv", "tables/measures.csv")
"""What the pages are made from."""


def import_england(folder: Path, *, by: str, progress: Progress = silence) -> EnglandEdition:
    """Take an England edition in: check every byte of it, keep its files, and write its rows. One that is in already
    is given back as it is.

    Raises NotFound or EditionInvalid where it is not what its record says, CannotWrite where the disk is full. Rows
    are written whole or not at all; files that were copied before an interruption are not copied again.
    """
    progress("Checking the England edition", 0.0)
    sealed = sealing.verify(Store(str(folder.resolve())))
    _check_parts(sealed)
    with one_at_a_time(_place()):
        if known := EnglandEdition.objects.filter(identity=sealed.identity).first():
            return known
        progress("Copying its files", 0.3)
        place = _place() / sealed.identity
        hashes = {entry["path"]: entry["sha256"] for entry in sealed.files}
        kept = copied(folder, place, hashes, [sealing.FILE], lambda copy: sealing.verify(Store(str(copy))))
        progress("Writing its figures", 0.8)
        with transaction.atomic():
            edition = _edition(sealed, by)
            _write_rows(kept, sealed, edition)
            record("import England edition", edition.identity, by=by, became=edition.stage)
            settle(kept, place)
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
    except (KeyError, TypeError, ValueError) as error:
        what = f"has a table that this site cannot read: {error}."
        raise EditionInvalid([Problem(sealed.identity, what, "Build it again with this version of lnrs.")]) from error
