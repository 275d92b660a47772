"""Supply and demand in figures, and what the national register has."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from lnrs_web.exports.answers import table_response
from lnrs_web.gain_sites import statistics
from lnrs_web.gain_sites.models import GainSite, NationalSite
from lnrs_web.gain_sites.views.public import given_away, of_register
from lnrs_web.pages.limits import searches
from lnrs_web.strategy.frame import edition_asked_for


@searches
@require_safe
def figures(request: HttpRequest, area: str) -> HttpResponse:
    """What is offered and needed of each habitat, and what was allocated for whom and when."""
    edition = edition_asked_for(request, area)
    rows = statistics.by_habitat(area)
    return of_register(
        request,
        edition,
        "statistics",
        rows=rows,
        sums=statistics.together(rows),
        authorities=statistics.by_authority(area),
        quarters=statistics.by_quarter(area),
    )


@given_away
@require_safe
def table(request: HttpRequest, area: str, form: str) -> HttpResponseBase:
    """The figures by habitat as a table."""
    edition_asked_for(request, area)
    rows = statistics.table(statistics.by_habitat(area))
    return table_response(request, f"gain-site-figures-{area}", statistics.COLUMNS, rows, form)


@searches
@require_safe
def national(request: HttpRequest, area: str) -> HttpResponse:
    """The sites of the national register that lie in the area, as the last file of it that was taken in has them."""
    edition = edition_asked_for(request, area)
    listed = GainSite.objects.filter(area__slug=area, shown__isnull=False).exclude(shown__national_reference="")
    here = {one: ref for ref, one in listed.values_list("reference", "shown__national_reference")}
    sites = [(one, here.get(one.reference, "")) for one in NationalSite.objects.filter(area__slug=area)]
    return of_register(request, edition, "national", sites=sites)
