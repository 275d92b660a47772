"""Briefings at the desk: made, looked at as they come, sent to whoever asked; and the names of those who decide."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.accounts.permissions import areas_of, must_be_officer_of
from lnrs_web.areas.models import StrategyArea
from lnrs_web.briefings import queries
from lnrs_web.briefings.actions import bringing_in, making, subscribing
from lnrs_web.briefings.models import Boundary, Decider, Run, Subscription
from lnrs_web.briefings.refused import BriefingRefused, refuse
from lnrs_web.pages.limits import limited
from lnrs_web.strategy import queries as strategies

SECTION = "briefings_desk:all"
SHOWN = 20
asks = limited("make briefings", times=30, seconds=600, methods=("POST",))


@asks
@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def overview(request: HttpRequest) -> HttpResponse:
    """What was made and what is being made in an officer's areas, names and boundaries; and what is done with them."""
    problems: Any = ()
    if request.method == "POST":
        try:
            _do(request)
            return redirect("briefings_desk:all")
        except BriefingRefused as refused:
            problems = refused.problems
    mine = areas_of(person_of(request))
    runs = [
        (one, *queries.how_far(one), making.has_broken_off(one), queries.last_run(one.area.slug) == one)
        for one in queries.runs_of(mine)[:SHOWN]
    ]
    areas = [
        {
            "area": area,
            "edition": strategies.current(area.slug),
            "deciders": Decider.objects.filter(area=area).count(),
            "boundaries": Boundary.objects.filter(area=area).count(),
            "subscribers": Subscription.objects.filter(area=area, proven_at__isnull=False).count(),
        }
        for area in StrategyArea.objects.filter(pk__in=mine)
    ]
    context = {
        "section": SECTION,
        "problems": problems,
        "wrong": {one.where for one in problems},
        "runs": runs,
        "areas": areas,
        "columns": bringing_in.COLUMNS,
    }
    return render(request, "briefings/desk/overview.html", context, status=400 if problems else 200)


def _do(request: HttpRequest) -> None:
    step, who = request.POST.get("step", ""), person_of(request)
    if step == "mail":
        try:
            public_id = UUID(request.POST.get("run", ""))
        except ValueError:
            raise refuse("run", "There are no such briefings.") from None
        subscribing.mail(get_object_or_404(Run, public_id=public_id), by=who)
        return
    area = StrategyArea.objects.filter(slug=request.POST.get("area", "")).first()
    if area is None or step not in ("make", "name"):
        raise refuse("run", "You have not said what to do.", "Choose what, and for which area.")
    must_be_officer_of(area.pk, who)
    if step == "make":
        edition = strategies.current(area.slug)
        if edition is None:
            raise refuse("run", f"{area.name} has no published strategy here.", "Publish one first.")
        making.ask(edition, by=who)
    else:
        file = request.FILES.get("table")
        data = file.read() if file and (file.size or 0) <= bringing_in.MOST_BYTES else b""
        bringing_in.name_deciders(area, bringing_in.read_deciders(data), by=who)
