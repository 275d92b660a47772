"""Where parcels lie on one another."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from lnrs.units import HA_M2
from lnrs_web.boundaries.parcels import Parcel

LEAST_M2 = 10.0
"""Less than this is two edges that nearly agree."""
TOLD = 20
"""Pairs that are looked for at most."""


@dataclass(frozen=True)
class Overlap:
    """Two parcels that share land."""

    one: str
    other: str
    area_ha: float


def overlaps(parcels: Sequence[Parcel]) -> list[Overlap]:
    """The pairs of parcels that lie on one another, in order, twenty at most."""
    shapes = np.array([one.shape for one in parcels], dtype=object)
    tree = shapely.STRtree(shapes)
    first, second = tree.query(shapes, predicate="intersects")
    pairs = sorted((int(a), int(b)) for a, b in zip(first, second, strict=True) if a < b)
    found: list[Overlap] = []
    for a, b in pairs:
        shared_m2 = float(shapely.intersection(shapes[a], shapes[b]).area)
        if shared_m2 >= LEAST_M2:
            found.append(Overlap(parcels[a].ref, parcels[b].ref, shared_m2 / HA_M2))
        if len(found) == TOLD:
            break
    return found
