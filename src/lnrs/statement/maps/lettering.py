"""Words on maps, set in the statement's own typeface and ready to be pasted."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO

import numpy as np
import typst
from PIL import Image, ImageFilter

from lnrs.document.typst_text import string

INK = "#22261f"
PAPER_GLOW = (252, 251, 246)
MARGIN_PX = 9
"""Clear pixels around the capitals, where descenders and the pale glow go."""


@dataclass(frozen=True)
class Word:
    """A piece of lettering; size is the height of its type in pixels."""

    text: str
    size_px: int = 24
    bold: bool = False
    italic: bool = False
    colour: str = INK


def lettering(words: tuple[Word, ...], *, glow_px: int = 3) -> tuple[Image.Image, ...]:
    """Each word as a picture with a clear background and a pale glow, cut to the height of its capitals plus
    MARGIN_PX on every side."""
    return tuple(_with_glow(picture, glow_px) for picture in _set_type(words))


@cache
def _set_type(words: tuple[Word, ...]) -> tuple[Image.Image, ...]:
    """The typesetter takes all the words in one go, a page each. A map set asks for the same words many times."""
    if not words:
        return ()
    pages = typst.compile(_source(words).encode(), format="png", ppi=72, ignore_system_fonts=True)
    each = [pages] if isinstance(pages, bytes) else pages
    return tuple(Image.open(BytesIO(page)).convert("RGBA") for page in each)


def _source(words: tuple[Word, ...]) -> str:
    pages = (
        f'#text(size: {word.size_px}pt, weight: "{"semibold" if word.bold else "regular"}", '
        f'style: "{"italic" if word.italic else "normal"}", fill: rgb("{word.colour}"), {string(word.text)})'
        for word in words
    )
    return (
        f"#set page(width: auto, height: auto, margin: {MARGIN_PX}pt, fill: none)\n"
        '#set text(font: "Libertinus Serif", lang: "en", region: "GB", '
        'top-edge: "cap-height", bottom-edge: "baseline", tracking: 0.2pt)\n' + "\n#pagebreak()\n".join(pages)
    )


def _with_glow(picture: Image.Image, glow_px: int) -> Image.Image:
    if not glow_px:
        return picture
    shape = picture.getchannel("A").filter(ImageFilter.MaxFilter(2 * glow_px + 1))
    soft = np.asarray(shape.filter(ImageFilter.GaussianBlur(1.2)), np.float32) * 0.85
    glow = Image.new("RGBA", picture.size, (*PAPER_GLOW, 0))
    glow.putalpha(Image.fromarray(soft.astype(np.uint8), "L"))
    glow.alpha_composite(picture)
    return glow
