"""The cells of an Excel workbook: what was typed, and what a spreadsheet program kept of its formulas.

Formulas are not worked out and links to other workbooks are not followed. A document type, which could define entities,
is refused. Cells far out are passed over, so that one of them makes nothing large.
Format: ECMA-376 part 1, SpreadsheetML.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from posixpath import join, normpath
from xml.parsers import expat

from lnrs.errors import MetricFileRefused, Problem
from lnrs.metric_files import limits
from lnrs.metric_files.archive import AGAIN, Archive

Cell = str | float | bool
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True)
class Sheet:
    """Cells by name: `D11`."""

    name: str
    cells: Mapping[str, Cell]

    def __getitem__(self, cell: str) -> Cell | None:
        return self.cells.get(cell)


@dataclass(frozen=True)
class Workbook:
    """Sheets, read when they are asked for."""

    archive: Archive
    parts: Mapping[str, str]
    """The part of each sheet."""
    texts: list[str]
    since_1904: bool
    """Whether days are counted from 1904, as some workbooks from a Mac are."""
    _read: dict[str, Sheet] = field(default_factory=dict)

    def sheet(self, name: str) -> Sheet:
        """A sheet; empty where there is none of that name."""
        if name not in self._read:
            part = self.parts.get(name)
            cells = {} if part is None else _cells(self.archive, part, self.texts)
            self._read[name] = Sheet(name, cells)
        return self._read[name]


def workbook(archive: Archive) -> Workbook:
    """The sheets of an archive. Raises MetricFileRefused where it is broken."""
    names: dict[str, str] = {}
    targets: dict[str, str] = {}
    since_1904 = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal since_1904
        if tag == "sheet":
            own = next((value for key, value in attributes.items() if _local(key) == "id"), "")
            names[attributes.get("name", "")] = own
        elif tag == "workbookPr":
            since_1904 = attributes.get("date1904") in ("1", "true")

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    _parse(archive, "xl/workbook.xml", start)
    _parse(archive, "xl/_rels/workbook.xml.rels", relation)
    parts = {name: _part(targets[own]) for name, own in names.items() if own in targets}
    texts = _texts(archive) if "xl/sharedStrings.xml" in archive.names else []
    return Workbook(archive, parts, texts, since_1904)


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


def _texts(archive: Archive) -> list[str]:
    """The texts that cells share, without what is said of how to speak them."""
    found: list[str] = []
    held: list[str] = []
    inside: list[str] = []

    def start(tag: str, _: dict[str, str]) -> None:
        inside.append(tag)

    def end(tag: str) -> None:
        inside.pop()
        if tag == "si":
            found.append("".join(held)[: limits.TEXT_CHARACTERS])
            held.clear()

    def text(data: str) -> None:
        if inside and inside[-1] == "t" and "rPh" not in inside:
            held.append(data)

    _parse(archive, "xl/sharedStrings.xml", start, end, text)
    return found


def _cells(archive: Archive, part: str, texts: list[str]) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    held: list[str] = []
    at = kind = ""
    wanted = taking = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal at, kind, wanted, taking
        if tag == "c":
            at, kind = attributes.get("r", ""), attributes.get("t", "n")
            wanted = _near(at)
            held.clear()
        elif tag in ("v", "t"):
            taking = wanted

    def end(tag: str) -> None:
        nonlocal taking
        if tag in ("v", "t"):
            taking = False
        elif tag == "c" and wanted and held:
            value = _value("".join(held), kind, texts)
            if value is not None and value != "":
                found[at] = value

    def text(data: str) -> None:
        if taking:
            held.append(data)

    _parse(archive, part, start, end, text)
    return found


def _near(at: str) -> bool:
    match = CELL.fullmatch(at)
    return match is not None and len(match[1]) < 3 and int(match[2]) <= limits.SHEET_ROWS


def _value(text: str, kind: str, texts: list[str]) -> Cell | None:
    try:
        match kind:
            case "n":
                number = float(text)
                return number if isfinite(number) else f"#BROKEN {text[:20]}"
            case "s":
                return texts[int(text)]
            case "b":
                return text.strip() == "1"
            case _:
                return text[: limits.TEXT_CHARACTERS]
    except (ValueError, IndexError):
        return f"#BROKEN {text[:20]}"


def _parse(
    archive: Archive,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler = lambda tag, attributes: start(_local(tag), attributes)
    if end:
        parser.EndElementHandler = lambda tag: end(_local(tag))
    if text:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(archive.part(part), True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        what = f"is broken: its part {part} is no XML ({error})."
        raise MetricFileRefused([Problem(archive.where, what, AGAIN)]) from None
    except _Doctype:
        what = f"has a part {part} with a document type, which no workbook needs."
        raise MetricFileRefused([Problem(archive.where, what, AGAIN)]) from None


class _Doctype(Exception):
    """A part declares a document type."""


def _no_doctype(*_: object) -> None:
    raise _Doctype


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]
