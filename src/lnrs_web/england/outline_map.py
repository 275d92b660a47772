"""The map of the 48 areas as SVG: every area a link, shaded by pattern and lightness and never by colour alone.

It holds no more than the table beside it. Outlines are generalised (`lnrs.outlines`): the map is to look at, not to
measure by.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import shapely
from django.utils.safestring import SafeString, mark_safe

from lnrs.model import areas
from lnrs.outlines import outline
from lnrs_web.pictures.paths import polygon_path

GRAIN_M = 500
WEST_M, SOUTH_M, EAST_M, NORTH_M = 75_000, 0, 662_000, 662_000
WIDTH, HEIGHT = (EAST_M - WEST_M) // GRAIN_M, (NORTH_M - SOUTH_M) // GRAIN_M
"""Of the picture, in grains."""

PAPER, INK, GREEN, LINE = "#fffefb", "#1f241d", "#1c5133", "#ffffff"
NONE = "none"
STATUS_FILLS = {"published": "solid", "draft": "lines", "unknown": "dots", NONE: "blank"}
"""The pattern of each status."""
STEPS = 5
"""Of a map by a figure, from least to most; each has a pattern of its own."""

PATTERNS = {
    "solid": f'<rect width="14" height="14" fill="{GREEN}"/>',
    "lines": '<rect width="14" height="14" fill="#dcebdf"/><path d="M0 0h6v14h-6z" fill="#3f7a57"/>',
    "dots": '<rect width="14" height="14" fill="#f3e7cf"/><circle cx="7" cy="7" r="3.5" fill="#7a5a1f"/>',
    "blank": f'<rect width="14" height="14" fill="{PAPER}"/><circle cx="7" cy="7" r="1.5" fill="#a7a294"/>',
    "step-1": '<rect width="14" height="14" fill="#eef5ea"/><circle cx="7" cy="7" r="1.8" fill="#1c5133"/>',
    "step-2": '<rect width="14" height="14" fill="#cfe3cd"/><path d="M0 0h2.5v14h-2.5z" fill="#1c5133"/>',
    "step-3": '<rect width="14" height="14" fill="#9cc4a0"/><path d="M0 0h4.5v14h-4.5z" fill="#1c5133"/>',
    "step-4": '<rect width="14" height="14" fill="#5d9570"/><path d="M0 0h7v14h-7z M7 5h7v4h-7z" fill="#1c5133"/>',
    "step-5": f'<rect width="14" height="14" fill="{GREEN}"/>',
}
"""A tile of each, upright; it is laid at 45 degrees."""


@dataclass(frozen=True)
class Shaded:
    """An area on the map: its number, where it leads, what it is called there, and its pattern."""

    lnrs_id: int
    address: str
    words: str
    fill: str


@dataclass(frozen=True)
class Key:
    """A line of the key."""

    fill: str
    words: str

    @property
    def swatch(self) -> SafeString:
        """Its pattern in a square. The patterns themselves stand in the map, which is on the same page."""
        return mark_safe(
            '<svg class="swatch" viewBox="0 0 60 40" width="36" height="24" aria-hidden="true">'
            f'<rect x="1" y="1" width="58" height="38" fill="url(#area-{self.fill})" stroke="{INK}" stroke-width="2"/>'
            "</svg>"
        )


def drawn(shaded: Iterable[Shaded], title: str) -> SafeString:
    """The map. `title` says what it shows; every text in it is escaped."""
    one_by_one = sorted(shaded, key=lambda one: one.words)
    parts = [
        f'<svg class="england" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-label={quoteattr(title)}>',
        "<defs>",
        *(_pattern(name) for name in sorted({one.fill for one in one_by_one} | {"blank"})),
        "</defs>",
        *map(_link, one_by_one),
        "</svg>",
    ]
    return mark_safe("\n".join(parts))


def _link(one: Shaded) -> str:
    words = escape(one.words)
    path = f'<path d="{path_of(one.lnrs_id)}" fill="url(#area-{one.fill})"><title>{words}</title></path>'
    return f"<a href={quoteattr(one.address)} aria-label={quoteattr(one.words)}>{path}</a>"


def _pattern(name: str) -> str:
    return (
        f'<pattern id="area-{name}" width="14" height="14" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)">{PATTERNS[name]}</pattern>'
    )


def path_of(lnrs_id: int) -> str:
    """The outline of an area as path data."""
    return _paths()[lnrs_id]


@lru_cache(maxsize=1)
def _paths() -> dict[int, str]:
    return {area.lnrs_id: polygon_path(np.array([_in_grains(outline(area.lnrs_id))], object)) for area in areas()}


def _in_grains(shape: shapely.Geometry) -> shapely.Geometry:
    def moved(corners: np.ndarray) -> np.ndarray:
        return np.column_stack([(corners[:, 0] - WEST_M) / GRAIN_M, (NORTH_M - corners[:, 1]) / GRAIN_M])

    return shapely.transform(shape, moved)


def steps_of(values: Sequence[float | None]) -> tuple[list[str], list[tuple[str, float, float]]]:
    """The pattern of each value, and of each step that is used its least and greatest value: steps have equally many
    areas, as far as equal values let them. What is None has no step.

    >>> steps_of([None, 1.0, 2.0])[0]
    ['blank', 'step-1', 'step-5']
    """
    there = np.array([value for value in values if value is not None])
    if not len(there):
        return ["blank"] * len(values), []
    # how many are less, as a share of all but one: 0 for the least, 1 for the most
    rank = {value: (there < value).sum() / max(len(there) - 1, 1) for value in set(there.tolist())}
    step = {value: f"step-{1 + min(int(share * STEPS), STEPS - 1)}" for value, share in rank.items()}
    fills = ["blank" if value is None else step[value] for value in values]
    ranges = []
    for name in sorted(set(step.values())):
        own = [value for value, one in step.items() if one == name]
        ranges.append((name, min(own), max(own)))
    return fills, ranges
