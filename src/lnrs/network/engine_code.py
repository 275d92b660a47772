"""The engine's own code, by which a build knows that what was cut off was the work of the same."""

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

COMPILED = "__pycache__"


@cache
def code() -> str:
    """`code_of` the package `lnrs` as this process has it."""
    return code_of(files("lnrs"))


def code_of(package: Traversable) -> str:
    """SHA-256 over every file of a package, its tables too, by name and content: any change is another."""
    whole = hashlib.sha256()
    _add(whole, package, "")
    return whole.hexdigest()


def _add(whole: "hashlib._Hash", folder: Traversable, path: str) -> None:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            if entry.name != COMPILED:
                _add(whole, entry, f"{path}{entry.name}/")
        else:
            own = hashlib.sha256(entry.read_bytes()).hexdigest()
            whole.update(f"{path}{entry.name} {own}\n".encode())
