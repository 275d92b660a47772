"""A page of the documentation followed: every command is given, and does what the page shows.

How a page is read: in a `console` block, a line that begins with `$ ` is a command, and the lines under it are what it
prints: `...` stands for the rest of a line, or on a line of its own for any lines. A command that has to be refused
ends with `# exit code N`. A `code-block` with a `:caption:` is a file that the reader writes; in the language `diff` it
is an edit of one. A `text` block shows something that is neither.
"""

import os
import re
import shlex
import subprocess
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from .commands import Done, lnrs

NOT_GIVEN_HERE = {
    "make run": ("makes the full sketch, for minutes; the gate gives it", ".ci/run"),
    "make test": ("runs these very tests; the gate gives it", ".ci/run"),
    "make docs": ("builds these very pages; `make check` does, and the gate gives it", ".ci/run"),
    "source .venv/bin/activate": ("the tests have the same programs on their path", "Makefile"),
    "lnrs fetch": ("needs the internet", "tests/acceptance/test_command_line_fetch.py"),
}
"""Beginnings of commands that are not given here: why, and the file that gives them or tries what they do."""

OF_THE_TESTS = {"DJANGO_SETTINGS_MODULE", "LNRS_SITE"}
"""What the tests set for themselves and no reader has."""

LONGEST_S = 900
SHELL = frozenset("|&;<>$`*?~")
"""A command with one of these needs a shell."""

BLOCK = re.compile(
    r"^(?P<fence>`{3,})(?:\{code-block\} )?(?P<language>[\w-]+)\n(?::caption: (?P<file>\S+)\n)?\n?"
    r"(?P<body>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Step:
    """One thing that a page asks for: a command with what it prints, a file to write, or an edit of one."""

    kind: str
    """command, file or edit."""
    line: int
    subject: str
    """The command, or the file's path."""
    text: str


def steps(page: Path) -> Iterator[Step]:
    """Everything a page asks its reader to do, in order."""
    text = page.read_text(encoding="utf-8")
    for block in BLOCK.finditer(text):
        line = text.count("\n", 0, block.start()) + 1
        if block["language"] == "console":
            yield from _commands(block["body"], line + 1)
        elif block["file"]:
            kind = "edit" if block["language"] == "diff" else "file"
            yield Step(kind, line, block["file"], block["body"])


def _commands(body: str, line: int) -> Iterator[Step]:
    command, shown = None, []
    for number, text in enumerate([*body.splitlines(), "$ "], line):
        if text.startswith("$ "):
            if command:
                yield Step("command", number, command, "\n".join(shown))
            command, shown = text[2:], []
        else:
            shown.append(text)


def is_given(step: Step) -> bool:
    """Whether a step is followed here; a refusal always is, since it comes before anything that has a reason not to."""
    not_here = step.kind == "command" and step.subject.startswith(tuple(NOT_GIVEN_HERE))
    return not not_here or "# exit code" in step.subject


def follow(page: Path, folder: Path) -> list[str]:
    """Do what a page asks, in a folder; returns what did not go as the page says."""
    return [wrong for step in filter(is_given, steps(page)) if (wrong := _done(step, folder, page.name))]


def _done(step: Step, folder: Path, page: str) -> str:
    path, place = folder / step.subject, f"{page}:{step.line}"
    if step.kind == "file":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(step.text, encoding="utf-8")
        return ""
    if step.kind == "edit":
        return _edited(path, step.text, place)
    return _commanded(step, folder, place)


def _edited(path: Path, edit: str, place: str) -> str:
    """Put the lines marked + in place of the lines marked -, which have to be in the file."""
    lines = edit.splitlines()
    old, new = ("".join(f"{line[1:]}\n" for line in lines if line[0] in f" {mark}") for mark in "-+")
    raw = path.read_bytes().decode("utf-8-sig")
    text = raw.replace("\r\n", "\n")
    if text.count(old) != 1:
        return f"{place}: {path.name} has {text.count(old)} places that say\n{old}"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return ""


def _commanded(step: Step, folder: Path, place: str) -> str:
    wanted = int(code[1]) if (code := re.search(r"# exit code (\d+)$", step.subject)) else 0
    done = _given(step.subject, folder)
    if done.returncode != wanted or "Traceback" in done.stderr:
        return f"{place}: `{step.subject}` left with {done.returncode}, not {wanted}:\n{done.stdout}{done.stderr}"
    printed = done.stderr if wanted else done.stdout
    if step.text and not is_shown(step.text, printed, from_start=not wanted):
        return f"{place}: `{step.subject}` printed\n{printed}\nand the page shows\n{step.text}"
    return ""


def _given(command: str, folder: Path) -> Done:
    """Give a command in a folder: a plain one of ours in this process, anything else through a shell."""
    first, *words = shlex.split(command, comments=True)
    if first == "lnrs" and not SHELL & set(command):
        with patch.dict(os.environ, COLUMNS="100"):
            return lnrs(*words, cwd=folder)
    ours = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
    path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**ours, "PATH": path, "HTTPS_PROXY": "http://127.0.0.1:9"},
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def is_shown(shown: str, printed: str, from_start: bool = True) -> bool:
    """Whether what a page shows is what was printed, `...` standing for what it leaves out."""
    lines = [r"(?:.*\n)*" if line == "..." else f"{_pattern(line)}\n" for line in shown.rstrip().splitlines()]
    text = "".join(f"{line.rstrip()}\n" for line in printed.replace("\xa0", " ").rstrip().splitlines())
    return re.fullmatch(("" if from_start else r"(?:.*\n)*") + "".join(lines), text) is not None


def _pattern(line: str) -> str:
    """How wide a table's columns are is no part of what a page shows: the longest row may be one that it leaves out."""
    pattern = ".*".join(re.escape(part.replace("\xa0", " ")) for part in line.rstrip().split("..."))
    return re.sub(r"(?:\\ ){2,}", r"\\ {2,}", pattern)
