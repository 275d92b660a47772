"""Signing, in steps: what somebody gives, checking it, sending it. It sets no cookie: each page brings what was
typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lnrs_web.pages.limits import address_of, limited
from lnrs_web.petition import consent, watching
from lnrs_web.petition.actions import signing
from lnrs_web.petition.forms import details_of
from lnrs_web.petition.mailboxes import meant
from lnrs_web.petition.models import Petition
from lnrs_web.petition.networks import figures_of
from lnrs_web.petition.problems import Closed
from lnrs_web.petition.views.public import petition_or_404, shown
from lnrs_web.strategy.frame import edition_asked_for

FIELDS = ("name", "postcode", "mail", "eligible", "agree", "updates")
PRIVATE = "no-store, private"
signs = limited("sign a petition", times=240, seconds=600, methods=("POST",))


@signs
@csrf_exempt  # there is no cookie by which another site could act for anybody, and a letter has to be answered
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """Asks for a name, a postcode and a mail address; shows them to be checked; takes the signature."""
    one = petition_or_404(area, slug)
    if not one.is_open(timezone.now()):
        return _page(request, one, "over", status=409)
    if request.method != "POST":
        return _page(request, one, "sign", typed={}, begun=watching.begun_now(one))
    details, problems = details_of(request.POST)
    step = request.POST.get("step", "check")
    begun = request.POST.get(watching.BEGUN, "")
    if problems or step == "change":
        status = 200 if step == "change" else 400
        shown_problems = [] if step == "change" else problems
        known = {"typed": request.POST, "begun": begun or watching.begun_now(one), "problems": shown_problems}
        return _page(request, one, "sign", status=status, wrong={each.where for each in shown_problems}, **known)
    if step != "sign":
        typed = {name: request.POST.get(name, "") for name in FIELDS}
        return _page(request, one, "check", typed=typed, details=details, begun=begun, meant=meant(details.mail))
    try:
        signals = watching.signals_of(request, one, details.mail)
        signing.sign(one, details, address=figures_of(address_of(request)), signals=signals)
    except Closed:
        return _page(request, one, "over", status=409)
    return redirect("petition:sent", area, slug)


def _page(request: HttpRequest, one: Petition, name: str, **context: object) -> HttpResponse:
    edition = edition_asked_for(request, one.area.slug)
    known = {"consent": consent, "trap": watching.TRAP, "begun_name": watching.BEGUN}
    known["trapped"] = request.POST.get(watching.TRAP, "")  # what was filled in stays so from step to step
    answer = shown(request, edition, one, name, **known | context)
    answer.headers["Cache-Control"] = PRIVATE
    return answer
