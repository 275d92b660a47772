"""A screen at an event, on which one person after another takes part. An officer makes it one at the desk; each person
ends with a screen that holds nothing of theirs."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lnrs_web.engagement import draft_cookie
from lnrs_web.engagement.actions import drafts
from lnrs_web.engagement.models import Contribution, Event
from lnrs_web.engagement.steps import steps_of
from lnrs_web.engagement.views.frame import PRIVATE, activity_or_404, is_sent_from_here, shown, to
from lnrs_web.pages.limits import limited

State = Contribution.State


@limited("kiosk", times=600, seconds=600, methods=("POST",))
@csrf_exempt  # only a browser with the kiosk's own signed cookie begins anything, and it sends that from here alone
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """The first screen, which begins anew: whatever the last person left goes when the kiosk comes to it, or where
    another site led here with its button. What they have sent is gone from it at once."""
    activity = activity_or_404(area, slug)
    said = draft_cookie.kiosk_in(request, activity)
    if said is None:
        return shown(request, activity.area, "engagement/no_kiosk.html", activity=activity, status=403)
    left = draft_cookie.draft_in(request, activity)
    is_begun = left is not None and left.state == State.DRAFT and left.channel == Contribution.Channel.EVENT
    if left and is_begun and (request.method == "POST" or is_sent_from_here(request)):
        drafts.forget(left)
        is_begun = False
    if request.method == "POST":
        event = Event.objects.filter(public_id=said["event"]).first() if said["event"] else None
        try:
            draft = drafts.begin(activity, channel="event", event=event, entered_by=said["by"])
        except drafts.Closed:
            return shown(request, activity.area, "engagement/too_late.html", activity=activity, status=409)
        response = to("step", activity, steps_of(draft, kiosk=True)[0].name)
        draft_cookie.remember(response, draft)
        return response
    response = shown(request, activity.area, "engagement/kiosk.html", activity=activity, is_begun=is_begun)
    if not is_begun:
        draft_cookie.forget(response, activity)
    response.headers["Cache-Control"] = PRIVATE
    return response
