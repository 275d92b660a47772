"""How land looks on the map and in its legend: a colour that stands out, and a pattern besides."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import cycle

import numpy as np
import numpy.typing as npt

from lnrs.document.colours import PAPER, contrast, mixed, rgb, with_contrast
from lnrs.document.patterns import PATTERNS, Style, cut_out
from lnrs_web.editions.models import Theme

LAND, BUILT_UP, WATER, BEYOND = PAPER, "#e6e2d7", "#c8dce6", "#e9edea"
IMPORTANT_COLOUR = "#1d5b35"
IMPORTANT_FILL = mixed(IMPORTANT_COLOUR, 0.25, LAND)
"""Solid, so that it is no darker where sites lie one over another."""
WATER_OVER = 0.5
"""How much of water is seen over areas of importance."""
GROUNDS = (LAND, BUILT_UP, WATER, IMPORTANT_FILL, mixed(WATER, WATER_OVER, IMPORTANT_FILL))
"""What lies under a mark: the base map's land, towns and water, and areas of importance, dry or wet."""

LEAST_CONTRAST = 3.0
"""Between a mark and any ground (WCAG 2.2, success criterion 1.4.11)."""

CELLS = 40
"""Cells along a side of a pattern's picture, half a point of the screen each."""

OPEN_PATTERNS = tuple(pattern for pattern in PATTERNS if pattern != "plain")
"""Patterns through which land below can be seen: measures of several themes lie on one field."""

NO_COLOUR = "#4d5449"
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.ASCII | re.IGNORECASE)

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Mark:
    """A kind of land, and how it looks. `name` is that of its pattern's picture in the map's style."""

    name: str
    style: Style


IMPORTANT = Mark("importance", Style(IMPORTANT_COLOUR, "plain"))
COULD_BECOME = Mark("could_become", Style("#8f3f0c", "falling"))


def standing_out(colour: str) -> str:
    """The colour, or one of its hue that is just dark enough to stand out from every ground; grey for none."""
    if not _COLOUR.fullmatch(colour):
        return NO_COLOUR
    darkest = min(GROUNDS, key=lambda ground: contrast(ground, "#000000"))
    return colour if contrast(colour, darkest) >= LEAST_CONTRAST else with_contrast(colour, 3.1, against=darkest)


def theme_marks(themes: Iterable[Theme]) -> dict[str, Mark]:
    """The mark of each theme by its prefix: its own colour, and a pattern that its neighbours in the legend lack."""
    return {
        theme.prefix: Mark(f"theme-{theme.prefix}", Style(standing_out(theme.colour), pattern))
        for theme, pattern in zip(themes, cycle(OPEN_PATTERNS), strict=False)
    }


def picture(style: Style, *, dots_a_point: int) -> Pixels:
    """The pattern as pixels (row, column, RGBA), open where lines are cut out; it repeats without a seam."""
    full = np.zeros((CELLS, CELLS, 4), np.uint8)
    full[...] = (*rgb(style.colour), 255)
    full[cut_out(style.pattern, (CELLS, CELLS)), 3] = 0
    if dots_a_point == 2:
        return full
    half = full.reshape(CELLS // 2, 2, CELLS // 2, 2, 4).mean(axis=(1, 3))
    return np.asarray(half.round(), np.uint8)
