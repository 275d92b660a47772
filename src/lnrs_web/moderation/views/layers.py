"""What people said, to take away for the next map."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.audit.actions import record
from lnrs_web.moderation.layers import zip_of
from lnrs_web.moderation.views.asking import activity_of


@require_safe
@for_officers
def layers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The layer and the table of an activity, as a zip; that they were taken is on record."""
    found = activity_of(request, public_id)
    answer = HttpResponse(zip_of(found), content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.zip"'
    record("take layers of activity", str(found.public_id), by=person_of(request).email, area=found.area_id)
    return answer
