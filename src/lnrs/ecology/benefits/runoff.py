"""Storm runoff from land by cover and soil: the curve number method."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from lnrs.ecology.benefits.classes import by_word

Floats = npt.NDArray[np.float32]

CURVE_NUMBERS = {
    "arable": (63, 75, 83, 87),  # small grain, straight row, good
    "improved grassland": (49, 69, 79, 84),  # pasture, fair
    "semi-natural grassland": (30, 58, 71, 78),  # meadow, not grazed
    "broadleaved woodland": (30, 55, 70, 77),  # woods, good
    "coniferous woodland": (30, 55, 70, 77),  # woods, good
    "scrub": (30, 48, 65, 73),  # brush, good
    "heathland": (35, 56, 70, 77),  # brush, fair
    "orchard": (32, 58, 72, 79),  # woods-grass combination, good
    "parks and gardens": (39, 61, 74, 80),  # open space, good
    "built-up": (77, 85, 90, 92),  # residential, lots of 1/8 acre or less
}
"""Curve numbers for the hydrologic soil groups A, B, C and D: USDA, Urban Hydrology for Small Watersheds, Technical
Release 55, 1986, tables 2-2a to 2-2c, average antecedent moisture. Which of its rows stands for which land cover is our
choice. It has no row for water, wetland, sand, shingle or cliff, so those have no figure."""

SOIL_GROUPS = {
    "shallow lime-rich": "B",
    "freely draining lime-rich loam": "B",
    "freely draining acid sandy": "A",
    "freely draining loam": "B",
    "slowly permeable clay": "D",
    "wet clay of river flats": "D",
    "peaty fen": "D",
    "naturally wet coastal marsh": "D",
    "raw sand and shingle": "A",
}
"""Hydrologic soil group of each soil, judged by us from its drainage; no published table joins the two."""


def curve_numbers(
    land_cover: npt.NDArray[Any], covers: Sequence[str], soil: npt.NDArray[Any], soils: Sequence[str]
) -> Floats:
    """Curve number of each cell (rows, cols), 0 to 100, from classes as in `by_word`; NaN where a table has none."""
    found = np.full(land_cover.shape, np.nan, np.float32)
    for place, group in enumerate("ABCD"):
        here = by_word(soil, soils, {word: 1.0 for word, of in SOIL_GROUPS.items() if of == group}) == 1
        found[here] = by_word(land_cover[here], covers, {word: row[place] for word, row in CURVE_NUMBERS.items()})
    return found


def runoff_mm(curve_number: npt.NDArray[Any], *, storm_mm: float) -> Floats:
    """Depth that runs off in one storm of `storm_mm`, in mm.

    Q = (P - 0.2 S)^2 / (P + 0.8 S) where P is more than 0.2 S, else 0; S = 25400 / CN - 254 mm. USDA NRCS, National
    Engineering Handbook part 630, chapter 10 (TR-55, equations 2-1 to 2-4, in millimetres).

    Raises ValueError for a storm of less than 0 mm, or a curve number not above 0 and at most 100.
    """
    if not storm_mm >= 0:
        raise ValueError("A storm must be 0 mm or more.")
    if ((curve_number <= 0) | (curve_number > 100)).any():
        raise ValueError("A curve number must be above 0 and at most 100.")
    kept = 25400 / curve_number - 254
    over = np.maximum(storm_mm - 0.2 * kept, 0)
    return (over**2 / np.maximum(storm_mm + 0.8 * kept, np.finfo(np.float32).tiny)).astype(np.float32)
