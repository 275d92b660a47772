"""The form on paper."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lnrs_web.engagement.paper import pdf_of
from lnrs_web.engagement.views.frame import activity_or_404
from lnrs_web.pages.limits import prints


@prints
@require_safe
def paper_form(request: HttpRequest, area: str, slug: str) -> HttpResponse:  # noqa: ARG001
    """The form as PDF, with the latest version of the questions."""
    activity = activity_or_404(area, slug)
    questions = activity.question_sets.latest("version")
    address = settings.ADDRESS + reverse("say:activity", args=[area, slug])
    name = f"{slug}-form-{questions.version}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-cache"}
    return HttpResponse(pdf_of(questions, address), "application/pdf", headers=headers)
