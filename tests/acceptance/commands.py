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
