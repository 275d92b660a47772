"""The last pass over a document: every anchor once, every link leading somewhere, everything numbered."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from lnrs.document.tree import (
    Block,
    Blocks,
    Content,
    Document,
    Emphasis,
    Figure,
    Heading,
    Inline,
    LegendEntry,
    Link,
    List,
    Note,
    Paragraph,
    Quote,
    Row,
    SideBySide,
    Strong,
    Table,
    Term,
    Terms,
)
from lnrs.statement.numbering import numbered

KNOWN_SCHEMES = ("https://", "http://", "mailto:")


def finished(document: Document) -> Document:
    """The document ready to be rendered.

    An anchor that is taken gets a number; a link to an anchor that is not there, or with a scheme that a reader has no
    use for, becomes plain words.
    """
    blocks = _anchored_once(document.blocks)
    known = anchors(blocks)
    return numbered(replace(document, blocks=with_contents(blocks, lambda content: _live(content, known))))


def anchors(blocks: Blocks) -> frozenset[str]:
    """Every anchor in the blocks."""
    return frozenset(anchor for block in blocks for anchor in _anchors(block) if anchor)


def _anchors(block: Block) -> Iterable[str]:
    match block:
        case Table():
            return [block.anchor, *(row.anchor for row in block.rows)]
        case Terms():
            return [item.anchor for item in block.items]
        case Heading() | Paragraph() | Figure():
            return [block.anchor]
        case SideBySide():
            return [figure.anchor for figure in block.figures]
        case _:
            return []


def _anchored_once(blocks: Blocks) -> Blocks:
    taken: set[str] = set()
    done = []
    for block in blocks:
        if isinstance(block, Heading | Table | Figure):
            anchor, again = block.anchor, 2
            while anchor in taken:
                anchor, again = f"{block.anchor}-{again}", again + 1
            taken.add(anchor)
            block = replace(block, anchor=anchor)
        done.append(block)
    return tuple(done)


def with_contents(blocks: Blocks, change: Callable[[Content], Content]) -> Blocks:
    """The blocks with every piece of content changed."""
    return tuple(_changed(block, change) for block in blocks)


def _changed(block: Block, change: Callable[[Content], Content]) -> Block:
    match block:
        case Paragraph() | Note():
            return replace(block, content=change(block.content))
        case List():
            return replace(block, items=tuple(with_contents(item, change) for item in block.items))
        case Quote():
            return replace(block, blocks=with_contents(block.blocks, change))
        case Terms():
            items = tuple(Term(change(item.term), change(item.says), item.anchor) for item in block.items)
            return replace(block, items=items)
        case Table():
            rows = tuple(Row(tuple(map(change, row.cells)), row.anchor, row.total) for row in block.rows)
            return replace(block, rows=rows, note=change(block.note))
        case SideBySide():
            return SideBySide(tuple(_changed_figure(figure, change) for figure in block.figures))
        case Figure():
            return _changed_figure(block, change)
        case _:
            return block


def _changed_figure(figure: Figure, change: Callable[[Content], Content]) -> Figure:
    legend = tuple(LegendEntry(entry.style, change(entry.content)) for entry in figure.legend)
    return replace(figure, legend=legend, note=change(figure.note))


def _live(content: Content, known: frozenset[str]) -> Content:
    done: list[Inline] = []
    for part in content:
        if isinstance(part, Link):
            inner = _live(part.content, known)
            done += [Link(inner, part.url)] if _leads(part.url, known) else inner
        elif isinstance(part, Strong | Emphasis):
            done.append(replace(part, content=_live(part.content, known)))
        else:
            done.append(part)
    return tuple(done)


def _leads(url: str, known: frozenset[str]) -> bool:
    return url[1:] in known if url.startswith("#") else url.startswith(KNOWN_SCHEMES)
