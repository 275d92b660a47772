"""30 by 30 at the desk: candidates are added and assessed, answers undone, suggestions decided."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from lnrs.errors import Problem
from lnrs.thirty_by_thirty.candidates import ASKS, TESTS, VERDICTS, Answer, Test, Verdict
from lnrs.thirty_by_thirty.rows import lacks
from lnrs_web.accounts.guard import for_officers, of_area, person_of
from lnrs_web.accounts.models import Role
from lnrs_web.accounts.permissions import areas_with, must
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.queries import done_to
from lnrs_web.boundaries.drawing import may_be_drawn
from lnrs_web.boundaries.parcels import LandRefused
from lnrs_web.boundaries.reading import asked_again, open_form, read_land
from lnrs_web.config.clock import today
from lnrs_web.editions.models import Site
from lnrs_web.pages.days import read_day
from lnrs_web.pages.limits import computes
from lnrs_web.strategy import queries as strategies
from lnrs_web.thirty_by_thirty import actions, suggesting
from lnrs_web.thirty_by_thirty.account import held, summary_of
from lnrs_web.thirty_by_thirty.models import DESIGNATIONS, OWNERS, Assessment, Candidate, Suggestion
from lnrs_web.thirty_by_thirty.picture import of_place

SECTION = "thirty_desk:all"
FORM = ("GET", "HEAD", "POST")
SOON = timedelta(days=365)
"""An answer that runs out within this is told."""
MOST_LISTED = 50
"""Candidates that a page lists; others are found by what they are called and how they stand."""
STANDINGS = (("counts", "counts"), ("could", "could count"), ("fails", "fails a test"))
CHANGE = "thirty by thirty: counted before"
View = Callable[..., HttpResponseBase]


def _shown(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    problems: Sequence[Problem] = context.get("problems", ())
    frame = {"section": SECTION, "wrong": {one.where for one in problems}}
    return render(request, f"thirty_by_thirty/desk/{template}.html", frame | context, status=status)


@require_safe
@for_officers
def all_areas(request: HttpRequest) -> HttpResponse:
    """The areas whose candidates an officer can assess, and how many suggestions wait in each."""
    mine = StrategyArea.objects.filter(pk__in=areas_with(person_of(request), Role.EDITOR))
    waits = Suggestion.objects.filter(area=OuterRef("pk"), state=Suggestion.State.WAITING).values("area")
    counted = Subquery(waits.annotate(waiting=Count("pk")).values("waiting"))
    return _shown(request, "all", areas=mine.annotate(waiting=counted))


@csrf_exempt  # or a large file would be read before anybody asks who sends it: `_sent` is protected
@computes
@require_http_methods(FORM)
@of_area(Role.EDITOR)
def candidates(request: HttpRequest, area: StrategyArea) -> HttpResponseBase:
    """The candidates of an area; takes sites of its edition, or land that is given."""
    if request.method != "POST":
        return _of_area(request, area)
    try:
        open_form(request)
    except LandRefused as refused:
        return _of_area(request, area, refused.problems, refused.status)
    return _sent(request, area)


@csrf_protect
def _sent(request: HttpRequest, area: StrategyArea) -> HttpResponse:
    who = person_of(request)
    try:
        if request.POST.get("step") == "sites":
            if (edition := strategies.current(area.slug)) is None:
                raise actions.Refused([Problem("kinds", "The area has no published edition.", "Publish one first.")])
            actions.take_sites(edition, request.POST.getlist("kinds"), by=who)
            return redirect("thirty_desk:candidates", area.slug)
        facts = _facts(request)
        parcels = read_land(request.POST, request.FILES)
        one_by_one = len(parcels) > 1
        new = [
            actions.New(
                actions.Facts(f"{facts.name}: {one.ref}" if one_by_one else facts.name, *_kind(facts)), one.shape
            )
            for one in parcels
        ]
        made = actions.add(area, new, "land given at the desk", by=who)
    except LandRefused as refused:
        return _of_area(request, area, refused.problems, refused.status)
    except actions.Refused as refused:
        return _of_area(request, area, refused.problems, 400)
    return redirect("thirty_desk:candidate", made[0].public_id)


def _facts(request: HttpRequest) -> actions.Facts:
    said = {name: request.POST.get(name, "").replace("\x00", "").strip() for name in ("name", "designation", "owner")}
    return actions.Facts(**said, realm=request.POST.get("realm", "land"))


def _kind(facts: actions.Facts) -> tuple[str, str, str]:
    return facts.designation, facts.owner, facts.realm


def _of_area(
    request: HttpRequest, area: StrategyArea, problems: Sequence[Problem] = (), status: int = 200
) -> HttpResponse:
    found = [(one, one.stands) for one in held(area.pk)]
    sought = {name: request.GET.get(name, "").replace("\x00", "").strip()[:100] for name in ("name", "stands")}
    fits = [
        (one, stands, lacks(stands.lacks))
        for one, stands in found
        if sought["name"].lower() in str(one).lower() and sought["stands"] in ("", stands.status)
    ]
    edition, soon = strategies.current(area.slug), today() + SOON
    kinds = set(Site.objects.filter(edition=edition).values_list("kind", flat=True)) if edition else set()
    again = asked_again(request.POST if request.method == "POST" else {})
    made = _shown(
        request,
        "candidates",
        status,
        **again
        | {
            "area": area,
            "edition": edition,
            "found": fits[:MOST_LISTED],
            "fit": len(fits),
            "held": len(found),
            "sought": sought,
            "standings": STANDINGS,
            "soon": [(one, stands) for one, stands in found if stands.until is not None and stands.until <= soon],
            "waiting": Suggestion.objects.filter(area=area, state=Suggestion.State.WAITING),
            "kinds": [(code, words) for code, words in DESIGNATIONS if code in kinds],
            "designations": DESIGNATIONS,
            "owners": OWNERS,
            "problems": problems,
            "wrong": {one.where for one in problems},
        },
    )
    return may_be_drawn(made)


def of_candidate(view: View) -> View:
    """A view for those with a role in the area of a candidate, which is given the candidate."""

    @for_officers
    @wraps(view)
    def found(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        one = get_object_or_404(Candidate.objects.select_related("area"), public_id=public_id)
        must(person_of(request), Role.EDITOR, area=one.area_id)
        return view(request, one)

    return found


@require_http_methods(FORM)
@of_candidate
def candidate(request: HttpRequest, one: Candidate) -> HttpResponseBase:
    """A candidate to be assessed; its facts, its answers and their history."""
    if request.method != "POST":
        return _of_candidate(request, one)
    who, step = person_of(request), request.POST.get("step", "")
    before = _counted(one)
    try:
        if step == "describe":
            actions.describe(one, _facts(request), by=who)
        elif step == "withdraw":
            actions.withdraw(one, by=who)
        elif step == "undo":
            actions.undo(_answer_of(one, request.POST.get("answer", "")), by=who)
        else:
            actions.assess(one, _answers(request), by=who)
    except actions.Refused as refused:
        return _of_candidate(request, one, refused.problems, 400)
    if before:
        request.session[CHANGE] = {"of": str(one.public_id), "before_ha": before[0]}
    return redirect("thirty_desk:candidate", one.public_id)


def _counted(one: Candidate) -> tuple[float, float | None] | None:
    """Hectares of a candidate's side of the shore that count today in its whole area, and their share (0 to 1) where
    the size of that side is known; nothing where the area has no account."""
    edition = strategies.current(one.area.slug)
    found = summary_of(edition) if edition else None
    if found is None:
        return None
    return (found.sea_ha, found.sea_share) if one.realm == "sea" else (found.counts_ha, found.share)


def _changed_ha(request: HttpRequest, one: Candidate, counts_ha: float) -> float | None:
    """By how much what was just done to a candidate moved the account; told once, to whoever did it."""
    kept = request.session.get(CHANGE)
    if request.method == "POST" or not kept or kept["of"] != str(one.public_id):
        return None
    del request.session[CHANGE]
    return counts_ha - float(kept["before_ha"])


def _answer_of(one: Candidate, typed: str) -> Assessment:
    if not typed.isdecimal():
        raise Http404
    return get_object_or_404(one.assessments, pk=int(typed[:18]))


def _answers(request: HttpRequest) -> list[Answer]:
    """The answers of a form: of each test that has one. Raises Refused for a day that cannot be read."""
    found, problems = [], []
    for test in TESTS:
        verdict = request.POST.get(test, "")
        if not verdict:
            continue
        since, until = (_day(request.POST.get(f"{test}_{part}", "")) for part in ("since", "until"))
        if since in (None, date.max) or until is None or verdict not in VERDICTS:
            what = f"A day of {test} cannot be read."
            problems.append(Problem(test, what, "Give the first day; the last may stay empty."))
            continue
        evidence = request.POST.get(f"{test}_evidence", "").replace("\r\n", "\n").replace("\x00", "")
        last = None if until == date.max else until
        found.append(Answer(cast(Test, test), cast(Verdict, verdict), since, last, evidence))
    if problems:
        raise actions.Refused(problems)
    return found


def _day(typed: str) -> date | None:
    """A day that was typed; the last there is for none; None for what is no day that can be meant."""
    try:
        return read_day(typed) if typed.strip() else date.max
    except ValueError:
        return None


def _of_candidate(
    request: HttpRequest, one: Candidate, problems: Sequence[Problem] = (), status: int = 200
) -> HttpResponse:
    stands, counted = one.stands, _counted(one)
    changed_ha = _changed_ha(request, one, counted[0]) if counted else None
    typed = request.POST if request.method == "POST" else {}
    tests = [
        {
            "test": test,
            "asks": asks,
            "verdict": typed.get(test, ""),
            "since": typed.get(f"{test}_since", today().isoformat()),
            "until": typed.get(f"{test}_until", ""),
            "evidence": typed.get(f"{test}_evidence", ""),
        }
        for test, asks in ASKS.items()
    ]
    return _shown(
        request,
        "candidate",
        status,
        one=one,
        area=one.area,
        map=of_place(strategies.current(one.area.slug), one.name, [one.shape]),
        stands=stands,
        lacks=lacks(stands.lacks),
        counted=counted,
        changed_ha=changed_ha,
        less_ha=-changed_ha if changed_ha is not None else None,
        tests=tests,
        answers=one.assessments.all(),
        designations=DESIGNATIONS,
        owners=OWNERS,
        events=done_to(one.on_record),
        problems=problems,
    )


@require_http_methods(FORM)
@for_officers
def suggestion(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """A suggestion by the public, to be taken in or not."""
    one = get_object_or_404(Suggestion.objects.select_related("area", "candidate"), public_id=public_id)
    must(person_of(request), Role.EDITOR, area=one.area_id)
    if one.state == Suggestion.State.UNPROVEN:
        raise Http404
    problems: Sequence[Problem] = ()
    if request.method == "POST":
        who, answer = person_of(request), request.POST.get("answer", "")
        try:
            if request.POST.get("step") == "take":
                suggesting.take(one, _facts(request), answer, by=who)
            else:
                suggesting.decline(one, answer, by=who)
            return redirect("thirty_desk:suggestion", one.public_id)
        except actions.Refused as refused:
            problems = refused.problems
    context = {"one": one, "area": one.area, "designations": DESIGNATIONS, "owners": OWNERS, "problems": problems}
    context["map"] = of_place(strategies.current(one.area.slug), one.name, [each.shape for each in one.land])
    return _shown(request, "suggestion", 400 if problems else 200, **context)
