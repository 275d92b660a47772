"""Which kind of measure goes on which block of land: what suits the ground, and what the area would have."""

from dataclasses import dataclass

import numpy as np
import shapely

from lnrs.outlines import outline
from lnrs.sketch.england.chance import one_chance
from lnrs.sketch.england.country import Ground
from lnrs.sketch.england.habitats import BY_METRIC, HABITATS, KINDS, MEADOW_RESTORED, ON_HABITAT, WOOD_CREATED
from lnrs.sketch.england.shares import disputes

SUITED = 0.3
"""Land that suits a measure less than this is not thought of."""
LASTED = 0.8
"""How wild land must be for its habitat to have lasted, in deviations: about a fifth of it is."""
IMPORTANT = 1.4
"""How wild it must be to be of particular importance."""
BESIDE_BORDER_M = 2_000.0


@dataclass(frozen=True)
class Blocks:
    """What is known of n blocks of land."""

    habitat: np.ndarray
    """The habitat that suits each best, as a position in HABITATS; -1 for none (n,)."""
    present: np.ndarray
    """Whether it is there (n,)."""
    important: np.ndarray
    """Whether the block is of particular importance (n,)."""
    score: np.ndarray
    """How well each kind of measure suits each block; NaN where it is not thought of (kinds, n)."""


def weigh(ground: Ground, x: np.ndarray, y: np.ndarray, lnrs_id: int, seed: int, step_m: float) -> Blocks:
    """What suits blocks of an area with their middles at x, y."""
    suits = np.stack([habitat.suits(ground) for habitat in HABITATS])
    best = np.argmax(suits, axis=0)
    habitat = np.where(suits.max(axis=0) >= SUITED, best, -1)
    present = (habitat >= 0) & (ground.wild > LASTED)
    score = np.full((len(KINDS), len(x)), np.nan)
    for number, kind in enumerate(KINDS):
        which = HABITATS.index(BY_METRIC[kind.habitat])
        there = present & (habitat == which)
        fit = 0.8 * suits[which] + 0.1 * np.clip(np.where(number % 2, 1, -1) * ground.whim, -1.0, 1.0)
        suited = (suits[which] >= SUITED) & (there if kind.action in ON_HABITAT else ~present)
        score[number] = np.where(suited, fit, np.nan)
    _dispute(score, ground, present, x, y, lnrs_id, seed, step_m)
    return Blocks(habitat, present, present & (ground.wild > IMPORTANT), score)


def proposed(blocks: Blocks, lnrs_id: int, seed: int) -> tuple[int, ...]:
    """The kinds of measure that the area maps: most of those that its land suits, and always any that is disputed."""
    room = np.isfinite(blocks.score).sum(axis=1)
    sides = [pair.index(lnrs_id) for pair in disputes(seed) if lnrs_id in pair]
    always = {(WOOD_CREATED, MEADOW_RESTORED)[side] for side in sides}
    ample = room >= max(3, 0.004 * room.sum())
    likes = [one_chance(seed, "likes", lnrs_id, number) < 0.8 for number in range(len(KINDS))]
    kinds = [k for k in range(len(KINDS)) if room[k] and (k in always or (ample[k] and likes[k]))]
    return tuple(kinds or [int(np.argmax(room))])


def quotas(room: np.ndarray, weights: np.ndarray, places: int) -> np.ndarray:
    """How many places each kind gets: in proportion to its weight and its room, never beyond its room; they add up to
    `places`, or to all the room there is."""
    given = np.zeros(len(room), int)
    while (left := min(places, int(room.sum())) - given.sum()) > 0:
        pull = weights * np.sqrt(room) * (given < room)
        exact = pull / pull.sum() * left
        share = np.floor(exact).astype(int)
        share[np.argsort(share - exact, kind="stable")[: left - share.sum()]] += 1
        given = np.minimum(given + share, room)
    return given


def _dispute(
    score: np.ndarray,
    ground: Ground,
    present: np.ndarray,
    x: np.ndarray,
    y: np.ndarray,
    us: int,
    seed: int,
    step_m: float,
) -> None:
    """Beside a border that is disputed the one side wants wood and the other meadow, on the same kind of land."""
    width = max(BESIDE_BORDER_M, 4 * step_m)
    fit = (ground.height_m < 250) & (ground.town < 0.5) & ~present & (ground.whim > 0)
    for pair in disputes(seed):
        if us not in pair:
            continue
        border = shapely.intersection(*(shapely.boundary(outline(one)) for one in pair))
        west, south, east, north = shapely.bounds(border)
        near = fit & (x > west - width) & (x < east + width) & (y > south - width) & (y < north + width)
        near = np.flatnonzero(near)
        shapely.prepare(border)
        near = near[shapely.dwithin(border, shapely.points(x[near], y[near]), width)]
        wanted, refused = (WOOD_CREATED, MEADOW_RESTORED) if us == pair[0] else (MEADOW_RESTORED, WOOD_CREATED)
        score[wanted, near], score[refused, near] = 0.97, np.nan
