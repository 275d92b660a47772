"""Assessed candidates for invented editions, to show what the account is. Each says that it is an example."""

from datetime import date

from django.db import transaction

from lnrs.thirty_by_thirty.candidates import TESTS
from lnrs_web.audit.actions import record
from lnrs_web.editions.models import Edition
from lnrs_web.thirty_by_thirty.actions import added, new_sites
from lnrs_web.thirty_by_thirty.models import OWNERS, Assessment, Candidate

KINDS = ("SSSI", "NNR", "LNR")
MOST = 60
EVIDENCE = "Example: no such document exists."
ANSWERS = ("yes", "yes", "unknown", "yes", "no")
"""Answers to the third test, one after another."""
SINCE, RUNS_OUT = (date(2024, 4, 1), date(2025, 4, 1)), date(2029, 3, 31)


@transaction.atomic
def add_examples(edition: Edition, *, by: str) -> list[Candidate]:
    """Candidates with answers for an invented edition whose area has none yet; none for any other."""
    if not edition.invented or Candidate.objects.filter(area=edition.area_id).exists():
        return []
    made = added(edition.area, new_sites(edition, KINDS)[:MOST], f"example, from edition {edition.identity}", by=by)
    owners = [code for code, _ in OWNERS]
    for number, one in enumerate(made):
        one.owner = owners[number % len(owners)]
        one.save()
        until = RUNS_OUT if number % 4 == 0 else None
        said = {"since": SINCE[number % 2], "evidence": EVIDENCE, "made_by": by}
        for test in TESTS:
            verdict = ANSWERS[number % len(ANSWERS)] if test == "management" else "yes"
            Assessment.objects.create(candidate=one, test=test, verdict=verdict, until=until, **said)
    which = f"30 by 30 of {edition.area.slug}"
    record("assess examples for 30 by 30", which, by=by, became=f"{len(made)} candidates", area=edition.area_id)
    return made
