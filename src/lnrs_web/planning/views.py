"""The pages of the planning check: the land, its habitats, the answer. What was asked is kept under a key."""

from collections.abc import Sequence
from functools import partial

import shapely
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from lnrs.errors import Problem
from lnrs.significance import LEAST_M2, Action
from lnrs.units import HA_M2
from lnrs_web.boundaries.drawing import may_be_drawn
from lnrs_web.boundaries.kept import as_text
from lnrs_web.boundaries.parcels import LandRefused, Parcel
from lnrs_web.boundaries.reading import asked_again, open_form, read_land
from lnrs_web.editions.models import Edition
from lnrs_web.pages.limits import computes
from lnrs_web.places import finding
from lnrs_web.planning import actions, habitats, proposals, queries
from lnrs_web.planning.words import ACTIONS, kept_for
from lnrs_web.strategy import queries as strategy
from lnrs_web.strategy.elsewhere import elsewhere
from lnrs_web.strategy.frame import edition_asked_for, page
from lnrs_web.strategy.here import area_shape

SECTION = "planning:start"
NAME_LETTERS = 200
LISTED = 50
"""Parcels that are listed on the page; the rest are counted."""


@computes
@csrf_exempt  # no one is signed in and nothing of anyone's is changed; a token would need a cookie
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, area: str) -> HttpResponse:
    """Ask for the land; then for the habitats on it; then keep the question and go to its answer."""
    edition = edition_asked_for(request, area)
    if request.method != "POST":
        return _land_page(request, edition)
    try:
        open_form(request)
        parcels = read_land(request.POST, request.FILES, partial(finding.point, edition))
        site = shapely.union_all([one.shape for one in parcels])
        _in_area(site, edition)
    except LandRefused as refused:
        return _land_page(request, edition, refused)
    step = request.POST.get("step", "land")
    rows = proposals.typed(request.POST.dict(), proposals.MORE_ROWS if step == "more" else 0)
    if step != "check":
        return _habitats_page(request, edition, parcels, site, rows)
    try:
        by_ref = {one.ref: one.shape for one in parcels}
        proposed = proposals.read(rows, by_ref, site, queries.habitats_of(edition))
    except proposals.ProposalsRefused as refused:
        return _habitats_page(request, edition, parcels, site, rows, refused.problems)
    notes = sorted({str(note) for one in parcels for note in one.notes})
    check = actions.keep_check(edition, site, proposed, name=_name(request), notes=notes)
    return _see_other("planning:result", edition, check.key)


@computes
@csrf_exempt  # as above
@require_POST
def again(request: HttpRequest, area: str, key: str) -> HttpResponse:  # noqa: ARG001
    """Ask the same of the current edition, under another key."""
    check = queries.kept(area, key)
    current = strategy.chosen(strategy.editions_of(area), "")
    if check is None or current is None:
        raise Http404
    return _see_other("planning:result", current, actions.ask_again(check, current).key)


def _see_other(name: str, edition: Edition, key: str) -> HttpResponse:
    response = redirect(name, edition.area.slug, key)
    response.status_code = 303
    return response


def _name(request: HttpRequest) -> str:
    letters = " ".join(request.POST.get("name", "").replace("\x00", "").split())
    return letters[:NAME_LETTERS]


def _in_area(site: shapely.Geometry, edition: Edition) -> None:
    """Raises LandRefused where no land is in the strategy area."""
    if shapely.intersection(site, area_shape(edition)).area < LEAST_M2:
        what = f"None of the land is in {edition.area.name}. {elsewhere(site)}"
        raise LandRefused([Problem("way", what, "Look at its coordinates, or choose the area that it is in.")])


def _land_page(request: HttpRequest, edition: Edition, refused: LandRefused | None = None) -> HttpResponse:
    post = request.POST if refused is None or refused.status != 413 else {}
    shown = page(
        request,
        edition,
        SECTION,
        "planning/land.html",
        draft=edition.status not in ("final", "published"),
        kept_for=kept_for(),
        **asked_again(post, refused),
        status=refused.status if refused else 200,
    )
    return may_be_drawn(shown)


def _habitats_page(
    request: HttpRequest,
    edition: Edition,
    parcels: Sequence[Parcel],
    site: shapely.Geometry,
    rows: Sequence[proposals.Typed],
    problems: Sequence[Problem] = (),
) -> HttpResponse:
    outside_m2 = shapely.difference(site, area_shape(edition)).area
    wrong = {one.where: one for one in problems}
    fields = ("habitat", "action", "parcel", "size")
    return page(
        request,
        edition,
        SECTION,
        "planning/habitats.html",
        parcels=parcels[:LISTED],
        more=max(len(parcels) - LISTED, 0),
        refs=[one.ref for one in parcels],
        choose=len(parcels) <= LISTED,
        notes=list(dict.fromkeys(note.words for one in parcels for note in one.notes)),
        site_ha=site.area / HA_M2,
        outside_ha=outside_m2 / HA_M2 if outside_m2 >= LEAST_M2 else 0.0,
        land=as_text(parcels),
        name=_name(request),
        rows=[(row, {field: wrong.get(f"{field}-{row.number}") for field in fields}) for row in rows],
        can_add=len(rows) < proposals.MOST_ROWS,
        more_rows=proposals.MORE_ROWS,
        actions=[(str(action), ACTIONS[action]) for action in Action],
        names=[one.name for one in habitats.metric_habitats()],
        problems=problems,
        kept_for=kept_for(),
        status=400 if problems else 200,
    )
