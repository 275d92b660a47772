"""The engine's own code, by which a build knows that what was cut off was the work of the same."""

import hashlib
from importlib.resources import files
from importlib.resources.abc import Traversable

COMPILED = "__pycache__"


def code(package: Traversable | None = None) -> str:
    """SHA-256 over every file of the package `lnrs`, its tables too, by name and content: any change is another."""
    whole = hashlib.sha256()
    _add(whole, package or files("lnrs"), "")
    return whole.hexdigest()


def _add(whole: "hashlib._Hash", folder: Traversable, path: str) -> None:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            if entry.name != COMPILED:
                _add(whole, entry, f"{path}{entry.name}/")
        else:
            own = hashlib.sha256(entry.read_bytes()).hexdigest()
            whole.update(f"{path}{entry.name} {own}\n".encode())
