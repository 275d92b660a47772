"""Sites of one's own: to be seen and changed by whoever listed them. To anyone else they are not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lnrs_web.accounts.guard import for_people, person_of
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.queries import done_to
from lnrs_web.config.clock import today
from lnrs_web.gain_sites import queries, supply_map
from lnrs_web.gain_sites.actions import listing
from lnrs_web.gain_sites.compared import compared
from lnrs_web.gain_sites.facts import lacking, read
from lnrs_web.gain_sites.models import GainSite, Need, Version
from lnrs_web.gain_sites.models.site import Agreement, Stage
from lnrs_web.gain_sites.refused import ListingRefused
from lnrs_web.pages.limits import limited
from lnrs_web.strategy import queries as strategies

FORM = ("GET", "HEAD", "POST")
lists = limited("list gain sites", times=60, seconds=600, methods=("POST",))
"""Over what somebody writes about their sites."""


def own_page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page of somebody's own part of the register."""
    problems = context.get("problems", ())
    context |= {"problems": problems, "wrong": {one.where for one in problems}}
    return render(request, f"gain_sites/account/{template}.html", context, status=status)


def of_own(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that is given a site of the person who asks; 404 for anybody else's."""

    @for_people
    @wraps(view)
    def found(request: HttpRequest, public_id: UUID, **parts: str) -> HttpResponse:
        if (site := queries.own_site(person_of(request), public_id)) is None:
            raise Http404
        return view(request, site, **parts)

    return found


@require_safe
@for_people
def all_of_it(request: HttpRequest) -> HttpResponse:
    """The sites that somebody lists, and the units that they reserved."""
    who = person_of(request)
    sites = queries.with_last_version(queries.own_sites(who))
    return own_page(
        request,
        "all",
        sites=sites,
        held=queries.held_by(who),
        needs=Need.objects.filter(person=who),
        enquiries=queries.enquiries_of(who),
        areas=StrategyArea.objects.all(),
    )


@lists
@require_http_methods(FORM)
@for_people
def begin(request: HttpRequest, area: str) -> HttpResponse:
    """Asks what is said of a site, and begins its listing."""
    found = get_object_or_404(StrategyArea, slug=area)
    context = {"area": found, "typed": request.POST, "stages": Stage.choices, "agreements": Agreement.choices}
    if request.method != "POST":
        return own_page(request, "begin", **context)
    try:
        site = listing.begin(found, read(request.POST), by=person_of(request))
    except ListingRefused as refused:
        return own_page(request, "begin", 400, problems=refused.problems, **context)
    return redirect("own_gain:site", site.public_id)


@require_safe
@of_own
def site(request: HttpRequest, site: GainSite) -> HttpResponse:
    """One's own site: how far its listing has come, what it lacks, who holds units, and what was done to it."""
    return _site(request, site)


def _site(request: HttpRequest, site: GainSite, refused: ListingRefused | None = None) -> HttpResponse:
    version = queries.last_version(site)
    edition = strategies.current(site.area.slug)
    beside = compared(edition, version)
    in_work = version.state in (Version.State.DRAFT, Version.State.RETURNED)
    return own_page(
        request,
        "site",
        400 if refused else 200,
        site=site,
        version=version,
        lines=version.lines.all(),
        compared=beside,
        lacks=lacking(version, today()) if in_work else (),
        may_change=version.state != Version.State.WAITING and not site.withdrawn_at,
        map=supply_map.of_site(edition, version, beside) if edition else None,
        stocks=site.stocks.all(),
        held=queries.holdings_of(site),
        events=done_to(site.reference).order_by("-id")[:100],
        problems=refused.problems if refused else (),
        typed=request.POST,
    )


def _done(request: HttpRequest, site: GainSite, do: Callable[[], object]) -> HttpResponse:
    try:
        do()
    except ListingRefused as refused:
        return _site(request, site, refused)
    return redirect("own_gain:site", site.public_id)


@lists
@require_POST
@of_own
def send(request: HttpRequest, site: GainSite) -> HttpResponse:
    """Sends the draft to the officers of the area."""
    return _done(request, site, lambda: listing.send(site, by=person_of(request)))


@lists
@require_POST
@of_own
def take_back(request: HttpRequest, site: GainSite) -> HttpResponse:
    """Takes back what waits for an officer."""
    return _done(request, site, lambda: listing.take_back(site, by=person_of(request)))


@lists
@require_POST
@of_own
def withdraw(request: HttpRequest, site: GainSite) -> HttpResponse:
    """Withdraws the site, with a reason."""
    because = request.POST.get("because", "")
    return _done(request, site, lambda: listing.withdraw(site, because, by=person_of(request)))
