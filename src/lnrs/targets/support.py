"""What local records can support: an index, or none, and what has to be said with it.

The limits are this project's own and cautious; no law or standard sets them.
"""

from dataclasses import dataclass

import numpy as np

from lnrs.errors import IndexProblems, Problem
from lnrs.targets.abundance import Abundance
from lnrs.targets.list_length import reporting
from lnrs.targets.records import Lists


@dataclass(frozen=True)
class Least:
    """What records have to have at the least."""

    years: int = 5
    species: int = 5
    visits_a_year: int = 20
    sightings: int = 20
    """Visits on which a species was seen, in all years."""
    share_of_years: float = 0.5
    """In which a species was seen."""
    share_of_lists: float = 0.25
    """Visits with two species or more: a list of one says nothing of what else was there."""
    share_of_visits_again: float = 0.5
    """Visits to places that were visited in two years or more; fewer are told of, and not refused."""


LEAST = Least()
USUAL_CHANGE = 1.5
"""How many times longer or shorter lists may have become before it is told of."""
NEARLY_ALWAYS = 0.9
"""A species on more lists than this cannot be seen to increase."""

SAYS = (
    "This is an index of how often species are on lists of the same length. It is no count of animals or plants: a "
    "common species may halve and still be on every list.",
    "Where most species become rarer together, lists become shorter, and that is taken for less effort: a decline of "
    "all of them is hidden in part or in whole.",
    "A change in what people look for, how well they find it, where they go, or when in the year cannot be told from a "
    "change in nature. The length of lists makes up for effort, and for nothing else.",
    "The law's targets are not measured by records of this kind.",
)
"""What holds for every index of this kind."""


def supported(given: Lists, least: Least = LEAST) -> tuple[Abundance, tuple[str, ...]]:
    """The table of how often each species that has enough sightings is on a list, and what has to be said with it.

    Raises IndexProblems with every reason where the records cannot support an index.
    """
    enough = _enough(given, least)
    reasons = _reasons(given, least, int(enough.sum()))
    if reasons:
        raise IndexProblems([Problem("The records", one) for one in reasons])
    kept = Lists(
        tuple(np.array(given.species, dtype=object)[enough]),
        given.years,
        given.lengths,
        given.visits,
        given.seen[enough],
        given.places,
        given.places_of_two_years,
        given.visits_to_them,
    )
    found = reporting(kept)
    table = Abundance(kept.species, kept.years, found.share, found.log_se)
    return table, (*SAYS, *_cautions(given, kept, least, found.share.max(axis=1), found.usual_length))


def _enough(given: Lists, least: Least) -> np.ndarray:
    by_year = given.seen.sum(axis=2)
    often = by_year.sum(axis=1) >= least.sightings
    return np.asarray(often & ((by_year > 0).mean(axis=1) >= least.share_of_years))


def _reasons(given: Lists, least: Least, species: int) -> list[str]:
    """Why the records cannot support an index."""
    reasons = []
    if len(given.years) < least.years:
        reasons.append(f"span {len(given.years)} years; at least {least.years} are needed.")
    few = [
        str(year)
        for year, count in zip(given.years, given.visits.sum(axis=1), strict=True)
        if count < least.visits_a_year
    ]
    if few:
        reasons.append(f"have fewer than {least.visits_a_year} visits in {', '.join(few)}.")
    several = float(given.visits[:, np.array(given.lengths) > 1].sum() / given.visits.sum())
    if several < least.share_of_lists:
        reasons.append(
            f"are lists of two species or more on {several:.0%} of the visits; at least {least.share_of_lists:.0%} are "
            "needed. A single species says nothing of what was looked for and not seen."
        )
    if species < least.species:
        reasons.append(
            f"have {species} species seen on {least.sightings} visits or more and in {least.share_of_years:.0%} of the "
            f"years; at least {least.species} are needed."
        )
    return reasons


def _cautions(given: Lists, kept: Lists, least: Least, most_share: np.ndarray, usual: float) -> list[str]:
    """What these records make doubtful."""
    visits = given.visits.sum(axis=1)
    cautions = [
        f"{visits.sum()} visits to {given.places} places, from {visits.min()} to {visits.max()} a year; shares are for "
        f"lists of {usual:g} species."
    ]
    left_out = len(given.species) - len(kept.species)
    if left_out:
        cautions.append(
            f"{left_out} species are left out: seen on fewer than {least.sightings} visits, or in fewer than "
            f"{least.share_of_years:.0%} of the years. Rare species are among them, so the index says little of those."
        )
    again = given.visits_to_them / visits.sum()
    if again < least.share_of_visits_again:
        cautions.append(
            f"Only {again:.0%} of the visits are to places visited in two years or more: a change of places may look "
            "like a change in nature."
        )
    mean = (given.visits @ np.array(given.lengths)) / visits
    change = mean[-1] / mean[0]
    if not 1 / USUAL_CHANGE <= change <= USUAL_CHANGE:
        cautions.append(f"Lists had {mean[0]:.1f} species in {given.years[0]} and {mean[-1]:.1f} in {given.years[-1]}.")
    common = [name for name, share in zip(kept.species, most_share, strict=True) if share > NEARLY_ALWAYS]
    if common:
        cautions.append(f"On nearly every list, so that an increase cannot show: {', '.join(common)}.")
    return cautions
