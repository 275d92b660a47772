"""What officers do with candidates: each is whole or not done at all, and is on record."""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from lnrs.errors import LnrsError, Problem
from lnrs.thirty_by_thirty.candidates import OWNERS, REALMS, Answer, answer_problems, designations
from lnrs.units import HA_M2
from lnrs_web.accounts.models import Person, Role
from lnrs_web.accounts.permissions import must
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.actions import record, record_each
from lnrs_web.editions.models import Edition, Site
from lnrs_web.thirty_by_thirty.models import NAME_LETTERS, WORDS_LETTERS, Assessment, Candidate

MOST_CANDIDATES = 5_000
AT_SEA = ("MCZ",)
"""Designations of sea."""


class Refused(LnrsError):
    """What was sent cannot be taken; each problem's `where` is the field of the form."""

    summary = "It was not taken"


@dataclass(frozen=True)
class Facts:
    """What is said of a candidate."""

    name: str
    designation: str = "NONE"
    owner: str = "unknown"
    realm: str = "land"


@dataclass(frozen=True)
class New:
    """A candidate to be added; `site` names a site of an edition."""

    facts: Facts
    shape: shapely.Geometry
    site: str = ""


@transaction.atomic
def add(area: StrategyArea, new: Sequence[New], source: str, *, by: Person) -> list[Candidate]:
    """Add candidates, with no test answered. Raises NotAllowed, and Refused for facts that cannot be."""
    must(by, Role.EDITOR, area=area.pk)
    problems = [problem for one in new for problem in _facts_problems(one.facts)]
    StrategyArea.objects.select_for_update(no_key=True).get(pk=area.pk)  # who adds to the same area waits
    held = Candidate.objects.filter(area=area)
    if held.count() + len(new) > MOST_CANDIDATES:
        problems.append(Problem("way", f"There would be more than {MOST_CANDIDATES:,} candidates.", "Add fewer."))
    if problems:
        raise Refused(problems[:20])
    first = (held.aggregate(last=Max("number"))["last"] or 0) + 1
    made = [_candidate(area, number, one, source) for number, one in enumerate(new, first)]
    for one in made:
        one.save()
    became = f"{len(made)} from {source}"
    if made:
        record_each(
            "add candidates for 30 by 30", [(one.on_record, became) for one in made[:50]], by=str(by), area=area.pk
        )
    return made


def _candidate(area: StrategyArea, number: int, one: New, source: str) -> Candidate:
    facts = {"designation": one.facts.designation, "owner": one.facts.owner, "realm": one.facts.realm}
    return Candidate(
        area=area,
        number=number,
        name=one.facts.name,
        wkb=shapely.to_wkb(one.shape),
        size_ha=float(one.shape.area) / HA_M2,
        source=source[:200],
        site=one.site[:120],
        **facts,
    )


@transaction.atomic
def take_sites(edition: Edition, kinds: Sequence[str], *, by: Person) -> list[Candidate]:
    """Add an edition's sites of some kinds that are no candidates yet. Raises NotAllowed, and Refused for none."""
    known = [kind for kind in kinds if kind in designations()]
    if not known:
        raise Refused([Problem("kinds", "No kind of site was chosen.", "Choose one at least.")])
    must(by, Role.EDITOR, area=edition.area_id)
    StrategyArea.objects.select_for_update(no_key=True).get(pk=edition.area_id)  # as `add`: or two take the same site
    held = set(Candidate.objects.filter(area=edition.area_id).values_list("site", flat=True))
    new: dict[str, New] = {}
    for site in Site.objects.filter(edition=edition, kind__in=known).order_by("number"):
        called = f"{site.kind}:{site.ref or site.number}"[:120]
        if called not in held and called not in new:
            name = (site.name or site.ref or called)[:NAME_LETTERS]
            new[called] = New(Facts(name, site.kind, realm=_realm(site.kind)), site.shape, called)
    return add(edition.area, list(new.values()), f"edition {edition.identity}", by=by)


