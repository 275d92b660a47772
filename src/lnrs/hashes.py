"""SHA-256 of files, by which it is known that nothing changed."""

import hashlib
from pathlib import Path


def sha256_file(file: Path) -> str:
    """SHA-256 of a file's bytes, as hexadecimal text."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
