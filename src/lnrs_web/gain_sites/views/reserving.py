"""Units reserved by whoever has signed in, and what they hold."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lnrs.errors import Problem
from lnrs_web.accounts.guard import for_people, person_of
from lnrs_web.config.clock import now, today
from lnrs_web.editions.models import Edition
from lnrs_web.gain_sites import need, parts
from lnrs_web.gain_sites.actions import holding as actions
from lnrs_web.gain_sites.actions.holding import Wanted
from lnrs_web.gain_sites.models import Holding, Stock
from lnrs_web.gain_sites.models.holding import RESERVED_FOR
from lnrs_web.gain_sites.need import Offer
from lnrs_web.gain_sites.refused import ListingRefused
from lnrs_web.gain_sites.views.matches import FIELDS as NEED
from lnrs_web.gain_sites.views.own import FORM, own_page
from lnrs_web.pages.limits import limited
from lnrs_web.strategy import queries as strategies

reserves = limited("reserve units", times=30, seconds=600, methods=("POST",))
LETTERS = {"development": 200, "planning_authority": 120, "planning_reference": 60}


@reserves
@require_http_methods(FORM)
@for_people
def reserve(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Asks how many units of a site's habitat somebody wants for which development, and reserves them."""
    found = Stock.objects.select_related("site__area", "site__shown").filter(public_id=public_id).first()
    if found is None or not found.site.is_offered:
        raise Http404
    asked = {name: (request.POST or request.GET).get(name, "") for name in NEED}
    edition = strategies.current(found.site.area.slug)
    offer = _offer(edition, asked, found) if edition and asked["habitat"] else None
    suggested = parts.number(offer.price.taken).replace(",", "") if offer else ""
    context: dict[str, Any] = {
        "stock": found,
        "site": found.site,
        "version": found.site.shown,
        "offer": offer,
        "asked": asked,
        "days": RESERVED_FOR.days,
        "typed": request.POST if request.method == "POST" else {"amount": suggested},
    }
    if request.method != "POST":
        return own_page(request, "reserve", **context)
    try:
        made = actions.reserve(found, _wanted(request, offer), by=person_of(request))
    except ListingRefused as refused:
        return own_page(request, "reserve", 400, problems=refused.problems, **context)
    return redirect("own_gain:holding", made.public_id)


def _offer(edition: Edition, asked: dict[str, str], stock: Stock) -> Offer | None:
    """The stock reckoned for the need that the reader came with."""
    try:
        found = need.read(edition, asked, today())
    except ListingRefused:
        return None
    return None if isinstance(found, need.Ambiguous) else need.offer_of(edition, found, stock.site, stock)


def _wanted(request: HttpRequest, offer: Offer | None) -> Wanted:
    """What the form asks for. Raises ListingRefused with every problem."""
    problems: list[Problem] = []
    units = 0
    try:
        units = parts.read(request.POST.get("amount", ""))
    except ValueError as error:
        problems.append(Problem("amount", f"{error}."))
    typed = {name: " ".join(request.POST.get(name, "").split()) for name in LETTERS}
    for name, words in (("development", "what it is called"), ("planning_authority", "who decides it")):
        if not typed[name]:
            problems.append(Problem(name, "Nothing says which development it is for.", f"Say {words}."))
    problems += [
        Problem(name, f"It has more than {most} letters.", "Write less.")
        for name, most in LETTERS.items()
        if len(typed[name]) > most
    ]
    if problems:
        raise ListingRefused(problems)
    wanted = Wanted(units, typed["development"], typed["planning_authority"], typed["planning_reference"])
    if offer is None:
        return wanted
    asked = request.POST
    return replace(
        wanted,
        need=parts.read(asked.get("units", "")),
        need_habitat=offer.need_habitat,
        counts_for=offer.counts_for if offer.is_decided else "",
        why=tuple(map(str, offer.steps)),
    )


@reserves
@require_http_methods(FORM)
@for_people
def holding(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Units that somebody reserved, or that others reserved of their site: how they stand, and a way to end it."""
    who = person_of(request)
    found = (
        Holding.objects.select_related("stock__site__area", "stock__site__shown").filter(public_id=public_id).first()
    )
    if found is None or who.pk not in (found.person_id, found.stock.site.owner_id):
        raise Http404
    open_still = found.state == Holding.State.RESERVED and found.expires_at > now()
    context = {"held": found, "site": found.stock.site, "is_open": open_still, "is_own": found.person_id == who.pk}
    if request.method != "POST":
        return own_page(request, "holding", **context)
    try:
        actions.give_up(found, request.POST.get("because", ""), by=who)
    except ListingRefused as refused:
        return own_page(request, "holding", 400, problems=refused.problems, **context)
    return redirect("own_gain:holding", found.public_id)
