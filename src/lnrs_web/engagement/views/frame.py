"""What the pages of have your say have in common."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from lnrs_web.areas.models import StrategyArea
from lnrs_web.engagement import draft_cookie, queries
from lnrs_web.engagement.actions.drafts import Sent
from lnrs_web.engagement.models import Activity, Contribution
from lnrs_web.strategy import frame
from lnrs_web.strategy import queries as strategies

SECTION = "say:all"
PRIVATE = "no-store, private"


def shown(request: HttpRequest, area: StrategyArea, template: str, **context: Any) -> HttpResponse:
    """A page of an area: in the frame of its current edition or the one that `?edition=` names, or in a plain one
    before there is an edition. Raises Http404."""
    asked = request.GET.get("edition", "")
    edition = strategies.chosen(strategies.editions_of(area.slug), asked)
    if asked and edition is None:
        raise Http404
    if edition:
        context["base"] = "strategy/frame.html"
        return frame.page(request, edition, SECTION, template, **context)
    status = context.pop("status", 200)
    return render(request, template, {"base": "engagement/plain.html", "area": area} | context, status=status)


def area_or_404(slug: str) -> StrategyArea:
    """The area with a name in addresses. Raises Http404."""
    if (found := queries.area_with(slug)) is None:
        raise Http404
    return found


def activity_or_404(area: str, slug: str) -> Activity:
    """An activity that everyone may see. Raises Http404."""
    if (found := queries.activity_of(area, slug)) is None:
        raise Http404
    return found


def of_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A view that is given what the browser has begun; a page that says how to come back, of status 404, where it has
    nothing. Its answers are not for storing."""

    @wraps(view)
    def found(request: HttpRequest, area: str, slug: str, **parts: str) -> HttpResponseBase:
        activity = activity_or_404(area, slug)
        draft = draft_cookie.draft_in(request, activity)
        if draft is None:
            response = shown(request, activity.area, "engagement/nothing_begun.html", activity=activity, status=404)
        else:
            try:
                response = view(request, draft, **parts)
            except Sent:  # from another window
                return to("activity", activity)
        response.headers["Cache-Control"] = PRIVATE
        return response

    return found


def to(page: str, activity: Activity, *parts: str) -> HttpResponse:
    """On to a page of an activity."""
    return redirect(f"say:{page}", activity.area.slug, activity.slug, *parts)


def is_kiosk(request: HttpRequest, draft: Contribution) -> bool:
    """Whether a draft is written at a kiosk."""
    return draft.channel == Contribution.Channel.EVENT and draft_cookie.kiosk_in(request, draft.activity) is not None


def is_sent_from_here(request: HttpRequest) -> bool:
    """Whether a form is this site's own, by what browsers say of where it is from (Fetch Metadata, Origin): each that
    is used today says it. What is no browser says nothing, and has no cookie that could be set for somebody else."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin", "")
    return not origin or urlsplit(origin).netloc == request.get_host()
