"""Pictures that have been drawn once, kept as files: an edition never changes, so neither do they."""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from html import unescape
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.cache import caches

from lnrs_web.editions.models import Edition
from lnrs_web.pictures.picture import Picture

MOST = 3_000
"""Pictures kept of an edition; when there are more, the oldest go."""
IN_MEMORY = "pictures"
"""The cache that is in the memory of the process that answers, and never on a disk."""
MEMORY_S = 300
"""Seconds that a picture is kept which is no file: a page and its browser ask for it soon after each other."""
_OPENING = re.compile(r'<svg [^>]*?width="(\d+)" height="(\d+)".*?<desc id="desc">(.*?)</desc>', re.DOTALL)


@dataclass(frozen=True)
class Kept:
    """A picture as it is kept: its SVG, its words, its size, and a tag that is that of no other picture."""

    svg: str
    alt: str
    width_px: int
    height_px: int
    tag: str


def kept(edition: Edition, name: str, draw: Callable[[], Picture], *, as_file: bool = True) -> Kept:
    """The picture of an edition that has been given a name, drawn where that has not been done yet.

    Where it cannot be written down it is drawn each time. What a reader asked about is not for a file: it is kept in
    memory for a few minutes.
    """
    tag = sha256(f"{edition.identity} {name} {drawing()}".encode()).hexdigest()[:32]
    file = Path(settings.PICTURES) / edition.identity / f"{tag}.svg"
    svg = _read(file) if as_file else caches[IN_MEMORY].get(tag)
    if svg is None:
        svg = draw().svg
        if as_file:
            _keep(svg, file)
        else:
            caches[IN_MEMORY].set(tag, svg, MEMORY_S)
    match = _OPENING.match(svg)
    if match is None:
        raise ValueError(f"{file} is not a picture")
    return Kept(svg, unescape(match[3]), int(match[1]), int(match[2]), tag)


@lru_cache(maxsize=1)
def drawing() -> str:
    """Changes with the code that draws, so that no older drawing is taken for a new one."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:  # not there yet, or the folder is none
        return None


def _keep(svg: str, file: Path) -> None:
    """Write a picture whole or not at all. What is kept only saves time, so a full disk is no error."""
    draft = file.with_name(f".{file.name}.{uuid4().hex}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            draft.write_text(svg, encoding="utf-8")
            os.replace(draft, file)
        finally:
            draft.unlink(missing_ok=True)
        _make_room(file.parent)


def _make_room(folder: Path) -> None:
    """Leave a tenth free where the folder is full."""
    files = list(folder.glob("*.svg"))
    if len(files) > MOST:
        oldest = sorted(files, key=lambda file: file.stat().st_mtime)
        for file in oldest[: len(files) - MOST * 9 // 10]:
            file.unlink(missing_ok=True)
