"""Messages to the owner of a site, passed on; and needs that somebody says."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from lnrs_web.accounts.guard import for_people, person_of
from lnrs_web.areas.models import StrategyArea
from lnrs_web.config.clock import today
from lnrs_web.gain_sites import need, queries
from lnrs_web.gain_sites.actions import needing, relay
from lnrs_web.gain_sites.models import Enquiry, Need
from lnrs_web.gain_sites.refused import ListingRefused, refuse
from lnrs_web.gain_sites.views.matches import FIELDS
from lnrs_web.gain_sites.views.own import FORM, own_page
from lnrs_web.pages.limits import limited
from lnrs_web.strategy import queries as strategies

passes_on = limited("pass messages on", times=20, seconds=600, methods=("POST",))


@passes_on
@require_http_methods(FORM)
@for_people
def ask(request: HttpRequest, area: str, reference: str) -> HttpResponse:
    """Asks what somebody wants to know of a site's owner, and passes it on."""
    site = queries.public_site(area, reference)
    if site is None or not site.is_offered:
        raise Http404
    context: dict[str, Any] = {"site": site, "typed": request.POST, "most": relay.LETTERS}
    if request.method != "POST":
        return own_page(request, "ask", **context)
    try:
        enquiry = relay.ask(site, request.POST.get("text", ""), by=person_of(request))
    except ListingRefused as refused:
        return own_page(request, "ask", 400, problems=refused.problems, **context)
    return redirect("own_gain:enquiry", enquiry.public_id)


@passes_on
@require_http_methods(FORM)
@for_people
def enquiry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What two sides have written to each other, for these two alone, and a form to write again."""
    who = person_of(request)
    found = Enquiry.objects.select_related("site__area", "site__owner", "asker").filter(public_id=public_id).first()
    if found is None or who.pk not in (found.asker_id, found.site.owner_id):
        raise Http404
    context: dict[str, Any] = {"enquiry": found, "site": found.site, "letters": found.letters.all()}
    context |= {"is_owner": found.site.owner_id == who.pk, "typed": request.POST, "most": relay.LETTERS}
    if request.method != "POST":
        return own_page(request, "enquiry", **context)
    try:
        relay.answer(found, request.POST.get("text", ""), by=who)
    except ListingRefused as refused:
        return own_page(request, "enquiry", 400, problems=refused.problems, **context)
    return redirect("own_gain:enquiry", found.public_id)


@passes_on
@require_http_methods(FORM)
@for_people
def say_need(request: HttpRequest, area: str) -> HttpResponse:
    """Shows a need that was searched for, and counts it among the area's demand."""
    found = get_object_or_404(StrategyArea, slug=area)
    asked = {name: (request.POST or request.GET).get(name, "") for name in FIELDS}
    edition = strategies.current(area)
    if edition is None:
        raise Http404
    context: dict[str, Any] = {"area": found, "asked": asked, "needs": Need.objects.filter(person=person_of(request))}
    try:
        meant = need.read(edition, asked, today())
        if isinstance(meant, need.Ambiguous):
            raise refuse("habitat", "The habitat may be several.", "Give its whole name.")
        if request.method == "POST":
            needing.say(found, meant, by=person_of(request))
            return redirect("own_gain:all")
    except ListingRefused as refused:
        return own_page(request, "need", 400, problems=refused.problems, **context)
    return own_page(request, "need", need=meant, **context)


@passes_on
@require_http_methods(["POST"])
@for_people
def take_need_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Counts a need of one's own no more."""
    found = get_object_or_404(Need, public_id=public_id, person=person_of(request))
    needing.take_back(found, by=person_of(request))
    return redirect("own_gain:all")
