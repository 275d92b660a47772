"""Which figures areas are compared by, and how they are said."""

from collections.abc import Mapping
from dataclasses import dataclass

from lnrs_web.pages import words

Values = Mapping[str, float | None]
"""Figures of one area by their keys; None where there is none."""


@dataclass(frozen=True)
class Figure:
    """Something that areas are compared by. `unit` is ha, share, count or times."""

    key: str
    words: str
    """As the head of a column."""
    said: str
    """Within a sentence: `Areas by {said}`."""
    unit: str


LAND = (
    Figure("area_ha", "Size", "size", "ha"),
    Figure("important_ha", "Important already", "land that is of particular importance already", "ha"),
    Figure("important_share", "Share important", "the share that is of particular importance already", "share"),
    Figure("become_ha", "Could become so", "land that could become of particular importance", "ha"),
    Figure("become_share", "Share that could", "the share that could become of particular importance", "share"),
    Figure("measures_ha", "Mapped for measures", "land that is mapped for measures", "ha"),
    Figure("measures_share", "Share mapped", "the share that is mapped for measures", "share"),
    Figure("measures", "Measures described", "the number of measures that its strategy describes", "count"),
)
"""Of the land of an area as a whole."""

HABITAT = (
    Figure("now_ha", "Now", "how much there is now", "ha"),
    Figure("delivered_ha", "If delivered", "how much there would be with every mapped measure delivered", "ha"),
    Figure("patches", "Patches now", "the number of patches now", "count"),
    Figure("mesh_ha", "Mesh now", "effective mesh size now", "ha"),
    Figure("connected_ha", "Connected now", "equivalent connected area now", "ha"),
    Figure("connected_delivered_ha", "Connected if delivered", "equivalent connected area if delivered", "ha"),
)
"""Of one habitat in an area."""

NAME = "name"


def said(figure: Figure, value: float | None) -> str:
    """A value as it is shown; a dash where there is none.

    >>> said(LAND[2], 0.25), said(LAND[7], 1200.0), said(LAND[0], None)
    ('25.0%', '1,200', '–')
    """
    if value is None:
        return "\u2013"
    if figure.unit == "share":
        return f"{value:.1%}"  # whole per cents would make many areas look alike
    return words.ha(value) if figure.unit == "ha" else f"{value:,.0f}"


def known(figures: tuple[Figure, ...], key: str) -> Figure | None:
    """The figure of a key."""
    return next((one for one in figures if one.key == key), None)
