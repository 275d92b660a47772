"""The three parts of a listing that its owner writes: what is said of the site, its land, and its habitats."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lnrs.bng.tables import CONDITIONS
from lnrs.errors import Problem
from lnrs_web.accounts.guard import person_of
from lnrs_web.boundaries.drawing import may_be_drawn
from lnrs_web.boundaries.parcels import LandRefused
from lnrs_web.boundaries.reading import asked_again, read_land
from lnrs_web.gain_sites import facts as of_facts
from lnrs_web.gain_sites import habitats as of_habitats
from lnrs_web.gain_sites import queries
from lnrs_web.gain_sites.actions import listing
from lnrs_web.gain_sites.metric_upload import LARGEST_BYTES, read_metric
from lnrs_web.gain_sites.models import GainSite
from lnrs_web.gain_sites.models.site import Agreement, HabitatLine, Stage
from lnrs_web.gain_sites.refused import ListingRefused, refuse
from lnrs_web.gain_sites.siting import sited
from lnrs_web.gain_sites.views.own import FORM, lists, of_own, own_page
from lnrs_web.strategy import queries as strategies

MOST_BYTES = 1_000_000


@lists
@require_http_methods(FORM)
@of_own
def facts(request: HttpRequest, site: GainSite) -> HttpResponse:
    """Asks what is said of the site, and keeps it in the draft."""
    context: dict[str, Any] = {"site": site, "area": site.area, "stages": Stage.choices}
    context |= {"agreements": Agreement.choices}
    if request.method != "POST":
        typed = of_facts.typed_of(queries.last_version(site))
        return own_page(request, "facts", typed=typed, **context)
    try:
        listing.keep_facts(site, of_facts.read(request.POST), by=person_of(request))
    except ListingRefused as refused:
        return own_page(request, "facts", 400, typed=request.POST, problems=refused.problems, **context)
    return redirect("own_gain:site", site.public_id)


@lists
@require_http_methods(FORM)
@of_own
def land(request: HttpRequest, site: GainSite) -> HttpResponse:
    """Asks for the edge of the site, looks at it, and keeps it in the draft."""
    edition = strategies.current(site.area.slug)
    if edition is None:
        what = f"{site.area.name} has no published strategy here."
        return own_page(request, "no_land", 400, site=site, problems=[Problem("land", what, "Ask its authority.")])
    context = {"site": site, "area": site.area, "edition": edition, "edge": True, "typed": request.POST}
    if request.method != "POST":
        return may_be_drawn(own_page(request, "land", **context, **asked_again({})))
    try:
        parcels = read_land(request.POST, request.FILES)
        listing.keep_land(site, sited(edition, parcels, mend=bool(request.POST.get("mend"))), by=person_of(request))
    except (LandRefused, ListingRefused) as refused:
        again = asked_again(request.POST, LandRefused(refused.problems))
        asks_mend = any(one.where == "mend" for one in refused.problems)
        return may_be_drawn(own_page(request, "land", 400, asks_mend=asks_mend, **context, **again))
    return redirect("own_gain:site", site.public_id)


@lists
@require_http_methods(FORM)
@of_own
def habitats(request: HttpRequest, site: GainSite) -> HttpResponse:
    """Asks for habitats, one by one or as a table, and keeps them in the draft."""
    if request.method != "POST":
        return _habitats(request, site)
    try:
        _done(request, site)
    except ListingRefused as refused:
        return _habitats(request, site, refused)
    return redirect("own_gain:habitats", site.public_id)


def _done(request: HttpRequest, site: GainSite) -> None:
    who, step = person_of(request), request.POST.get("step", "")
    if step == "table":
        file = request.FILES.get("table")
        if file is None or not file.size or file.size > MOST_BYTES:
            raise refuse("table", "No table has been chosen, or it is too large.", "Choose a CSV file of up to 1 MB.")
        listing.keep_habitats(site, of_habitats.read_table(file.read()), by=who)
    elif step == "metric":
        given = request.FILES.get("metric")
        if given is None or (given.size or 0) > LARGEST_BYTES:
            raise refuse("metric", "No file has been chosen, or it is too large.", "Choose the metric of the site.")
        read = read_metric(given.read(), given.name or "")
        of_file = {
            "units_from": read.source,
            "findings": read.findings,
            "ground_m2": read.ground_m2,
            "claims": read.claims,
        }
        listing.keep_habitats(site, read.lines, by=who, **of_file)
    elif step.startswith("out-") and step[4:].isdecimal() and len(step) < 12:
        listing.take_out_habitat(site, int(step[4:]), by=who)
    elif step == "add":
        listing.add_habitat(site, of_habitats.read_line(request.POST), by=who)
    else:
        raise refuse("habitat", "You have not said what to do.", "Add a habitat, or bring in a table.")


def _habitats(request: HttpRequest, site: GainSite, refused: ListingRefused | None = None) -> HttpResponse:
    version = queries.last_version(site)
    return own_page(
        request,
        "habitats",
        400 if refused else 200,
        site=site,
        version=version,
        lines=version.lines.all(),
        known=of_habitats.every_habitat(),
        conditions=CONDITIONS,
        works=HabitatLine.Work.choices,
        columns=of_habitats.COLUMNS,
        largest_mb=LARGEST_BYTES // 1_000_000,
        typed=request.POST if refused else {},
        problems=refused.problems if refused else (),
    )
