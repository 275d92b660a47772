"""What there is to take part in, and each of it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from lnrs_web.engagement import draft_cookie, queries
from lnrs_web.engagement.actions import drafts
from lnrs_web.engagement.models import Activity
from lnrs_web.engagement.steps import steps_of
from lnrs_web.engagement.subjects import about_of, subject_for
from lnrs_web.engagement.views.frame import PRIVATE, activity_or_404, area_or_404, is_sent_from_here, shown, to
from lnrs_web.pages.limits import limited
from lnrs_web.strategy import queries as strategies

begins = limited("begin to take part", times=40, seconds=600)


@require_safe
def every(request: HttpRequest, area: str) -> HttpResponse:
    """Open, announced and past activities; about a subject, where a link from the strategy names one."""
    found = area_or_404(area)
    about = request.GET.get("about", "")
    edition = strategies.chosen(strategies.editions_of(area), request.GET.get("edition", ""))
    subject, about = about_of(area, about, edition.identity) if about and edition else (None, "")
    return shown(
        request,
        found,
        "engagement/all.html",
        about=about,
        subject=subject,
        events=found.events.filter(is_public=True)[:20],
        **queries.activities_of(found, subject),
    )


@require_safe
def activity(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """What an activity is about, until when, what becomes of it, and the way in."""
    found = activity_or_404(area, slug)
    return _activity(request, found)


def _activity(request: HttpRequest, found: Activity, status: int = 200) -> HttpResponse:
    about = request.GET.get("about", "") or request.POST.get("about", "")
    subject = subject_for(found.edition, found.area.slug, about, request.GET.get("edition", "")) if about else None
    questions = found.question_sets.latest("version").questions.all()
    begun = draft_cookie.draft_in(request, found)
    response = shown(
        request,
        found.area,
        "engagement/activity.html",
        activity=found,
        about=(about_of(found.area.slug, about, request.GET.get("edition", ""))[1] or about) if subject else "",
        subject=subject,
        questions=questions,
        begun=begun,
        published_count=queries.published(found).count(),
        received_count=queries.received(found).count(),
        status=status,
    )
    if begun:  # the page of one browser
        response.headers["Cache-Control"] = PRIVATE
    return response


@begins
@csrf_exempt  # a token would need a cookie on a page for everyone: the browser says which site a form is from
@require_POST
def begin(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """Begins to take part: from here on everything that is written is kept. A form of another site leads to the page
    of the activity, so that it takes nobody away from what they had begun."""
    found = activity_or_404(area, slug)
    if not is_sent_from_here(request):
        return to("activity", found)
    subject = subject_for(found.edition, area, request.POST.get("about", ""))
    try:
        draft = drafts.begin(found, [subject] if subject else [])
    except drafts.Closed:
        return _activity(request, found, status=409)
    response = to("step", found, steps_of(draft)[0].name)
    draft_cookie.remember(response, draft)
    return response
