"""A way and its corridor as SVG: the network around it, the areas, the way, its gaps in another stroke, and a scale.

It is told apart by pattern and stroke and never by colour alone, and has no style that a page's policy would refuse.
"""

from xml.sax.saxutils import escape, quoteattr

import numpy as np
import numpy.typing as npt
import shapely

from lnrs.network.along import Along, gaps
from lnrs.network.corridor_cells import Window
from lnrs.outlines import outline

WIDTH_PX = 900
TALLEST, FLATTEST = 1.4, 0.55
"""Height by width, at most and at least."""
AROUND = 0.12
"""Land around the corridor, as a share of its longer side."""

PAPER, LAND, NETWORK, NOW, CORRIDOR, WAY, GAP, INK = (
    *("#e8eef1", "#fffefb", "#b9d3b4", "#5d9570", "#d8a13a", "#1f241d", "#b3261e", "#1f241d"),
)
HALF = 0.5
"""A cell is drawn as network where at least this share of it is."""

Box = tuple[float, float, float, float]


def svg(window: Window, found: Along, ends: tuple[str, str], alt: str) -> str:
    """The picture, north at the top. `ends` are what the two places are called; `alt` says what it shows."""
    view = _view(found.land)
    height = round(WIDTH_PX * (view[3] - view[1]) / (view[2] - view[0]))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="corridor" role="img" aria-label={quoteattr(alt)} '
        f'viewBox="0 0 {WIDTH_PX} {height}">',
        f'<defs><pattern id="corridor-lines" width="9" height="9" patternUnits="userSpaceOnUse">'
        f'<path d="M-2 2L2 -2M0 9L9 0M7 11L11 7" stroke="{CORRIDOR}" stroke-width="2.2"/></pattern></defs>',
        f'<rect width="{WIDTH_PX}" height="{height}" fill="{PAPER}"/>',
        _path(_areas(view), view, f'fill="{LAND}" stroke="none"'),
        _cells(window, window.delivered >= HALF, view, NETWORK),
        _cells(window, window.now >= HALF, view, NOW),
        _path([found.land], view, f'fill="url(#corridor-lines)" stroke="{CORRIDOR}" stroke-width="1.5"'),
        _path(_borders(view), view, f'fill="none" stroke="{INK}" stroke-width="1.2" stroke-dasharray="7 4"'),
        _path([found.line], view, f'fill="none" stroke="{LAND}" stroke-width="8" stroke-linejoin="round"'),
        _path([found.line], view, f'fill="none" stroke="{WAY}" stroke-width="4" stroke-linejoin="round"'),
        _path(_gaps(found), view, f'fill="none" stroke="{GAP}" stroke-width="9" stroke-dasharray="5 4"'),
        *(_end(found, position, words, view) for position, words in zip((0, -1), ends, strict=True)),
        _scale(view, height),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part)


def _view(land: shapely.Geometry) -> Box:
    """The land that is shown, in metres."""
    west, south, east, north = land.bounds
    around = AROUND * max(east - west, north - south) + 1_000
    width, height = east - west + 2 * around, north - south + 2 * around
    width, height = max(width, height / TALLEST), max(height, width * FLATTEST)
    x, y = (west + east) / 2, (south + north) / 2
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _areas(view: Box) -> list[shapely.Geometry]:
    box = shapely.box(*view)
    return [shape for shape in map(outline, range(1, 49)) if shape.intersects(box)]


def _borders(view: Box) -> list[shapely.Geometry]:
    """Edges of areas as lines: what is cut off at the edge of the picture is no border."""
    return [shapely.boundary(shape) for shape in _areas(view)]


def _gaps(found: Along) -> list[shapely.Geometry]:
    """Each gap as a line through its cells, and half a cell to either side where it has but one."""
    lines = []
    for first, last in gaps(found.delivered):
        begin, end = max(found.along_m[first] - found.side_m / 2, 0.0), found.along_m[last] + found.side_m / 2
        lines.append(shapely.ops.substring(found.line, begin, end))
    return lines


