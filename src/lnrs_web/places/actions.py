"""What is done to the site's postcodes. A release is in use whole or not at all."""

import hashlib
from array import array
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from django.db import connection, transaction

from lnrs.errors import LayerRefused, NotFound, Problem
from lnrs_web.places.formats import Part, Row, Wrong, parts_of, rows_of
from lnrs_web.places.models import Postcode, PostcodeRelease

Progress = Callable[[str, float], None]

BATCH = 5_000
TOLD = 20
"""Bad rows that are told one by one; the rest are counted."""


def silence(task: str, share: float) -> None:
    """Say nothing of how far the work is."""


def import_postcodes(path: Path, *, by: str, version: str = "", progress: Progress = silence) -> PostcodeRelease:
    """Take in a table of postcodes (`places.formats`) in place of the one in use, and give its release.

    The whole table is looked through before anything is written. Then its rows are written aside, and are all in use
    at once when the last is there: readers never wait, and what was cut off goes on where it was. A table that is in
    use already is left as it is. Raises NotFound where there is no such file, LayerRefused with what is wrong in it.
    """
    if not path.exists():
        raise NotFound([Problem(str(path), "is not there.", "Name the zip, folder or CSV with the postcodes.")])
    parts = parts_of(path)
    if not parts:
        advice = "Give Code-Point Open or the ONS Postcode Directory, as a zip, a folder or a CSV."
        raise LayerRefused([Problem(path.name, "holds no table of postcodes.", advice)])
    progress("Looking through the table", 0.0)
    digest = _sha256(parts)
    if known := PostcodeRelease.objects.filter(sha256=digest, in_use=True).first():
        return known
    count = _checked(parts, path.name)
    release = _begun(digest, parts[0].source, version or path.name, by)
    try:
        _write(release, parts, count, progress)
    except Exception:
        release.delete()
        raise
    _put_to_use(release)
    progress("The postcodes are in", 1.0)
    return release


def _sha256(parts: list[Part]) -> str:
    """Of every byte of every part."""
    digest = hashlib.sha256()
    for part in parts:
        with part.open() as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _checked(parts: list[Part], where: str) -> int:
    """How many postcodes with a place there are. Raises LayerRefused."""
    wrong: list[Problem] = []
    bad = 0
    seen = array("Q")  # letters and figures as one number: eight bytes each
    for row in _rows(parts):
        if isinstance(row, Wrong):
            bad += 1
            if bad <= TOLD:
                wrong.append(Problem(row.where, f"{row.why}."))
        else:
            seen.append(int(row.postcode.replace(" ", ""), 36))
    if bad > TOLD:
        wrong.append(Problem(where, f"{bad - TOLD:,} more rows are wrong.", "Take the file again from its publisher."))
    codes, times = np.unique(np.frombuffer(seen, np.uint64), return_counts=True)
    twice = codes[times > 1]
    wrong += [Problem(where, f"{np.base_repr(int(code), 36)} is there more than once.") for code in twice[:TOLD]]
    if not wrong and not len(codes):
        wrong.append(Problem(where, "has a place for no postcode."))
    if wrong:
        raise LayerRefused(wrong)
    return len(codes)


def _rows(parts: list[Part]) -> Iterator[Row | Wrong]:
    """Every row that has a place or is wrong."""
    rows = (row for part in parts for row in rows_of(part))
    return (row for row in rows if isinstance(row, Wrong) or row.easting_m is not None)


@transaction.atomic
def _begun(digest: str, source: str, version: str, by: str) -> PostcodeRelease:
    """The release to write to: one of the same table that was cut off, or a new one."""
    PostcodeRelease.objects.filter(in_use=False).exclude(sha256=digest).delete()
    found = {"source": source, "version": version, "imported_by": by}
    return PostcodeRelease.objects.get_or_create(sha256=digest, in_use=False, defaults=found)[0]


def _write(release: PostcodeRelease, parts: list[Part], count: int, progress: Progress) -> None:
    done = Postcode.objects.filter(release=release).count()
    rows = islice(_rows(parts), done, None)
    while batch := list(islice(rows, BATCH)):
        progress("Writing postcodes", done / count)
        _insert(release, [row for row in batch if isinstance(row, Row)])
        done += len(batch)


@transaction.atomic
def _insert(release: PostcodeRelease, rows: list[Row]) -> None:
    """Write rows in a third of the time that records would take; there are millions."""
    table = Postcode._meta.db_table
    into = f'INSERT INTO "{table}" (release_id, postcode, easting_m, northing_m, ended) VALUES (%s, %s, %s, %s, %s)'
    with connection.cursor() as cursor:
        cursor.executemany(into, [(release.pk, one.postcode, one.easting_m, one.northing_m, one.ended) for one in rows])


def _put_to_use(release: PostcodeRelease) -> None:
    with transaction.atomic():
        PostcodeRelease.objects.filter(in_use=True).update(in_use=False)
        release.in_use = True
        release.save(update_fields=["in_use"])
    for old in PostcodeRelease.objects.filter(in_use=False):
        old.delete()
