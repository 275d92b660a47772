"""Local records as lists: what was seen on a visit to a place, and how long the list was.

Records that people send in have no fixed effort. A list gives a measure of it: who writes down more species has looked
harder or longer. Only lists can say that a species was *not* seen, so a record alone says next to nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Lists:
    """Visits by year and by length of their list. A visit is a place on a day."""

    species: tuple[str, ...]
    years: tuple[int, ...]
    lengths: tuple[int, ...]
    """The lengths that lists have."""
    visits: Counts
    """(years, lengths)"""
    seen: Counts
    """(species, years, lengths): on how many of the visits each species was seen."""
    places: int
    places_of_two_years: int
    visits_to_them: int
    """Visits to places that were visited in two years or more."""


def lists(records: Iterable[tuple[str, date, str]]) -> Lists:
    """Count (species, day, place) as visits; the same record twice counts once. Raises ValueError for no records."""
    visits: dict[tuple[str, date], set[str]] = {}
    for species, day, place in records:
        visits.setdefault((place, day), set()).add(species)
    if not visits:
        raise ValueError("There are no records.")
    names = tuple(sorted({name for one in visits.values() for name in one}))
    days = [day.year for _, day in visits]
    first, last = min(days), max(days)
    lengths = tuple(sorted({len(one) for one in visits.values()}))
    place_of = {name: number for number, name in enumerate(names)}
    length_at = {length: number for number, length in enumerate(lengths)}
    counted = np.zeros((last - first + 1, len(lengths)), np.int64)
    seen = np.zeros((len(names), *counted.shape), np.int64)
    years_of: dict[str, set[int]] = {}
    for (place, day), found in visits.items():
        at = day.year - first, length_at[len(found)]
        counted[at] += 1
        for name in found:
            seen[(place_of[name], *at)] += 1
        years_of.setdefault(place, set()).add(day.year)
    again = {place for place, years in years_of.items() if len(years) > 1}
    return Lists(
        names,
        tuple(range(first, last + 1)),
        lengths,
        counted,
        seen,
        places=len(years_of),
        places_of_two_years=len(again),
        visits_to_them=sum(place in again for place, _ in visits),
    )
