"""The document as one accessible HTML page that needs nothing but its pictures."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from lnrs.document import tree
from lnrs.document.patterns import Style, swatch_svg
from lnrs.document.tree import Content, Document, Figure, Heading, Inline, Table

KINDS = (
    tree.Heading,
    tree.Paragraph,
    tree.List,
    tree.Terms,
    tree.KeyFigures,
    tree.Table,
    tree.Figure,
    tree.SideBySide,
    tree.Note,
    tree.Quote,
)


def render_html(document: Document, pictures: str = "maps") -> str:
    """The page; pictures are looked for in the folder of that name beside it."""
    return _environment().get_template("document.html.jinja").render(document=document, pictures=pictures)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"inline": inline, "swatch": _swatch, "heading": heading_text, "caption": caption}
    environment.filters["css_string"] = css_string
    environment.tests |= {kind.__name__.lower(): _is(kind) for kind in KINDS}
    environment.globals |= {"css": Markup(_template("document.css"))}
    return environment


def _is(kind: type) -> Callable[[object], bool]:
    return lambda block: isinstance(block, kind)


def _template(name: str) -> str:
    return files("lnrs.document").joinpath(name).read_text(encoding="utf-8")


def inline(content: Content) -> Markup:
    """Content as HTML; everything in it is escaped."""
    return Markup("").join(_inline(part) for part in content)


def _inline(part: Inline) -> Markup:
    match part:
        case str():
            return Markup.escape(part)
        case tree.Strong():
            return Markup("<strong>{}</strong>").format(inline(part.content))
        case tree.Emphasis():
            return Markup("<em>{}</em>").format(inline(part.content))
        case tree.Code():
            return Markup("<code>{}</code>").format(part.text)
        case tree.Link():
            return Markup('<a href="{}">{}</a>').format(part.url, inline(part.content))
        case tree.Break():
            return Markup("<br>")


def heading_text(heading: Heading) -> Markup:
    """A heading's words, with its number set apart."""
    if not heading.number:
        return Markup.escape(heading.text)
    number = f"Appendix {heading.number}" if heading.appendix else heading.number
    return Markup('<span class="number">{}</span> {}').format(number, heading.text)


def caption(block: Table | Figure) -> Markup:
    """A caption with its number."""
    kind = "Table" if isinstance(block, Table) else "Map"
    return Markup("<strong>{} {}.</strong> {}").format(kind, block.number, block.caption)


def css_string(text: str) -> Markup:
    """The text as a quoted string for a style sheet; anything but plain letters and spaces is written by its number."""
    safe = "".join(c if c.isascii() and (c.isalnum() or c == " ") else f"\\{ord(c):06x}" for c in text)
    return Markup('"' + safe + '"')


def _swatch(style: Style) -> Markup:
    return Markup(swatch_svg(style).replace("<svg ", '<svg class="swatch" aria-hidden="true" focusable="false" ', 1))
