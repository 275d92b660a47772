"""Text that a person wrote, read as UTF-8, with the line of whatever cannot be read."""

import re
from pathlib import Path

from lnrs.errors import Problem

LARGEST_BYTES = 20_000_000
"""No table, rule or chapter of a strategy comes near this; a larger file is something else."""

SAVE_AS_UTF8 = "In Excel: File, Save As, CSV UTF-8. In LibreOffice: Save As, Edit filter settings, Unicode (UTF-8)."

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_GARBLED = re.compile("â€.?|Ã[\x80-\xbf]|Â[\xa0-\xbf]|\ufffd")
_NOT_TEXT = {
    b"PK\x03\x04": ("is a workbook or zip file, not text.", "Open it and save each table as CSV UTF-8."),
    b"\xff\xfe": ("is UTF-16 text, not UTF-8.", SAVE_AS_UTF8),
    b"\xfe\xff": ("is UTF-16 text, not UTF-8.", SAVE_AS_UTF8),
}


def read_text(path: Path, name: str, make: str = "") -> tuple[str | None, list[Problem]]:
    """The text of a file with Unix line ends, and what is wrong with it; None where there is no text at all.

    `name` is what the problems call the file; `make` says what to do where it is missing. A file in the older
    Windows encoding is a problem, yet its text is given too, so that everything else wrong with it is found
    in the same pass.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            size_mb = path.stat().st_size / 1e6
            return None, [_too_large(name, size_mb)]
        raw = path.read_bytes()
    except FileNotFoundError:
        return None, [Problem(name, "the file is missing.", make)]
    except OSError as error:
        return None, [Problem(name, f"the file cannot be read ({error.strerror}).", "Check that it may be opened.")]
    return _decode(raw, name)


def _too_large(name: str, size_mb: float) -> Problem:
    what = f"the file is {size_mb:,.0f} MB, far larger than any such file."
    return Problem(name, what, "Check that it is the right file.")


def _decode(raw: bytes, name: str) -> tuple[str | None, list[Problem]]:
    for start, (what, do) in _NOT_TEXT.items():
        if raw.startswith(start):
            return None, [Problem(name, f"the file {what}", do)]
    if b"\x00" in raw:
        return None, [Problem(name, "the file is not text.", "Check that it is the right file.")]
    try:
        text, problems = raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        text, problems = raw.decode("cp1252", errors="replace"), [_not_utf8(raw, name)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, problems or _odd_letters(text, name)


def _not_utf8(raw: bytes, name: str) -> Problem:
    lines = [(number, line) for number, line in enumerate(raw.splitlines(), 1) if not _is_utf8(line)]
    number, line = lines[0]
    word = re.findall(r"[\w'-]*[^\x00-\x7f][\w'-]*", line.decode("cp1252", errors="replace"))[0]
    others = f" (the first of {len(lines)} such lines)" if len(lines) > 1 else ""
    what = f"this line is not UTF-8 text{others}; in the older Windows encoding it says '{word[:40]}'."
    return Problem(f"{name}:{number}", what, SAVE_AS_UTF8)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def readable(text: str) -> str:
    """Text of others on one line, without what `read_text` refuses: spoilt letters and control characters."""
    found = _CONTROL.sub(" ", text)
    while _GARBLED.search(found):
        found = _GARBLED.sub("?", found)
    return " ".join(found.split())


def _odd_letters(text: str, name: str) -> list[Problem]:
    """Letters that a program has spoilt, and characters that cannot be printed."""
    problems = []
    for number, line in enumerate(text.split("\n"), 1):
        if spoilt := _GARBLED.search(line):
            what = f"'{spoilt.group()}' stands where a change of encoding has spoilt a character."
            problems.append(Problem(f"{name}:{number}", what, "Type it again."))
        if control := _CONTROL.search(line):
            what = f"there is a character that cannot be printed (U+{ord(control.group()):04X})."
            problems.append(Problem(f"{name}:{number}", what, "Delete it and type the words again."))
    return problems
