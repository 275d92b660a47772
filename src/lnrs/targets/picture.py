"""An index as a small picture: of letters beside a table, and as SVG."""

from html import escape

import numpy as np

from lnrs.targets.abundance import Floats
from lnrs.targets.chained import BASE
from lnrs.targets.index import Line, SpeciesIndex

WIDTH = 40
"""Letters of the picture beside a table."""

ACROSS, DOWN = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 56, 28, 16, 48
"""The picture and its margins, in pixels."""

INK, BAND, LIGHT, TEXT = "#1d3f2f", "#bcd8c6", "#6b6b6b", "#333333"


def marks(found: SpeciesIndex) -> list[str]:
    """For each year a line of letters: `*` the index, `-` its interval, `|` where 100 is."""
    line = found.smooth or found.raw
    low, high = _reach(line)
    span = max(high - low, 1e-9)

    def at(value: float) -> int:
        return round((value - low) / span * (WIDTH - 1))

    out = []
    for year, value in enumerate(line.index):
        letters = [" "] * WIDTH
        if line.lower is not None and line.upper is not None:
            for place in range(at(line.lower[year]), at(line.upper[year]) + 1):
                letters[place] = "-"
        letters[at(BASE)] = "|"
        letters[at(value)] = "*"
        out.append("".join(letters).rstrip())
    return out


def svg(found: SpeciesIndex) -> str:
    """A chart: the smooth line with its interval as a band, each year's index as dots about it, and a line at 100.

    Raw and smooth index are both 100 in the first year, which may be an odd one. So the dots are moved, all by one
    factor, to lie about the line as they did when it was drawn through them.
    """
    line = found.smooth or found.raw
    dots = found.raw.index / np.exp(np.log(found.raw.index / line.index).mean())
    ticks = _ticks(max(_reach(line)[1], float(dots.max())))
    years = np.array(found.years, dtype=float)
    across = LEFT + (years - years[0]) / (years[-1] - years[0]) * (ACROSS - LEFT - RIGHT)

    def down(values: Floats) -> Floats:
        return DOWN - BOTTOM - (values - ticks[0]) / (ticks[-1] - ticks[0]) * (DOWN - TOP - BOTTOM)

    first, last = found.years[0], found.years[-1]
    what = f"Species abundance index of {found.species} species, {first} to {last}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {ACROSS} {DOWN}" role="img" aria-labelledby="t d" '
        'font-family="sans-serif" font-size="13">',
        f'<title id="t">{escape(what)}</title>',
        f'<desc id="d">{escape(_said(found, line))}</desc>',
        f'<rect width="{ACROSS}" height="{DOWN}" fill="#ffffff"/>',
    ]
    for tick in ticks:
        y = float(down(np.array(tick)))
        parts.append(f'<path d="M{LEFT} {y:.1f}H{ACROSS - RIGHT}" stroke="#e4e4e4"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="{TEXT}">{tick:g}</text>')
    for year in _years_named(first, last):
        x = float(across[year - first])
        parts.append(f'<text x="{x:.1f}" y="{DOWN - BOTTOM + 20}" text-anchor="middle" fill="{TEXT}">{year}</text>')
    if line.lower is not None and line.upper is not None:
        edge = [*_points(across, down(line.upper)), *_points(across, down(line.lower))[::-1]]
        parts.append(f'<polygon points="{" ".join(edge)}" fill="{BAND}"/>')
    y = float(down(np.array(BASE)))
    parts.append(f'<path d="M{LEFT} {y:.1f}H{ACROSS - RIGHT}" stroke="{LIGHT}" stroke-dasharray="6 4"/>')
    if found.smooth:
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{LIGHT}"/>'
            for x, y in zip(across, down(dots), strict=True)
        ]
    points = " ".join(_points(across, down(line.index)))
    parts.append(f'<polyline points="{points}" fill="none" stroke="{INK}" stroke-width="2.5"/>')
    key = "Line: smooth index. Dots: single years." if found.smooth else "Line: the index."
    band = " Band: 95 % interval." if line.lower is not None else ""
    parts.append(f'<text x="{LEFT}" y="{DOWN - 6}" fill="{TEXT}">{first} = 100. {key}{band}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _said(found: SpeciesIndex, line: Line) -> str:
    lowest, highest = int(line.index.argmin()), int(line.index.argmax())
    return (
        f"From 100 in {found.years[0]} to {line.index[-1]:.0f} in {found.years[-1]}; "
        f"lowest {line.index[lowest]:.0f} in {found.years[lowest]}, "
        f"highest {line.index[highest]:.0f} in {found.years[highest]}."
    )


def _reach(line: Line) -> tuple[float, float]:
    ends = [one[np.isfinite(one)] for one in (line.index, line.lower, line.upper) if one is not None]
    every = np.concatenate([np.array([BASE]), *ends])
    return float(every.min()), float(every.max())


def _ticks(high: float) -> list[float]:
    """Even figures from 0 to above `high`."""
    rough = high / 6
    ten = 10 ** np.floor(np.log10(rough))
    step = next(float(one * ten) for one in (1, 2, 5, 10) if one * ten >= rough)
    return [step * number for number in range(int(np.ceil(high / step)) + 1)]


def _years_named(first: int, last: int) -> list[int]:
    step = next(one for one in (1, 2, 5, 10, 20, 50) if (last - first) / one <= 9 or one == 50)
    named = [year for year in range(first, last + 1) if year % step == 0]
    return named or [first, last]


def _points(across: Floats, down: Floats) -> list[str]:
    return [f"{x:.1f},{y:.1f}" for x, y in zip(across, down, strict=True) if np.isfinite(y)]
