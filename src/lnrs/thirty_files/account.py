"""One account of 30 by 30: counts of every place, the way to 2030, beacons and a scenario, on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lnrs.thirty_by_thirty.beacons import Beacon, beacons
from lnrs.thirty_by_thirty.candidates import Candidate
from lnrs.thirty_by_thirty.counting import Count, Place, count
from lnrs.thirty_by_thirty.pieces import Piece, pieces
from lnrs.thirty_by_thirty.scenario import WhatIf, what_if
from lnrs.thirty_by_thirty.trajectory import Point, trajectory


@dataclass(frozen=True)
class Account:
    """Everything that is said of the candidates on a day; the first place is the whole land."""

    on: date
    pieces: tuple[Piece, ...]
    counts: tuple[Count, ...]
    way: tuple[Point, ...]
    """The way to 2030 of the whole land."""
    beacons: tuple[Beacon, ...]
    scenario: tuple[WhatIf, ...]
    """The places as they would be; none where nothing is supposed."""


def account(
    candidates: Sequence[Candidate],
    places: Sequence[Place],
    on: date,
    *,
    refs: Sequence[str] = (),
    added: Sequence[Candidate] = (),
) -> Account:
    """The account on a day; `refs` and `added` are what the scenario supposes. Raises NotFound for an unknown one."""
    given = pieces(candidates, on)
    counts = count(given, places)
    supposed = what_if(candidates, places, on, refs=refs, added=added) if refs or added else []
    return Account(
        on,
        tuple(given),
        tuple(counts),
        tuple(trajectory(candidates, places[0], on, now=counts[0])),
        tuple(beacons(counts, counts[0], given)),
        tuple(supposed),
    )
