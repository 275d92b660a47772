"""What is done to editions. Each action is whole or not done at all, and says who did it."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from lnrs.edition.manifest import FILE, Manifest
from lnrs.edition.verify import verify
from lnrs.errors import NotFound, Problem
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.actions import record
from lnrs_web.editions import reading
from lnrs_web.editions.bulk import insert
from lnrs_web.editions.kept_files import copied, one_at_a_time, settle
from lnrs_web.editions.models import Edition, Measure
from lnrs_web.editions.signals import edition_imported

Progress = Callable[[str, float], None]


def silence(task: str, share: float) -> None:
    """Say nothing of how far the work is."""


def import_edition(folder: Path, *, by: str, progress: Progress = silence) -> Edition:
    """Take an edition in: check every byte of it, keep its files, and write its rows. One that is in already is given
    back as it is.

    Raises NotFound or EditionInvalid where it is not what its manifest says, CannotWrite where the disk is full. Rows
    are written whole or not at all; files that were copied before an interruption are not copied again.
    """
    progress("Checking the edition", 0.0)
    manifest = verify(folder)
    with one_at_a_time(Path(settings.EDITIONS)):
        if known := Edition.objects.filter(identity=manifest.identity).first():
            return known
        progress("Copying its files", 0.1)
        place = Path(settings.EDITIONS) / manifest.identity
        hashes = {entry.path: entry.sha256 for entry in manifest.files}
        kept = copied(folder, place, hashes, [FILE], verify)
        with transaction.atomic():
            edition = _edition(manifest, by)
            _write_rows(edition, kept, progress)
            edition_imported.send(sender=Edition, edition=edition, folder=kept, by=by)
            record("import edition", edition.identity, by=by, became=edition.stage, area=edition.area_id)
            settle(kept, place)
    progress("The edition is imported", 1.0)
    return edition


@transaction.atomic
def publish(edition: Edition, *, by: str) -> Edition:
    """Let everyone see an edition; the one that its area had published before is superseded, and stays to be read.

    One that was superseded can be published again, which is how to go back. Raises NotFound where it is published.
    """
    # Two at once would each leave the other current.
    StrategyArea.objects.select_for_update(no_key=True).get(pk=edition.area_id)
    found = Edition.objects.get(pk=edition.pk)
    if found.stage == Edition.Stage.PUBLISHED:
        what = f"is published already; {by} cannot publish it again."
        raise NotFound([Problem(found.identity, what, "Name the edition that is meant.")])
    others = Edition.objects.filter(area=found.area, stage=Edition.Stage.PUBLISHED)
    before = list(others.values_list("identity", flat=True))
    others.update(stage=Edition.Stage.SUPERSEDED)
    was, found.stage, found.published_at = found.stage, Edition.Stage.PUBLISHED, timezone.now()
    found.save(update_fields=["stage", "published_at"])
    published, superseded = str(Edition.Stage.PUBLISHED), str(Edition.Stage.SUPERSEDED)
    for other in before:
        record("supersede edition", other, by=by, was=published, became=superseded, area=found.area_id)
    record("publish edition", found.identity, by=by, was=was, became=published, area=found.area_id)
    return found


def folder_of(edition: Edition) -> Path:
    """Where an edition's files are."""
    return Path(settings.EDITIONS) / edition.identity


def _edition(manifest: Manifest, by: str) -> Edition:
    area, _ = StrategyArea.objects.get_or_create(
        lnrs_id=manifest.area,
        defaults={
            "slug": slugify(manifest.area_name),
            "name": manifest.area_name,
            "responsible_authority": manifest.responsible_authority,
        },
    )
    return Edition.objects.create(
        area=area,
        identity=manifest.identity,
        title=manifest.title,
        name=manifest.edition,
        status=manifest.status,
        as_of=manifest.as_of_date,
        invented=manifest.invented,
        replaces=manifest.replaces,
        software=manifest.software,
        size_bytes=manifest.size_bytes,
        imported_by=by,
    )


def _write_rows(edition: Edition, folder: Path, progress: Progress) -> None:
    progress("Writing the strategy", 0.2)
    insert(reading.themes(folder, edition))
    for table in reading.TABLES:
        insert(reading.rows_of(folder, table, edition))
    insert(reading.figures(folder, edition))
    progress("Writing the map", 0.3)
    zones = insert(reading.zones(folder, edition))
    insert(reading.towns(folder, edition))
    insert(reading.postcodes(folder, edition))
    insert(reading.sites(folder, edition))
    insert(reading.opportunities(folder, edition))
    progress("Writing where measures go", 0.5)
    measures = {one.ref: one for one in Measure.objects.filter(edition=edition)}
    pieces, places = reading.places(folder, edition, measures)
    reading.put_in_zones(pieces, zones)
    insert(pieces)
    insert(places)
