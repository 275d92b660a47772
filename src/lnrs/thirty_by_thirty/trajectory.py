"""How the share went, and where it goes by itself: nothing is forecast.

A day that has passed is counted with the answers that had begun by it and still held. A day to come is counted with
what is known now: answers that are dated to begin by then, less those that will have run out. The way to 30 % is a
straight line from the day asked to the end of 2030; it says what would have to be added, not what will be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lnrs.thirty_by_thirty.candidates import Candidate
from lnrs.thirty_by_thirty.counting import BY_YEAR, WANTED, Count, Place, Tally, count
from lnrs.thirty_by_thirty.pieces import pieces
from lnrs.thirty_by_thirty.standing import Status, standing

END = date(BY_YEAR, 12, 31)
EXPANDING = ("public", "community")
"""Owners whose land is to grow."""


@dataclass(frozen=True)
class Point:
    """What counts on a day."""

    on: date
    known: bool
    """Whether the day had come; otherwise this is what is left if nothing more is done."""
    counts_ha: float
    by_owner: dict[str, float]
    """Hectares that count."""
    wanted_ha: float | None
    """Where the straight line to 30 % stands; None before the day asked, or where the size is not known."""


def days(candidates: Sequence[Candidate], today: date) -> list[date]:
    """The ends of years from the first answer to 2030, and the day asked. At most the last ten years before it."""
    begun = [answer.since.year for one in candidates for answer in one.answers if answer.since <= today]
    first = max(min(begun, default=today.year), today.year - 10)
    ends = {date(year, 12, 31) for year in range(first, BY_YEAR + 1)}
    return sorted(ends | {today})


def trajectory(candidates: Sequence[Candidate], place: Place, today: date, *, now: Count | None = None) -> list[Point]:
    """What counts in a place on each of `days`. Days on which every candidate stands alike are worked out once; `now`
    is the place's count of today where it is worked out already."""
    worked_out: dict[tuple[Status, ...], Count] = {}
    if now is not None:
        worked_out[_stands(candidates, today)] = now
    tallies = []
    for on in days(candidates, today):
        stands = _stands(candidates, on)
        if stands not in worked_out:
            counting = [one for one, status in zip(candidates, stands, strict=True) if status == "counts"]
            worked_out[stands] = count(pieces(counting, on), [place])[0]  # the others take no land from these
        tallies.append((on, worked_out[stands]))
    now_ha = next(one.total.counts_ha for on, one in tallies if on == today)
    return [
        Point(
            on,
            on <= today,
            one.total.counts_ha,
            {owner: tally.counts_ha for owner, tally in one.by_owner.items()},
            _wanted(place, now_ha, on, today),
        )
        for on, one in tallies
    ]


def _stands(candidates: Sequence[Candidate], on: date) -> tuple[Status, ...]:
    return tuple(standing(one, on).status for one in candidates)


def expanding_ha(by_owner: dict[str, float] | dict[str, Tally]) -> float:
    """Hectares that count on public and community land."""
    found = (by_owner[owner] for owner in EXPANDING)
    return sum(one.counts_ha if isinstance(one, Tally) else one for one in found)


def _wanted(place: Place, now_ha: float, on: date, today: date) -> float | None:
    if place.of_ha is None or on < today or today >= END:
        return None
    goal_ha = max(WANTED * place.of_ha, now_ha)
    return now_ha + (goal_ha - now_ha) * (on - today).days / (END - today).days
