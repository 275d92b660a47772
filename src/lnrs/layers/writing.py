"""Writing a file so that it is either wholly there or not there at all."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from lnrs.errors import CannotWrite, Problem


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A neighbouring path to write to, which takes the target's place when the block ends well.

    Raises CannotWrite where the disk is full or the folder may not be written to; nothing is left behind.
    """
    draft = target.with_name(f".{target.stem}.part{target.suffix}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        yield draft
        os.replace(draft, target)
    except OSError as error:
        raise cannot_write(target, error.strerror or str(error)) from error
    finally:
        _discard(draft)


def write_bytes(target: Path, content: bytes) -> None:
    """Write a whole file at once. Raises CannotWrite."""
    write_files({target: content})


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write several whole files: none takes its place before all are written. Raises CannotWrite."""
    with ExitStack() as drafts:
        for target, content in contents.items():
            drafts.enter_context(replacing(target)).write_bytes(content)


def cannot_write(target: Path, why: str) -> CannotWrite:
    """The error for a file that could not be written, in plain words."""
    advice = "Free some space or choose another folder; nothing was changed."
    return CannotWrite([Problem(str(target), f"could not be written: {why}.", advice)])


def _discard(draft: Path) -> None:
    for leftover in (draft, draft.with_name(f"{draft.name}-journal")):
        if leftover.exists():
            leftover.unlink()
