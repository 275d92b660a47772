"""A folder that takes its place in one step, so that whoever looks finds the old one whole or the new one whole."""

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lnrs.errors import CannotWrite, Problem

_WRITING, _ASIDE = ".writing-", ".aside-"


@contextmanager
def taking_the_place_of(folder: Path) -> Iterator[Path]:
    """A neighbour folder to fill; when the block ends well it is put on the disk and takes the place of `folder`.

    Whatever interrupts the block, even the loss of power, leaves the old folder as it was. What an earlier, killed
    run left beside it is cleared first. Raises CannotWrite where the disk is full or may not be written to.
    """
    draft = folder.with_name(f".{folder.name}{_WRITING}{os.getpid()}")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        clear_leftovers(folder)
        draft.mkdir()
        yield draft
        _all_to_disk(draft)
        swap(draft, folder)
    except OSError as error:
        raise cannot_write(folder, error.strerror or str(error)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def cannot_write(folder: Path, why: str) -> CannotWrite:
    """The error for a folder that could not be written."""
    advice = "Free some space, or choose another folder. What was there before is unchanged."
    return CannotWrite([Problem(str(folder), f"could not be written: {why}.", advice)])


def clear_leftovers(folder: Path) -> None:
    """Remove what runs that were killed left beside `folder`, and put back a folder one of them had moved aside."""
    for leftover in sorted(folder.parent.glob(f".{folder.name}.*-*")):
        mark = leftover.name.removeprefix(f".{folder.name}")
        process = mark.removeprefix(_WRITING).removeprefix(_ASIDE)
        if process == mark or not process.isdigit() or _is_running(int(process)):
            continue
        if mark.startswith(_ASIDE) and not folder.exists():
            os.replace(leftover, folder)
        else:
            shutil.rmtree(leftover)


def _is_running(process: int) -> bool:
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _all_to_disk(folder: Path) -> None:
    """Wait until every file and folder is on the disk itself, so that the swap never comes before its content."""
    for path in [*folder.rglob("*"), folder]:
        to_disk(path)


def to_disk(path: Path) -> None:
    """Wait until a file or folder is on the disk itself."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def swap(draft: Path, folder: Path) -> None:
    """Put the draft at `folder`; what was there goes to the draft's place, or is gone."""
    if not folder.exists():
        os.replace(draft, folder)
    elif not _exchange(draft, folder):
        aside = folder.with_name(f".{folder.name}{_ASIDE}{os.getpid()}")
        os.replace(folder, aside)
        try:
            os.replace(draft, folder)
        except OSError:
            os.replace(aside, folder)
            raise
        shutil.rmtree(aside, ignore_errors=True)
    with suppress(OSError):  # some file systems cannot do this for a folder
        to_disk(folder.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in a single step, where the system can (Linux); says whether it did."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    at_working_folder, exchange = -100, 2
    return renameat2 is not None and (
        renameat2(at_working_folder, os.fsencode(one), at_working_folder, os.fsencode(other), exchange) == 0
    )
