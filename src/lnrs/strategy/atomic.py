"""A folder that appears whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lnrs.errors import CannotWrite, Problem
from lnrs.layers.writing import cannot_write


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A neighbour folder to write into, which takes the place of `folder` once everything in it is written.

    Whatever interrupts the writing, the neighbour is removed and what stood at `folder` is left as it was. Raises
    CannotWrite where the disk is full or may not be written to.
    """
    beside = folder.with_name(f".{folder.name}.part")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir()
        yield beside
        _put_in_place(beside, folder)
    except OSError as error:
        raise cannot_write(folder, error.strerror or str(error)) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _put_in_place(beside: Path, folder: Path) -> None:
    """A folder with content cannot be replaced in one step: move it aside, and back if that fails."""
    if not folder.exists():
        os.replace(beside, folder)
        return
    aside = folder.with_name(f".{folder.name}.replaced")
    shutil.rmtree(aside, ignore_errors=True)
    os.replace(folder, aside)
    try:
        os.replace(beside, folder)
    except OSError:
        os.replace(aside, folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def refuse_if_used(folder: Path) -> None:
    """Raise CannotWrite where a folder holds something, is a file, or is the one that the user stands in."""
    if folder.resolve() == Path.cwd():
        raise _used(folder, "this is the folder you are in.")
    if folder.is_file():
        raise _used(folder, "this is a file.")
    if folder.is_dir() and any(folder.iterdir()):
        raise _used(folder, "the folder is not empty.")


def _used(folder: Path, what: str) -> CannotWrite:
    return CannotWrite([Problem(str(folder), what, "Name a new folder; nothing was changed.")])
