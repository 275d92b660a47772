"""What everyone sees of a scheme: totals, prices, rounds, and whether a certificate holds."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lnrs_web.config.clock import today
from lnrs_web.nutrients import course, queries
from lnrs_web.nutrients.accounts import HOLDING
from lnrs_web.nutrients.models import Certificate
from lnrs_web.nutrients.public_frame import area_here, shown
from lnrs_web.pages.codes import read_code
from lnrs_web.pages.limits import limited

verifies = limited("verify a certificate", times=60, seconds=60)
"""So that nobody tries codes until one fits."""


@require_safe
def of_area(request: HttpRequest, area: str) -> HttpResponse:
    """The scheme of an area: what there is, what it costs, when it can be asked for."""
    found = area_here(area)
    scheme, on = queries.scheme_of(found), today()
    known: dict[str, Any] = {"scheme": scheme}
    if scheme is not None:
        rounds = list(scheme.rounds.filter(closes_on__gte=on, allocated_on=None).order_by("opens_on"))
        known |= {
            "totals": queries.totals(scheme),
            "kinds": HOLDING,
            "prices": queries.price_list(scheme, on),
            "rounds": rounds,
            "open_now": next((one for one in rounds if one.is_open(on)), None),
        }
    return shown(request, found, area, "scheme", **known)


@verifies
@never_cache
@require_safe
def find_certificate(request: HttpRequest, area: str) -> HttpResponse:
    """Asks for the code of a certificate, and leads to it."""
    found, typed = area_here(area), request.GET.get("code", "")
    if not typed:
        return shown(request, found, area, "find_certificate", code="")
    try:
        code = read_code(typed)
    except ValueError as error:
        return shown(request, found, area, "find_certificate", status=400, code=typed[:40], problem=str(error))
    if not Certificate.objects.filter(code=code, application__round__scheme__area=found.lnrs_id).exists():
        problem = "No certificate of this scheme has that code."
        return shown(request, found, area, "find_certificate", status=404, code=code, problem=problem)
    return redirect("nutrients:certificate", area, code)


@verifies
@never_cache
@require_safe
def certificate(request: HttpRequest, area: str, code: str) -> HttpResponse:
    """Whether a certificate holds now, and what it says."""
    found = area_here(area)
    of_scheme = Certificate.objects.filter(application__round__scheme__area=found.lnrs_id)
    one = of_scheme.filter(code=code).select_related("application__round__scheme", "movement").first()
    if one is None:
        raise Http404
    holds, why = course.says(one, today())
    return shown(request, found, area, "certificate", certificate=one, one=one.application, holds=holds, why=why)
