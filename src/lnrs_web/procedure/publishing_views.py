"""Publishing a strategy at the desk: one officer asks, another agrees."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from lnrs.edition.manifest import FILE, sha256_file
from lnrs.errors import LnrsError, Problem
from lnrs.law.acts import Kind
from lnrs.law.finding import Outcome
from lnrs.law.record import gate
from lnrs.model import Area
from lnrs_web.accounts.guard import person_of
from lnrs_web.editions.actions import folder_of
from lnrs_web.editions.models import Edition
from lnrs_web.procedure import actions, clock
from lnrs_web.procedure.actions import Refused
from lnrs_web.procedure.models import Publication
from lnrs_web.procedure.queries import Known, asked_publication, editions_of, slug_of
from lnrs_web.procedure.views import FORM, of_area, shown

ELSEWHERE = "elsewhere"


@require_http_methods(FORM)
@of_area
def publish(request: HttpRequest, area: Area) -> HttpResponse:
    """Asks which edition is to be published, and lets a second officer decide."""
    known = Known(area)
    if asked := asked_publication(known.procedure):
        return redirect("procedure:publication", slug_of(area), asked.public_id)
    context = {
        "known": known,
        "finding": gate(Kind.PUBLISHED, known.in_law, known.parties, known.on),
        "editions": editions_of(area),
        "typed": request.POST,
    }
    if request.method != "POST":
        return shown(request, area, "publish", **context)
    edition, on, problems = _asked(request, known)
    if not problems and on:
        try:
            reason = request.POST.get("reason", "")
            made = actions.ask_publication(area, edition, on, reason, by=person_of(request))
            return redirect("procedure:publication", slug_of(area), made.public_id)
        except Refused as refused:
            problems = list(refused.problems)
    wrong = {one.where for one in problems}
    return shown(request, area, "publish", status=400, problems=problems, wrong=wrong, **context)


def _asked(request: HttpRequest, known: Known) -> tuple[Edition | None, date | None, list[Problem]]:
    problems, named = [], request.POST.get("edition", "")
    edition = editions_of(known.area).filter(identity=named).first()
    if edition is None and named != ELSEWHERE:
        problems.append(Problem("edition", "No edition is chosen.", "Choose the one that is to be published."))
    on: date | None = known.on
    if edition is None or edition.stage == Edition.Stage.PUBLISHED:
        try:
            on = date.fromisoformat(request.POST.get("on", ""))
        except ValueError:
            on = None
            problems.append(Problem("on", "No day is given.", "Give the day on which it was published."))
        if on and on > known.on:
            problems.append(Problem("on", "That day has not come yet.", "Give the day on which it was published."))
    acts = [act.as_law for act in known.acts if on is None or act.on <= on]
    said = gate(Kind.PUBLISHED, acts, known.parties, on) if on else None
    if said and said.outcome is not Outcome.MET and not request.POST.get("reason", "").strip():
        what = f"The law does not say that it may be done: {said.because}."
        problems.append(Problem("reason", what, "If it is to be done all the same, say why."))
    return edition, on, problems


@require_http_methods(FORM)
@of_area
def publication(request: HttpRequest, area: Area, public_id: UUID) -> HttpResponse:
    """What is to be published, and what the law says of it: a second officer agrees or refuses."""
    found = get_object_or_404(
        Publication.objects.select_related("procedure", "edition__area"),
        procedure__area=area.lnrs_id,
        public_id=public_id,
    )
    known, who = Known(area), person_of(request)
    on = found.on if found.edition is None or found.edition.stage == Edition.Stage.PUBLISHED else known.on
    context = {
        "asked": found,
        "own": found.asked_by == who.email,
        "finding": gate(Kind.PUBLISHED, known.in_law, known.parties, on),
        "sha256": sha256_file(folder_of(found.edition) / FILE) if found.edition else "",
    }
    if request.method != "POST":
        return shown(request, area, "publication", **context)
    answer = request.POST.get("answer", "")
    try:
        if answer not in ("agree", "refuse"):
            raise Refused([Problem("answer", "You have not said what to do.", "Agree or refuse.")])
        because = request.POST.get("because", "")
        actions.decide_publication(found, agree=answer == "agree", because=because, at=clock.now(), by=who)
    except (Refused, LnrsError) as refused:
        return shown(request, area, "publication", status=400, problems=refused.problems, **context)
    return redirect("procedure:publication", slug_of(area), public_id)
