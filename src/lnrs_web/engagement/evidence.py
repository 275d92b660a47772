"""Files that come with a contribution: which kinds, how large, and whether they are what they say."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.files.uploadedfile import UploadedFile

LARGEST_BYTES = 8_000_000
MOST = 5
TYPES = "JPEG, PNG, PDF, Word (.docx), Excel (.xlsx) or text"
ACCEPT = ".jpg,.jpeg,.png,.pdf,.docx,.xlsx,.csv,.txt"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNPACKED_BYTES = 100_000_000
"""What the parts of a Word or Excel file may have in all."""


@dataclass(frozen=True)
class Read:
    """A file that was looked at."""

    name: str
    media_type: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Its hash."""
        return hashlib.sha256(self.data).hexdigest()


def read_file(file: UploadedFile) -> Read:
    """A file that somebody sent. Raises ValueError, in words for the person."""
    name = _name(file.name or "")
    if (file.size or 0) > LARGEST_BYTES:
        raise ValueError(f"{name} is larger than {LARGEST_BYTES // 1_000_000} MB. Send a smaller one, or a part of it")
    data = file.read()
    if not data:
        raise ValueError(f"{name} is empty")
    ending = PurePosixPath(name).suffix.lower()
    known = _KINDS.get(ending)
    if known is None or not known[1](data):
        raise ValueError(f"{name} is not a file that we can take. Send {TYPES}")
    return Read(name, known[0], data)


def _name(text: str) -> str:
    plain = "".join(letter for letter in text.replace("\\", "/").rpartition("/")[2] if letter.isprintable())
    stem, dot, ending = plain.strip().rpartition(".")
    return f"{stem[: 110 - len(ending)]}{dot}{ending}" if ending else plain[:110] or "file"


def _office(part: str) -> Callable[[bytes], bool]:
    def is_it(data: bytes) -> bool:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                names = [one.filename for one in archive.infolist()]
                small = sum(one.file_size for one in archive.infolist()) <= _UNPACKED_BYTES
        except (zipfile.BadZipFile, ValueError, OSError):
            return False
        return small and part in names and not any("vbaProject" in name for name in names)

    return is_it


def _text(data: bytes) -> bool:
    try:
        return "\x00" not in data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return b"\x00" not in data and b"<script" not in data.lower()


_KINDS: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    ".jpg": ("image/jpeg", lambda data: data.startswith(b"\xff\xd8\xff")),
    ".jpeg": ("image/jpeg", lambda data: data.startswith(b"\xff\xd8\xff")),
    ".png": ("image/png", lambda data: data.startswith(b"\x89PNG\r\n\x1a\n")),
    ".pdf": ("application/pdf", lambda data: data.startswith(b"%PDF-")),
    ".docx": (_WORD, _office("word/document.xml")),
    ".xlsx": (_EXCEL, _office("xl/workbook.xml")),
    ".csv": ("text/csv", _text),
    ".txt": ("text/plain", _text),
}
"""The kind of a file by its ending, and whether its bytes are of that kind."""
