"""Links of letters. Opening one does nothing, as mail scanners do: the button on its page does."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lnrs_web.pages.limits import limited
from lnrs_web.petition import links
from lnrs_web.petition.actions import signing
from lnrs_web.petition.models import Petition, Signature
from lnrs_web.petition.problems import Closed, NoSuchLink
from lnrs_web.petition.views.public import SECTION, shown
from lnrs_web.petition.views.signing import PRIVATE
from lnrs_web.strategy.frame import edition_asked_for, page

ONE_CLICK = "List-Unsubscribe"
"""What mail programs send, with `One-Click` (RFC 8058, 3.1); the button of the page sends the same."""
opens = limited("open a petition's link", times=240, seconds=600)


@opens
@csrf_exempt  # what the link holds is the proof, and nobody else has it
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, area: str, token: str) -> HttpResponse:
    """A page with a button that proves a signature; once it is proved, one by which it can be taken back."""
    try:
        one = links.signature_of(token, links.SIGN)
        if one.petition.area.slug != area:
            raise NoSuchLink
        step = request.POST.get("step", "")
        if step == "back":
            return _page(request, signing.take_back(one), "taken_back")
        if step == "prove":
            signing.prove(one)
            return redirect("petition:thanks", area, one.petition.slug)
    except NoSuchLink:
        return _no_such_link(request, area)
    except Closed:
        return _page(request, one.petition, "over", status=409)
    if one.state == Signature.State.WITHDRAWN or not one.name:
        return _page(request, one.petition, "taken_back")
    if one.proved_at is None and not signing.may_prove(one.petition, timezone.now()):
        return _page(request, one.petition, "over", status=409)
    known = {"signature": one, "stop": _stop(one), "status": 400 if request.method == "POST" else 200}
    return _page(request, one.petition, "yours" if one.proved_at else "prove", **known)


@opens
@csrf_exempt  # mail programs send it by themselves when their reader asks for it (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, area: str, token: str) -> HttpResponse:
    """A page with a button that ends mail about a petition; mail programs press it by one request."""
    try:
        one = links.signature_of(token, links.STOP)
        if one.petition.area.slug != area:
            raise NoSuchLink
        if request.POST.get(ONE_CLICK) == "One-Click":
            return _page(request, signing.stop_updates(one), "stopped")
    except NoSuchLink:
        return _no_such_link(request, area)
    status = 400 if request.method == "POST" else 200
    return _page(request, one.petition, "stop" if one.wants_updates else "stopped", status=status)


def _stop(one: Signature) -> str:
    return links.token_of(one, links.STOP) if one.wants_updates else ""


def _page(request: HttpRequest, one: Petition, name: str, **context: object) -> HttpResponse:
    answer = shown(request, edition_asked_for(request, one.area.slug), one, name, **context)
    answer.headers["Cache-Control"] = PRIVATE
    return answer


def _no_such_link(request: HttpRequest, area: str) -> HttpResponse:
    answer = page(request, edition_asked_for(request, area), SECTION, "petition/no_such_link.html", status=404)
    answer.headers["Cache-Control"] = PRIVATE
    return answer
