"""The pages of a planning check that is kept: the answer as page, PDF and GeoJSON. They are for who has the key."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lnrs.document.pdf import render_pdf
from lnrs.significance import Action
from lnrs.units import HA_M2
from lnrs_web.boundaries.parcels import Note
from lnrs_web.pages.limits import prints, searches
from lnrs_web.planning import answer, as_geojson, printed, queries, words
from lnrs_web.planning.models import SiteCheck
from lnrs_web.planning.site_map import site_picture
from lnrs_web.strategy.frame import page
from lnrs_web.strategy.maps import WIDTHS_PX, Map, Sized
from lnrs_web.strategy.picture_of_land import ON_TOP

HEADERS = {"X-Robots-Tag": "noindex", "Cache-Control": "private, no-cache"}

View = Callable[[HttpRequest, SiteCheck], HttpResponse]


def _of_check(view: View) -> Callable[..., HttpResponse]:
    """A view that only reads, and is given the check with the key; no machine may list it."""

    @searches
    @require_safe
    @wraps(view)
    def found(request: HttpRequest, area: str, key: str) -> HttpResponse:
        if (check := queries.kept(area, key)) is None:
            raise Http404
        response = view(request, check)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return found


@_of_check
def result(request: HttpRequest, check: SiteCheck) -> HttpResponse:
    """The answer as a page."""
    found = answer.answer(check)
    return page(
        request,
        check.edition,
        "planning:start",
        "planning/result.html",
        found=found,
        check=check,
        url=_address(request, check),
        map=_map(found),
        on_top=ON_TOP if len(found.measures) > 1 else "",
        until=queries.kept_until(check),
        notes=[Note(name).words for name in check.notes],
        standing=words.standing(check.edition),
        designations=words.designations(found),
        near=found.near[: printed.NEAR_SHOWN],
        more_near=max(len(found.near) - printed.NEAR_SHOWN, 0),
        near_km=queries.NEAR_M / 1000,
        several_districts=len({line.district for one in found.habitats for line in one.lines}) > 1,
        any_baseline=any(one.asked.action == Action.BASELINE for one in found.habitats),
        evidence=words.evidence(found, _address(request, check)),
        important_ha=found.important.area / HA_M2,
        mapped_ha=found.mapped.area / HA_M2,
        become_ha=found.could_become.area / HA_M2,
        regard=words.REGARD,
        baseline=words.BASELINE,
        elsewhere=words.ELSEWHERE,
        irreplaceable=words.IRREPLACEABLE if any(one.site.kind == "IRREP" for one in found.sites) else "",
        permanent=request.path,
        now_at="#again",
    )


@prints
@_of_check
def as_pdf(request: HttpRequest, check: SiteCheck) -> HttpResponse:
    """The answer as a tagged PDF."""
    found = answer.answer(check)
    drawn = site_picture(found, WIDTHS_PX["wide"])
    pdf = render_pdf(printed.document(found, drawn, _address(request, check)))
    return HttpResponse(pdf, content_type="application/pdf", headers=_attached(check, "pdf"))


@_of_check
def geojson(request: HttpRequest, check: SiteCheck) -> HttpResponse:
    """The answer as GeoJSON: longitudes and latitudes, or `?crs=27700`."""
    crs = request.GET.get("crs", "")
    if crs not in as_geojson.DECIMALS:
        return HttpResponse("crs is 27700, or left out.\n", status=400, content_type="text/plain; charset=utf-8")
    text = as_geojson.geojson(answer.answer(check), _address(request, check), crs)
    return HttpResponse(text, content_type="application/geo+json", headers=_attached(check, "geojson"))


@_of_check
def map_svg(request: HttpRequest, check: SiteCheck) -> HttpResponse:
    """The map of the site, `?width=wide` or `narrow`."""
    width_px = WIDTHS_PX.get(request.GET.get("width", "wide"))
    if width_px is None:
        raise Http404
    return HttpResponse(site_picture(answer.answer(check), width_px).svg, content_type="image/svg+xml; charset=utf-8")


def _map(found: answer.Answer) -> Map:
    """The map for the page, at the address that draws it."""
    path = reverse("planning:map", args=[found.edition.area.slug, found.check.key])
    drawn = {width: site_picture(found, width_px) for width, width_px in WIDTHS_PX.items()}
    wide, narrow = (Sized(f"{path}?width={width}", one.width_px, one.height_px) for width, one in drawn.items())
    return Map(wide, narrow, drawn["wide"].alt)


def _attached(check: SiteCheck, kind: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="planning-check-{check.key}.{kind}"'}


def _address(request: HttpRequest, check: SiteCheck) -> str:
    return request.build_absolute_uri(reverse("planning:result", args=[check.edition.area.slug, check.key]))