def _cells(window: Window, chosen: npt.NDArray[np.bool_], view: Box, colour: str) -> str:
    """Cells as one path, a rectangle for each run of them from west to east."""
    side, per_px = window.side_m, (view[2] - view[0]) / WIDTH_PX
    low_row = max(int(window.top - view[3] // side) - 1, 0)
    high_row = min(int(window.top - view[1] // side) + 2, chosen.shape[0])
    low, high = max(int(view[0] // side - window.west) - 1, 0), int(view[2] // side - window.west) + 2
    tall, data = side / per_px, []
    for row in range(low_row, high_row):
        framed = np.concatenate([[False], chosen[row, low:high], [False]])
        edges = np.flatnonzero(framed[1:] != framed[:-1])
        y = (view[3] - (window.top - row + 1) * side) / per_px
        for first, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            x = ((window.west + low + first) * side - view[0]) / per_px
            wide = (end - first) * side / per_px
            data.append(f"M{x:.1f} {y:.1f}h{wide:.1f}v{tall:.1f}h{-wide:.1f}z")
    return f'<path d="{"".join(data)}" fill="{colour}"/>' if data else ""


def _path(shapes: list[shapely.Geometry], view: Box, look: str) -> str:
    per_px = (view[2] - view[0]) / WIDTH_PX
    box, data = shapely.box(*view), []
    for part in shapely.get_parts(shapely.intersection(np.array(shapes, object), box)):
        for line in shapely.get_rings(part) if shapely.get_dimensions(part) == 2 else shapely.get_parts(part):
            if shapely.get_dimensions(line) == 1:
                points = shapely.get_coordinates(shapely.simplify(line, per_px / 2))
                x, y = (points[:, 0] - view[0]) / per_px, (view[3] - points[:, 1]) / per_px
                data.append("M" + "L".join(f"{one:.1f} {other:.1f}" for one, other in zip(x, y, strict=True)))
    return f'<path d="{"".join(data)}" {look}/>' if data else ""


def _end(found: Along, position: int, words: str, view: Box) -> str:
    per_px = (view[2] - view[0]) / WIDTH_PX
    east, north = found.points[position]
    x, y = (east - view[0]) / per_px, (view[3] - north) / per_px
    left = x > WIDTH_PX * 0.7
    text = (
        f'<text x="{x + (-14 if left else 14):.1f}" y="{y - 10:.1f}" text-anchor="{"end" if left else "start"}" '
        f'font-family="sans-serif" font-size="19" font-weight="600" fill="{INK}" stroke="{LAND}" stroke-width="5" '
        f'paint-order="stroke">{escape(words)}</text>'
    )
    circle = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="{LAND}" stroke="{WAY}" stroke-width="4"/>'
    return circle + text


def _scale(view: Box, height: int) -> str:
    """A bar of a round length, with its length in words."""
    across = view[2] - view[0]
    length = max(step for step in (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000) if step <= across / 4)
    px = length / across * WIDTH_PX
    y = height - 16
    return (
        f'<path d="M16 {y - 7}V{y}H{16 + px:.1f}V{y - 7}" fill="none" stroke="{INK}" stroke-width="2.5"/>'
        f'<text x="{26 + px:.1f}" y="{y}" font-family="sans-serif" font-size="17" fill="{INK}">'
        f"{length // 1000} km</text>"
    )


KEYS = (
    ("Network now: at least half of a cell", f'<rect width="36" height="24" fill="{NOW}"/>'),
    ("Network with every mapped measure delivered", f'<rect width="36" height="24" fill="{NETWORK}"/>'),
    (
        "The corridor: ways that cost up to 5% more",
        f'<rect width="36" height="24" fill="{LAND}" stroke="{CORRIDOR}" stroke-width="3"/>'
        f'<path d="M2 22L22 2M16 24L34 6" stroke="{CORRIDOR}" stroke-width="3"/>',
    ),
    ("The cheapest way", f'<path d="M2 12H34" stroke="{WAY}" stroke-width="5"/>'),
    ("A gap along it", f'<path d="M2 12H34" stroke="{GAP}" stroke-width="9" stroke-dasharray="5 4"/>'),
    ("Border of strategy areas", f'<path d="M2 12H34" stroke="{INK}" stroke-width="1.5" stroke-dasharray="7 4"/>'),
)
"""What each thing on the picture is, with a small drawing of it (36 by 24)."""


def keys(habitat: str) -> list[tuple[str, str]]:
    """`KEYS` in the words of a way over one habitat, or over the whole network where that is empty."""
    return [(words.replace("Network", habitat, 1) if habitat else words, drawn) for words, drawn in KEYS]


def swatch(drawn: str) -> str:
    """The small drawing of a line of `KEYS` as a whole SVG."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="swatch" viewBox="0 0 36 24" width="36" height="24" '
        f'aria-hidden="true">{drawn}</svg>'
    )
