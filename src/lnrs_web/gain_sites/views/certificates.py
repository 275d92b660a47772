"""Certificates: whoever has the code of one sees whether it is in force."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lnrs.document.pdf import render_pdf
from lnrs_web.exports.answers import pdf_response
from lnrs_web.gain_sites import certificate as paper
from lnrs_web.gain_sites import queries
from lnrs_web.gain_sites.views.public import of_register
from lnrs_web.pages.codes import read_code
from lnrs_web.pages.limits import limited, prints
from lnrs_web.strategy.frame import edition_asked_for

guesses = limited("look certificates up", times=30, seconds=60)


@guesses
@never_cache
@require_safe
def look_up(request: HttpRequest, area: str) -> HttpResponse:
    """Asks for the code of a certificate, and leads to it."""
    edition = edition_asked_for(request, area)
    typed = request.GET.get("code", "").replace("\x00", "").strip().upper()[:40]
    if typed and (found := queries.certified(area, _meant(typed))):
        return HttpResponseRedirect(reverse("gain:certificate", args=[area, found.code]))
    return of_register(request, edition, "certificates", typed=typed, status=404 if typed else 200)


def _meant(typed: str) -> str:
    """The code as it is written, where it can be one; a certificate of longer ago has another sort."""
    try:
        return read_code(typed)
    except ValueError:
        return typed


@guesses
@never_cache
@require_safe
def certificate(request: HttpRequest, area: str, code: str) -> HttpResponse:
    """What a certificate says, and whether it is in force."""
    edition = edition_asked_for(request, area)
    if (held := queries.certified(area, code)) is None:
        raise Http404
    in_force = held.state == "allocated"
    return of_register(request, edition, "certificate", held=held, in_force=in_force, no_advice=paper.NO_ADVICE)


@prints
@never_cache
@require_safe
def pdf(request: HttpRequest, area: str, code: str) -> HttpResponse:
    """The certificate to print."""
    edition = edition_asked_for(request, area)
    if (held := queries.certified(area, code)) is None:
        raise Http404
    return pdf_response(render_pdf(paper.document(edition, held)), f"units-{held.code}")
