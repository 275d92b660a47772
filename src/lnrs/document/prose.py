"""Prose in Markdown, read once into the statement's tree."""

from collections.abc import Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from lnrs.document.slug import slug
from lnrs.document.tree import (
    Block,
    Blocks,
    Break,
    Code,
    Column,
    Content,
    Emphasis,
    Heading,
    Inline,
    Link,
    List,
    Paragraph,
    Quote,
    Row,
    Strong,
    Table,
    plain,
)


def prose_blocks(markdown: str, within: str) -> tuple[str, Blocks]:
    """The title of a chapter of prose (its first heading) and the blocks after it.

    Headings come out at level 3 and below and never skip a level; `within` is the chapter's anchor, which every anchor
    in it begins with. HTML in the prose is shown as it is written, never obeyed.
    """
    nodes = list(SyntaxTreeNode(_parser().parse(markdown)).children)
    title = _words(nodes.pop(0)) if nodes and nodes[0].type == "heading" else ""
    blocks: list[Block] = []
    under = title
    for node in nodes:
        under = _words(node) if node.type == "heading" else under
        blocks += _blocks(node, within, under)
    return title, _in_steps(blocks)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(
        ["table", "smartquotes", "replacements"]
    )


def _in_steps(blocks: Sequence[Block]) -> Blocks:
    """Headings no deeper than one below the heading before them; the shallowest are sections of a chapter."""
    shallowest = min((block.level for block in blocks if isinstance(block, Heading)), default=3)
    before, done = 2, []
    for block in blocks:
        if isinstance(block, Heading):
            before = min(3 + block.level - shallowest, before + 1, 6)
            block = Heading(before, block.text, block.anchor)
        done.append(block)
    return tuple(done)


def _blocks(node: SyntaxTreeNode, within: str, under: str) -> list[Block]:
    match node.type:
        case "heading":
            text = _words(node)
            return [Heading(int(node.tag[1]), text, f"{within}-{slug(text)}")]
        case "paragraph":
            return [Paragraph(_content(node))]
        case "bullet_list" | "ordered_list":
            items = tuple(
                tuple(b for child in item.children for b in _blocks(child, within, under)) for item in node.children
            )
            return [List(items, numbered=node.type == "ordered_list")]
        case "blockquote":
            return [Quote(tuple(block for child in node.children for block in _blocks(child, within, under)))]
        case "fence" | "code_block" | "html_block":
            return [Paragraph((Code(node.content.rstrip("\n")),))]
        case "table":
            return [_table(node, within, under)]
        case _:
            return []


def _table(node: SyntaxTreeNode, within: str, under: str) -> Table:
    """Markdown has no captions: a table takes the words of the heading it stands under."""
    head, *body = node.children
    cells = head.children[0].children
    columns = tuple(Column(_words(cell), "right" in str(cell.attrs.get("style", ""))) for cell in cells)
    rows = tuple(Row(tuple(_content(cell) for cell in row.children)) for part in body for row in part.children)
    return Table(under or columns[0].title, columns, rows, f"{within}-table-{slug(under or columns[0].title)}")


def _words(node: SyntaxTreeNode) -> str:
    return plain(_content(node))


def _content(node: SyntaxTreeNode) -> Content:
    return tuple(part for child in node.children for part in _inline(child))


def _inline(node: SyntaxTreeNode) -> list[Inline]:
    match node.type:
        case "inline":
            return list(_content(node))
        case "text":
            return [node.content] if node.content else []
        case "softbreak":
            return [" "]
        case "hardbreak":
            return [Break()]
        case "strong":
            return [Strong(_content(node))]
        case "em":
            return [Emphasis(_content(node))]
        case "link":
            return [Link(_content(node), str(node.attrs["href"]))]
        case "image":
            return [node.content]
        case _:
            return [Code(node.content)]
