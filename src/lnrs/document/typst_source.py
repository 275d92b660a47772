"""The document as Typst source. Words only ever travel as string literals, so none of them can be markup."""

from importlib.resources import files

from lnrs.document import tree
from lnrs.document.patterns import swatch_svg
from lnrs.document.tree import Block, Blocks, Content, Document, Figure, Heading, Inline, Row, Table, Term, plain
from lnrs.document.typst_text import string

NARROW_COLUMNS = 7
"""A table with more columns than this is set smaller."""
TALL = 0.9
"""A map taller than this share of its width is set by its height, so that its legend has room on the sheet."""
SMALL_PX, PX_PT = 200, 0.75
"""A picture less wide than this is no map: it keeps its size, of so many points a pixel."""
SHORT_ENTRY = 48
"""Letters below which two entries of a legend stand side by side."""


def typst_source(document: Document, pictures: str = "maps") -> str:
    """Source of the whole document; pictures are looked for in the folder of that name under the root."""
    style = files("lnrs.document").joinpath("document.typ").read_text(encoding="utf-8")
    return "\n".join(
        [
            style,
            _opening(document, pictures),
            *(_block(block, pictures) for block in document.blocks),
            "",
        ]
    )


def _opening(document: Document, pictures: str) -> str:
    particulars = ", ".join(f"({inline(item.term)}, {inline(item.says)})" for item in document.particulars)
    cover = string(f"{pictures}/{document.cover}") if document.cover else "none"
    return (
        f"#show: document-style.with(title: {string(document.title)}, subtitle: {string(document.subtitle)}, "
        f"authority: {string(document.authority)}, label: {string(document.label)}, cover: {cover}, "
        f"sheet: {str(document.sheet).lower()}, "
        f"particulars: ({particulars},))"
    )


def _block(block: Block, pictures: str) -> str:
    match block:
        case tree.Heading():
            return _heading(block)
        case tree.Paragraph():
            return f"#par{inline(block.content)}{_label(block.anchor)}"
        case tree.List():
            kind = "enum" if block.numbered else "list"
            return f"#{kind}({', '.join(f'[{_blocks(item, pictures)}]' for item in block.items)})"
        case tree.Terms():
            return f"#particulars({', '.join(map(_term, block.items))})"
        case tree.KeyFigures():
            each = (f"({string(one.value)}, {string(one.label)}, {string(one.note)})" for one in block.items)
            return f"#key-figures({', '.join(each)})"
        case tree.Table():
            return _table(block)
        case tree.Figure():
            return _figure(block, pictures)
        case tree.SideBySide():
            figures = (f"[{_figure(figure, pictures, beside=True)}]" for figure in block.figures)
            return f"#side-by-side({', '.join(figures)})"
        case tree.Note():
            return f"#callout{inline(block.content)}"
        case tree.Quote():
            return f"#quote(block: true)[{_blocks(block.blocks, pictures)}]"


def _blocks(blocks: Blocks, pictures: str) -> str:
    return "\n".join(_block(block, pictures) for block in blocks)


def _heading(heading: Heading) -> str:
    number = f"Appendix {heading.number}" if heading.appendix else heading.number
    text = f"{number}\u2002{heading.text}" if number else heading.text
    listed = "" if heading.listed and heading.level <= 3 else ", outlined: false, bookmarked: true"
    mark = f'#theme-mark(colour: rgb("{heading.colour}"))\n' if heading.colour else ""
    mark = f"#pagebreak(weak: true)\n{mark}" if heading.new_page else mark
    return f"{mark}#heading(level: {heading.level - 1}{listed})[#{string(text)}]{_label(heading.anchor)}"


def _label(anchor: str) -> str:
    return f"#label({string(anchor)})" if anchor else ""


def _term(item: Term) -> str:
    return f"({inline(item.term)}, [{_target(item.anchor)}#{inline(item.says)}])"


def _target(anchor: str) -> str:
    """Something that cannot be seen, for links to lead to."""
    return f"#metadata(none){_label(anchor)}" if anchor else ""


def _table(table: Table) -> str:
    shares = ", ".join(f"{column.share:g}fr" for column in table.columns)
    aligned = ", ".join("right" if column.numeric else "left" for column in table.columns)
    header = ", ".join(f"[#{string(column.title)}]" for column in table.columns)
    rows = "\n".join(_row(row) for row in table.rows)
    small = "true" if len(table.columns) > NARROW_COLUMNS else "false"
    note = f"\n#small-note{inline(table.note)}" if table.note else ""
    return (
        f"#data-table(number: {table.number}, caption: {string(table.caption)}, columns: ({shares},), "
        f"align: ({aligned},), small: {small}, header: ({header},),\n{rows}\n){_label(table.anchor)}{note}"
    )


def _row(row: Row) -> str:
    cells = [inline(cell) for cell in row.cells]
    cells[0] = f"[{_target(row.anchor)}#{cells[0]}]"
    if row.total:
        cells = [f"total[#{cell}]" for cell in cells]
    return ", ".join(cells) + ","


def _figure(figure: Figure, pictures: str, *, beside: bool = False) -> str:
    pairs = 2 if not beside and all(len(plain(entry.content)) < SHORT_ENTRY for entry in figure.legend) else 1
    legend = ", ".join(f"({string(swatch_svg(entry.style))}, {inline(entry.content)})" for entry in figure.legend)
    note = f"\n#small-note{inline(figure.note)}" if figure.note else ""
    tall = "true" if not beside and figure.height_px > TALL * figure.width_px else "false"
    width = f"{figure.width_px * PX_PT:g}pt" if figure.width_px < SMALL_PX else "100%"
    picture = f"bytes({string(figure.svg)})" if figure.svg else string(f"{pictures}/{figure.image}")
    return (
        f"#map-figure(number: {figure.number}, caption: {string(figure.caption)}, alt: {string(figure.alt)}, "
        f"tall: {tall}, width: {width}, path: {picture}){_label(figure.anchor)}\n"
        f"#legend(pairs: {pairs}, {legend}){note}"
    )


def inline(content: Content) -> str:
    """Content as a Typst content block, brackets included."""
    return f"[{''.join(_inline(part) for part in content)}]"


def _inline(part: Inline) -> str:
    match part:
        case str():
            return f"#{string(part)}"
        case tree.Strong():
            return f"#strong{inline(part.content)}"
        case tree.Emphasis():
            return f"#emph{inline(part.content)}"
        case tree.Code():
            return f"#raw({string(part.text)})"
        case tree.Link():
            url = part.url
            target = f"label({string(url[1:])})" if url.startswith("#") else string(url)
            return f"#link({target}){inline(part.content)}"
        case tree.Break():
            return "#linebreak()"
