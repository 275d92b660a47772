"""How what is drawn looks: the statement's own colours and patterns, so that both maps of a strategy look alike."""

import re
from dataclasses import dataclass

from lnrs.document.colours import PAPER, tones
from lnrs.document.patterns import PATTERNS, Pattern, Style
from lnrs_web.editions.models import Edition, Figure, Measure, Priority, Theme
from lnrs_web.pictures.frame import GRAINS

COLOUR = re.compile("#[0-9a-fA-F]{6}")

STYLES = {
    "important": Style("#2f6b3c"),
    "could become": Style("#b0561b", "rising"),
    "mapped": Style("#5a6d96", "dotted"),
    "habitat": Style("#7a4b8c", "level"),
}
"""Fills that any part of the site may ask for by name."""

OUTLINES = {"red line": "#c1121f", "land": "#123a73", "here": "#22261f"}
"""Edges without a fill, by name: a site in a planning application, somebody's land, the place that is meant."""


@dataclass(frozen=True)
class Look:
    """A style as a picture draws it; an outline leaves what is within it to be seen."""

    style: Style
    outlined: bool = False


def look_of(style: str | Style) -> Look:
    """The look of a style or of its name.

    Raises KeyError for a name that is none of STYLES or OUTLINES, ValueError for a colour that is not `#rrggbb`.
    """
    if isinstance(style, Style):
        if not COLOUR.fullmatch(style.colour):
            raise ValueError(f"{style.colour!r} is not a colour")
        return Look(style)
    return Look(Style(OUTLINES[style]), True) if style in OUTLINES else Look(STYLES[style])


def of_priorities(edition: Edition) -> dict[str, Style]:
    """The style of each priority under which a measure with land is numbered, as the statement's maps of themes have
    it."""
    land = Figure.objects.filter(edition=edition, name="by_measure").first()
    mapped = {row["measure"] for row in land.rows if float(row["area_ha"]) > 0} if land else set()
    first = {one.priorities[0] for one in Measure.objects.filter(edition=edition, ref__in=mapped)}
    priorities = list(Priority.objects.filter(edition=edition, ref__in=first))
    found: dict[str, Style] = {}
    for theme in Theme.objects.filter(edition=edition):
        refs = [one.ref for one in priorities if one.theme == theme.prefix]
        found |= dict(zip(refs, several(theme.colour, len(refs)), strict=True))
    return found


def several(colour: str, count: int) -> list[Style]:
    """So many styles around a colour (`#rrggbb`, or another is taken), each of its own tone and pattern."""
    colour = colour if COLOUR.fullmatch(colour) else STYLES["mapped"].colour
    return [Style(tone, PATTERNS[k % len(PATTERNS)]) for k, tone in enumerate(tones(colour, count))]


SIDE, STROKE = 8 * GRAINS, 2.3 * GRAINS
"""Side of a pattern's square and breadth of its lines, in grains."""
_HALF, _QUARTER = SIDE // 2, SIDE // 4
_REST = SIDE - _QUARTER
_UP, _DOWN = f"l{_HALF}-{_HALF}", f"l{_HALF} {_HALF}"
_RISING = f"M-{_QUARTER} {_QUARTER}{_UP}M0 {SIDE}{_UP}{_UP}M{_REST} {SIDE + _QUARTER}{_UP}"
_FALLING = f"M-{_QUARTER} {_REST}{_DOWN}M0 0{_DOWN}{_DOWN}M{_REST}-{_QUARTER}{_DOWN}"
_CUTS: dict[Pattern, str] = {
    "rising": _RISING,
    "falling": _FALLING,
    "crossed": _RISING + _FALLING,
    "level": f"M0 {_HALF}h{SIDE}",
    "upright": f"M{_HALF} 0v{SIDE}",
}


def pattern_svg(name: str, style: Style) -> str:
    """The definition of a style's pattern; nothing for a plain one."""
    if style.pattern == "plain":
        return ""
    if style.pattern == "dotted":
        dots = ((_QUARTER, _QUARTER), (_REST, _REST))
        cut = "".join(f'<circle cx="{x}" cy="{y}" r="{STROKE * 0.62:g}" fill="{PAPER}"/>' for x, y in dots)
    else:
        thin = 0.7 if style.pattern == "crossed" else 1.0
        cut = f'<path d="{_CUTS[style.pattern]}" stroke="{PAPER}" stroke-width="{STROKE * thin:g}"/>'
    return (
        f'<pattern id="{name}" width="{SIDE}" height="{SIDE}" patternUnits="userSpaceOnUse">'
        f'<rect width="{SIDE}" height="{SIDE}" fill="{style.colour}"/>{cut}</pattern>'
    )


def paint_of(name: str, style: Style) -> str:
    """What fills a shape of a style."""
    return style.colour if style.pattern == "plain" else f"url(#{name})"
