"""How many places each area maps, and where two neighbours disagree."""

import numpy as np

from lnrs.model import areas
from lnrs.sketch.england.chance import one_chance

DISPUTED = 0.25
"""The share of borders along which neighbours would have different things of the same kind of land."""


def places_by_area(places: int, seed: int) -> dict[int, int]:
    """The number of places of each area, which add up to `places`: large areas map more, and some map land in far
    finer pieces than others."""
    known = areas()
    weights = np.array(
        [area.published_area_ha**0.8 * 4.0 ** (one_chance(seed, "grain", area.lnrs_id) - 0.5) for area in known]
    )
    exact = weights / weights.sum() * (places - len(known))
    whole = np.floor(exact).astype(int)
    whole[np.argsort(whole - exact, kind="stable")[: places - len(known) - whole.sum()]] += 1
    return {area.lnrs_id: int(number) + 1 for area, number in zip(known, whole, strict=True)}


def disputes(seed: int) -> tuple[tuple[int, int], ...]:
    """Pairs of neighbours of which the first would have woodland along their border, and the second meadow."""
    pairs = [(area.lnrs_id, other) for area in areas() for other in area.neighbours if area.lnrs_id < other]
    found = [pair for pair in pairs if one_chance(seed, "dispute", *pair) < DISPUTED]
    return tuple(pair if one_chance(seed, "side", *pair) < 0.5 else pair[::-1] for pair in found)
