"""Commands as a person gives them: to the program in this process, which spares loading its libraries every time."""

import io
import os
import shutil
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

from lnrs.cli import run


class Done(NamedTuple):
    """What came of a command."""

    returncode: int
    stdout: str
    stderr: str


def lnrs(*words: str | Path, cwd: Path) -> Done:
    """Give a command. Anything but a plain list of mistakes is raised, as the traceback that a person would see."""
    stdout, stderr = io.StringIO(), io.StringIO()
    with chdir(cwd), redirect_stdout(stdout), redirect_stderr(stderr):
        code = run([str(word) for word in words])
    return Done(code, stdout.getvalue(), stderr.getvalue())


def copied(folder: Path, to: Path) -> Path:
    """A copy of a folder of one's own; what its builds kept, which is never written to, is linked."""
    shutil.copytree(folder, to, ignore=shutil.ignore_patterns(".cache"))
    for kept in folder.rglob(".cache"):
        shutil.copytree(kept, to / kept.relative_to(folder), copy_function=os.link)
    return to


def refused(code: int, *words: str | Path, cwd: Path) -> str:
    """What a command says that has to be refused with this exit code; it prints nothing to be taken for data."""
    done = lnrs(*words, cwd=cwd)
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    return done.stderr


def rewrite(file: Path, before: str, after: str) -> None:
    """Change a text where it first says something."""
    text = file.read_text(encoding="utf-8-sig")
    assert before in text, f"{file.name} does not say {before!r}"
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def lines_of(folder: Path) -> list[str]:
    """Every file below a folder with its bytes' length: what has to be as it was."""
    return sorted(f"{path.relative_to(folder)} {path.stat().st_size}" for path in folder.rglob("*") if path.is_file())
