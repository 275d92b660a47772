"""A TOML file as data and lines, with a mistake in its grammar said in plain words."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lnrs.errors import Problem
from lnrs.strategy.schema import Fault
from lnrs.strategy.text_file import read_text
from lnrs.strategy.toml_lines import KeyPath, key_lines, line_of

_IN_PLAIN_WORDS = (
    (r"Cannot overwrite|Duplicate inline|Cannot mutate", "this key is given twice.", "Keep one of them."),
    (r"Cannot declare", "this table is given twice.", "Put its keys together in one."),
    (r"Expected .=. after a key", "there is no = after the key.", 'Write key = "value".'),
    (
        r"Unterminated string|Illegal character '\\n'",
        "a quotation mark is opened and not closed.",
        "Close it.",
    ),
    (
        r"Unclosed array",
        "a list is opened with [ and not closed with ].",
        "Close it, with commas between its items.",
    ),
    (
        r"Unescaped",
        "a backslash stands inside double quotes.",
        "Use single quotes, or / in place of it.",
    ),
    (r"Expected '\]", "the name of a table is not closed with ].", "Write [name], or [[name]] for a list."),
    (r"Invalid value", "what follows = is not a value.", 'Put text in straight quotes: title = "The title".'),
    (r"Expected newline", "something is left over after the value.", 'Inside quotation marks, write \\" for one.'),
)


@dataclass(frozen=True)
class TomlFile:
    """What a TOML file says and the line of each key; no data where it cannot be read."""

    name: str
    data: dict[str, Any] | None = None
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def where(self, path: KeyPath) -> str:
        """The place of a key, as a problem says it."""
        return f"{self.name}:{line_of(self.lines, path)}"

    def problems(self, faults: Iterable[Fault]) -> list[Problem]:
        """Faults of the data as problems with their lines."""
        return [Problem(self.where(fault.path), fault.what, fault.do) for fault in faults]


def read_toml(path: Path, name: str, make: str = "") -> tuple[TomlFile, list[Problem]]:
    """A TOML file, and what is wrong with its text; `make` says what to do where it is missing."""
    text, problems = read_text(path, name, make)
    if text is None:
        return TomlFile(name), problems
    try:
        return TomlFile(name, tomllib.loads(text), key_lines(text)), problems
    except RecursionError:
        return TomlFile(name), [*problems, Problem(name, "lists stand inside lists without end.", "Write it anew.")]
    except tomllib.TOMLDecodeError as error:
        return TomlFile(name), [*problems, _grammar_problem(name, text, str(error))]


def _grammar_problem(name: str, text: str, message: str) -> Problem:
    lines = text.split("\n")
    at = re.search(r"at line (\d+)", message)
    line = int(at.group(1)) if at else len(text.rstrip().split("\n"))
    if re.search("[“”‘’]", lines[line - 1]):
        return Problem(f"{name}:{line}", "there are curly quotation marks.", 'Use straight ones: "like this".')
    if re.search(r"=\s*\d{4}-\d", lines[line - 1]):
        return Problem(f"{name}:{line}", "there is no such date.", "Write it as 2026-10-01.")
    for pattern, what, do in _IN_PLAIN_WORDS:
        if re.search(pattern, message):
            return Problem(f"{name}:{line}", what, do)
    reason = re.sub(r" \(at .*\)$", "", message)
    return Problem(f"{name}:{line}", f"this line cannot be read as TOML ({reason}).")
