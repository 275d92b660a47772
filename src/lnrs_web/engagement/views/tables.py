"""What people said, as far as everyone may read it, as a table to take away."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from lnrs_web.engagement.tables import table_of
from lnrs_web.engagement.views.frame import activity_or_404
from lnrs_web.engagement.views.published import chosen
from lnrs_web.exports.answers import table_response
from lnrs_web.pages.limits import limited


@limited("table", times=20)
@require_safe
def table(request: HttpRequest, area: str, slug: str, form: str) -> HttpResponseBase:
    """The contributions that a reader asks for, as CSV or as a workbook."""
    activity = activity_or_404(area, slug)
    found, _ = chosen(request, activity)
    columns, rows = table_of(activity, found)
    return table_response(request, f"{area}-{slug}", columns, rows, form)
