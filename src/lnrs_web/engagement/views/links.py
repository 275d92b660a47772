"""Links that were mailed. Opening one does nothing, as mail scanners do: the button on its page does."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lnrs_web.engagement import draft_cookie, tokens
from lnrs_web.engagement.actions import sending
from lnrs_web.engagement.models import Contribution
from lnrs_web.engagement.views.frame import PRIVATE, area_or_404, shown, to
from lnrs_web.pages.limits import limited

opens = limited("open a link", times=60, seconds=600)


@opens
@csrf_exempt  # what the link holds is the proof, and nobody else has it
@require_http_methods(["GET", "HEAD", "POST"])
def proof(request: HttpRequest, area: str, token: str) -> HttpResponse:
    """A page with a button that confirms a mail address; then the reference."""
    found = area_or_404(area)
    try:
        if request.method == "POST":
            contribution = sending.prove(token)
            response = shown(
                request, found, "engagement/proved.html", draft=contribution, activity=contribution.activity
            )
        else:
            contribution = tokens.token_of(token, tokens.PROOF).contribution
            response = shown(request, found, "engagement/proof.html", activity=contribution.activity)
    except tokens.NoSuchLink:
        response = shown(request, found, "engagement/no_such_link.html", status=404)
    response.headers["Cache-Control"] = PRIVATE
    return response


@opens
@require_http_methods(["GET", "HEAD", "POST"])
def back(request: HttpRequest, area: str, token: str) -> HttpResponse:
    """A page with a button that opens what somebody has begun or sent, in this browser. The button has to be this
    page's own, in this browser: or another site could have somebody write on in what is its owner's."""
    found = area_or_404(area)
    try:
        contribution = tokens.token_of(token, tokens.BACK).contribution
    except tokens.NoSuchLink:
        return shown(request, found, "engagement/no_such_link.html", status=404)
    if request.method == "POST":
        begun = contribution.state == Contribution.State.DRAFT
        response = to("check" if begun else "yours", contribution.activity)
        draft_cookie.remember(response, contribution)
    else:
        response = shown(request, found, "engagement/back.html", draft=contribution, activity=contribution.activity)
    response.headers["Cache-Control"] = PRIVATE
    return response
