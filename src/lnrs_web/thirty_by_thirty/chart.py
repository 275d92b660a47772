"""The way to 2030 as a small chart; its facts stand in words and in a table beside it."""

from collections.abc import Callable, Sequence
from datetime import date
from html import escape

from django.utils.safestring import SafeString, mark_safe

from lnrs.thirty_by_thirty.counting import WANTED
from lnrs.thirty_by_thirty.trajectory import Point
from lnrs_web.pages.words import ha
from lnrs_web.thirty_by_thirty.templatetags.shares import share

ACROSS, DOWN = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 116, 20, 40
"""The picture and its margins, in pixels."""
KNOWN, OPEN, WISHED, TEXT, PALE = "#2f6b3c", "#8a4513", "#4f5964", "#333333", "#dedbd0"


def chart(points: Sequence[Point], of_ha: float, area: str) -> SafeString:
    """Shares of the land at the ends of years: what counts, what is left of it, and the straight line to 30 %."""
    first, last = points[0].on.toordinal(), points[-1].on.toordinal()
    top = max(WANTED, max(one.counts_ha for one in points) / of_ha) * 1.08

    def x(on: date) -> float:
        return LEFT + (on.toordinal() - first) / max(last - first, 1) * (ACROSS - LEFT - RIGHT)

    def y(value_ha: float) -> float:
        return DOWN - BOTTOM - value_ha / of_ha / top * (DOWN - TOP - BOTTOM)

    parts = [*_grid(y, of_ha, top), *_years(points, x)]
    known = [one for one in points if one.known]
    to_come = [known[-1], *(one for one in points if not one.known)] if known else []
    wished = [(x(one.on), y(one.wanted_ha)) for one in points if one.wanted_ha is not None]
    if len(wished) > 1:
        parts.append(_line(wished, WISHED, "2 5"))
        parts.append(_label(*wished[-1], "to reach 30%", WISHED))
    parts.append(_line([(x(one.on), y(one.counts_ha)) for one in to_come], OPEN, "7 4"))
    parts.append(_line([(x(one.on), y(one.counts_ha)) for one in known], KNOWN, ""))
    if to_come:
        parts.append(_label(x(to_come[-1].on), y(to_come[-1].counts_ha), "as it stands", OPEN))
    words = in_words(points, of_ha, area)
    return mark_safe(  # every text in it is escaped
        f'<svg class="chart" viewBox="0 0 {ACROSS} {DOWN}" role="img" aria-labelledby="way-title" '
        'aria-describedby="way-desc" font-size="14"><title id="way-title">The way to 2030</title>'
        f'<desc id="way-desc">{escape(words)}</desc>'
        f'<rect width="{ACROSS}" height="{DOWN}" fill="#fffefb"/>{"".join(parts)}</svg>'
    )


def in_words(points: Sequence[Point], of_ha: float, area: str) -> str:
    """What the chart shows."""
    now = [one for one in points if one.known][-1]
    end = points[-1]
    return (
        f"{share(now.counts_ha / of_ha)} of {area} counts today, {ha(now.counts_ha)}. If nothing more is done, "
        f"{share(end.counts_ha / of_ha)} will count at the end of {end.on.year}."
    )


def _grid(y: Callable[[float], float], of_ha: float, top: float) -> list[str]:
    step = 0.1 if top <= 0.6 else 0.2
    parts = []
    line = 0.0
    while line <= top:
        at = y(line * of_ha)
        parts.append(f'<path d="M{LEFT} {at:.1f}H{ACROSS - RIGHT}" stroke="{PALE}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{at + 5:.1f}" text-anchor="end" fill="{TEXT}">{line:.0%}</text>')
        line += step
    return parts


def _years(points: Sequence[Point], x: Callable[[date], float]) -> list[str]:
    ends = [one.on for one in points if (one.on.month, one.on.day) == (12, 31)]
    step = 1 if len(ends) <= 8 else 2
    shown = ends[::-1][::step]
    return [
        f'<text x="{x(on):.1f}" y="{DOWN - 14}" text-anchor="middle" fill="{TEXT}">{on.year}</text>' for on in shown
    ]


def _line(points: Sequence[tuple[float, float]], colour: str, dash: str) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{corners}" fill="none" stroke="{colour}" stroke-width="3"{dashed}/>'


def _label(x: float, y: float, words: str, colour: str) -> str:
    return f'<text class="end" x="{x + 6:.1f}" y="{y + 5:.1f}" fill="{colour}">{words}</text>'
