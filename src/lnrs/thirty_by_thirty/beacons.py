"""National Landscapes and National Parks as beacons: their share, and what would raise it most."""

from collections.abc import Sequence
from dataclasses import dataclass

from lnrs.thirty_by_thirty.counting import Count, Portion

MOST_NAMED = 10


@dataclass(frozen=True)
class Beacon:
    """A protected landscape: what counts in it beside the whole area, and the land that would raise its share."""

    count: Count
    beside: Count
    """The area that it is looked at beside."""
    steps: tuple[Portion, ...]
    """What could count in it, those that lack fewest tests first, the largest of them first."""

    @property
    def leads(self) -> bool | None:
        """Whether its share is above that of the area; None where either is not known."""
        own, other = self.count.share, self.beside.share
        return None if own is None or other is None else own > other

    @property
    def enough(self) -> int | None:
        """How many of the steps, in their order, bring it to 30 %; 0 where it is there, None where all do not."""
        missing_ha = self.count.missing_ha
        if missing_ha is None:
            return None
        for number, step in enumerate(self.steps):
            if missing_ha <= 0:
                return number
            missing_ha -= step.area_ha
        return len(self.steps) if missing_ha <= 0 else None


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
