"""The strategy's own words: its chapters of prose, which an edition carries as they were written, in Markdown."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
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


@dataclass(frozen=True)
class Prose:
    """A chapter: its name in addresses, its title, and its words as blocks of `lnrs.document.tree`."""

    name: str
    title: str
    blocks: tree.Blocks

    @property
    def html(self) -> SafeString:
        """The words as HTML; everything in them is escaped by `lnrs.document.html.inline`."""
        return mark_safe("\n".join(str(_html(block)) for block in self.blocks))

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


def _html(block: tree.Block) -> Markup:
    match block:
        case tree.Heading():
            return Markup('<h{0} id="{1}">{2}</h{0}>').format(block.level - UP, block.anchor, block.text)
        case tree.Paragraph():
            return Markup("<p>{}</p>").format(inline(block.content))
        case tree.List():
            items = Markup("").join(Markup("<li>{}</li>").format(_item(item)) for item in block.items)
            return Markup("<{0}>{1}</{0}>").format("ol" if block.numbered else "ul", items)
        case tree.Quote():
            return Markup("<blockquote>{}</blockquote>").format(_all(block.blocks))
        case tree.Table():
            return _table(block)
        case _:  # prose has no other kind (lnrs.document.prose)
            return Markup("")


def _all(blocks: tree.Blocks) -> Markup:
    return Markup("\n").join(_html(one) for one in blocks)


def _item(blocks: tree.Blocks) -> Markup:
    """An item of one paragraph without a paragraph of its own, as people write lists."""
    if len(blocks) == 1 and isinstance(blocks[0], tree.Paragraph):
        return inline(blocks[0].content)
    return _all(blocks)


def _table(block: tree.Table) -> Markup:
    classes = [Markup(' class="numeric"') if column.numeric else Markup("") for column in block.columns]
    head = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(css, column.title)
        for css, column in zip(classes, block.columns, strict=True)
    )
    rows = Markup("").join(Markup("<tr>{}</tr>").format(_cells(row, classes)) for row in block.rows)
    return Markup(
        '<div class="scroll" role="region" aria-labelledby="{0}" tabindex="0"><table><caption id="{0}">{1}</caption>'
        "<thead><tr>{2}</tr></thead><tbody>{3}</tbody></table></div>"
    ).format(block.anchor, block.caption, head, rows)


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
