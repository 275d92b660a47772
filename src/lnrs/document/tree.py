"""A document as a plain tree: what is said, nothing of how it looks. HTML and PDF are made from the same tree."""

from collections.abc import Iterator
from dataclasses import dataclass

from lnrs.document.patterns import Style


@dataclass(frozen=True)
class Strong:
    """Words that carry more weight."""

    content: "Content"


@dataclass(frozen=True)
class Emphasis:
    """Stressed words, and the scientific names of species."""

    content: "Content"


@dataclass(frozen=True)
class Code:
    """Words to be taken letter by letter."""

    text: str


@dataclass(frozen=True)
class Link:
    """Words that lead to `url`: an address, or `#` and an anchor of this document."""

    content: "Content"
    url: str


@dataclass(frozen=True)
class Break:
    """A new line in a cell or paragraph."""


Inline = str | Strong | Emphasis | Code | Link | Break
Content = tuple[Inline, ...]


@dataclass(frozen=True)
class Heading:
    """A heading. Level 2 begins a chapter; the document's title is the only level 1."""

    level: int
    text: str
    anchor: str
    number: str = ""
    """Given by `numbering.numbered`: `4.2`, or `A` for an appendix."""
    appendix: bool = False
    listed: bool = True
    """Whether it appears in the contents."""
    colour: str = ""
    """A theme's colour, always beside its name."""
    new_page: bool = False
    """Whether a page of paper begins with it."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; an anchor lets other parts of the document lead to it."""

    content: Content
    anchor: str = ""


@dataclass(frozen=True)
class List:
    """Items in a row, each one or more blocks; numbered where their order matters."""

    items: "tuple[tuple[Block, ...], ...]"
    numbered: bool = False


@dataclass(frozen=True)
class Term:
    """A word or label, and what is said of it."""

    term: Content
    says: Content
    anchor: str = ""


@dataclass(frozen=True)
class Terms:
    """Words with what each means, or labels with their values."""

    items: tuple[Term, ...]


@dataclass(frozen=True)
class KeyFigure:
    """A figure that stands out: `value` with its unit, `label` what it counts, `note` its share or meaning."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class KeyFigures:
    """A few figures to be seen first."""

    items: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table. Numbers stand to the right; `share` is how much of the width it takes beside the others."""

    title: str
    numeric: bool = False
    share: float = 1.0


@dataclass(frozen=True)
class Row:
    """A row of a table; its first cell is its heading. A total stands apart from the rows above it."""

    cells: tuple[Content, ...]
    anchor: str = ""
    total: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its caption, and a note on how to read it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    anchor: str
    note: Content = ()
    number: int = 0


@dataclass(frozen=True)
class LegendEntry:
    """What one style on a map means."""

    style: Style
    content: Content


@dataclass(frozen=True)
class Figure:
    """A map: its picture's file, the same facts in words, its caption and its legend. A picture that no file is to hold
    is given as `svg`."""

    image: str
    width_px: int
    height_px: int
    alt: str
    caption: str
    anchor: str
    legend: tuple[LegendEntry, ...] = ()
    note: Content = ()
    number: int = 0
    """None where it is 0."""
    svg: str = ""


@dataclass(frozen=True)
class SideBySide:
    """Maps to be compared, beside each other where there is room."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Note:
    """Something to be aware of, set apart."""

    content: Content


@dataclass(frozen=True)
class Quote:
    """Words of somebody else."""

    blocks: "tuple[Block, ...]"


Block = Heading | Paragraph | List | Terms | KeyFigures | Table | Figure | SideBySide | Note | Quote
Blocks = tuple[Block, ...]


@dataclass(frozen=True)
class Chapter:
    """A chapter in the contents, with the sections that are listed under it."""

    heading: Heading
    sections: tuple[Heading, ...]


@dataclass(frozen=True)
class Document:
    """A whole document. `label` is repeated on every page where it is not empty."""

    title: str
    subtitle: str
    authority: str
    label: str
    particulars: tuple[Term, ...]
    """What the title page says of the edition."""
    blocks: Blocks
    cover: str = ""
    """A picture for the title page; it says nothing that the text does not."""
    sheet: bool = False
    """Whether it is a few sheets of paper: it begins below its title, without contents, and chapters share a page."""

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Every heading, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Heading))

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The contents: chapters (level 2) with their listed sections (level 3)."""
        found: list[tuple[Heading, list[Heading]]] = []
        for heading in self.headings:
            if heading.level == 2:
                found.append((heading, []))
            elif heading.level == 3 and heading.listed and found:
                found[-1][1].append(heading)
        return tuple(Chapter(heading, tuple(sections)) for heading, sections in found)


def plain(content: Content) -> str:
    """The words of the content alone."""
    return "".join(_plain(part) for part in content)


def _plain(part: Inline) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Code):
        return part.text
    return " " if isinstance(part, Break) else plain(part.content)


def links(content: Content) -> Iterator[Link]:
    """Every link in the content, at any depth."""
    for part in content:
        if isinstance(part, Link):
            yield part
        if isinstance(part, Strong | Emphasis | Link):
            yield from links(part.content)


def lines(*parts: Content) -> Content:
    """Contents one under another; empty ones are left out."""
    kept = [part for part in parts if part]
    joined: list[Inline] = []
    for number, part in enumerate(kept):
        joined += [Break(), *part] if number else part
    return tuple(joined)


def joined(parts: "list[Content] | tuple[Content, ...]", by: str = ", ") -> Content:
    """Contents in a row with the same words between them."""
    row: list[Inline] = []
    for number, part in enumerate(parts):
        row += [by, *part] if number else part
    return tuple(row)
