"""Putting an edition before everyone at the desk: one person asks, another agrees."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from lnrs.edition.manifest import FILE, sha256_file
from lnrs.errors import LnrsError, Problem
from lnrs.law.acts import Kind
from lnrs.law.finding import Finding, Outcome
from lnrs.law.record import gate
from lnrs.model import Area
from lnrs_web.accounts.guard import person_of
from lnrs_web.accounts.models import Role
from lnrs_web.accounts.permissions import may
from lnrs_web.accounts.queries import approvers_besides
from lnrs_web.areas.queries import slug_of
from lnrs_web.config import clock
from lnrs_web.editions.actions import folder_of
from lnrs_web.editions.models import Edition
from lnrs_web.pages.days import read_day
from lnrs_web.procedure import publishing
from lnrs_web.procedure.actions import Refused
from lnrs_web.procedure.models import Publication
from lnrs_web.procedure.publishing import Changed, Wanted
from lnrs_web.procedure.queries import Known, asked_publication, current_of, editions_of, why_not_asked_any_more
from lnrs_web.procedure.views import FORM, of_area_for, shown

ELSEWHERE, STRATEGY, TO_READ = "elsewhere", "strategy", "to-read"
NOT_FINAL = ("draft", "consultation draft")
"""What an edition says of itself that is not the strategy yet."""


@require_http_methods(FORM)
@of_area_for(Role.EDITOR, Role.APPROVER)
def publish(request: HttpRequest, area: Area) -> HttpResponse:
    """Asks which edition is to be put before everyone, and as what, so that a second person can decide."""
    known, who = Known(area), person_of(request)
    if asked := asked_publication(known.procedure):
        return redirect("procedure:publication", slug_of(area), asked.public_id)
    problems: list[Problem] = []
    changed = False
    if request.method == "POST":
        wanted, problems = _wanted(request, known)
        if wanted:
            try:
                made = publishing.ask(area, wanted, by=who)
                return redirect("procedure:publication", slug_of(area), made.public_id)
            except Refused as refused:
                problems = list(refused.problems)
            except Changed:
                changed = True
    return shown(
        request,
        area,
        "publish",
        status=409 if changed else 400 if problems else 200,
        problems=problems,
        wrong={one.where for one in problems},
        changed=changed,
        finding=_gate(known, known.on),
        editions=editions_of(area),
        current=current_of(area),
        typed=request.POST or request.GET,
        may_ask=may(who, Role.EDITOR, area=area.lnrs_id),
        is_officer=may(who, area=area.lnrs_id),
        others=approvers_besides(who.email, area=area.lnrs_id),
    )


def _wanted(request: HttpRequest, known: Known) -> tuple[Wanted | None, list[Problem]]:
    """What is asked for, where nothing is wrong with it."""
    typed, problems = request.POST, []
    named, as_what, reason = typed.get("edition", ""), typed.get("as", ""), typed.get("reason", "").strip()
    edition = editions_of(known.area).filter(identity=named).first()
    if edition is None and named != ELSEWHERE:
        problems.append(Problem("edition", "No edition is chosen.", "Choose the one that is to be published."))
    if as_what not in (STRATEGY, TO_READ):
        problems.append(Problem("as", "You have not said as what.", "Choose one."))
    on: date | None = known.on
    if as_what == STRATEGY and (edition is None or edition.stage == Edition.Stage.PUBLISHED):
        try:
            on = read_day(typed.get("on", ""))
        except ValueError:
            on = None
            problems.append(Problem("on", "No day is given.", "Give the day on which it was published."))
        if on and on > known.on:
            problems.append(Problem("on", "That day has not come yet.", "Give the day on which it was published."))
    said = _gate(known, on) if on and as_what == STRATEGY else None
    if said and said.outcome is not Outcome.MET and not reason:
        what = f"The law does not say that it may be done: {said.because}."
        problems.append(Problem("reason", what, "If it is to be done all the same, say why."))
    if problems or on is None:
        return None, problems
    instead_of = typed.get("instead_of", "")
    is_the_strategy = as_what == STRATEGY
    return Wanted(
        edition=edition, is_the_strategy=is_the_strategy, on=on, reason=reason, instead_of=instead_of
    ), problems


def _gate(known: Known, on: date) -> Finding | None:
    """What the law says of publishing on a day, by what had been done until then."""
    acts = [act for act in known.in_law if act.on <= on]
    return gate(Kind.PUBLISHED, acts, known.parties, on)


@require_http_methods(FORM)
@of_area_for(Role.EDITOR, Role.APPROVER)
def publication(request: HttpRequest, area: Area, public_id: UUID) -> HttpResponse:
    """What is to be put before everyone, as what, and what the law says of it: a second person agrees or refuses."""
    found = get_object_or_404(
        Publication.objects.select_related("procedure", "edition__area"),
        procedure__area=area.lnrs_id,
        public_id=public_id,
    )
    known, who, edition = Known(area), person_of(request), found.edition
    is_open = found.state == Publication.State.ASKED
    on = found.on if edition is None or edition.stage == Edition.Stage.PUBLISHED else known.on
    context = {
        "asked": found,
        "is_open": is_open,
        "stale": why_not_asked_any_more(found) if is_open else "",
        "own": found.asked_by == who.email,
        "may_decide": may(who, Role.APPROVER, area=area.lnrs_id),
        "is_officer": may(who, area=area.lnrs_id),
        "others": approvers_besides(found.asked_by, area=area.lnrs_id),
        "finding": _gate(known, on) if found.is_the_strategy else None,
        "current": current_of(area),
        "is_draft": bool(found.is_the_strategy and edition and edition.status in NOT_FINAL),
        "sha256": sha256_file(folder_of(edition) / FILE) if edition else "",
    }
    if request.method != "POST":
        return shown(request, area, "publication", **context)
    answer = request.POST.get("answer", "")
    try:
        if answer == "take back":
            publishing.take_back(found, by=who)
        elif answer in ("agree", "refuse"):
            because = request.POST.get("because", "")
            publishing.decide(found, agree=answer == "agree", because=because, at=clock.now(), by=who)
        else:
            raise Refused([Problem("answer", "You have not said what to do.", "Agree or refuse.")])
    except (Refused, LnrsError) as refused:
        return shown(request, area, "publication", status=400, problems=refused.problems, **context)
    return redirect("procedure:publication", slug_of(area), public_id)
