"""National Landscapes and National Parks as beacons: their share, and what would raise it most."""

from collections.abc import Sequence
from dataclasses import dataclass

from lnrs.thirty_by_thirty.counting import Count, Portion


@dataclass(frozen=True)
class Beacon:
    """A protected landscape: what counts in it beside the whole area, and the land that would raise its share."""

    count: Count
    beside: Count
    """The area that it is looked at beside."""
    steps: tuple[Portion, ...]
    """What could count in it, those that lack fewest tests first, the largest of them first."""


def beacons(counts: Sequence[Count], beside: Count) -> list[Beacon]:
    """The protected landscapes among the counts, the one with the largest share first."""
    found = [
        Beacon(one, beside, tuple(sorted(_open(one), key=_first))) for one in counts if one.place.kind == "landscape"
    ]
    return sorted(found, key=lambda one: (-(one.count.share or 0.0), one.count.place.name))


def _open(one: Count) -> list[Portion]:
    return [portion for portion in one.portions if portion.piece.standing.status == "could"]


def _first(portion: Portion) -> tuple[int, float, str]:
    return len(portion.piece.standing.lacks), -portion.area_ha, portion.piece.candidate.ref
