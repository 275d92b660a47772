"""The files of an edition, kept whole at a place of their own: copied beside it, verified there, then moved."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.core.files import locks

from lnrs.edition.manifest import sha256_file
from lnrs.errors import CannotWrite, Problem


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Wait until no other import into a folder is at work on this site. Raises CannotWrite."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = folder.with_suffix(".lock").open("a")
    except OSError as error:
        what = f"cannot be written to: {error.strerror or error}."
        raise CannotWrite([Problem(str(folder), what, "Let LNRS_SITE name a folder that can be.")]) from error
    with held:
        locks.lock(held, locks.LOCK_EX)  # given up as the file is closed
        yield


def copied(
    source: Path, place: Path, sha256: Mapping[str, str], also: Iterable[str], verify: Callable[[Path], object]
) -> Path:
    """The files of an edition, by path and SHA-256, copied beside its place; those that are there and right are left.

    `also` are files without a hash, such as the one that has all of them; `verify` looks over the copy. Raises what it
    raises, and CannotWrite.
    """
    beside = place.with_name(f".{place.name}.part")
    try:
        for path, right in sha256.items():
            there = beside / path
            if there.is_file() and sha256_file(there) == right:
                continue
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / path, there)
        for path in also:
            shutil.copyfile(source / path, beside / path)
        verify(beside)
    except OSError as error:
        what = f"could not be copied: {error.strerror or error}."
        raise CannotWrite([Problem(place.name, what, "Free some space and import it again.")]) from error
    return beside


def settle(kept: Path, place: Path) -> None:
    """Put the files at their place; what an import that failed at its very end left there is the same."""
    if place.exists():
        shutil.rmtree(place)
    os.replace(kept, place)
