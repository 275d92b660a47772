"""Files that people sent with a contribution: opened by those who read it, and shown to everyone by moderators."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from lnrs.errors import Problem
from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.accounts.models import Role
from lnrs_web.config.sent_pictures import NoPicture
from lnrs_web.engagement.actions.states import show_evidence
from lnrs_web.engagement.models import Attachment, Contribution
from lnrs_web.engagement.permissions import must_work_on
from lnrs_web.engagement.views.files import to_be_saved
from lnrs_web.moderation.views.asking import contribution_of, page
from lnrs_web.moderation.views.responses import SECTION


@require_safe
@for_officers
def file(request: HttpRequest, pk: UUID, public_id: UUID) -> HttpResponse:
    """A file as it was sent, to be saved and never shown as a page."""
    _, attachment = _found(request, pk, public_id)
    response = to_be_saved(bytes(attachment.file.data), attachment.name, attachment.media_type)
    response.headers["Cache-Control"] = "no-store, private"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def show(request: HttpRequest, pk: UUID, public_id: UUID) -> HttpResponse:
    """Asks whether everyone is to see a file, or nobody but the desk any more, and does it."""
    contribution, attachment = _found(request, pk, public_id)
    must_work_on(contribution.activity, Role.MODERATOR, by=person_of(request))
    wanted = not attachment.is_public
    if request.method != "POST":
        return page(request, "evidence", SECTION, contribution=contribution, file=attachment, wanted=wanted)
    if (chosen := request.POST.get("shown")) in ("yes", "no") and (wanted := chosen == "yes") != attachment.is_public:
        if wanted and attachment.removed_at:
            return page(request, "evidence", SECTION, 409, contribution=contribution, file=attachment, wanted=wanted)
        try:
            show_evidence(attachment, wanted, by=person_of(request))
        except NoPicture as problem:
            what = Problem(attachment.name, str(problem), "Ask its writer for a JPEG, or leave it to the desk.")
            said = {"contribution": contribution, "file": attachment, "wanted": wanted, "problems": [what]}
            return page(request, "evidence", SECTION, 400, **said)
    return redirect("moderation:contribution", pk)


def _found(request: HttpRequest, pk: UUID, public_id: UUID) -> tuple[Contribution, Attachment]:
    contribution = contribution_of(request, pk)
    return contribution, get_object_or_404(contribution.attachments, public_id=public_id)
