"""The answer as a file to take away."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils import timezone

from lnrs.document.pdf import render_pdf
from lnrs_web.land.answer import Answer
from lnrs_web.land.document import document
from lnrs_web.land.geopackage import geopackage
from lnrs_web.land.paying import paying
from lnrs_web.land.tables import csv_text

KINDS: dict[str, tuple[str, Callable[[Answer], bytes]]] = {
    "pdf": ("application/pdf", lambda found: render_pdf(document(found, paying(found, timezone.localdate())))),
    "gpkg": ("application/geopackage+sqlite3", geopackage),
    "csv": ("text/csv; charset=utf-8", lambda found: csv_text(found).encode()),
}
"""By the ending of the name: what it is, and how it is made."""


def file_of(found: Answer, ending: str) -> HttpResponse:
    """The answer as a file of one of the KINDS, named by area and date."""
    kind, make = KINDS[ending]
    name = f"my-land-{found.edition.area.slug}-{found.edition.as_of.isoformat()}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(make(found), content_type=kind, headers=headers)
