"""My land: a form, and answers to what is sent with it. Nothing that is sent is kept, logged or part of an address."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lnrs_web.boundaries.drawing import may_be_drawn
from lnrs_web.boundaries.kept import as_text
from lnrs_web.boundaries.parcels import LandRefused, Parcel
from lnrs_web.boundaries.reading import asked_again, open_form, read_land
from lnrs_web.editions.models import Edition
from lnrs_web.exports.answers import CSV, XLSX, table_response
from lnrs_web.land import consent
from lnrs_web.land.answer import Answer, answer
from lnrs_web.land.document import contact, remarks
from lnrs_web.land.files import file_of
from lnrs_web.land.nearby import NEAR_M
from lnrs_web.land.paying import COLUMNS, YEARS_TO_CHOOSE, Asked, asked_of, paying, rows
from lnrs_web.land.picture import land_picture
from lnrs_web.land.rules import NOT_SHOWN
from lnrs_web.pages.limits import computes
from lnrs_web.pictures.inline import inline
from lnrs_web.places import finding
from lnrs_web.strategy import here
from lnrs_web.strategy.addresses import address
from lnrs_web.strategy.frame import edition_asked_for, of_edition, page
from lnrs_web.strategy.maps import WIDTHS_PX
from lnrs_web.strategy.picture_of_land import ON_TOP

SECTION = "land:start"
PRIVATE = "no-store, private"


@of_edition
def start(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The form, with four ways to say which land."""
    return _form(request, edition, **asked_again({}))


def _form(request: HttpRequest, edition: Edition, **context: Any) -> HttpResponse:
    return may_be_drawn(page(request, edition, SECTION, "land/start.html", **context))


def of_land(
    view: Callable[[HttpRequest, Edition, list[Parcel]], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """A view that is given the land that was sent; the form again, with every problem, where there is none. It is not
    for storing. Asked for without land, as a bookmark does, it leads to the form."""

    @computes
    @csrf_exempt  # it changes nothing of anyone's and reads no cookie, so there is nothing that another site could do
    @require_http_methods(("GET", "HEAD", "POST"))
    @wraps(view)
    def answered(request: HttpRequest, area: str) -> HttpResponseBase:
        edition = edition_asked_for(request, area)
        if request.method != "POST":
            return HttpResponseRedirect(address(SECTION, edition))
        response = _asked(request, edition, view)
        response.headers["Cache-Control"] = PRIVATE
        return response

    return answered


def _asked(
    request: HttpRequest, edition: Edition, view: Callable[[HttpRequest, Edition, list[Parcel]], HttpResponseBase]
) -> HttpResponseBase:
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
    """The answer as a page, which carries the land so that it can be asked for in other forms, or kept."""
    found = answer(edition, parcels)
    return page(
        request,
        edition,
        SECTION,
        "land/answer.html",
        carried=as_text(parcels),
        consent=consent,
        given={"area": edition.area.slug, "edition": edition.identity, "name": ""},
        permanent=f"{reverse(SECTION, args=[edition.area.slug])}?edition={edition.identity}",
        **told(found, asked_of(dict(request.POST.lists()))),
    )


def told(found: Answer, asked: Asked) -> dict[str, Any]:
    """What `land/answer.html` tells of an answer, and of what pays for it."""
    return {
        "found": found,
        "paying": paying(found, timezone.localdate(), asked),
        "years_to_choose": YEARS_TO_CHOOSE,
        "remarks": remarks(found),
        "sites": [(one, here.kind_of(one.site)) for one in found.whole.sites],
        "map": None
        if found.wholly_outside
        else {name: inline(land_picture(found, px), name) for name, px in WIDTHS_PX.items()},
        "on_top": ON_TOP if len(found.measures) > 1 else "",
        "contact": contact(found),
        "near_m": NEAR_M,
        "not_shown": NOT_SHOWN,
    }


@of_land
def pdf(request: HttpRequest, edition: Edition, parcels: list[Parcel]) -> HttpResponse:  # noqa: ARG001
    """The answer to print."""
    return file_of(answer(edition, parcels), "pdf")


@of_land
def gpkg(request: HttpRequest, edition: Edition, parcels: list[Parcel]) -> HttpResponse:  # noqa: ARG001
    """The answer for a GIS."""
    return file_of(answer(edition, parcels), "gpkg")


@of_land
def csv(request: HttpRequest, edition: Edition, parcels: list[Parcel]) -> HttpResponse:  # noqa: ARG001
    """The answer for a spreadsheet."""
    return file_of(answer(edition, parcels), "csv")


@of_land
def what_pays_csv(request: HttpRequest, edition: Edition, parcels: list[Parcel]) -> HttpResponseBase:
    """What pays for the measures on the land, for a spreadsheet."""
    return pay_table(request, answer(edition, parcels), CSV)


@of_land
def what_pays_xlsx(request: HttpRequest, edition: Edition, parcels: list[Parcel]) -> HttpResponseBase:
    """The same as a workbook."""
    return pay_table(request, answer(edition, parcels), XLSX)


def pay_table(request: HttpRequest, found: Answer, form: str) -> HttpResponseBase:
    """What pays, as a table of one of the site's forms."""
    told = paying(found, timezone.localdate())
    table = table_response(request, f"what-pays-{found.edition.area.slug}", COLUMNS, rows(found, told), form)
    table.headers["Cache-Control"] = PRIVATE
    return table
