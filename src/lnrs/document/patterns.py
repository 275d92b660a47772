"""Patterns that tell marks apart without colour: light lines or dots cut out of the mark's own colour."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from lnrs.document.colours import PAPER

Pattern = Literal["plain", "rising", "falling", "dotted", "level", "upright", "crossed"]
PATTERNS: tuple[Pattern, ...] = ("plain", "rising", "dotted", "level", "falling", "crossed", "upright")

PERIOD = 20
"""Cells from one line of a pattern to the next (a cell is half a pixel of the finished map)."""
STROKE = 6
"""Cells across a line of a pattern."""

Mask = npt.NDArray[np.bool_]

_SVG_STROKES: dict[Pattern, str] = {
    "plain": "",
    "rising": "M-2 12L12 -2M4 22L22 4M14 28L32 10",
    "falling": "M-4 6L12 22M4 -2L24 18M16 -4L34 14",
    "dotted": "",
    "level": "M0 5H28M0 13H28",
    "upright": "M7 0V18M17 0V18M27 0V18",
    "crossed": "M-2 12L12 -2M4 22L22 4M14 28L32 10M-4 6L12 22M4 -2L24 18M16 -4L34 14",
}


@dataclass(frozen=True)
class Style:
    """How one kind of mark looks on a map and in its legend."""

    colour: str
    pattern: Pattern = "plain"


@cache
def cut_out(pattern: Pattern, shape: tuple[int, int]) -> Mask:
    """True in the cells that the pattern leaves as paper; shape is (rows, cols)."""
    tile = _tile(pattern)
    times = (-(-shape[0] // len(tile)), -(-shape[1] // len(tile)))
    cut: Mask = np.tile(tile, times)[: shape[0], : shape[1]]
    cut.flags.writeable = False
    return cut


def _tile(pattern: Pattern) -> Mask:
    """A square of the pattern, two periods a side, that repeats without a seam."""
    row, col = np.indices((2 * PERIOD, 2 * PERIOD))
    match pattern:
        case "rising":
            return np.asarray((row + col) % PERIOD < STROKE)
        case "falling":
            return np.asarray((row - col) % PERIOD < STROKE)
        case "crossed":
            return np.asarray(((row + col) % PERIOD < STROKE - 2) | ((row - col) % PERIOD < STROKE - 2))
        case "level":
            return np.asarray(row % PERIOD < STROKE)
        case "upright":
            return np.asarray(col % PERIOD < STROKE)
        case "dotted":
            return _dots(row, col)
        case _:
            return np.zeros(row.shape, bool)


def _dots(row: npt.NDArray[np.int64], col: npt.NDArray[np.int64]) -> Mask:
    """Round dots in rows that are set off by half a period."""
    across = (col + (row // PERIOD % 2) * (PERIOD // 2)) % PERIOD - PERIOD / 2
    down = row % PERIOD - PERIOD / 2
    return np.asarray(across**2 + down**2 < (STROKE * 0.85) ** 2)


def swatch_svg(style: Style) -> str:
    """A small picture of the style for a legend, as a whole SVG drawing of 28 by 18 units."""
    cut = (
        "".join(f'<circle cx="{x}" cy="{y}" r="2.4"/>' for x, y in ((5, 5), (14, 5), (23, 5), (9.5, 13), (18.5, 13)))
        if style.pattern == "dotted"
        else f'<path d="{_SVG_STROKES[style.pattern]}"/>'
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="28" height="18" viewBox="0 0 28 18">'
        f'<rect width="28" height="18" fill="{style.colour}"/>'
        f'<g fill="{PAPER if style.pattern == "dotted" else "none"}" stroke="{PAPER}" '
        f'stroke-width="{0 if style.pattern == "dotted" else 2.6}">{cut}</g>'
        f'<rect x="0.75" y="0.75" width="26.5" height="16.5" fill="none" stroke="{style.colour}" stroke-width="1.5"/>'
        "</svg>"
    )
