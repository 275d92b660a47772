"""The register at the desk: what waits, each version beside the one before, each site, and units that are held."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import shapely
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lnrs.units import HA_M2
from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.accounts.permissions import areas_of, must_be_officer_of
from lnrs_web.audit.queries import done_to
from lnrs_web.config.clock import now, today
from lnrs_web.gain_sites import queries, supply_map
from lnrs_web.gain_sites.actions import holding as holdings
from lnrs_web.gain_sites.actions import listing, review
from lnrs_web.gain_sites.compared import compared
from lnrs_web.gain_sites.models import GainSite, Holding, Version
from lnrs_web.gain_sites.refused import ListingRefused, refuse
from lnrs_web.strategy import queries as strategies

SECTION = "gain_desk:all"
FORM = ("GET", "HEAD", "POST")
ON_A_PAGE = 50
SHARED_M2 = 100.0
"""Land that two sites share by less is two edges that nearly agree."""


def shown(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the register at the desk."""
    problems = context.get("problems", ())
    frame = {"section": SECTION, "problems": problems, "wrong": {one.where for one in problems}}
    return render(request, f"gain_sites/desk/{template}.html", context | frame, status=status)


@require_safe
@for_officers
def overview(request: HttpRequest) -> HttpResponse:
    """What waits for a decision in an officer's areas, and every site in them that was sent."""
    mine = areas_of(person_of(request))
    page = Paginator(queries.sent(mine), ON_A_PAGE).get_page(request.GET.get("p"))
    held = Holding.objects.filter(stock__site__area__in=mine, state=Holding.State.RESERVED, expires_at__gt=now())
    return shown(
        request,
        "overview",
        waiting=queries.waiting(mine),
        page=page,
        sites=queries.with_last_sent(page),
        held=held.select_related("stock__site__area").order_by("expires_at"),
    )


@require_http_methods(FORM)
@for_officers
def version(request: HttpRequest, area: str, public_id: UUID) -> HttpResponseBase:
    """A version that was sent, with what has changed since the one that everyone sees, and the decision."""
    versions = Version.objects.select_related("site__area", "site__shown", "site__owner")
    found = get_object_or_404(versions, public_id=public_id, site__area__slug=area)
    who = person_of(request)
    must_be_officer_of(found.site.area_id, who)
    if found.state == Version.State.DRAFT:
        raise Http404
    problems: Any = ()
    if request.method == "POST":
        try:
            _decide(request, found)
            return redirect("gain_desk:all")
        except ListingRefused as refused:
            problems = refused.problems
    edition = strategies.current(found.site.area.slug)
    beside = compared(edition, found)
    return shown(
        request,
        "version",
        400 if problems else 200,
        version=found,
        site=found.site,
        before=found.site.shown if found.site.shown_id != found.pk else None,
        lines=found.lines.all(),
        compared=beside,
        others=_overlapping(found),
        map=supply_map.of_site(edition, found, beside) if edition else None,
        survey_is_old=found.survey_is_old(today()),
        is_own=found.site.owner_id == who.pk,
        waits=found.state == Version.State.WAITING,
        problems=problems,
        typed=request.POST,
    )


def _decide(request: HttpRequest, version: Version) -> None:
    step, who = request.POST.get("answer", ""), person_of(request)
    sent = version.sent_at.isoformat() if version.sent_at else ""
    if version.state == Version.State.WAITING and request.POST.get("seen", "") != sent:
        raise refuse("answer", "It was sent anew since you looked at it.", "Look at what it says now.")
    if step == "agree":
        review.agree(version, by=who)
    elif step == "send back":
        review.send_back(version, request.POST.get("because", ""), by=who)
    else:
        raise refuse("answer", "You have not said what you decide.", "Choose one.")


def _overlapping(version: Version) -> list[tuple[GainSite, float]]:
    """Other public sites that lie on the same land, with the hectares: units of one piece of land are sold once."""
    if not version.parcels:
        return []
    land, found = version.shape, []
    others = GainSite.objects.filter(area=version.site.area_id, shown__isnull=False, withdrawn_at=None)
    for one in others.exclude(pk=version.site_id).select_related("shown"):
        assert one.shown is not None
        shared_m2 = float(shapely.intersection(land, one.shown.shape).area)
        if shared_m2 >= SHARED_M2:
            found.append((one, shared_m2 / HA_M2))
    return found


@require_http_methods(FORM)
@for_officers
def site(request: HttpRequest, area: str, public_id: UUID) -> HttpResponseBase:
    """A site with every version, who holds units of it, and all that was done to it; an officer may withdraw it."""
    sites = GainSite.objects.select_related("area", "shown", "owner")
    found = get_object_or_404(sites, public_id=public_id, area__slug=area)
    must_be_officer_of(found.area_id, person_of(request))

    def withdraw() -> None:
        listing.withdraw(found, request.POST.get("because", ""), by=person_of(request), as_officer=True)

    def page(problems: Any = ()) -> HttpResponse:
        return shown(
            request,
            "site",
            400 if problems else 200,
            site=found,
            versions=found.versions.order_by("-number"),
            stocks=found.stocks.all(),
            held=queries.holdings_of(found),
            events=done_to(found.reference).order_by("-id"),
            problems=problems,
        )

    return _tried(request, withdraw, page, lambda: redirect("gain_desk:site", area, public_id))


@require_http_methods(FORM)
@for_officers
def holding(request: HttpRequest, area: str, public_id: UUID) -> HttpResponseBase:
    """Units that somebody holds: an officer allocates them, ends a reservation, or annuls an allocation."""
    every = Holding.objects.select_related("stock__site__area", "stock__site__shown", "person")
    found = get_object_or_404(every, public_id=public_id, stock__site__area__slug=area)
    who, typed = person_of(request), request.POST
    must_be_officer_of(found.stock.site.area_id, who)

    def decide() -> None:
        step = typed.get("answer", "")
        if step == "allocate":
            holdings.allocate(found, typed.get("planning_reference", ""), typed.get("evidence", ""), by=who)
        elif step == "give up":
            holdings.give_up(found, typed.get("because", ""), by=who, as_officer=True)
        elif step == "annul":
            holdings.annul(found, typed.get("because", ""), by=who)
        else:
            raise refuse("answer", "You have not said what you decide.", "Choose one.")

    def page(problems: Any = ()) -> HttpResponse:
        is_open = found.state == Holding.State.RESERVED and found.expires_at > now()
        status = 400 if problems else 200
        return shown(
            request,
            "holding",
            status,
            held=found,
            site=found.stock.site,
            is_open=is_open,
            typed=typed,
            problems=problems,
        )

    return _tried(request, decide, page, lambda: redirect("gain_desk:holding", area, public_id))


def _tried(
    request: HttpRequest,
    do: Callable[[], None],
    page: Callable[..., HttpResponse],
    after: Callable[[], HttpResponseBase],
) -> HttpResponseBase:
    if request.method != "POST":
        return page()
    try:
        do()
    except ListingRefused as refused:
        return page(refused.problems)
    return after()
