"""The assessment of progress at the desk: begun, edited, and put among the procedure's documents."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lnrs.errors import Problem
from lnrs.law.review import Subject
from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.accounts.permissions import must_be_officer_of
from lnrs_web.areas.models import StrategyArea
from lnrs_web.delivery import paper
from lnrs_web.delivery.actions import assessing
from lnrs_web.delivery.models import Assessment
from lnrs_web.delivery.views.desk import FORM, shown, tried
from lnrs_web.pages.limits import computes, prints
from lnrs_web.strategy import queries as strategies


@computes
@require_POST
@for_officers
def begin(request: HttpRequest, area: str) -> HttpResponseBase:
    """Drafts an assessment from the figures of this day."""
    found = get_object_or_404(StrategyArea, slug=area)
    must_be_officer_of(found.pk, person_of(request))
    if (edition := strategies.current(area)) is None:
        what = f"{found.name} has no published strategy here."
        return shown(request, "no_edition", 400, problems=[Problem("area", what, "Publish one first.")])
    made = assessing.begin(edition, by=person_of(request))
    return redirect("delivery_desk:assessment", area, made.public_id)


def _found(request: HttpRequest, area: str, public_id: UUID) -> Assessment:
    every = Assessment.objects.select_related("area", "edition__area")
    found = get_object_or_404(every, public_id=public_id, area__slug=area)
    must_be_officer_of(found.area_id, person_of(request))
    return found


@require_http_methods(FORM)
@for_officers
def assessment(request: HttpRequest, area: str, public_id: UUID) -> HttpResponseBase:
    """The draft with its figures: an officer edits the words, and makes it a document of the procedure."""
    found, who = _found(request, area, public_id), person_of(request)

    def do() -> None:
        words = {name[6:]: text for name, text in request.POST.items() if name.startswith("words-")}
        assessing.save(found, request.POST.get("opening", ""), words, by=who)
        if request.POST.get("step") == "put":
            assessing.put_in_procedure(found, by=who)

    def page(problems: Any = ()) -> HttpResponse:
        return shown(
            request,
            "assessment",
            400 if problems else 200,
            assessment=found,
            parts=found.parts.all(),
            subject=Subject.PROGRESS.value,
            problems=problems,
        )

    return tried(request, do, page, lambda: redirect("delivery_desk:assessment", area, public_id))


@prints
@require_safe
@for_officers
def pdf(request: HttpRequest, area: str, public_id: UUID) -> HttpResponse:
    """The assessment as a document to print."""
    found = _found(request, area, public_id)
    answer = HttpResponse(paper.as_pdf(found), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="progress-{area}-{found.on:%Y-%m-%d}.pdf"'
    return answer