@transaction.atomic
def describe(candidate: Candidate, facts: Facts, *, by: Person) -> None:
    """Say what a candidate is. Raises NotAllowed, and Refused."""
    must(by, Role.EDITOR, area=candidate.area_id)
    if problems := _facts_problems(facts):
        raise Refused(problems)
    locked = Candidate.objects.select_for_update(no_key=True).get(pk=candidate.pk)
    was = _said(locked)
    locked.name, locked.designation, locked.owner, locked.realm = (
        facts.name,
        facts.designation,
        facts.owner,
        facts.realm,
    )
    locked.save()
    what = "describe a candidate for 30 by 30"
    record(what, locked.on_record, by=str(by), was=was, became=_said(locked), area=locked.area_id)


@transaction.atomic
def assess(candidate: Candidate, answers: Sequence[Answer], *, by: Person) -> list[Assessment]:
    """Answer tests. Raises NotAllowed, and Refused with every problem: none answered, no evidence, a day twice."""
    must(by, Role.EDITOR, area=candidate.area_id)
    locked = Candidate.objects.select_for_update(no_key=True).get(pk=candidate.pk)
    problems = [] if answers else [Problem("purpose", "No test was answered.", "Answer one at least.")]
    for one in answers:
        for problem in answer_problems(one, one.test):  # which go on from the name of a file; here they stand alone
            problems.append(Problem(one.test, problem.what[:1].upper() + problem.what[1:], problem.do))
        if len(one.evidence) > WORDS_LETTERS:
            what = f"The evidence has more than {WORDS_LETTERS:,} letters."
            problems.append(Problem(one.test, what, "Say where the rest is to be found."))
        if locked.assessments.filter(test=one.test, since=one.since, undone_at=None).exists():
            what = f"{one.test.capitalize()} has an answer from that day already."
            problems.append(Problem(one.test, what, "Undo that one, or give another day."))
    if locked.withdrawn_at:
        problems.append(Problem("purpose", "It is withdrawn.", "Add it again."))
    if problems:
        raise Refused(problems)
    made = []
    for one in answers:
        said = {"verdict": one.verdict, "since": one.since, "until": one.until, "evidence": one.evidence.strip()}
        made.append(Assessment.objects.create(candidate=locked, test=one.test, made_by=str(by), **said))
    became = "; ".join(map(str, made))
    record("assess for 30 by 30", locked.on_record, by=str(by), became=became, area=locked.area_id)
    return made


@transaction.atomic
def undo(assessment: Assessment, *, by: Person) -> None:
    """Take an answer back; it stays in the history. What stood before it stands again. Raises NotAllowed."""
    candidate = assessment.candidate
    must(by, Role.EDITOR, area=candidate.area_id)
    Candidate.objects.select_for_update(no_key=True).get(pk=candidate.pk)
    locked = Assessment.objects.select_for_update(no_key=True).get(pk=assessment.pk)
    if locked.undone_at is None:
        locked.undone_at, locked.undone_by = timezone.now(), str(by)
        locked.save()
        what = "undo an answer for 30 by 30"
        record(what, candidate.on_record, by=str(by), was=str(locked), area=candidate.area_id)


@transaction.atomic
def withdraw(candidate: Candidate, *, by: Person) -> None:
    """Take a candidate off the account, with its history kept; or put it back. Raises NotAllowed."""
    must(by, Role.EDITOR, area=candidate.area_id)
    locked = Candidate.objects.select_for_update(no_key=True).get(pk=candidate.pk)
    back = locked.withdrawn_at is not None
    locked.withdrawn_at, locked.left_out = None if back else timezone.now(), False
    locked.save()
    what = "put back a candidate for 30 by 30" if back else "withdraw a candidate for 30 by 30"
    record(what, locked.on_record, by=str(by), area=locked.area_id)


def _realm(designation: str) -> str:
    return "sea" if designation in AT_SEA else "land"


def _said(one: Candidate) -> str:
    return f"{one.name}; {one.designation}; {one.owner}; {one.realm}"


def _facts_problems(facts: Facts) -> list[Problem]:
    problems = []
    if not facts.name.strip() or len(facts.name) > NAME_LETTERS:
        problems.append(Problem("name", f"It needs a name of at most {NAME_LETTERS} letters.", "Write one."))
    for field, value, words in (
        ("designation", facts.designation, tuple(designations())),
        ("owner", facts.owner, OWNERS),
        ("realm", facts.realm, REALMS),
    ):
        if value not in words:
            problems.append(Problem(field, f"There is no such {field}.", "Choose one of the list."))
    return problems
