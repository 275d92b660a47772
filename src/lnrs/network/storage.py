"""Folders on a disk or in object storage, read and written by whole files.

A file is there whole or not at all: on a disk it is written beside its place and renamed, and object storage puts an
object in one step. So work that was cut off leaves nothing half-written behind, and two workers that write the same
file leave one of the two.
"""

import fcntl
import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import fsspec

from lnrs.edition.place import swap
from lnrs.errors import CannotWrite, Problem
from lnrs.network.storage_errors import answering


@dataclass(frozen=True)
class Store:
    """A folder by its address: a path, or what fsspec knows: `s3://bucket/england`.

    `options` go to fsspec, such as the endpoint of an object store. It can be sent to workers.
    """

    address: str
    options: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def _place(self) -> tuple[fsspec.AbstractFileSystem, str]:
        files, root = fsspec.core.url_to_fs(self.address, **self.options)
        return files, root.rstrip("/")

    def __reduce__(self) -> tuple[Any, ...]:
        return Store, (self.address, dict(self.options))

    @property
    def is_local(self) -> bool:
        """Whether it is on a disk of this machine."""
        return "file" in self._files.protocol

    @property
    def _files(self) -> fsspec.AbstractFileSystem:
        return self._place[0]

    def _answering(self) -> AbstractContextManager[None]:
        """Object storage that fails is told of plainly; a disk's errors are the system's own."""
        return nullcontext() if self.is_local else answering(self.address)

    def path(self, name: str) -> str:
        """A file's path as its file system has it."""
        return f"{self._place[1]}/{name}" if name else self._place[1]

    def write(self, name: str, content: bytes) -> None:
        """Write a file, whole or not at all."""
        path = self.path(name)
        if not self.is_local:
            with self._answering():
                self._files.pipe_file(path, content)
            return
        beside = f"{path}.{uuid.uuid4().hex[:8]}.part"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(beside, "wb") as stream:
            stream.write(content)
        os.replace(beside, path)

    def read(self, name: str) -> bytes:
        """A file's bytes. Raises FileNotFoundError."""
        with self._answering():
            content: bytes = self._files.cat_file(self.path(name))
        return content

    def has(self, name: str) -> bool:
        """Whether there is such a file now."""
        self._files.invalidate_cache()
        with self._answering():
            return bool(self._files.exists(self.path(name)))

    def names(self, under: str = "") -> Iterator[str]:
        """The names of all whole files under a folder, sorted."""
        self._files.invalidate_cache()
        root = self.path("")
        with self._answering():
            found = sorted(self._files.find(self.path(under)))
        for path in found:
            if not path.endswith(".part"):
                yield path.removeprefix(root).lstrip("/")

    def remove(self, under: str = "") -> None:
        """Remove a folder or file and all in it; nothing happens where there is none."""
        path = self.path(under)
        with self._answering():
            if self._files.exists(path):
                self._files.rm(path, recursive=True)

    def beside(self, ending: str) -> "Store":
        """The folder next to this one whose name has an ending more."""
        return Store(self.address.rstrip("/") + ending, self.options)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other processes of this machine from working on it for the time of a block. Raises CannotWrite where one
        does. Object storage has no locks: there two at once do the same work twice, and write the same bytes.
        """
        if not self.is_local:
            yield
            return
        path = self.path("") + ".lock"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                advice = "Wait until it has ended, or stop it."
                raise CannotWrite([Problem(self.address, "another build is at work there.", advice)]) from None
            try:
                yield
            finally:
                os.remove(path)

    def become(self, draft: "Store", marker: str) -> None:
        """Take over all that a draft holds. `marker` is the file without which a folder counts as empty.

        On a disk the two change places in one step. In object storage the marker goes first and comes last, so that a
        reader finds all of the old, or nothing, or all of the new.
        """
        if self.is_local:
            swap(Path(draft.path("")), Path(self.path("")))
            draft.remove()
            return
        self.remove(marker)
        self.remove()
        for name in [*(name for name in draft.names() if name != marker), marker]:
            with self._answering():
                self._files.cp_file(draft.path(name), self.path(name))
        draft.remove()
