"""Candidates for 30 by 30, as tests have them: the sites of `edition_case`."""

from datetime import date

from lnrs.thirty_by_thirty.candidates import TESTS, Answer
from lnrs_web.accounts.models import Person
from lnrs_web.boundaries.parcels import parcel
from lnrs_web.editions.models import Edition
from lnrs_web.thirty_by_thirty import actions, suggesting
from lnrs_web.thirty_by_thirty.models import Candidate, Suggestion

from ..unit.edition_case import box
from .people import officer

MEADOW = "Example Meadow"
"""A local nature reserve of 4 of the area's 150 hectares."""
SINCE = date(2024, 4, 1)


def taken(edition: Edition, by: Person | None = None) -> dict[str, Candidate]:
    """The SSSI (9 ha) and the local nature reserve of the edition, by name, not assessed."""
    return {one.name: one for one in actions.take_sites(edition, ["SSSI", "LNR"], by=by or officer())}


def passed(candidate: Candidate, until: date | None = None) -> None:
    """All three tests answered yes."""
    answers = [Answer(test, "yes", SINCE, until, f"Deed about {test}") for test in TESTS]
    actions.assess(candidate, answers, by=officer())


def suggested(edition: Edition) -> Suggestion:
    """A suggestion of one hectare whose address is proved."""
    land = [parcel("1", box(10, 5, 11, 6))]
    made = suggesting.suggest(edition.area, land, "Newt pond", "Great crested newts breed here.", "ada@example.org")
    assert made is not None
    suggesting.prove(made)
    made.refresh_from_db()
    return made


def examples(edition: Edition) -> dict[str, str]:
    """What the lines of permissions.csv name."""
    one = taken(edition)[MEADOW]
    passed(one)
    return {
        "{thirty}": str(one.public_id),
        "{thirty-ref}": one.ref,
        "{thirty-suggestion}": str(suggested(edition).public_id),
    }
