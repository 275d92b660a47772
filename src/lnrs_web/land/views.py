"""My land: a form, and answers to what is sent with it. Nothing that is sent is kept, logged or part of an address."""

import tempfile
from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lnrs.document.pdf import render_pdf
from lnrs_web.boundaries.drawing import may_be_drawn
from lnrs_web.boundaries.kept import as_text
from lnrs_web.boundaries.parcels import LandRefused, Parcel
from lnrs_web.boundaries.reading import asked_again, open_form, read_land
from lnrs_web.editions.models import Edition
from lnrs_web.land.answer import answer
from lnrs_web.land.document import contact, document, remarks
from lnrs_web.land.geopackage import geopackage
from lnrs_web.land.nearby import NEAR_M
from lnrs_web.land.rules import NOT_SHOWN
from lnrs_web.land.tables import csv_text
from lnrs_web.pages.limits import computes
from lnrs_web.places import finding
from lnrs_web.strategy import here
from lnrs_web.strategy.addresses import address
from lnrs_web.strategy.frame import edition_asked_for, of_edition, page

SECTION = "land:start"
PRIVATE = "no-store, private"


@of_edition
def start(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The form, with four ways to say which land."""
    return _form(request, edition, **asked_again({}))


def _form(request: HttpRequest, edition: Edition, **context: Any) -> HttpResponse:
    return may_be_drawn(page(request, edition, SECTION, "land/start.html", **context))


def of_land(view: Callable[[HttpRequest, Edition, list[Parcel]], HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that is given the land that was sent; the form again, with every problem, where there is none. It is not
    for storing. Asked for without land, as a bookmark does, it leads to the form."""

    @computes
    @csrf_exempt  # it changes nothing of anyone's and reads no cookie, so there is nothing that another site could do
    @require_http_methods(("GET", "HEAD", "POST"))
    @wraps(view)
    def answered(request: HttpRequest, area: str) -> HttpResponse:
        edition = edition_asked_for(request, area)
        if request.method != "POST":
            return HttpResponseRedirect(address(SECTION, edition))
        response = _asked(request, edition, view)
        response.headers["Cache-Control"] = PRIVATE
        return response

    return answered


def _asked(
    request: HttpRequest, edition: Edition, view: Callable[[HttpRequest, Edition, list[Parcel]], HttpResponse]
) -> HttpResponse:
    try:
        open_form(request)
    except LandRefused as refused:
        return _form(request, edition, status=refused.status, **asked_again({}, refused))
    try:
        parcels = read_land(request.POST, request.FILES, partial(finding.point, edition))
    except LandRefused as refused:
        return _form(request, edition, status=refused.status, **asked_again(request.POST, refused))
    return view(request, edition, parcels)


@of_land
def page_of_land(request: HttpRequest, edition: Edition, parcels: list[Parcel]) -> HttpResponse:
    """The answer as a page, which carries the land so that it can be asked for in other forms."""
    found = answer(edition, parcels)
    return page(
        request,
        edition,
        SECTION,
        "land/answer.html",
        found=found,
        remarks=remarks(found),
        sites=[(one, here.kind_of(one.site)) for one in found.whole.sites],
        contact=contact(found),
        near_m=NEAR_M,
        not_shown=NOT_SHOWN,
        carried=as_text(parcels),
        permanent=f"{reverse(SECTION, args=[edition.area.slug])}?edition={edition.identity}",
    )


@of_land
def pdf(request: HttpRequest, edition: Edition, parcels: list[Parcel]) -> HttpResponse:  # noqa: ARG001
    """The answer to print."""
    with tempfile.TemporaryDirectory() as folder:  # of pictures: there is none, and no land is written there
        data = render_pdf(document(answer(edition, parcels)), Path(folder))
    return _file(data, "application/pdf", edition, "pdf")


@of_land
def gpkg(request: HttpRequest, edition: Edition, parcels: list[Parcel]) -> HttpResponse:  # noqa: ARG001
    """The answer for a GIS."""
    return _file(geopackage(answer(edition, parcels)), "application/geopackage+sqlite3", edition, "gpkg")


@of_land
def csv(request: HttpRequest, edition: Edition, parcels: list[Parcel]) -> HttpResponse:  # noqa: ARG001
    """The answer for a spreadsheet."""
    return _file(csv_text(answer(edition, parcels)).encode(), "text/csv; charset=utf-8", edition, "csv")


def _file(data: bytes, kind: str, edition: Edition, ending: str) -> HttpResponse:
    name = f"my-land-{edition.area.slug}-{edition.as_of.isoformat()}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=kind, headers=headers)
