"""The timeline for everyone."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lnrs.law.stages import Actor
from lnrs_web.areas.queries import area_or_404
from lnrs_web.procedure import picture, timeline
from lnrs_web.procedure.queries import Known
from lnrs_web.procedure.views import file_answer
from lnrs_web.strategy import queries as strategies
from lnrs_web.strategy.frame import edition_asked_for, page

SECTION = "timeline:page"


def _known(area: str) -> Known:
    """The procedure of an area that has begun one here, or has published an edition. Raises Http404 for others."""
    known = Known(area_or_404(area))
    if known.procedure is None and not strategies.editions_of(area):
        raise Http404
    return known


@require_safe
def of_area(request: HttpRequest, area: str) -> HttpResponse:
    """Every step of the procedure, its date, its place in the law, its documents, and what authorities replied."""
    known = _known(area)
    context = {
        "told": timeline.told(known),
        "known": known,
        "slug": area,
        "supporting": Actor.SUPPORTING_AUTHORITY,
    }
    if request.GET.get("edition") or strategies.current(area):
        edition = edition_asked_for(request, area)
        return page(request, edition, SECTION, "procedure/timeline.html", base="strategy/frame.html", **context)
    alone = {"base": "procedure/alone.html", "area": known.area}
    return render(request, "procedure/timeline.html", context | alone)


@require_safe
def drawn(request: HttpRequest, area: str) -> HttpResponse:  # noqa: ARG001
    """The timeline as a picture."""
    known = _known(area)
    return HttpResponse(picture.drawn(timeline.steps(known), known.on), content_type="image/svg+xml")


@require_safe
def document(request: HttpRequest, area: str, public_id: UUID) -> FileResponse:  # noqa: ARG001
    """A document of a step that everyone may read."""
    shown = (one for step in timeline.steps(_known(area)) for one in step.documents)
    if (found := next((one for one in shown if one.public_id == public_id), None)) is None:
        raise Http404
    return file_answer(found)
