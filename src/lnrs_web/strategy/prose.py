"""The strategy's own words: its chapters of prose, which an edition carries as they were written, in Markdown."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe
from markupsafe import Markup

from lnrs.document import tree
from lnrs.document.html import inline
from lnrs.document.prose import prose_blocks
from lnrs.document.slug import slug
from lnrs.edition import read
from lnrs_web.editions.actions import folder_of
from lnrs_web.editions.models import Edition

ORDER = ("summary", "area", "opportunities", "method", "using")
"""The chapters that the statement has, in its order; any other comes after them, by name."""

UP = 1
"""Sections of a chapter are of level 3 in the statement; on a page of its own they stand under the page's heading."""

NO_ANCHOR = Markup("")


@dataclass(frozen=True)
class Passage:
    """A paragraph, a list, a quotation or a table of a chapter. Its number counts from 1 in its edition; its digest is
    of its words alone, so that it is known again in another edition wherever it stands there."""

    number: int
    words: str
    block: tree.Block

    @property
    def digest(self) -> str:
        """The hash of its words, however they are spaced."""
        return hashlib.sha256(" ".join(self.words.split()).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Prose:
    """A chapter: its name in addresses, its title, and its words as blocks of `lnrs.document.tree`."""

    name: str
    title: str
    blocks: tree.Blocks

    def html_with(self, after: Callable[[Passage], Markup]) -> SafeString:
        """The words as HTML, each passage with its anchor, `chapter.3`, as no heading has one, and with what `after`
        gives behind it. Everything in them is escaped by `lnrs.document.html.inline`."""
        passages = {id(one.block): one for one in self.passages}
        parts = []
        for block in self.blocks:
            one = passages.get(id(block))
            anchor = Markup(' id="{}.{}"').format(self.name, one.number) if one else NO_ANCHOR
            parts.append(str(_html(block, anchor)) + (str(after(one)) if one else ""))
        return mark_safe("\n".join(parts))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """What can be spoken of by itself, in order: everything but the headings."""
        blocks = [one for one in self.blocks if not isinstance(one, tree.Heading)]
        return tuple(Passage(at, "\n".join(_lines(one)), one) for at, one in enumerate(blocks, start=1))

    @property
    def words(self) -> str:
        """The words alone, a line for each paragraph, heading, item or row."""
        return "\n".join(line for block in self.blocks for line in _lines(block))

    @property
    def begins(self) -> str:
        """The first paragraph, in words."""
        return next((tree.plain(one.content) for one in self.blocks if isinstance(one, tree.Paragraph)), "")


def chapters_of(edition: Edition) -> list[Prose]:
    """The chapters of an edition that has been imported; none where it carries no prose."""
    return list(chapters_in(folder_of(edition)))


def chapter(edition: Edition, name: str) -> Prose | None:
    """The chapter with a name."""
    return next((one for one in chapters_of(edition) if one.name == name), None)


@lru_cache(maxsize=64)
def chapters_in(folder: Path) -> tuple[Prose, ...]:
    """The chapters of an edition's folder, in the order of the statement. An edition never changes."""
    texts = read.provenance(folder).get("prose", {})
    known = {slug(name): text for name, text in texts.items() if text.strip()}
    ordered = sorted(known, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))
    return tuple(_prose(name, known[name]) for name in ordered)


def _prose(name: str, markdown: str) -> Prose:
    title, blocks = prose_blocks(markdown, name)
    return Prose(name, title or name.capitalize(), blocks)


def _html(block: tree.Block, anchor: Markup = NO_ANCHOR) -> Markup:
    match block:
        case tree.Heading():
            return Markup('<h{0} id="{1}">{2}</h{0}>').format(block.level - UP, block.anchor, block.text)
        case tree.Paragraph():
            return Markup("<p{}>{}</p>").format(anchor, inline(block.content))
        case tree.List():
            items = Markup("").join(Markup("<li>{}</li>").format(_item(item)) for item in block.items)
            return Markup("<{0}{1}>{2}</{0}>").format("ol" if block.numbered else "ul", anchor, items)
        case tree.Quote():
            return Markup("<blockquote{}>{}</blockquote>").format(anchor, _all(block.blocks))
        case tree.Table():
            return _table(block, anchor)
        case _:  # prose has no other kind (lnrs.document.prose)
            return Markup("")


def _all(blocks: tree.Blocks) -> Markup:
    return Markup("\n").join(_html(one) for one in blocks)


def _item(blocks: tree.Blocks) -> Markup:
    """An item of one paragraph without a paragraph of its own, as people write lists."""
    if len(blocks) == 1 and isinstance(blocks[0], tree.Paragraph):
        return inline(blocks[0].content)
    return _all(blocks)


def _table(block: tree.Table, anchor: Markup) -> Markup:
    classes = [Markup(' class="numeric"') if column.numeric else Markup("") for column in block.columns]
    head = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(css, column.title)
        for css, column in zip(classes, block.columns, strict=True)
    )
    rows = Markup("").join(Markup("<tr>{}</tr>").format(_cells(row, classes)) for row in block.rows)
    return Markup(
        '<div class="scroll" role="region"{4} aria-labelledby="{0}" tabindex="0"><table><caption id="{0}">{1}</caption>'
        "<thead><tr>{2}</tr></thead><tbody>{3}</tbody></table></div>"
    ).format(block.anchor, block.caption, head, rows, anchor)


def _cells(row: tree.Row, classes: list[Markup]) -> Markup:
    first, *others = (inline(cell) for cell in row.cells)
    cells = (Markup("<td{}>{}</td>").format(css, cell) for css, cell in zip(classes[1:], others, strict=True))
    return Markup('<th scope="row">{}</th>').format(first) + Markup("").join(cells)


def _lines(block: tree.Block) -> Iterator[str]:
    match block:
        case tree.Heading():
            yield block.text
        case tree.Paragraph():
            yield tree.plain(block.content)
        case tree.List():
            yield from (line for item in block.items for one in item for line in _lines(one))
        case tree.Quote():
            yield from (line for one in block.blocks for line in _lines(one))
        case tree.Table():
            yield block.caption
            yield from (", ".join(tree.plain(cell) for cell in row.cells) for row in block.rows)
