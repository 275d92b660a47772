"""A large file as it arrives: straight to its place on disk, and never whole in memory."""

import shutil
import uuid
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from lnrs.errors import CannotWrite, Problem
from lnrs_web.desk.models import zip_of

SPARE_BYTES = 200_000_000
"""What stays free on the disk for everything else."""


def must_fit(folder: Path, size_bytes: int) -> None:
    """Raises CannotWrite where a disk has no room for so much more."""
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < size_bytes + SPARE_BYTES:
        what = f"{size_bytes / 1e6:,.0f} MB are needed, and {max(free - SPARE_BYTES, 0) / 1e6:,.0f} MB are free."
        raise CannotWrite([Problem("The site's disk", what, "Ask whoever runs the site to make room.")])


class Arriving(FileUploadHandler):
    """Writes the first file of a form to the place of a new upload; any other is read and let go."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        if getattr(self, "public_id", None):
            raise SkipFile
        self.public_id = uuid.uuid4()
        self._sink = zip_of(self.public_id).open("wb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        """Some of it."""
        self._sink.write(raw_data)

    def file_complete(self, file_size: int) -> "Arrived":
        """All of it."""
        self._sink.close()
        return Arrived(self.public_id, self.file_name or "", file_size)

    def upload_interrupted(self) -> None:
        """It broke off: what came is of no use."""
        self._sink.close()
        zip_of(self.public_id).unlink(missing_ok=True)


class Arrived(UploadedFile):
    """A file that is at its place already."""

    def __init__(self, public_id: uuid.UUID, name: str, size: int) -> None:
        super().__init__(None, name, "application/zip", size)
        self.public_id = public_id

    def close(self) -> None:
        """There is nothing open."""
