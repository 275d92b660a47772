"""National Landscapes and National Parks as beacons: their share, and what would raise it most."""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from lnrs.thirty_by_thirty.counting import Count, Place, Portion, portions
from lnrs.thirty_by_thirty.pieces import Piece


@dataclass(frozen=True)
class Beacon:
    """A protected landscape: what counts in it beside the whole area, and the land that would raise its share."""

    count: Count
    beside: Count
    """The area that it is looked at beside."""
    steps: tuple[Portion, ...]
    """What could count in it, each with the hectares that it would add if it alone came to count: those that lack
    fewest tests first, the largest of them first. Two that share land would not add both."""


def beacons(counts: Sequence[Count], beside: Count, pieces: Sequence[Piece]) -> list[Beacon]:
    """The protected landscapes among the counts, the one with the largest share first; `pieces` are those counted."""
    able = [one for one in pieces if one.standing.status == "could"]
    apart = [one.apart for one in able]
    tree = shapely.STRtree(apart)

    def steps(place: Place) -> tuple[Portion, ...]:
        return tuple(sorted(portions(able, apart, tree, place), key=_first))

    found = [Beacon(one, beside, steps(one.place)) for one in counts if one.place.kind == "landscape"]
    return sorted(found, key=lambda one: (-(one.count.share or 0.0), one.count.place.name))


def _first(portion: Portion) -> tuple[int, float, str]:
    return len(portion.piece.standing.lacks), -portion.area_ha, portion.piece.candidate.ref
