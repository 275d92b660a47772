"""Draw a map: the same shapes and styles always give the same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from lnrs.document.colours import PAPER, packed
from lnrs.document.patterns import Style, cut_out
from lnrs.ecology.burn import burn
from lnrs.statement.maps.frame import FINENESS, Frame
from lnrs.statement.maps.ground import draw_borders, draw_ground
from lnrs.statement.maps.ink import draw_ink
from lnrs.statement.maps.landscape import Landscape

COLOURS_IN_PICTURE = 256

Codes = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Base:
    """What every map of an area shares: `ground` lies under the marks, `ink` over them."""

    frame: Frame
    ground: npt.NDArray[np.uint32]
    """Packed colours (rows, cols) on the frame's fine grid."""
    ink: npt.NDArray[np.uint8]
    """Red, green, blue and opacity: (rows, cols, 4) at the finished size."""


@dataclass(frozen=True)
class Mark:
    """Shapes that are drawn in one style; where marks overlap the later one is seen."""

    style: Style
    geometries: npt.NDArray[Any]


def draw_base(landscape: Landscape, frame: Frame) -> Base:
    """The ground and the ink of a landscape, drawn once for all of its maps."""
    ground, inside, water = draw_ground(landscape, frame)
    borders = draw_borders(landscape, inside, water, frame)
    return Base(frame, ground, np.asarray(draw_ink(landscape, borders, inside, frame)))


def render_map(base: Base, marks: Sequence[Mark]) -> bytes:
    """A map as PNG, as wide and tall as the base's frame. Marks are drawn in their order."""
    codes = _codes(marks, base.frame)
    palette = np.array([packed(PAPER), *(packed(mark.style.colour) for mark in marks)])
    picture = np.where(codes > 0, palette[codes], base.ground)
    picture[_cut(codes, [mark.style for mark in marks])] = palette[0]
    channels = picture.astype("<u4", copy=False).view(np.uint8).reshape(*picture.shape, 4)
    finished = Image.fromarray(channels, "RGBX").reduce(FINENESS).convert("RGB").convert("RGBA")
    finished.alpha_composite(Image.fromarray(base.ink, "RGBA"))
    return png(finished.convert("RGB"))


def png(picture: Image.Image) -> bytes:
    """The picture as PNG with a palette of its own, which is a third of the size of full colour."""
    few = picture.quantize(COLOURS_IN_PICTURE, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    held = BytesIO()
    few.save(held, "PNG", compress_level=7)
    return held.getvalue()


def _codes(marks: Sequence[Mark], frame: Frame) -> Codes:
    """For each cell the number (from 1) of the last mark that holds its centre; 0 for none."""
    if not marks:
        return np.zeros(frame.grid.shape, np.int32)
    numbers = np.repeat(np.arange(1, len(marks) + 1, dtype=np.int32), [len(mark.geometries) for mark in marks])
    return burn(np.concatenate([mark.geometries for mark in marks]), numbers, frame.grid)


def _cut(codes: Codes, styles: Sequence[Style]) -> npt.NDArray[np.bool_]:
    """The cells that patterns leave as paper: never within two cells of an edge, so that small marks stay whole."""
    cut = np.zeros(codes.shape, bool)
    for number, style in enumerate(styles, start=1):
        if style.pattern != "plain":
            cut |= (codes == number) & cut_out(style.pattern, codes.shape)
    cut[2:] &= codes[2:] == codes[:-2]
    cut[:-2] &= codes[:-2] == codes[2:]
    cut[:, 2:] &= codes[:, 2:] == codes[:, :-2]
    cut[:, :-2] &= codes[:, :-2] == codes[:, 2:]
    return cut
