"""The public suggests a site: a form with the four ways to say which land, and the link that proves a mail address."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lnrs_web.boundaries.drawing import may_be_drawn
from lnrs_web.boundaries.parcels import LandRefused
from lnrs_web.boundaries.reading import asked_again, open_form, read_land
from lnrs_web.editions.models import Edition
from lnrs_web.pages.limits import computes, limited
from lnrs_web.places import finding
from lnrs_web.strategy.frame import edition_asked_for, page
from lnrs_web.thirty_by_thirty import suggesting

SECTION = "thirty:account"
FORM = ("GET", "HEAD", "POST")
FIELDS = ("name", "why", "mail")
PRIVATE = "no-store, private"
opens = limited("open a link", times=60, seconds=600)
suggests = limited("suggest a site", times=20, seconds=3600, methods=("POST",))


@suggests
@computes
@csrf_exempt  # it reads no cookie, and nothing counts before somebody opens the mail
@require_http_methods(FORM)
def suggest(request: HttpRequest, area: str) -> HttpResponse:
    """The form; what is sent with it is kept until its writer's mail address is proved."""
    edition = edition_asked_for(request, area)
    if request.method != "POST":
        return _form(request, edition, {}, **asked_again({}))
    try:
        open_form(request)
    except LandRefused as refused:
        return _form(request, edition, {}, status=refused.status, **asked_again({}, refused))
    said = {name: request.POST.get(name, "") for name in FIELDS}
    problems, status, parcels = suggesting.problems_of(**said), 400, []
    try:
        parcels = read_land(request.POST, request.FILES, partial(finding.point, edition))
    except LandRefused as refused:
        problems, status = [*problems, *refused.problems], refused.status
    if problems:
        again = asked_again(request.POST) | {"problems": problems, "wrong": {one.where for one in problems}}
        return _form(request, edition, said, status=status, **again)
    suggesting.suggest(edition.area, parcels, **said)
    return _private(page(request, edition, SECTION, "thirty_by_thirty/suggested.html", mail=said["mail"].strip()))


def _form(request: HttpRequest, edition: Edition, said: dict[str, str], **context: Any) -> HttpResponse:
    made = page(request, edition, SECTION, "thirty_by_thirty/suggest.html", said=said, **context)
    return _private(may_be_drawn(made))


@opens
@csrf_exempt  # what the link holds is the proof, and nobody else has it
@require_http_methods(FORM)
def proof(request: HttpRequest, area: str, token: str) -> HttpResponse:
    """A page with a button that proves a mail address. Opening it does nothing, as mail scanners do."""
    edition = edition_asked_for(request, area)
    found = suggesting.of_token(area, token)
    if found is None:
        return _private(page(request, edition, SECTION, "thirty_by_thirty/no_such_link.html", status=404))
    if request.method == "POST":
        suggesting.prove(found)
        found.refresh_from_db()
    return _private(page(request, edition, SECTION, "thirty_by_thirty/proof.html", one=found))


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = PRIVATE
    return response
