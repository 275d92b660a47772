"""Events to take into a calendar."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lnrs_web.newsroom import queries
from lnrs_web.newsroom.calendar import calendar
from lnrs_web.newsroom.models import EventPiece
from lnrs_web.strategy.frame import edition_asked_for

ICS = "text/calendar; charset=utf-8"
MOST = 200


@require_safe
def events(request: HttpRequest, area: str) -> HttpResponse:
    """Every event that is not over, for a calendar that asks again from time to time."""
    edition = edition_asked_for(request, area)
    found = queries.still_to_come(queries.of_kind(edition.area_id, "events"), timezone.now())
    return HttpResponse(calendar(found[:MOST], area), content_type=ICS)


@require_safe
def event(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """One event."""
    edition = edition_asked_for(request, area)
    found = queries.piece(edition.area_id, "events", slug)
    if not isinstance(found, EventPiece):
        raise Http404
    named = {"Content-Disposition": f'attachment; filename="{slug}.ics"'}
    return HttpResponse(calendar([found], area), content_type=ICS, headers=named)
