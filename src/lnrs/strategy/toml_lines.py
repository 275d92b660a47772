"""The line of every key in a TOML file, so that a problem can say where it is.

A scanner of tokens, not a parser: it is given only text that `tomllib` has read, and therefore need not judge
it.
"""

import re
from collections.abc import Iterator, Mapping

KeyPath = tuple[str | int, ...]
"""Keys from the top of the file down; a number is a place in a list, counted from 0."""

_TOKEN = re.compile(
    r'(?P<string>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<comment>#[^\n]*)|(?P<newline>\n)|(?P<mark>[\[\]{}=,.])|(?P<space>[ \t\r]+)"
    r"|(?P<word>[^\s\[\]{}=,.\"'#]+)",
    re.DOTALL,
)
_ESCAPE = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}

Token = tuple[str, int]
"""What is written, and the line it starts on."""


def key_lines(text: str) -> dict[KeyPath, int]:
    """The line (from 1) of every key, table and list item of a TOML text that `tomllib` can read."""
    tokens = list(_tokens(text.replace("\r\n", "\n")))
    lines: dict[KeyPath, int] = {}
    table: KeyPath = ()
    at = 0
    while at < len(tokens):
        mark = tokens[at][0]
        if mark == "\n":
            at += 1
        elif mark == "[":
            table, at = _header(tokens, at, lines)
        else:
            at = _pair(tokens, at, table, lines)
    return lines


def line_of(lines: Mapping[KeyPath, int], path: KeyPath) -> int:
    """The line of a key, or of the nearest table around it that is written; 1 where there is none."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _tokens(text: str) -> Iterator[Token]:
    line = 1
    for match in _TOKEN.finditer(text):
        if match.lastgroup not in ("comment", "space"):
            yield match.group(), line
        line += match.group().count("\n")


def _header(tokens: list[Token], at: int, lines: dict[KeyPath, int]) -> tuple[KeyPath, int]:
    """Read `[a.b]` or `[[a.b]]`; the path of the table it opens, and where to go on."""
    line = tokens[at][1]
    is_list = tokens[at + 1][0] == "["
    parts, at = _keys(tokens, at + (2 if is_list else 1))
    path = _last_of_lists(parts[:-1], lines) + parts[-1:]
    if is_list:
        number = 0
        while (*path, number) in lines:
            number += 1
        lines.setdefault(path, line)
        path = (*path, number)
    for depth in range(1, len(path) + 1):
        lines.setdefault(path[:depth], line)
    return path, at + (2 if is_list else 1)


def _last_of_lists(parts: KeyPath, lines: Mapping[KeyPath, int]) -> KeyPath:
    """The path with the number of the last table after each list of tables: where `[a.b]` belongs."""
    path: KeyPath = ()
    for part in parts:
        path = (*path, part)
        number = 0
        while (*path, number) in lines:
            number += 1
        if number:
            path = (*path, number - 1)
    return path


def _keys(tokens: list[Token], at: int) -> tuple[KeyPath, int]:
    """Read a dotted key; its parts, and where to go on (after it, at `=` or `]`)."""
    parts: list[str] = []
    while tokens[at][0] not in ("=", "]"):
        if tokens[at][0] != ".":
            parts.append(_bare(tokens[at][0]))
        at += 1
    return tuple(parts), at


def _bare(key: str) -> str:
    if key.startswith("'"):
        return key[1:-1]
    if key.startswith('"'):
        return re.sub(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", _unescaped, key[1:-1])
    return key


def _unescaped(match: re.Match[str]) -> str:
    code = match.group(1)
    return _ESCAPE.get(code) or chr(int(code[1:], 16))


def _pair(tokens: list[Token], at: int, table: KeyPath, lines: dict[KeyPath, int]) -> int:
    """Read `key = value`; where to go on."""
    line = tokens[at][1]
    parts, at = _keys(tokens, at)
    for depth in range(1, len(parts) + 1):
        lines.setdefault(table + parts[:depth], line)
    return _value(tokens, at + 1, table + parts, lines)


def _value(tokens: list[Token], at: int, path: KeyPath, lines: dict[KeyPath, int]) -> int:
    """Pass over a value, noting the lines of what is inside it; where to go on."""
    if tokens[at][0] == "[":
        return _list(tokens, at + 1, path, lines)
    if tokens[at][0] == "{":
        return _inline_table(tokens, at + 1, path, lines)
    while at < len(tokens) and tokens[at][0] not in ("\n", ",", "]", "}"):
        at += 1
    return at


def _list(tokens: list[Token], at: int, path: KeyPath, lines: dict[KeyPath, int]) -> int:
    number = 0
    while tokens[at][0] != "]":
        if tokens[at][0] in ("\n", ","):
            at += 1
            continue
        lines[(*path, number)] = tokens[at][1]
        at = _value(tokens, at, (*path, number), lines)
        number += 1
    return at + 1


def _inline_table(tokens: list[Token], at: int, path: KeyPath, lines: dict[KeyPath, int]) -> int:
    while tokens[at][0] != "}":
        at = at + 1 if tokens[at][0] in ("\n", ",") else _pair(tokens, at, path, lines)
    return at + 1
