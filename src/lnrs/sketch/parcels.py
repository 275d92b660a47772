"""Fields: blocks of land cut across and across again by hedges, until each piece has the size its country has."""

from collections.abc import Callable

import numpy as np
import shapely

from lnrs.sketch.hedge import halves


def subdivide(
    blocks: np.ndarray,
    usual_m2: Callable[[np.ndarray], np.ndarray],
    count: int,
    random: np.random.Generator,
    progress: Callable[[float], None],
) -> np.ndarray:
    """Blocks cut into `count` pieces or a few more; sizes vary about `usual_m2(pieces)` times one common factor.

    Pieces meet with corners on the middle of one another's edges: `coverage.meet` makes a clean coverage of them.
    """
    pieces, wanted_m2 = blocks, usual_m2(blocks)
    luck = _luck(len(blocks), random)
    factor = 1.6 * (shapely.area(blocks) / wanted_m2).sum() / count
    while len(pieces) < count:
        size = shapely.area(pieces) / (wanted_m2 * luck)
        largest = np.argsort(-size, kind="stable")[: count - len(pieces)]
        cut = np.sort(largest[size[largest] > factor])
        if len(cut) < 0.01 * count:
            factor *= 0.9
        if len(cut) == 0:
            continue
        new = halves(pieces[cut], *_hedges(pieces[cut], random), random)
        kept = np.delete(np.arange(len(pieces)), cut)
        luck = np.r_[luck[kept], _luck(len(new), random)]
        pieces = np.concatenate([pieces[kept], new])
        wanted_m2 = np.r_[wanted_m2[kept], usual_m2(new)]
        progress(min(1.0, len(pieces) / count))
    return pieces


def _luck(count: int, random: np.random.Generator) -> np.ndarray:
    """How much larger or smaller than usual a field may be."""
    return np.exp(random.normal(0, 0.35, count))


def _hedges(pieces: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """For each piece a point near its middle, and its long axis a little turned: a hedge runs across it there."""
    corners = shapely.get_coordinates(shapely.oriented_envelope(pieces)).reshape(-1, 5, 2)
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 1]
    along = np.where((np.hypot(*first.T) >= np.hypot(*second.T))[:, None], first, second)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    middle = (corners[:, 0] + corners[:, 2]) / 2
    along = along + across * random.normal(0, 0.07, (len(pieces), 1))
    return middle + along * random.uniform(-0.13, 0.13, (len(pieces), 1)), along
