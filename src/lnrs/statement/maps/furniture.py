"""The scale bar, the north arrow, and what an invented landscape says of itself, in the emptiest corner of the map."""

from dataclasses import dataclass
from math import floor, log10

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from lnrs.statement.maps.frame import FINENESS, Frame
from lnrs.statement.maps.lettering import INK, MARGIN_PX, Word, lettering
from lnrs.statement.maps.placing import Box

SPACE_PX = (430, 110)
"""Room kept for the furniture, across and down."""
RIM_PX = 28
INVENTED = "Invented landscape"
PANEL = (253, 252, 247, 225)


@dataclass(frozen=True)
class Scale:
    """A scale bar: its whole length in kilometres, and in pixels."""

    length_km: float
    length_px: float


def scale_bar(metres_a_pixel: float, *, about_px: float = 300.0) -> Scale:
    """The scale bar nearest below `about_px` whose length is 1, 2 or 5 times a power of ten kilometres.

    >>> scale_bar(50.0)
    Scale(length_km=10.0, length_px=200.0)
    """
    longest_km = about_px * metres_a_pixel / 1000
    power = 10.0 ** floor(log10(longest_km))
    length_km = max(step * power for step in (1, 2, 5) if step * power <= longest_km)
    return Scale(length_km, length_km * 1000 / metres_a_pixel)


def emptiest_corner(inside: npt.NDArray[np.bool_], frame: Frame) -> Box:
    """The corner box (pixels) with the least of the area in it; the lower left when several are empty."""
    across, down = SPACE_PX
    lefts, tops = (RIM_PX, frame.width_px - across - RIM_PX), (frame.height_px - down - RIM_PX, RIM_PX)
    boxes = [(left, top, left + across, top + down) for top in tops for left in lefts]
    return min(boxes, key=lambda box: covered_cells(inside, box))


def draw_furniture(ink: Image.Image, corner: Box, frame: Frame, *, on_panel: bool) -> None:
    """Draw the scale bar and the north arrow into the corner of a picture with transparency; on a pale panel where the
    corner is not empty."""
    if on_panel:
        ImageDraw.Draw(ink).rounded_rectangle(corner, radius=8, fill=PANEL)
    scale = scale_bar(frame.metres_a_pixel)
    left, bottom = round(corner[0]) + 74, round(corner[3]) - 18
    _draw_bar(ImageDraw.Draw(ink), scale, left, bottom)
    labels = [_distance(scale.length_km * share) for share in (0.0, 0.5, 1.0)]
    labels[-1] += " km"
    _draw_arrow(ink, round(corner[0]) + 24, bottom)
    for share, word in zip((0.0, 0.5, 1.0), lettering(tuple(Word(label, 22) for label in labels)), strict=True):
        middle = left + scale.length_px * share
        digits = word.width if share < 1 else word.width - 34
        ink.alpha_composite(word, (round(middle - digits / 2), bottom - 22 - word.height + MARGIN_PX))


def draw_invented(ink: Image.Image, corner: Box) -> None:
    """Letter, above the scale bar in the corner, that the landscape is invented."""
    (word,) = lettering((Word(INVENTED, 22, italic=True),))
    ink.alpha_composite(word, (round(corner[0]) + 74 - MARGIN_PX, round(corner[1]) + 18 - MARGIN_PX))


def _draw_bar(pen: ImageDraw.ImageDraw, scale: Scale, left: int, bottom: int) -> None:
    quarter = scale.length_px / 4
    pen.rectangle((left - 2, bottom - 12, left + scale.length_px + 2, bottom + 2), fill="#fdfcf7")
    for k in range(4):
        box = (left + k * quarter, bottom - 10, left + (k + 1) * quarter, bottom)
        pen.rectangle(box, fill=INK if k % 2 == 0 else "#fdfcf7", outline=INK, width=2)


def _draw_arrow(ink: Image.Image, middle: int, bottom: int) -> None:
    fine = Image.new("RGBA", (40 * 4, 64 * 4))
    pen = ImageDraw.Draw(fine)
    pen.polygon([(80, 4), (80, 190), (20, 250)], fill=INK)
    pen.polygon([(80, 4), (80, 190), (140, 250)], fill="#fdfcf7", outline=INK, width=6)
    ink.alpha_composite(fine.reduce(4), (middle - 20, bottom - 62))
    (letter,) = lettering((Word("N", 24, bold=True),))
    ink.alpha_composite(letter, (middle - letter.width // 2, bottom - 62 - letter.height + MARGIN_PX - 5))


def covered_cells(inside: npt.NDArray[np.bool_], box: Box) -> int:
    """How many cells of the area lie in a box of pixels."""
    left, top, right, bottom = (round(side * FINENESS) for side in box)
    return int(inside[top:bottom, left:right].sum())


def _distance(km: float) -> str:
    return f"{km:g}"
