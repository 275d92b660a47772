"""What every page of moderation asks: whose it is, and what it is about."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from lnrs_web.accounts.guard import person_of
from lnrs_web.engagement.models import Activity, Contribution
from lnrs_web.engagement.permissions import READERS, must_work_on


def contribution_of(request: HttpRequest, pk: UUID) -> Contribution:
    """One that has been sent. Raises Http404, and NotAllowed."""
    found = get_object_or_404(Contribution.objects.select_related("activity__area", "lock"), pk=pk)
    must_work_on(found.activity, *READERS, by=person_of(request))
    if found.state in (Contribution.State.DRAFT, Contribution.State.WAITING):
        raise Http404
    return found


def activity_of(request: HttpRequest, public_id: UUID) -> Activity:
    """An activity whose contributions are somebody's work. Raises Http404, and NotAllowed."""
    found = get_object_or_404(Activity.objects.select_related("area", "edition"), public_id=public_id)
    must_work_on(found, *READERS, by=person_of(request))
    return found


def page(request: HttpRequest, template: str, section: str, status: int = 200, **shown: object) -> HttpResponse:
    """A page of the desk."""
    return render(request, f"moderation/{template}.html", {"section": section, **shown}, status=status)
