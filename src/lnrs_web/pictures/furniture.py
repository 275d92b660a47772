"""What stands below a picture's ground: its legend, its scale, north, and what it is of."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from lnrs.document.colours import PAPER
from lnrs_web.pictures.frame import GRAINS
from lnrs_web.pictures.lettering import INK, width_px, words, wrapped
from lnrs_web.pictures.styles import Look, paint_of

SOFT = "#4d5449"
SIDE_PX, ROW_PX, LEGEND_PX, SMALL_PX = 12.0, 17.0, 13.5, 11.5
SWATCH_PX = (28.0, 16.0)
SPARE = 1.1
"""How much wider the widest of a browser's typefaces may be than `width_px` reckons: what is too wide is cut off."""
MILE_M = 1_609.344
BAR_PX = 130.0


@dataclass(frozen=True)
class Entry:
    """What one look means; `name` is that of its pattern."""

    name: str
    look: Look
    label: str
    marker: bool = False


def legend_svg(entries: Sequence[Entry], top_px: float, width: int) -> tuple[str, float]:
    """The legend from a height on, and how tall it is."""
    if not entries:
        return "", 0.0
    whole = width - 2 * SIDE_PX
    room = [(whole / columns - 54) / SPARE for columns in (1, 2)]
    columns = 2 if all(width_px(one.label, LEGEND_PX) < room[1] for one in entries) and len(entries) > 1 else 1
    wide = whole / columns
    drawn, y = [], top_px + 10
    for first in range(0, len(entries), columns):
        tallest = 1
        for k, entry in enumerate(entries[first : first + columns]):
            rows = wrapped(entry.label, LEGEND_PX, room[columns - 1]) or [""]
            x = SIDE_PX + k * wide
            drawn.append(_swatch(entry, x, y))
            drawn += [words(x + 38, y + 12.5 + n * ROW_PX, row, LEGEND_PX, fill=INK) for n, row in enumerate(rows)]
            tallest = max(tallest, len(rows))
        y += tallest * ROW_PX + 6
    return "".join(drawn), y - top_px


def _swatch(entry: Entry, x: float, y: float) -> str:
    wide, tall = SWATCH_PX
    colour = entry.look.style.colour
    if entry.marker:
        return marker_svg(x + wide / 2, y + tall / 2, colour)
    fill, line = (PAPER, 2.2) if entry.look.outlined else (paint_of(entry.name, entry.look.style), 0.9)
    return (  # in grains, as the patterns are
        f'<rect transform="translate({x + 0.5:g} {y + 0.5:g}) scale({1 / GRAINS:g})" width="{wide * GRAINS:g}" '
        f'height="{tall * GRAINS:g}" fill="{fill}" stroke="{colour}" stroke-width="{line * GRAINS:g}"/>'
    )


def marker_svg(x: float, y: float, colour: str) -> str:
    """A ring around a point that is told of."""
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="none" stroke="#fff" stroke-width="5"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="none" stroke="{colour}" stroke-width="2.5"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.8" fill="{colour}"/>'
    )


def foot_svg(metres_a_pixel: float, told: Sequence[str], top_px: float, width: int) -> tuple[str, float]:
    """North, the scale in kilometres and miles, and what is told of the picture; and how tall that is."""
    bars = _north(SIDE_PX + 8, top_px + 12) + "".join(
        _bar(*_length(metres_a_pixel, unit), SIDE_PX + 34, top_px + 20 + 21 * row)
        for row, unit in enumerate(("km", "miles"))
    )
    narrow = width < 560
    room = width - 2 * SIDE_PX if narrow else width - 2 * SIDE_PX - 250
    rows = [row for text in told for row in wrapped(text, SMALL_PX, room, 3)]
    x, anchor = (SIDE_PX, "start") if narrow else (width - SIDE_PX, "end")
    y = top_px + (68 if narrow else 19)
    said = "".join(words(x, y + 15 * n, row, SMALL_PX, fill=SOFT, text_anchor=anchor) for n, row in enumerate(rows))
    return bars + said, max(58.0, y - top_px + 15 * len(rows) - 4)


def _length(metres_a_pixel: float, unit: str) -> tuple[str, float]:
    """What the longest round bar below BAR_PX is called, and its pixels."""
    unit_m = 1000.0 if unit == "km" else MILE_M
    longest = BAR_PX * metres_a_pixel / unit_m
    power = 10.0 ** floor(log10(longest))
    length = max(step * power for step in (1, 2, 5) if step * power <= longest)
    name = f"{length * 1000:g} m" if unit == "km" and length < 1 else f"{length:g} {unit if length != 1 else unit[:4]}"
    return name, length * unit_m / metres_a_pixel


def _bar(name: str, length_px: float, x: float, y: float) -> str:
    half = length_px / 2
    return (
        f'<rect x="{x:g}" y="{y - 5:g}" width="{length_px:.1f}" height="5" fill="#fff" stroke="{INK}"/>'
        f'<rect x="{x:g}" y="{y - 5:g}" width="{half:.1f}" height="5" fill="{INK}"/>'
        + words(x + length_px + 7, y + 1.5, name, SMALL_PX, fill=INK)
    )


def _north(x: float, y: float) -> str:
    return (
        f'<path d="M{x:g} {y + 12:g}l6 26l-6-5l-6 5z" fill="{PAPER}" stroke="{INK}"/>'
        f'<path d="M{x:g} {y + 12:g}v21l-6 5z" fill="{INK}"/>'
        + words(x, y + 8, "N", SMALL_PX, fill=INK, text_anchor="middle", font_weight="600")
    )
