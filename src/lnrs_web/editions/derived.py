"""Files that follow from editions: made once, since an edition never changes, and kept beside the editions' folders.

They can be deleted at any time, and are made again when they are asked for.
"""

import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.files import locks

from lnrs.errors import CannotWrite, Problem


def place_of(name: str) -> Path:
    """Where the derived file of a name is, or will be."""
    return Path(settings.EDITIONS).with_name("derived") / name


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """The derived file of a name. Where there is none `make` writes it, to the path that it is given: one at a time,
    and it is there whole or not at all.

    Raises CannotWrite where the disk is full, and what `make` raises.
    """
    there = place_of(name)
    if there.exists():
        return there
    try:
        there.parent.mkdir(parents=True, exist_ok=True)
        with there.with_name(f".{there.name}.lock").open("a") as held:
            locks.lock(held, locks.LOCK_EX)  # given up as the file is closed
            if not there.exists():
                _make(there, make)
    except OSError as error:
        what = f"could not be written: {error.strerror or error}."
        raise CannotWrite([Problem(name, what, "Free some space and ask for it again.")]) from error
    return there


def _make(there: Path, make: Callable[[Path], None]) -> None:
    draft = there.with_name(f".{there.name}.part")
    try:
        make(draft)
        os.replace(draft, there)
    finally:
        draft.unlink(missing_ok=True)
